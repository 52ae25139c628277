package instance

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// change is what the difference between state and plan asks for. Differences in
// our own arguments are in none of its parts: they need no call.
type change struct {
	replace  []reason
	agent    []field.Difference
	template []field.Difference
	userData bool
	// agentUnknown says that the state has no agent id: the instance was
	// imported by its own id alone.
	agentUnknown bool
}

// reason is a difference that asks for a new instance.
type reason struct {
	at path.Path
	// removed says that the configuration leaves out what the state has.
	removed bool
}

// live says that an Update is to be sent.
func (c *change) live() bool {
	return c.userData || len(c.agent) > 0 || len(c.template) > 0
}

// compare is the one walk over state and plan that decides what a change is.
// Plan modifiers on attributes cannot: they do not see removed objects, and a
// replacement that one asked for cannot be taken back.
func compare(state, plan *model) *change {
	c := &change{agentUnknown: state.AIAgentID.IsNull()}
	c.root("ai_agent_id", state.AIAgentID, plan.AIAgentID)
	c.root("session_id", state.SessionID, plan.SessionID)
	c.root("region", state.Region, plan.Region)
	c.tree(runtimeConfig(), state.RuntimeConfig, plan.RuntimeConfig)
	c.tree(chatSyncConfig(), state.ChatSyncConfig, plan.ChatSyncConfig)
	c.agent = c.tree(agentConfig(), state.AgentConfig, plan.AgentConfig)
	c.template = c.tree(templateConfig(), state.TemplateConfig, plan.TemplateConfig)
	switch {
	case state.UserData.Equal(plan.UserData):
	case plan.UserData.IsNull():
		c.replace = append(c.replace, reason{path.Root("user_data"), true})
	default:
		c.userData = true
	}
	return c
}

// end turns what a running call would have been sent into reasons for a new one:
// there is nobody to send it to.
func (c *change) end() {
	for _, d := range append(c.agent, c.template...) {
		c.replace = append(c.replace, reason{d.Path, false})
	}
	if c.userData {
		c.replace = append(c.replace, reason{path.Root("user_data"), false})
	}
	c.agent, c.template, c.userData = nil, nil, false
}

// adopt takes over what only an imported instance can have: settings that the
// answer could not tell, or that the configuration wants otherwise. They become
// part of the state and count for the next instance; the call goes on. The region
// is never taken over: another region is another instance. It gives the paths at
// which the configuration wants something else; what it leaves out is merely no
// longer managed.
func (c *change) adopt(mark adoption) path.Paths {
	var left []reason
	var adopted path.Paths
	for _, p := range c.replace {
		switch {
		case p.at.Equal(path.Root("ai_agent_id")) && c.agentUnknown:
		case mark != adoptionYes || p.at.Equal(path.Root("region")):
			left = append(left, p)
		case !p.removed:
			adopted = append(adopted, p.at)
		}
	}
	c.replace = left
	return adopted
}

// root is a text at the root that no call can change.
func (c *change) root(name string, state, plan types.String) {
	if !state.Equal(plan) {
		c.replace = append(c.replace, reason{path.Root(name), plan.IsNull()})
	}
}

func (c *change) tree(table *field.Field, state, plan types.Object) []field.Difference {
	var sent []field.Difference
	for _, d := range table.Differences(path.Root(table.Name), state, plan) {
		switch d.Effect {
		case field.EffectReplace:
			c.replace = append(c.replace, reason{d.Path, d.Value.IsNull()})
		case field.EffectLive:
			sent = append(sent, d)
		case field.EffectOwn:
		}
	}
	return sent
}

// request carries what changes on the running call and nothing else.
func (c *change) request(id, region string, plan *model) (ice.UpdateRequest, error) {
	request := ice.UpdateRequest{Region: region, InstanceID: id, Secrets: agentConfig().Secrets(plan.AgentConfig)}
	var err error
	if request.AgentConfig, err = field.Nested(c.agent); err != nil {
		return request, err
	}
	if request.TemplateConfig, err = field.Nested(c.template); err != nil {
		return request, err
	}
	if c.userData {
		request.UserData = text(plan.UserData)
	}
	return request, nil
}

// settle takes from the answer what the plan left open, and only that: what was
// planned must come true.
func (m *model) settle(instance *ice.Instance) error {
	planned := *m
	if err := m.observe(instance); err != nil {
		return err
	}
	observed := *m
	*m = planned
	if m.Status.IsUnknown() {
		m.Status = observed.Status
	}
	if m.UpdateTime.IsUnknown() {
		m.UpdateTime = observed.UpdateTime
	}
	if m.EffectiveAgentConfig.IsUnknown() {
		m.EffectiveAgentConfig = observed.EffectiveAgentConfig
	}
	if m.EffectiveTemplateConfig.IsUnknown() {
		m.EffectiveTemplateConfig = observed.EffectiveTemplateConfig
	}
	return nil
}

// read writes what a refresh takes from an answer: of a call that has ended only
// what the service computes, of an imported one everything once. It gives the
// mark of the adoption that is left: the end of a call ends it.
func (m *model) read(instance *ice.Instance, mark adoption, w *written) (adoption, error) {
	if mark == adoptionFill {
		*w = *writtenOf(instance)
		return adoptionYes, m.adopt(instance)
	}
	if m.neverSeen() {
		// Its create was interrupted, so this is what it was started with.
		*w = *writtenOf(instance)
	}
	ran := live(m.Status.ValueString())
	if err := m.observe(instance); err != nil {
		return mark, err
	}
	if live(instance.Status) {
		err := m.refresh(instance, w)
		w.see(instance)
		return mark, err
	}
	if ran {
		mark = ""
	}
	return mark, nil
}

// neverSeen says that no answer has shown the instance yet.
func (m *model) neverSeen() bool {
	return m.CreateTime.IsNull() && m.EffectiveAgentConfig.IsNull() && m.Status.IsNull()
}

// ended writes the end of a call that an update found. An answer that is only
// about the end says nothing else.
func (m *model) ended(instance *ice.Instance) diag.Diagnostics {
	if instance.CreateTime == "" {
		m.Status = types.StringValue(ice.StatusFinished)
		return nil
	}
	if err := m.observe(instance); err != nil {
		return diag.Diagnostics{problemAnswer(err, m.InstanceID.ValueString())}
	}
	return nil
}
