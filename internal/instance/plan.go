package instance

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
)

// ValidateConfig checks what concerns several attributes at once.
func (r *instanceResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config types.Object
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(runtimeConfig().Name), &config)...)
	if resp.Diagnostics.HasError() || config.IsNull() || config.IsUnknown() {
		return
	}
	resp.Diagnostics.Append(checkRuntime(config)...)
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
	if !state.running() {
		return nil
	}
	if !state.PreventInterrupt.ValueBool() {
		return diag.Diagnostics{interrupts(state.call(), "destroys")}
	}
	if r.Client != nil {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		instance, err := find(ctx, r.Client, r.RegionOf(state.Region), state.InstanceID.ValueString())
		if errors.Is(err, errNotFound) || err == nil && !running(instance.Status) {
			return nil
		}
	}
	return diag.Diagnostics{interruptPrevented(state.call(), "destroy")}
}

// planStart plans a new instance, or the second half of a replacement: there
// nothing is said that the first half has said. Only here IDs and token are
// demanded, since an instance that is already there needs none.
func (r *instanceResource) planStart(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, plan *model) {
	protected, diags := keyProtectedID.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if protected != "" {
		resp.Diagnostics.Append(replacePrevented(protected))
		return
	}
	var config types.Object
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(runtimeConfig().Name), &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(requireRuntime(config)...)
	if region := r.RegionOf(types.StringNull()); plan.Region.IsUnknown() && region != "" && regionLeftOut(ctx, req) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("region"), region)...)
	}
}

// regionLeftOut tells a region that nobody configured from one that is unknown.
func regionLeftOut(ctx context.Context, req resource.ModifyPlanRequest) bool {
	var region types.String
	diags := req.Config.GetAttribute(ctx, path.Root("region"), &region)
	return !diags.HasError() && region.IsNull()
}

// planChange plans what happens to an instance that is there.
func (r *instanceResource) planChange(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, state, plan *model) {
	phase, diags := keyImportPhase.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	plan.keepUnset(state)
	c := compare(state, plan)
	changesEnded := !state.running() && c.sends()
	if !state.running() {
		c.end()
	}
	if phase == importAccept || c.agentUnknown {
		if accepted := c.acceptImported(phase); len(accepted) > 0 {
			resp.Diagnostics.Append(importAccepted(state.InstanceID.ValueString(), accepted))
		}
	}
	if !state.running() && plan.OnFinished.ValueString() == finishedRecreate {
		plan.expectEnd()
		c.replace = append(c.replace, reason{at: path.Root("status")})
		changesEnded = false
	}
	prevented := state.PreventInterrupt.ValueBool() || plan.PreventInterrupt.ValueBool()
	switch {
	case len(c.replace) == 0:
		resp.Diagnostics.Append(r.planUpdate(c, state, plan)...)
	case state.running() && prevented:
		resp.Diagnostics.Append(interruptPrevented(state.call(), "replace"))
	case state.running():
		resp.Diagnostics.Append(interrupts(state.call(), "replaces"))
	case changesEnded:
		resp.Diagnostics.Append(changeStartsNew(state.InstanceID.ValueString()))
	}
	if state.running() && prevented {
		resp.Diagnostics.Append(keyProtectedID.Save(ctx, resp.Private, state.InstanceID.ValueString())...)
	} else {
		resp.Diagnostics.Append(keyProtectedID.Clear(ctx, resp.Private)...)
	}
	for _, p := range c.replace {
		resp.RequiresReplace = append(resp.RequiresReplace, p.at)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// planUpdate plans a change that replaces nothing.
func (r *instanceResource) planUpdate(c *change, state, plan *model) diag.Diagnostics {
	plan.keepComputed(state)
	if !c.sends() {
		return nil
	}
	if err := plan.expectUpdate(); err != nil {
		return diag.Diagnostics{diagnostic.Bug("cannot plan the update", err)}
	}
	return nil
}
