package acctest

import (
	"context"
	"sort"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Resource is a resource type of a provider.
type Resource struct{ named }

// Instance is what a CLI keeps of a resource between two commands.
type Instance struct {
	State    tftypes.Value
	Private  []byte
	Identity *tfprotov6.ResourceIdentityData
}

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

// Null returns a resource that does not exist.
func (r *Resource) Null() Instance { return Instance{State: r.null()} }

// Validate runs what `terraform validate` asks of the provider.
func (r *Resource) Validate(config tftypes.Value) []*Diagnostic {
	r.t.Helper()
	response, err := r.server.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: r.name, Config: r.dynamic(config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	must(r.t, err)
	return response.Diagnostics
}

// Plan plans one step; a null configuration destroys. With Replace set the caller
// plans the second half of the replacement from Null with the private data of the
// first, as core does.
func (r *Resource) Plan(config tftypes.Value, prior Instance) Plan {
	r.t.Helper()
	proposed := r.null()
	if !config.IsNull() {
		proposed = r.proposed(config, prior.State)
	}
	response, err := r.server.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: r.name, PriorState: r.dynamic(prior.State), Config: r.dynamic(config), ProposedNewState: r.dynamic(proposed),
		PriorPrivate: prior.Private, PriorIdentity: prior.Identity,
	})
	must(r.t, err)
	plan := Plan{
		Planned: r.value(response.PlannedState), Private: response.PlannedPrivate, Diagnostics: response.Diagnostics, Identity: response.PlannedIdentity,
		config: config, prior: prior,
	}
	for _, at := range response.RequiresReplace {
		plan.Replace = append(plan.Replace, Path(at))
	}
	sort.Strings(plan.Replace)
	return plan
}

// proposed is core's proposal: what is configured, else the prior value of what
// is computed. Only root attributes of this resource are both.
func (r *Resource) proposed(config, prior tftypes.Value) tftypes.Value {
	r.t.Helper()
	values, before := attributes(r.t, config), attributes(r.t, prior)
	for _, a := range r.schema.Block.Attributes {
		if old, ok := before[a.Name]; ok && a.Computed && values[a.Name].IsNull() {
			values[a.Name] = old
		}
	}
	return tftypes.NewValue(config.Type(), values)
}

// PlanReplaced returns the plan that core makes by itself for the first half of a
// replacement, which destroys the prior object.
func (r *Resource) PlanReplaced(prior Instance) Plan {
	return Plan{Planned: r.null(), Private: prior.Private, Identity: prior.Identity, config: r.null(), prior: prior}
}

// Apply applies a plan and checks what core checks: nothing is unknown
// afterwards, and what was planned has come true.
func (r *Resource) Apply(plan Plan) (Instance, []*Diagnostic) {
	r.t.Helper()
	return r.ApplyContext(context.Background(), plan)
}

// ApplyContext is Apply with a context that may end.
func (r *Resource) ApplyContext(ctx context.Context, plan Plan) (Instance, []*Diagnostic) {
	r.t.Helper()
	response, err := r.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: r.name, PriorState: r.dynamic(plan.prior.State), PlannedState: r.dynamic(plan.Planned),
		Config: r.dynamic(plan.config), PlannedPrivate: plan.Private, PlannedIdentity: plan.Identity,
	})
	must(r.t, err)
	after := Instance{State: r.value(response.NewState), Private: response.Private, Identity: response.NewIdentity}
	if !Failed(response.Diagnostics) {
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
	return after, response.Diagnostics
}

// Read refreshes.
func (r *Resource) Read(prior Instance) (Instance, []*Diagnostic) {
	r.t.Helper()
	response, err := r.server.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{
		TypeName: r.name, CurrentState: r.dynamic(prior.State), Private: prior.Private, CurrentIdentity: prior.Identity,
	})
	must(r.t, err)
	if Failed(response.Diagnostics) || response.NewState == nil {
		return prior, response.Diagnostics
	}
	return Instance{State: r.value(response.NewState), Private: response.Private, Identity: response.NewIdentity}, response.Diagnostics
}

// Import imports by ID and reads, as core does.
func (r *Resource) Import(id string) (Instance, []*Diagnostic) {
	r.t.Helper()
	response, err := r.server.ImportResourceState(context.Background(), &tfprotov6.ImportResourceStateRequest{TypeName: r.name, ID: id})
	must(r.t, err)
	if Failed(response.Diagnostics) {
		return r.Null(), response.Diagnostics
	}
	one := response.ImportedResources[0]
	return r.Read(Instance{State: r.value(one.State), Private: one.Private, Identity: one.Identity})
}
