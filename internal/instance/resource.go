package instance

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// Timeouts of the operations where the configuration says nothing.
const (
	createTimeout = 5 * time.Minute
	readTimeout   = 2 * time.Minute
	updateTimeout = 2 * time.Minute
	deleteTimeout = 2 * time.Minute

	// farewell is how long a stopped call may go on: a graceful shutdown takes up
	// to 10 s.
	farewell = 15 * time.Second
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

type instanceResource struct{ client *ice.Client }

func (r *instanceResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_ims_ai_agent_instance"
}

func (r *instanceResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = instanceSchema(ctx)
}

func (r *instanceResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = instanceIdentitySchema()
}

func (r *instanceResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.client = clientFrom(req.ProviderData, &resp.Diagnostics)
}

// clientFrom is nil before the provider is configured, which is no error.
func clientFrom(data any, diags *diag.Diagnostics) *ice.Client {
	if data == nil {
		return nil
	}
	client, ok := data.(*ice.Client)
	if !ok {
		diags.Append(problemWrongClient(data))
	}
	return client
}

// Create starts the instance. Its id goes into state before anything else is
// asked: whatever fails afterwards, the call is not lost.
func (r *instanceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	timeout, diags := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	region := r.regionOf(plan.Region)
	request, err := config.startRequest(region)
	if err != nil {
		resp.Diagnostics.Append(problemBug("cannot make the request that starts the instance", err))
		return
	}
	answer, err := r.client.Start(ctx, request)
	if err != nil {
		resp.Diagnostics.Append(problemStart(err, region))
		return
	}
	plan.started(answer.InstanceID, region)
	resp.Diagnostics.Append(save(ctx, &resp.State, resp.Identity, &plan)...)
	instance, err := r.await(ctx, &plan)
	if instance != nil {
		resp.Diagnostics.Append(r.created(ctx, &plan, instance, resp)...)
	}
	if errors.Is(context.Cause(ctx), context.Canceled) {
		// Not an error: that would taint a good call, and the next apply hang it up.
		resp.Diagnostics.Append(problemInterrupted(answer.InstanceID))
		return
	}
	if err != nil {
		resp.Diagnostics.Append(problemWait(err, answer.InstanceID, region))
	}
}

// await waits as wait_for says. The instance is what was seen last, also beside
// an error.
func (r *instanceResource) await(ctx context.Context, plan *model) (*ice.Instance, error) {
	region, id := plan.Region.ValueString(), plan.InstanceID.ValueString()
	found, err := awaitFound(ctx, r.client, region, id)
	if err != nil || plan.WaitFor.ValueString() != waitExecuting || found.Status == ice.StatusExecuting {
		return found, err
	}
	instance, err := awaitExecuting(ctx, r.client, region, id)
	if instance == nil {
		return found, err
	}
	return instance, err
}

// created writes what the first look at the instance shows.
func (r *instanceResource) created(ctx context.Context, plan *model, instance *ice.Instance, resp *resource.CreateResponse) diag.Diagnostics {
	id := plan.InstanceID.ValueString()
	if err := plan.observe(instance); err != nil {
		return diag.Diagnostics{problemAnswer(err, id)}
	}
	diags := saveWritten(ctx, resp.Private, writtenOf(instance))
	diags.Append(save(ctx, &resp.State, resp.Identity, plan)...)
	different, err := plan.deviations(instance)
	if err != nil {
		diags.Append(problemBug("cannot compare the instance with its configuration", err))
	}
	if len(different) > 0 {
		diags.Append(problemRunsDifferently(id, different))
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
	mark, diags := readAdoption(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	written, diags := readWritten(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	timeout, diags := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	id, region := state.InstanceID.ValueString(), r.regionOf(state.Region)
	instance, err := r.look(ctx, &state, region, mark)
	switch {
	case errors.Is(err, errGone) && mark == adoptionFill:
		resp.Diagnostics.Append(problemImportUnknown(err, id, region))
		return
	case errors.Is(err, errGone):
		mark = ""
		resp.Diagnostics.Append(state.vanished(err, region)...)
	case err != nil:
		resp.Diagnostics.Append(problemRead(err, id, region))
		return
	default:
		mark, err = state.read(instance, mark, written)
		resp.Diagnostics.Append(saveWritten(ctx, resp.Private, written)...)
		if err != nil {
			resp.Diagnostics.Append(problemAnswer(err, id))
			return
		}
	}
	resp.Diagnostics.Append(saveAdoption(ctx, resp.Private, mark)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// look describes the instance. One that no answer has shown yet, because its
// create was interrupted, may need a moment until the service knows it; one that
// is being imported was started long ago.
func (r *instanceResource) look(ctx context.Context, state *model, region string, mark adoption) (*ice.Instance, error) {
	id := state.InstanceID.ValueString()
	instance, err := find(ctx, r.client, region, id)
	if !errors.Is(err, errGone) || mark == adoptionFill || !state.neverSeen() {
		return instance, err
	}
	ctx, cancel := context.WithTimeout(ctx, firstSight)
	defer cancel()
	instance, err = awaitFound(ctx, r.client, region, id)
	return instance, err
}

// Update sends what a running call can change and nothing else; without such a
// change there is no call at all.
func (r *instanceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if c := compare(&state, &plan); c.live() && live(state.Status.ValueString()) {
		instance, problem := r.change(ctx, c, &plan)
		if instance != nil && !live(instance.Status) {
			// What was planned cannot come true, but the end of the call can be kept.
			resp.Diagnostics.Append(state.ended(instance)...)
			resp.Diagnostics.Append(save(ctx, &resp.State, resp.Identity, &state)...)
		}
		if problem != nil {
			resp.Diagnostics.Append(problem)
			return
		}
		resp.Diagnostics.Append(saveWritten(ctx, resp.Private, writtenOf(instance))...)
	}
	resp.Diagnostics.Append(saveAdoption(ctx, resp.Private, "")...)
	resp.Diagnostics.Append(saveGuard(ctx, resp.Private, "")...)
	resp.Diagnostics.Append(save(ctx, &resp.State, resp.Identity, &plan)...)
}

// change sends the one request and lets the answer of Describe fill in what the
// plan left open. A call that has ended cannot be changed, whatever the service
// answers: the instance then comes with the problem.
func (r *instanceResource) change(ctx context.Context, c *change, plan *model) (*ice.Instance, diag.Diagnostic) {
	id, region := plan.InstanceID.ValueString(), r.regionOf(plan.Region)
	request, err := c.request(id, region, plan)
	if err != nil {
		return nil, problemBug("cannot make the request that changes the instance", err)
	}
	refusal := r.client.Update(ctx, request)
	if refusal != nil && !mayHaveEnded(refusal) {
		return nil, problemUpdate(refusal, id, region)
	}
	instance, err := find(ctx, r.client, region, id)
	switch {
	case errors.Is(err, errGone):
		return &ice.Instance{Status: ice.StatusFinished}, problemUpdateEnded(errors.Join(refusal, err), id)
	case err == nil && !live(instance.Status):
		return instance, problemUpdateEnded(refusal, id)
	case refusal != nil:
		return nil, problemUpdate(refusal, id, region)
	case err != nil:
		return nil, problemUpdated(err, id, region)
	}
	if err := plan.settle(instance); err != nil {
		return nil, problemAnswer(err, id)
	}
	return instance, nil
}

// Delete ends the call and waits for its end. A call that is over already is
// not stopped again.
func (r *instanceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if !state.StopOnDestroy.IsNull() && !state.StopOnDestroy.ValueBool() {
		return // Only forgotten; the plan said that the call goes on.
	}
	id, region := state.InstanceID.ValueString(), r.regionOf(state.Region)
	ended, err := hasEnded(ctx, r.client, region, id)
	if err != nil {
		resp.Diagnostics.Append(problemStop(err, id, region))
	}
	if ended || err != nil {
		return
	}
	if err := r.client.Stop(ctx, region, id); err != nil {
		if !r.endsAnyway(ctx, err, region, id) {
			resp.Diagnostics.Append(problemStop(err, id, region))
		}
		return
	}
	if err := awaitEnd(ctx, r.client, region, id); err != nil {
		resp.Diagnostics.Append(problemStopWait(err, id, region))
	}
}

// endsAnyway says whether a call that could not be stopped is over. It may have
// ended in between, or may be about to because a destroy that was interrupted had
// stopped it; how a service answers then is not known.
func (r *instanceResource) endsAnyway(ctx context.Context, refusal error, region, id string) bool {
	if !mayHaveEnded(refusal) {
		ended, _ := hasEnded(ctx, r.client, region, id)
		return ended
	}
	ctx, cancel := context.WithTimeout(ctx, farewell)
	defer cancel()
	return awaitEnd(ctx, r.client, region, id) == nil
}

// regionOf is the region of the instance; a state without one belongs to the
// provider's.
func (r *instanceResource) regionOf(region types.String) string {
	if s := region.ValueString(); s != "" {
		return s
	}
	return r.client.Region()
}

// save writes state and identity on a context of its own: an interrupt must not
// lose the id of a call that runs.
func save(ctx context.Context, state *tfsdk.State, identity *tfsdk.ResourceIdentity, m *model) diag.Diagnostics {
	ctx = context.WithoutCancel(ctx)
	diags := state.Set(ctx, m)
	diags.Append(identity.Set(ctx, m.identity())...)
	return diags
}
