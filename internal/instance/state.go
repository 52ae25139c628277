package instance

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// This file holds everything that sets a value of the model, in the order of a
// call's life: planned, started, seen, changed, imported, ended. No other file
// does.

// keepUnset keeps what the configuration leaves to the provider as it is, and a
// user data document of the same meaning. A configured value that is unknown stays
// unknown: it is a change.
func (m *model) keepUnset(state, config *model) {
	if config.Region.IsNull() {
		m.Region = state.Region
	}
	if config.SessionID.IsNull() {
		m.SessionID = state.SessionID
	}
	m.RuntimeConfig = keepTokens(runtimeConfig(), state.RuntimeConfig, m.RuntimeConfig)
	if !m.UserData.IsNull() && !m.UserData.IsUnknown() && !state.UserData.IsNull() &&
		field.SameText(m.UserData.ValueString(), state.UserData.ValueString()) {
		m.UserData = state.UserData
	}
}

// keepComputed takes back the unknown values that the framework plans as soon as
// anything differs.
func (m *model) keepComputed(state *model) { m.computedModel = state.computedModel }

// expectUpdate plans what an update that is sent does to the computed attributes.
func (m *model) expectUpdate() error {
	for _, a := range computedAttributes() {
		if a.updated {
			if err := a.set(&m.computedModel, types.StringUnknown()); err != nil {
				return err
			}
		}
	}
	return nil
}

// expectFinish plans the end of the call.
func (m *model) expectFinish() error {
	for _, a := range computedAttributes() {
		if a.updated || a.settled {
			if err := a.set(&m.computedModel, a.unknown()); err != nil {
				return err
			}
		}
	}
	m.over()
	return nil
}

// expectEnd plans a replacement because the call is over: core drops a reason
// whose value does not change.
func (m *model) expectEnd() { m.Status = types.StringUnknown() }

// started writes what Start returned and makes every other computed attribute
// null: a state with unknown values cannot be saved.
func (m *model) started(instanceID, region string) error {
	for _, a := range computedAttributes() {
		if err := a.set(&m.computedModel, a.row.Null(field.Observed)); err != nil {
			return err
		}
	}
	m.ID, m.InstanceID = types.StringValue(instanceID), types.StringValue(instanceID)
	m.Region = types.StringValue(region)
	if m.SessionID.IsUnknown() {
		m.SessionID = types.StringNull()
	}
	return nil
}

// setComputed writes the computed attributes of a response. It returns the names
// of those that the response has in another shape than documented: they become
// null, since none of them decides anything.
func (c *computedModel) setComputed(instance *ice.Instance) (odd []string, err error) {
	odd = instance.Odd
	for _, a := range computedAttributes() {
		if a.from == nil {
			continue
		}
		v, mismatch := a.from(instance)
		if mismatch != nil {
			odd, v = append(odd, a.row.Key), a.row.Null(field.Observed)
		}
		if err := a.set(c, v); err != nil {
			return odd, err
		}
	}
	return odd, nil
}

// observed writes the computed attributes of a response, and the session ID where
// none was known: an ID once known is kept, it cannot change.
func (m *model) observed(instance *ice.Instance) (odd []string, err error) {
	if m.SessionID.IsNull() || m.SessionID.IsUnknown() {
		m.SessionID = textOrNull(instance.SessionID)
	}
	return m.setComputed(instance)
}

// neverSeen reports whether no response has shown the instance yet.
func (m *model) neverSeen() bool {
	return m.CreateTime.IsNull() && m.EffectiveAgentConfig.IsNull() && m.Status.IsNull()
}

// answer is what a refresh makes of a response besides the model.
type answer struct {
	// phase is what is left of an import: the end of the call ends it.
	phase importPhase
	shown lastShown
	// odd are the parts of the response that had another shape than documented.
	odd []string
}

// readAnswer writes what a refresh takes from a response: of a call that has ended
// only what the service computes, of an imported one everything once.
func (m *model) readAnswer(instance *ice.Instance, before answer) (after answer, err error) {
	after = before
	if before.phase == importFill {
		after.phase, after.shown = importAccept, shownBy(instance)
		after.odd, err = m.fillFromImport(instance)
		return after, err
	}
	if m.neverSeen() {
		// Its create was interrupted, so this is what it was started with.
		after.shown = shownBy(instance)
	}
	ran := m.running()
	if after.odd, err = m.observed(instance); err != nil {
		return after, err
	}
	if m.running() {
		err = m.refreshConfigured(instance, after.shown)
		after.shown = after.shown.merged(instance)
		return after, err
	}
	if ran {
		after.phase = ""
	}
	return after, nil
}

// refreshConfigured takes from a response about a running call what can have
// changed since our last write, which showed the values of shown.
func (m *model) refreshConfigured(instance *ice.Instance, shown lastShown) error {
	if instance.UserData != nil && !m.UserData.IsNull() && !shown.sameUserData(instance.UserData) &&
		!field.SameText(m.UserData.ValueString(), *instance.UserData) {
		m.UserData = types.StringValue(*instance.UserData)
	}
	var err error
	if m.AgentConfig, err = agentConfig().Refresh(m.AgentConfig, instance.AgentConfig, shown.AgentConfig); err != nil {
		return err
	}
	template, err := m.withoutOverridden(instance.TemplateConfig)
	if err != nil {
		return err
	}
	m.TemplateConfig, err = templateConfig().Refresh(m.TemplateConfig, template, shown.TemplateConfig)
	return err
}

// resolveUnknowns takes from the response after an update what the plan left
// open, and only that: what was planned must come true.
func (m *model) resolveUnknowns(instance *ice.Instance) error {
	planned := m.computedModel
	if _, err := m.setComputed(instance); err != nil {
		return err
	}
	for _, a := range computedAttributes() {
		if v := a.get(&planned); !v.IsUnknown() {
			if err := a.set(&m.computedModel, v); err != nil {
				return err
			}
		}
	}
	if m.SessionID.IsUnknown() {
		m.SessionID = textOrNull(instance.SessionID)
	}
	return nil
}

// fillFromImport fills the tree of an imported instance from a response, so that
// a configuration can be written from it: without secrets, which the service may
// or may not show, and without deprecated forms.
func (m *model) fillFromImport(instance *ice.Instance) (odd []string, err error) {
	if odd, err = m.observed(instance); err != nil {
		return odd, err
	}
	m.UserData = types.StringPointerValue(instance.UserData)
	runtime, err := flatten(runtimeConfig(), field.Configured, flatTrio(instance.RuntimeConfig))
	if err != nil {
		return odd, err
	}
	agent, err := flatten(agentConfig(), field.Configured, instance.AgentConfig)
	if err != nil {
		return odd, err
	}
	m.RuntimeConfig, m.AgentConfig = runtimeConfig().Configurable(runtime), agentConfig().Configurable(agent)
	return odd, nil
}

// flatTrio returns the response with the IDs side by side: a call that was started
// in a deprecated form may show them in its block alone.
func flatTrio(response map[string]any) map[string]any {
	if response["AgentUserId"] != nil || response["ChannelId"] != nil {
		return response
	}
	for _, f := range runtimeConfig().Fields {
		block, ok := response[f.Key].(map[string]any)
		if ok && !f.Leaf() && block["ChannelId"] != nil {
			return field.Overlay(response, map[string]any{"AgentUserId": block["AgentUserId"], "ChannelId": block["ChannelId"]})
		}
	}
	return response
}

// ended writes the end of a call that an update found. A response that is only
// about the end says nothing else.
func (m *model) ended(instance *ice.Instance) diag.Diagnostics {
	if instance.CreateTime == "" {
		m.over()
		return nil
	}
	if _, err := m.observed(instance); err != nil {
		return diag.Diagnostics{unexpectedResponse(err, m.InstanceID.ValueString())}
	}
	return nil
}

// vanished keeps an instance that the service has forgotten as what it is: a call
// that is over. Only the news is a warning.
func (m *model) vanished(err error, region string) diag.Diagnostics {
	if !m.running() {
		return nil
	}
	m.over()
	return diag.Diagnostics{noLongerKnown(err, m.InstanceID.ValueString(), region, m.OnFinished.ValueString())}
}

// settle writes what is known of a call that was ended; instance is nil where the
// service knows it no more.
func (m *model) settle(instance *ice.Instance, before *model) error {
	if instance == nil {
		m.computedModel = before.computedModel
		if m.SessionID.IsUnknown() {
			m.SessionID = types.StringNull()
		}
	} else if err := m.resolveUnknowns(instance); err != nil {
		return err
	}
	m.over()
	return nil
}

// stopped says that the provider ended the call, unless the service names another
// who did. That the agent hung up is what a stop may look like.
func (m *model) stopped() {
	if r := m.EndedReason.ValueString(); !m.running() && (r == "" || r == endedByAgent) {
		m.EndedReason = types.StringValue(endedByStop)
	}
}

// over is the end of a call of which nothing else is known.
func (m *model) over() { m.Status = types.StringValue(ice.StatusFinished) }
