package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Resource is a resource type of a provider.
type Resource struct {
	named
	// early are the root attributes that are never planned without their value.
	early []string
}

// KnownAtPlan takes attributes at the root out of the plans with unknown values
// that Plan adds.
func (r *Resource) KnownAtPlan(names ...string) { r.early = append(r.early, names...) }

// Instance is what a CLI keeps of a resource between two commands.
type Instance struct {
	State    tftypes.Value
	Private  []byte
	Identity *tfprotov6.ResourceIdentityData
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
