package instance

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// change is what the difference between state and plan requires. Differences in
// the provider's own arguments are in none of its parts: they need no call.
type change struct {
	replace  []reason
	agent    []field.Difference
	template []field.Difference
	userData bool
	// late: an imported instance is given settings that are only known after apply,
	// so whether an Update is sent is not known either.
	late bool
	// agentUnknown: the state has no agent ID, because the instance was imported by
	// its own ID alone.
	agentUnknown bool
}

// reason is a difference that requires a new instance.
type reason struct {
	at path.Path
	// removed: the configuration leaves out what the state has.
	removed bool
	// late: the configured value is only known after apply.
	late bool
}

// sends reports whether an Update is to be sent.
func (c *change) sends() bool {
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
		c.replace = append(c.replace, reason{at: path.Root("user_data"), removed: true})
	default:
		c.userData = true
	}
	return c
}

// root compares a text at the root that no call can change.
func (c *change) root(name string, state, plan types.String) {
	if !state.Equal(plan) {
		c.replace = append(c.replace, reason{at: path.Root(name), removed: plan.IsNull()})
	}
}

func (c *change) tree(table *field.Field, state, plan types.Object) []field.Difference {
	var inPlace []field.Difference
	for _, d := range table.Differences(path.Root(table.Name), state, plan) {
		switch d.Effect {
		case field.EffectReplace:
			c.replace = append(c.replace, reason{at: d.Path, removed: d.Value.IsNull(), late: d.Value.IsUnknown()})
		case field.EffectInPlace:
			inPlace = append(inPlace, d)
		case field.EffectNone:
		}
	}
	return inPlace
}

// end is for a call that is over: there is nobody to send a change to. Alone, such
// changes are only kept for the next start, at the paths that are returned; beside
// a reason for a new instance they are part of it.
func (c *change) end() path.Paths {
	var kept path.Paths
	for _, d := range append(c.agent, c.template...) {
		kept = append(kept, d.Path)
	}
	if c.userData {
		kept = append(kept, path.Root("user_data"))
	}
	c.agent, c.template, c.userData = nil, nil, false
	if len(c.replace) > 0 {
		return nil
	}
	return kept
}

// shelve is for a call that is to be over, beside which nothing is started: all that
// differs is kept for the next start, at the paths that are returned. Only another
// region would be another instance.
func (c *change) shelve() (kept path.Paths, elsewhere bool) {
	for _, p := range c.replace {
		elsewhere = elsewhere || p.at.Equal(path.Root("region"))
		kept = append(kept, p.at)
	}
	c.replace = nil
	return append(c.end(), kept...), elsewhere
}

// acceptImported takes over what only an imported instance can have: settings
// that the response could not tell, or that the configuration wants otherwise.
// They become part of the state and count for the next instance; the call goes
// on. The region is never taken over: another region is another instance. It
// returns the paths at which the configuration wants something else, and how many
// settings it leaves out: they are merely no longer managed.
func (c *change) acceptImported(phase importPhase) (accepted path.Paths, leftOut int) {
	var left []reason
	for _, p := range c.replace {
		switch {
		case p.at.Equal(path.Root("ai_agent_id")) && c.agentUnknown:
		case phase != importAccept || p.at.Equal(path.Root("region")):
			left = append(left, p)
		case p.removed:
			leftOut++
		default:
			c.late = c.late || p.late
			accepted = append(accepted, p.at)
		}
	}
	c.replace = left
	return accepted, leftOut
}

// request returns the request that carries what changes on the running call and
// nothing else.
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
		request.UserData = sent(plan.UserData)
	}
	return request, nil
}
