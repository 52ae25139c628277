package instance

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// Timeouts of the operations where the configuration says nothing.
const (
	createTimeout = 5 * time.Minute
	readTimeout   = 2 * time.Minute
	updateTimeout = 2 * time.Minute
	deleteTimeout = 2 * time.Minute
)

var (
	_ resource.ResourceWithConfigure      = (*instanceResource)(nil)
	_ resource.ResourceWithIdentity       = (*instanceResource)(nil)
	_ resource.ResourceWithImportState    = (*instanceResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*instanceResource)(nil)
	_ resource.ResourceWithValidateConfig = (*instanceResource)(nil)
)

// NewResource returns the resource alicloud_ims_ai_agent_instance.
func NewResource() resource.Resource { return &instanceResource{} }

type instanceResource struct{ framework.Resource }

func (r *instanceResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_ims_ai_agent_instance"
}

func (r *instanceResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = resourceSchema(ctx)
}

func (r *instanceResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identitySchema()
}

// Create starts the instance. Its ID goes into the state before anything else is
// asked: whatever fails afterwards, the call is not lost.
func (r *instanceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel, diags := framework.WithTimeout(ctx, plan.Timeouts.Create, createTimeout)
	defer cancel()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}

	defer r.Working()()
	region, sent := r.RegionOf(plan.Region), time.Now()
	answer, problem := start(ctx, &r.Connection, &config, region)
	if problem.HasError() {
		resp.Diagnostics.Append(problem...)
		return
	}
	if err := plan.started(answer.InstanceID, region); err != nil {
		resp.Diagnostics.Append(diagnostic.Bug("cannot write the started instance", err))
	}
	resp.Diagnostics.Append(framework.Save(ctx, &resp.State, resp.Identity, &plan, plan.identity())...)
	defer endIfUnknown(ctx, &r.Connection, &plan, &resp.State)
	instance, err := waitUntilFound(ctx, r.Client, region, answer.InstanceID)
	if another(instance, config.RuntimeConfig) {
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(startConfused(answer.InstanceID, instance, searchLostOf(ctx, &r.Connection, &config, region, sent)))
		return
	}
	if err == nil {
		instance, err = r.waitFurther(ctx, &plan, instance)
	}
	if instance != nil {
		resp.Diagnostics.Append(r.created(ctx, &plan, instance, resp)...)
	}
	if errors.Is(context.Cause(ctx), context.Canceled) {
		// Not an error: that would taint a good call, and the next apply hang it up.
		resp.Diagnostics.Append(interrupted(answer.InstanceID))
		return
	}
	if errors.Is(err, errVanished) {
		plan.over()
		resp.Diagnostics.Append(framework.Save(ctx, &resp.State, resp.Identity, &plan, plan.identity())...)
	}
	if problem := waitFailed(err, answer.InstanceID, region, plan.WaitFor.ValueString()); problem != nil {
		resp.Diagnostics.Append(problem)
	}
}

// waitFurther waits as wait_for says for an instance that is found. The result is
// what was seen last, also beside an error.
func (r *instanceResource) waitFurther(ctx context.Context, plan *model, found *ice.Instance) (*ice.Instance, error) {
	var goal until
	switch plan.WaitFor.ValueString() {
	case waitForExecuting:
		goal = untilExecuting()
	case waitForFinished:
		goal = untilFinished()
	default:
		return found, nil
	}
	if goal.reached(found) {
		return found, nil
	}
	instance, err := goal.wait(ctx, r.Client, plan.Region.ValueString(), plan.InstanceID.ValueString())
	if instance == nil {
		return found, err
	}
	return instance, err
}

// created writes what the first look at the instance shows.
func (r *instanceResource) created(ctx context.Context, plan *model, instance *ice.Instance, resp *resource.CreateResponse) diag.Diagnostics {
	id := plan.InstanceID.ValueString()
	odd, err := plan.observed(instance)
	if err != nil {
		return diag.Diagnostics{unexpectedResponse(err, id)}
	}
	var diags diag.Diagnostics
	if len(odd) > 0 {
		diags.Append(oddResponse(id, odd))
	}
	diags.Append(keyLastShown.Save(ctx, resp.Private, shownBy(instance))...)
	diags.Append(framework.Save(ctx, &resp.State, resp.Identity, plan, plan.identity())...)
	different, err := plan.deviations(instance)
	if err != nil {
		diags.Append(diagnostic.Bug("cannot compare the instance with its configuration", err))
	}
	if len(different) > 0 {
		diags.Append(runsDifferently(id, different))
	}
	return diags
}

// Read takes from the service what can have changed, and nothing else.
func (r *instanceResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// First of all: without an identity even a failed read is reported as a bug.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	phase, diags := keyImportPhase.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	shown, diags := keyLastShown.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	how, diags := keyEnding.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	ctx, cancel, diags := framework.WithReadTimeout(ctx, state.Timeouts.Read, readTimeout)
	defer cancel()
	resp.Diagnostics.Append(diags...)

	id, region := state.InstanceID.ValueString(), r.RegionOf(state.Region)
	instance, err := r.look(ctx, &state, region, phase)
	switch {
	case errors.Is(err, errNotFound) && phase == importFill:
		resp.Diagnostics.Append(importNotFound(err, id, region))
		return
	case errors.Is(err, errNotFound):
		phase = ""
		resp.Diagnostics.Append(state.vanished(err, region)...)
	case err != nil:
		resp.Diagnostics.Append(readFailed(err, id, region))
		return
	default:
		after, err := state.readAnswer(instance, answer{phase: phase, shown: shown})
		if err != nil {
			resp.Diagnostics.Append(unexpectedResponse(err, id))
			return
		}
		if len(after.odd) > 0 {
			resp.Diagnostics.Append(oddResponse(id, after.odd))
		}
		phase = after.phase
		resp.Diagnostics.Append(keyLastShown.Save(ctx, resp.Private, after.shown)...)
	}
	if how.Stopped {
		state.stopped()
	}
	resp.Diagnostics.Append(savePhase(ctx, resp.Private, phase)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// look describes the instance. A call that the state says runs is only believed to
// be gone when the service repeats it; one that no response has shown yet, because
// its create was interrupted, may need a moment until the service knows it; one
// that is being imported was started long ago.
func (r *instanceResource) look(ctx context.Context, state *model, region string, phase importPhase) (*ice.Instance, error) {
	id := state.InstanceID.ValueString()
	switch {
	case phase == importFill, !state.running():
		return find(ctx, r.Client, region, id)
	case !state.neverSeen():
		return findRunning(ctx, r.Client, region, id)
	}
	grace, cancel := ice.WithTimeout(ctx, notFoundGrace)
	defer cancel()
	instance, err := waitUntilFound(grace, r.Client, region, id)
	if err != nil && ctx.Err() != nil {
		return instance, context.Cause(ctx) // Cut short: that the service did not know it says nothing.
	}
	return instance, err
}

// Update sends what a running call can change and nothing else; without such a
// change there is no call at all.
func (r *instanceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel, diags := framework.WithTimeout(ctx, plan.Timeouts.Update, updateTimeout)
	defer cancel()
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(keyFirstHalf.Clear(ctx, resp.Private)...)
	if resp.Diagnostics.HasError() {
		return
	}

	c := compare(&state, &plan)
	switch {
	case plan.finished() && state.running():
		resp.Diagnostics.Append(finish(ctx, &r.Connection, &state, &plan, resp.Private)...)
		if resp.Diagnostics.HasError() {
			return
		}
	case plan.finished():
	case c.sends() && state.running():
		instance, problem := r.change(ctx, c, &plan)
		if instance != nil && !running(instance.Status) {
			// What was planned cannot come true, but the end of the call can be kept.
			resp.Diagnostics.Append(state.ended(instance)...)
			resp.Diagnostics.Append(framework.Save(ctx, &resp.State, resp.Identity, &state, state.identity())...)
		}
		if problem != nil {
			resp.Diagnostics.Append(problem)
			return
		}
		resp.Diagnostics.Append(keyLastShown.Save(ctx, resp.Private, shownBy(instance))...)
	}
	resp.Diagnostics.Append(keyImportPhase.Clear(ctx, resp.Private)...)
	resp.Diagnostics.Append(framework.Save(ctx, &resp.State, resp.Identity, &plan, plan.identity())...)
}

// change sends the one request and lets the response of Describe fill in what the
// plan left open. A call that has ended cannot be changed, whatever the service
// responds: the instance then comes with the problem.
func (r *instanceResource) change(ctx context.Context, c *change, plan *model) (*ice.Instance, diag.Diagnostic) {
	id, region := plan.InstanceID.ValueString(), r.RegionOf(plan.Region)
	request, err := c.request(id, region, plan)
	if err != nil {
		return nil, diagnostic.Bug("cannot make the request that changes the instance", err)
	}
	refusal := r.Client.Update(ctx, request)
	if refusal != nil && !mayHaveEnded(refusal) {
		return nil, updateFailed(refusal, id, region)
	}
	instance, err := findRunning(ctx, r.Client, region, id)
	switch {
	case errors.Is(err, errNotFound):
		return &ice.Instance{Status: ice.StatusFinished}, updateTooLate(errors.Join(refusal, err), id)
	case err == nil && !running(instance.Status):
		return instance, updateTooLate(refusal, id)
	case refusal != nil:
		return nil, updateFailed(refusal, id, region)
	case err != nil:
		return nil, updateNotReadBack(err, id, region)
	}
	if err := plan.resolveUnknowns(instance); err != nil {
		return nil, unexpectedResponse(err, id)
	}
	return instance, nil
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
	_, diags = end(ctx, &r.Connection, &state, farewellOf(state.Farewell), destroying(), resp.Private)
	resp.Diagnostics.Append(diags...)
}
