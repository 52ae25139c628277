package instance

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
)

// ValidateConfig checks what concerns several attributes at once.
func (r *instanceResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config, bye types.Object
	var limits timeouts.Value
	var waitFor types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(runtimeConfig().Name), &config)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(farewellArgument().Name), &bye)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("timeouts"), &limits)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("wait_for"), &waitFor)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !config.IsNull() && !config.IsUnknown() {
		resp.Diagnostics.Append(checkForms(config)...)
	}
	resp.Diagnostics.Append(checkFarewell(bye, limits.Object)...)
	if waitFor.ValueString() == waitForFinished && !limits.IsUnknown() && !given(limits.Object, "create") {
		resp.Diagnostics.Append(createTimeoutNeeded())
	}
}

// ModifyPlan decides what the plan does: nothing is asked for by attributes.
func (r *instanceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state, config model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	}
	switch {
	case resp.Diagnostics.HasError():
	case req.Plan.Raw.IsNull():
		resp.Diagnostics.Append(r.planDestroy(ctx, &state, req.Private)...)
	case req.State.Raw.IsNull():
		r.planStart(ctx, req, resp, &plan, &config)
	default:
		r.planChange(ctx, req, resp, &state, &plan, &config)
	}
}

// planDestroy speaks of the call that a destroy ends. Old CLIs plan the destroy
// of a removed block before they refresh, so a call that blocks is looked at once
// more: one that has ended meanwhile blocks nobody.
func (r *instanceResource) planDestroy(ctx context.Context, state *model, kept framework.PrivateReader) diag.Diagnostics {
	if !state.running() {
		return nil
	}
	how, diags := keyEnding.Read(ctx, kept)
	if !state.PreventInterrupt.ValueBool() {
		return append(diags, interrupts(state.call(how), "destroys"))
	}
	if r.Client != nil {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		instance, err := findRunning(ctx, r.Client, r.RegionOf(state.Region), state.InstanceID.ValueString())
		if errors.Is(err, errNotFound) || err == nil && !running(instance.Status) {
			return nil
		}
	}
	return append(diags, interruptPrevented(state.call(how), "destroy"))
}

// planStart plans a new instance, or the second half of a replacement: there
// nothing is said that the first half has said. Only here IDs and token are
// demanded, since an instance that is already there needs none.
func (r *instanceResource) planStart(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, plan, config *model) {
	first, diags := keyFirstHalf.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	switch {
	case plan.DesiredStatus.IsUnknown():
		resp.Diagnostics.Append(desiredUnknown())
		return
	case plan.finished():
		resp.Diagnostics.Append(newFinished())
		return
	}
	if first.Protected {
		resp.Diagnostics.Append(replacePrevented(first.ID))
		return
	}
	if !first.Replaced {
		resp.Diagnostics.Append(r.checkStart(config, first)...)
		if resp.Diagnostics.HasError() {
			resp.Diagnostics.Append(hungUpBefore(hungUpBy(&r.Connection, config))...)
		}
	}
	if region := r.RegionOf(types.StringNull()); plan.Region.IsUnknown() && region != "" && config.Region.IsNull() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("region"), region)...)
	}
}

// checkStart refuses what cannot start and warns of what may not; first is the
// instance that is replaced, if any. All that can be known is checked here: a
// replacement ends the old call before the new one is started.
func (r *instanceResource) checkStart(config *model, first firstHalf) diag.Diagnostics {
	diags := requireIDs(config.RuntimeConfig)
	for _, at := range withoutToken(config.RuntimeConfig) {
		switch {
		case first.ID == "":
			diags.Append(missingToken(at))
		case first.Ended:
			diags.Append(missingTokenEnded(at))
		default:
			diags.Append(missingTokenRunning(at, first.Stops))
		}
	}
	diags.Append(checkTokens(config.RuntimeConfig, time.Now(), first)...)
	// Core plans the second half of a replacement once more when the first is done.
	if size := config.requestSize(); size.total >= longRequest && hungUpBy(&r.Connection, config) == "" {
		diags.Append(requestLong(size))
	}
	diags.Append(r.claimSeat(config, first.ID)...)
	return diags
}

// claimSeat warns of a second instance in the same channel under the same user ID.
func (r *instanceResource) claimSeat(config *model, id string) diag.Diagnostics {
	channel, user := seatOf(config.RuntimeConfig)
	if r.Claims == nil || channel == "" || user == "" {
		return nil
	}
	if r.Claims.Claim(claimSeat, r.RegionOf(config.Region)+"/"+channel+"/"+user, id) {
		return nil
	}
	return diag.Diagnostics{sameSeat(channel, user)}
}

// planChange plans what happens to an instance that is there.
func (r *instanceResource) planChange(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, state, plan, config *model) {
	phase, diags := keyImportPhase.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	plan.keepUnset(state, config)
	c := compare(state, plan)
	id := state.InstanceID.ValueString()
	if phase == importAccept || c.agentUnknown {
		if accepted, leftOut := c.acceptImported(phase); len(accepted) > 0 || leftOut > 0 {
			resp.Diagnostics.Append(importAccepted(id, accepted, leftOut))
		}
	}
	first := firstHalf{ID: id, Ended: !state.running(), Stops: state.stops()}
	first.Protected = state.running() && (state.PreventInterrupt.ValueBool() || plan.PreventInterrupt.ValueBool() || plan.PreventInterrupt.IsUnknown())
	how, diags := keyEnding.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	switch {
	case plan.DesiredStatus.IsUnknown():
		resp.Diagnostics.Append(desiredUnknown())
	case plan.finished():
	case first.Ended:
		// Not Ended: the end came after the apply that asked for it had given up.
		if (how.Ended || how.Stopped || how.Tried) && state.finished() {
			c.replace = append(c.replace, reason{at: path.Root("desired_status")})
		}
		resp.Diagnostics.Append(planEnded(c, id, plan)...)
	}
	switch {
	case plan.finished():
		resp.Diagnostics.Append(planFinish(c, state, plan, how, first.Protected)...)
	case len(c.replace) == 0:
		resp.Diagnostics.Append(planUpdate(c, state, plan)...)
		if state.running() {
			resp.Diagnostics.Append(r.claimSeat(plan, id)...)
		}
	case first.Protected:
		resp.Diagnostics.Append(interruptPrevented(state.call(how), "replace"))
	default:
		first.Replaced = true
		resp.Diagnostics.Append(r.checkStart(config, first)...)
		if state.running() && !resp.Diagnostics.HasError() {
			resp.Diagnostics.Append(interrupts(state.call(how), "replaces"))
		}
	}
	resp.Diagnostics.Append(keyFirstHalf.Save(ctx, resp.Private, first)...)
	for _, p := range c.replace {
		resp.RequiresReplace = append(resp.RequiresReplace, p.at)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// planEnded plans what the end of the call means.
func planEnded(c *change, id string, plan *model) diag.Diagnostics {
	kept := c.end()
	switch {
	case plan.OnFinished.IsUnknown():
		return diag.Diagnostics{finishedUnknown()}
	case plan.OnFinished.ValueString() == finishedRecreate:
		plan.expectEnd()
		c.replace = append(c.replace, reason{at: path.Root("status")})
	case len(kept) > 0:
		return diag.Diagnostics{keptForNextStart(id, kept)}
	}
	return nil
}

// planFinish plans what desired_status = "finished" means: a running call is ended,
// nothing else is sent, and nothing is started.
func planFinish(c *change, state, plan *model, how ending, protected bool) diag.Diagnostics {
	var diags diag.Diagnostics
	id := state.InstanceID.ValueString()
	kept, elsewhere := c.shelve()
	switch {
	case elsewhere:
		diags.Append(finishedElsewhere(id, state.Region.ValueString()))
	case len(kept) > 0:
		diags.Append(keptUntilRunning(id, diagnostic.Lines(kept)))
	}
	plan.keepComputed(state)
	if !state.running() {
		return diags
	}
	if protected {
		diags.Append(interruptPrevented(state.call(how), "end"))
		return diags
	}
	// The channel may be one of the settings that count for the next start.
	ends := state.call(how)
	ends.farewell = plan.call(how).farewell
	diags.Append(interrupts(ends, "ends"))
	if err := plan.expectFinish(); err != nil {
		diags.Append(diagnostic.Bug("cannot plan the end of the call", err))
	}
	return diags
}

// planUpdate plans a change that replaces nothing.
func planUpdate(c *change, state, plan *model) diag.Diagnostics {
	plan.keepComputed(state)
	if !c.sends() && (!c.late || !state.running()) {
		return nil
	}
	if err := plan.expectUpdate(); err != nil {
		return diag.Diagnostics{diagnostic.Bug("cannot plan the update", err)}
	}
	return nil
}
