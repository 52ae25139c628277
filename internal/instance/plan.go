package instance

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// ValidateConfig checks what concerns several attributes at once.
func (r *instanceResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config types.Object
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(runtimeConfig().Name), &config)...)
	if resp.Diagnostics.HasError() || config.IsNull() || config.IsUnknown() {
		return
	}
	at := path.Root(runtimeConfig().Name)
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
	var plan, state model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	switch {
	case resp.Diagnostics.HasError():
	case req.Plan.Raw.IsNull():
		resp.Diagnostics.Append(r.planDestroy(ctx, &state)...)
	case req.State.Raw.IsNull():
		r.planStart(ctx, req, resp, &plan)
	default:
		r.planChange(ctx, req, resp, &state, &plan)
	}
}

// planDestroy speaks of the call that a destroy ends. Old CLIs plan the destroy
// of a removed block before they refresh, so a call that blocks is looked at once
// more: one that has ended meanwhile blocks nobody.
func (r *instanceResource) planDestroy(ctx context.Context, state *model) diag.Diagnostics {
	if !live(state.Status.ValueString()) {
		return nil
	}
	if !state.PreventInterrupt.ValueBool() {
		return diag.Diagnostics{problemInterrupts(state, "destroys")}
	}
	if r.client != nil {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		instance, err := find(ctx, r.client, r.regionOf(state.Region), state.InstanceID.ValueString())
		if errors.Is(err, errGone) || err == nil && !live(instance.Status) {
			return nil
		}
	}
	return diag.Diagnostics{problemPrevented(state, "destroy")}
}

// planStart plans a new instance, or the second half of a replacement: there
// nothing is said that the first half has said. Only here ids and token are
// demanded, since an instance that is already there needs none.
func (r *instanceResource) planStart(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, plan *model) {
	guarded, diags := readGuard(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if guarded != "" {
		resp.Diagnostics.Append(problemPreventedReplace(guarded))
		return
	}
	var config types.Object
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(runtimeConfig().Name), &config)...)
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
func (r *instanceResource) planChange(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, state, plan *model) {
	mark, diags := readAdoption(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	plan.keepUnset(state)
	c := compare(state, plan)
	running := live(state.Status.ValueString())
	changesEnded := !running && c.live()
	if !running {
		c.end()
	}
	if mark == adoptionYes || c.agentUnknown {
		if adopted := c.adopt(mark); len(adopted) > 0 {
			resp.Diagnostics.Append(problemAdopted(state.InstanceID.ValueString(), adopted))
		}
	}
	if !running && plan.OnFinished.ValueString() == finishedRecreate {
		// Core drops a reason whose value does not change.
		plan.Status = types.StringUnknown()
		c.replace = append(c.replace, reason{at: path.Root("status")})
		changesEnded = false
	}
	prevented := state.PreventInterrupt.ValueBool() || plan.PreventInterrupt.ValueBool()
	switch {
	case len(c.replace) == 0:
		plan.keepComputed(state)
		plan.overlay(c)
	case running && prevented:
		resp.Diagnostics.Append(problemPrevented(state, "replace"))
	case running:
		resp.Diagnostics.Append(problemInterrupts(state, "replaces"))
	case changesEnded:
		resp.Diagnostics.Append(problemEndedChange(state.InstanceID.ValueString()))
	}
	guard := ""
	if running && prevented {
		guard = state.InstanceID.ValueString()
	}
	resp.Diagnostics.Append(saveGuard(ctx, resp.Private, guard)...)
	for _, p := range c.replace {
		resp.RequiresReplace = append(resp.RequiresReplace, p.at)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// keepUnset keeps what the configuration leaves to us as it is, and a user data
// document of the same meaning.
func (m *model) keepUnset(state *model) {
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
func (m *model) keepComputed(state *model) {
	m.ID, m.InstanceID = state.ID, state.InstanceID
	m.Status, m.CreateTime, m.UpdateTime = state.Status, state.CreateTime, state.UpdateTime
	m.CallLogURL, m.CallInfo = state.CallLogURL, state.CallInfo
	m.EffectiveAgentConfig, m.EffectiveTemplateConfig = state.EffectiveAgentConfig, state.EffectiveTemplateConfig
}

// overlay plans what a change that is sent does to the computed attributes.
func (m *model) overlay(c *change) {
	if !c.live() {
		return
	}
	m.Status, m.UpdateTime = types.StringUnknown(), types.StringUnknown()
	m.EffectiveAgentConfig = overlaid(m.EffectiveAgentConfig, c.agent)
	m.EffectiveTemplateConfig = overlaid(m.EffectiveTemplateConfig, c.template)
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
