package instance

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// occasion is the operation in which a call is ended, for messages.
type occasion struct{ noun, timeout string }

func destroying() occasion { return occasion{"destroy", "delete"} }
func finishing() occasion  { return occasion{"apply", "update"} }

// private is the private data of a resource.
type private interface {
	framework.PrivateReader
	framework.PrivateWriter
}

// Delete ends the call and waits for its end. Only a call that is seen to be over
// is not stopped, or one that was over when it was last read: stopping what is not
// there costs nothing, a call that is forgotten costs money.
func (r *instanceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel, diags := framework.WithTimeout(ctx, state.Timeouts.Delete, deleteTimeout)
	defer cancel()
	resp.Diagnostics.Append(diags...)

	if !state.stops() {
		return // Only forgotten; the plan said that the call continues.
	}
	_, diags = r.end(ctx, &state, state.farewell(), destroying(), resp.Private)
	resp.Diagnostics.Append(diags...)
}

// finish ends the call and keeps it in the state.
func (r *instanceResource) finish(ctx context.Context, state, plan *model, kept private) diag.Diagnostics {
	instance, diags := r.end(ctx, state, plan.farewell(), finishing(), kept)
	if diags.HasError() {
		return diags
	}
	how, more := keyEnding.Read(ctx, kept)
	diags.Append(more...)
	if err := plan.settle(instance, state); err != nil {
		diags.Append(unexpectedResponse(err, state.InstanceID.ValueString()))
	}
	if how.Stopped {
		plan.stopped()
	}
	// A call that was over before the Stop has been ended by this, too.
	how.Ended = true
	diags.Append(keyEnding.Save(ctx, kept, how)...)
	return diags
}

// end ends a call: its farewell, one Stop, and looks until it is over. The instance
// is what was seen last, nil if the service does not know it any more. How far it
// came is kept: whoever goes on does not say the farewell again.
func (r *instanceResource) end(ctx context.Context, state *model, bye *farewell, when occasion, kept private) (*ice.Instance, diag.Diagnostics) {
	how, diags := keyEnding.Read(ctx, kept)
	id, region := state.InstanceID.ValueString(), r.RegionOf(state.Region)
	instance, err := r.lookBefore(ctx, region, id)
	if isOver(instance, err) && (err == nil || !state.running()) {
		return instance, diags
	}
	if bye != nil && !how.Spoken && err != nil && !errors.Is(err, errNotFound) {
		diags.Append(farewellNotSpoken(err, id, region))
	}
	if bye != nil && !how.Spoken && instance != nil && instance.Status == ice.StatusExecuting {
		how.Spoken = true
		diags.Append(keyEnding.Save(ctx, kept, how)...)
		last, problem := r.say(ctx, *bye, region, id)
		if problem != nil {
			diags.Append(problem)
		}
		if errors.Is(context.Cause(ctx), context.Canceled) {
			diags.Append(interruptedBeforeStop(id, when))
			return nil, diags
		}
		if last != nil && !running(last.Status) {
			return last, diags
		}
	}
	if err := r.Client.Stop(ctx, region, id); err != nil {
		instance, over := r.endsAnyway(ctx, err, region, id)
		if !over {
			diags.Append(stopFailed(err, id, region, when))
		}
		return instance, diags
	}
	r.Claims.Claim(claimHungUp, region+"/"+state.AIAgentID.ValueString(), id)
	how.Stopped = true
	diags.Append(keyEnding.Save(ctx, kept, how)...)
	instance, err = waitUntilEnded(ctx, find, r.Client, region, id)
	if err != nil {
		diags.Append(endNotSeen(err, id, region, when))
	}
	return instance, diags
}

// isOver reports whether a look shows that a call is over.
func isOver(instance *ice.Instance, err error) bool {
	return err == nil && !running(instance.Status) || errors.Is(err, errNotFound)
}

// lookBefore looks at a call that is to be ended. A look that hangs must not use up
// the time in which it is to be stopped.
func (r *instanceResource) lookBefore(ctx context.Context, region, id string) (*ice.Instance, error) {
	ctx, cancel := ice.WithTimeout(ctx, share(ctx, lookBeforeStop))
	defer cancel()
	return find(ctx, r.Client, region, id)
}

// share is a quarter of the time that is left, or less.
func share(ctx context.Context, most time.Duration) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(most, time.Until(deadline)/4)
	}
	return most
}

// endsAnyway reports whether a call that could not be stopped is over. It may have
// ended in between, or may be about to because a destroy that was interrupted had
// stopped it; how a service responds then is not known.
func (r *instanceResource) endsAnyway(ctx context.Context, refusal error, region, id string) (*ice.Instance, bool) {
	if ice.NotFound(refusal) || !mayHaveEnded(refusal) {
		instance, err := findRunning(ctx, r.Client, region, id)
		return instance, isOver(instance, err)
	}
	ctx, cancel := ice.WithTimeout(ctx, stopGrace)
	defer cancel()
	instance, err := waitUntilEnded(ctx, findRunning, r.Client, region, id)
	return instance, err == nil
}
