package instance

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// private is the private data of a resource.
type private interface {
	framework.PrivateReader
	framework.PrivateWriter
}

// finish ends the call and keeps it in the state.
func finish(ctx context.Context, c *framework.Connection, state, plan *model, kept private) diag.Diagnostics {
	instance, diags := end(ctx, c, state, farewellOf(plan.Farewell), finishing(), kept)
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
func end(ctx context.Context, c *framework.Connection, state *model, bye *farewell, when occasion, kept private) (*ice.Instance, diag.Diagnostics) {
	how, diags := keyEnding.Read(ctx, kept)
	id, region := state.InstanceID.ValueString(), c.RegionOf(state.Region)
	instance, err := lookBefore(ctx, c.Client, region, id)
	if isOver(instance, err) && (err == nil || !state.running()) {
		return instance, diags
	}
	speaks := bye != nil && !how.Spoken
	if speaks && err != nil && !errors.Is(err, errNotFound) && state.running() && ctx.Err() == nil {
		diags.Append(farewellNotSpoken(err, id, region, false))
	}
	if speaks && instance != nil && instance.Status == ice.StatusExecuting {
		how.Spoken = true
		diags.Append(keyEnding.Save(ctx, kept, how)...)
		last, problem := say(ctx, c.Client, *bye, region, id)
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
	if err := c.Client.Stop(ctx, region, id); err != nil {
		if ice.MaybeReceived(err) {
			how.Tried = true
			diags.Append(keyEnding.Save(ctx, kept, how)...)
		}
		instance, over := endsAnyway(ctx, c.Client, err, region, id)
		if !over {
			diags.Append(stopFailed(err, id, region, when))
		}
		return instance, diags
	}
	if when == destroying() {
		c.Claims.Claim(claimHungUp, region+"/"+state.AIAgentID.ValueString(), id)
	}
	how.Stopped = true
	diags.Append(keyEnding.Save(ctx, kept, how)...)
	instance, err = waitUntilEnded(ctx, find, c.Client, region, id)
	if err != nil {
		diags.Append(endNotSeen(err, id, region, when))
	}
	return instance, diags
}

// lookBefore looks at a call that is to be ended. A look that hangs must not use up
// the time in which it is to be stopped.
func lookBefore(ctx context.Context, client *ice.Client, region, id string) (*ice.Instance, error) {
	ctx, cancel := ice.WithTimeout(ctx, share(ctx, lookBeforeStop))
	defer cancel()
	return find(ctx, client, region, id)
}

// endsAnyway reports whether a call that could not be stopped is over. It may have
// ended in between, or may be about to because a destroy that was interrupted had
// stopped it; how a service responds then is not known.
func endsAnyway(ctx context.Context, client *ice.Client, refusal error, region, id string) (*ice.Instance, bool) {
	if ice.NotFound(refusal) || !mayHaveEnded(refusal) {
		instance, err := findRunning(ctx, client, region, id)
		return instance, isOver(instance, err)
	}
	ctx, cancel := ice.WithTimeout(ctx, stopGrace)
	defer cancel()
	instance, err := waitUntilEnded(ctx, findRunning, client, region, id)
	return instance, err == nil
}
