package acctest

import (
	"context"
	"sort"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Plan is a planned change.
type Plan struct {
	Planned     tftypes.Value
	Private     []byte
	Replace     []string
	Diagnostics []*Diagnostic
	Identity    *tfprotov6.ResourceIdentityData
	config      tftypes.Value
	prior       Instance
}

// PlanReplaced returns the plan that core makes by itself for the first half of a
// replacement, which destroys the prior object.
func (r *Resource) PlanReplaced(prior Instance) Plan {
	return Plan{Planned: r.null(), Private: prior.Private, Identity: prior.Identity, config: r.null(), prior: prior}
}

// plan asks the provider for one plan and checks what core checks.
func (r *Resource) plan(config tftypes.Value, prior Instance) Plan {
	r.t.Helper()
	before, values := attributes(r.t, prior.State), attributes(r.t, config)
	proposed := r.null()
	if !config.IsNull() {
		proposed = tftypes.NewValue(r.Type(), proposedNew(r.t, r.schema.Block.Attributes, before, values))
	}
	server := r.server
	if prior.State.IsNull() && !config.IsNull() {
		server = r.fresh()
	}
	response, err := server.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: r.name, PriorState: r.dynamic(prior.State), Config: r.dynamic(config), ProposedNewState: r.dynamic(proposed),
		PriorPrivate: prior.Private, PriorIdentity: prior.Identity,
	})
	must(r.t, err)
	plan := Plan{
		Planned: r.value(response.PlannedState), Private: response.PlannedPrivate, Diagnostics: response.Diagnostics, Identity: response.PlannedIdentity,
		config: config, prior: prior,
	}
	if Failed(plan.Diagnostics) {
		return plan
	}
	if at := invalid(r.t, r.schema.Block.Attributes, before, values, attributes(r.t, plan.Planned), ""); !config.IsNull() && at != "" {
		r.t.Errorf("Provider produced invalid plan at %s", at)
	}
	for _, at := range response.RequiresReplace {
		if changes(prior.State, plan.Planned, at) {
			plan.Replace = append(plan.Replace, Path(at))
		}
	}
	sort.Strings(plan.Replace)
	return plan
}
