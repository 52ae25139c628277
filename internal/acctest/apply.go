package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Plan plans one step; a null configuration destroys. With Replace set the caller
// plans the second half of the replacement from Null with the private data of the
// first, as core does. A plan that succeeds is made again with configured values
// unknown, as they are where they come from other resources: what core would not
// accept at apply is an error of the test.
func (r *Resource) Plan(config tftypes.Value, prior Instance) Plan {
	r.t.Helper()
	plan := r.plan(config, prior)
	if isSet(config) && config.IsFullyKnown() && !Failed(plan.Diagnostics) {
		r.tryLate(plan)
	}
	return plan
}

// Apply applies a plan and checks what core checks: a second plan, with all values
// known, agrees with the first; nothing is unknown afterwards, and what was planned
// has come true.
func (r *Resource) Apply(plan Plan) (Instance, []*Diagnostic) {
	r.t.Helper()
	return r.ApplyContext(context.Background(), plan)
}

// ApplyContext is Apply with a context that may end.
func (r *Resource) ApplyContext(ctx context.Context, plan Plan) (Instance, []*Diagnostic) {
	r.t.Helper()
	if !plan.config.IsNull() {
		final := r.final(plan) //nolint:contextcheck // What ends in a test is the apply, not the plan before it.
		if Failed(final.Diagnostics) {
			return plan.prior, final.Diagnostics
		}
		// What it warns of, the first plan has warned of: core repeats that. Core makes
		// no call where nothing changes.
		if final.Planned.Equal(plan.prior.State) {
			return plan.prior, nil
		}
		plan = final
	}
	response, err := r.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: r.name, PriorState: r.dynamic(plan.prior.State), PlannedState: r.dynamic(plan.Planned),
		Config: r.dynamic(plan.config), PlannedPrivate: plan.Private, PlannedIdentity: plan.Identity,
	})
	must(r.t, err)
	after := Instance{State: r.value(response.NewState), Private: response.Private, Identity: response.NewIdentity}
	if !Failed(response.Diagnostics) {
		r.checkApplied(plan, after)
	}
	return after, response.Diagnostics
}

// final makes the plan that core makes right before it applies another one. What
// was replaced no longer exists by then, with its private data.
func (r *Resource) final(plan Plan) Plan {
	r.t.Helper()
	if isSet(plan.prior.State) && len(plan.Replace) > 0 {
		r.t.Error("a replacement is applied in one step: plan and apply its halves")
	}
	prior := plan.prior
	if prior.State.IsNull() {
		prior = r.Null()
	}
	final := r.plan(plan.config, prior)
	if !Failed(final.Diagnostics) && !Failed(plan.Diagnostics) {
		r.checkFinal(plan, final, "")
	}
	return final
}

// checkApplied checks what core checks of the result of an apply.
func (r *Resource) checkApplied(plan Plan, after Instance) {
	r.t.Helper()
	if !after.State.IsFullyKnown() {
		r.t.Errorf("after apply the state has unknown values: %s", after.State)
	}
	if at := inconsistent(r.t, plan.Planned, after.State, ""); at != "" {
		r.t.Errorf("Provider produced inconsistent result after apply at %s", at)
	}
	if !after.State.IsNull() && after.Identity == nil {
		r.t.Error("missing resource identity after apply")
	}
}
