package agent

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
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
func compare(state, plan *instanceModel) *change {
	c := &change{agentUnknown: state.AIAgentID.IsNull()}
	c.root("ai_agent_id", state.AIAgentID, plan.AIAgentID)
	c.root("session_id", state.SessionID, plan.SessionID)
	c.root("region", state.Region, plan.Region)
	c.tree(runtimeConfig, state.RuntimeConfig, plan.RuntimeConfig)
	c.tree(chatSyncConfig, state.ChatSyncConfig, plan.ChatSyncConfig)
	c.agent = c.tree(agentConfig, state.AgentConfig, plan.AgentConfig)
	c.template = c.tree(templateConfig, state.TemplateConfig, plan.TemplateConfig)
	switch {
	case state.UserData.Equal(plan.UserData):
	case plan.UserData.IsNull():
		c.replace = append(c.replace, reason{path.Root("user_data"), true})
	default:
		c.userData = true
	}
	return c
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

// ValidateConfig checks what concerns several attributes at once.
func (r *instanceResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config types.Object
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(runtimeConfig.Name), &config)...)
	if resp.Diagnostics.HasError() || config.IsNull() || config.IsUnknown() {
		return
	}
	at := path.Root(runtimeConfig.Name)
	for name, form := range forms(config) {
		where := at
		if name != "" {
			where = at.AtName(name)
		}
		if given(form, "auth_token") && given(form, "auth_token_wo") {
			resp.Diagnostics.Append(problemTwoTokens(where.AtName("auth_token_wo")))
		}
	}
	if blocks := blocksOf(config); len(blocks) > 0 && flat(config) {
		resp.Diagnostics.Append(problemTwoForms(at.AtName(blocks[0]), blocks[0]))
	}
}

// ModifyPlan decides what the plan does: nothing is asked for by attributes.
func (r *instanceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan instanceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		r.planStart(ctx, req, resp, &plan)
		return
	}
	var state instanceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	mark, diags := readAdoption(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	r.planChange(ctx, &state, &plan, mark, resp)
}

// planStart plans a new instance, or the second half of a replacement. Only here
// ids and token are demanded: an instance that is already there needs none.
func (r *instanceResource) planStart(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, plan *instanceModel) {
	var config types.Object
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(runtimeConfig.Name), &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(requireRuntime(config)...)
	if plan.Region.IsUnknown() && r.client != nil && r.client.Region() != "" && regionLeftOut(ctx, req) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("region"), r.client.Region())...)
	}
}

// regionLeftOut tells a region that nobody configured from one that is not known yet.
func regionLeftOut(ctx context.Context, req resource.ModifyPlanRequest) bool {
	var region types.String
	diags := req.Config.GetAttribute(ctx, path.Root("region"), &region)
	return !diags.HasError() && region.IsNull()
}

// planChange plans what happens to an instance that is there.
func (r *instanceResource) planChange(ctx context.Context, state, plan *instanceModel, mark adoption, resp *resource.ModifyPlanResponse) {
	plan.keepUnset(state)
	c := compare(state, plan)
	if mark == adoptionYes || state.AIAgentID.IsNull() {
		if adopted := c.adopt(mark); len(adopted) > 0 {
			resp.Diagnostics.Append(problemAdopted(state.InstanceID.ValueString(), adopted))
		}
	}
	if len(c.replace) > 0 {
		for _, p := range c.replace {
			resp.RequiresReplace = append(resp.RequiresReplace, p.at)
		}
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
		return
	}
	plan.keepComputed(state)
	if c.live() {
		plan.Status, plan.UpdateTime = types.StringUnknown(), types.StringUnknown()
		plan.EffectiveAgentConfig = overlaid(state.EffectiveAgentConfig, c.agent)
		plan.EffectiveTemplateConfig = overlaid(state.EffectiveTemplateConfig, c.template)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// keepUnset keeps what the configuration leaves to us as it is, and a user data
// document of the same meaning.
func (m *instanceModel) keepUnset(state *instanceModel) {
	if m.Region.IsUnknown() {
		m.Region = state.Region
	}
	if m.SessionID.IsUnknown() {
		m.SessionID = state.SessionID
	}
	if !m.UserData.IsNull() && !m.UserData.IsUnknown() && !state.UserData.IsNull() &&
		field.SameDocument(m.UserData.ValueString(), state.UserData.ValueString()) {
		m.UserData = state.UserData
	}
}

// keepComputed takes back the unknown values that the framework plans as soon
// as anything differs.
func (m *instanceModel) keepComputed(state *instanceModel) {
	m.ID, m.InstanceID = state.ID, state.InstanceID
	m.Status, m.CreateTime, m.UpdateTime = state.Status, state.CreateTime, state.UpdateTime
	m.CallLogURL, m.CallInfo = state.CallLogURL, state.CallInfo
	m.EffectiveAgentConfig, m.EffectiveTemplateConfig = state.EffectiveAgentConfig, state.EffectiveTemplateConfig
}

// overlaid is the document with the differences laid over it, as the service
// merges them, so that a plan shows the line that changes. It is unknown where
// that cannot be told yet.
func overlaid(document types.String, found []field.Difference) types.String {
	if len(found) == 0 || document.IsNull() {
		return document
	}
	change, err := field.Nested(found)
	if err != nil {
		return types.StringUnknown()
	}
	old, err := field.Document(document.ValueString())
	if err != nil {
		return types.StringUnknown()
	}
	object, ok := old.(map[string]any)
	if !ok {
		return types.StringUnknown()
	}
	text, err := field.Compact(field.Overlay(object, change))
	if err != nil {
		return types.StringUnknown()
	}
	return types.StringValue(text)
}

// forms are the forms in which runtime_config gives ids and token, by the name
// of the block, "" being the flat one. An unknown block is none: it is checked
// when it is known.
func forms(config types.Object) map[string]types.Object {
	all := map[string]types.Object{"": config}
	for name, v := range config.Attributes() {
		if block, ok := v.(types.Object); ok && !block.IsNull() && !block.IsUnknown() {
			all[name] = block
		}
	}
	return all
}

// blocksOf are the names of the deprecated blocks that are set, in the API's order.
func blocksOf(config types.Object) []string {
	var names []string
	for _, f := range runtimeConfig.Fields {
		if !f.Leaf() && given(config, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

func flat(config types.Object) bool {
	return given(config, "agent_user_id") || given(config, "channel_id") ||
		given(config, "auth_token") || given(config, "auth_token_wo")
}

// requireRuntime demands both ids and a token, in each form that is used. The
// API's text says so; its schema does not.
func requireRuntime(config types.Object) diag.Diagnostics {
	var diags diag.Diagnostics
	if config.IsNull() || config.IsUnknown() {
		return diags
	}
	at := path.Root(runtimeConfig.Name)
	all, blocks := forms(config), blocksOf(config)
	if len(blocks) == 0 {
		return requireTrio(at, config)
	}
	for _, name := range blocks {
		if block, known := all[name]; known {
			diags.Append(requireTrio(at.AtName(name), block)...)
		}
	}
	return diags
}

func requireTrio(at path.Path, config types.Object) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, name := range []string{"agent_user_id", "channel_id"} {
		if !given(config, name) {
			diags.Append(problemMissing(at, name))
		}
	}
	if !given(config, "auth_token") && !given(config, "auth_token_wo") {
		diags.Append(problemMissingToken(at))
	}
	return diags
}

// given counts an unknown value as given: it is checked when it is known.
func given(config types.Object, name string) bool {
	v := config.Attributes()[name]
	return v != nil && !v.IsNull()
}
