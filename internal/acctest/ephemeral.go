package acctest

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Ephemeral is an ephemeral resource of a provider.
type Ephemeral struct{ named }

// Ephemeral returns the ephemeral resource of that name.
func (p *Provider) Ephemeral(name string) *Ephemeral {
	p.t.Helper()
	return &Ephemeral{p.named(name, p.schemas.EphemeralResourceSchemas)}
}

// Sensitive returns the names of the attributes at the root that are sensitive, in
// order.
func (e *Ephemeral) Sensitive() []string {
	var all []string
	for _, a := range e.schema.Block.Attributes {
		if a.Sensitive {
			all = append(all, a.Name)
		}
	}
	slices.Sort(all)
	return all
}

// Validate runs what `terraform validate` asks of the provider.
func (e *Ephemeral) Validate(config tftypes.Value) []*Diagnostic {
	e.t.Helper()
	response, err := e.server.ValidateEphemeralResourceConfig(context.Background(), &tfprotov6.ValidateEphemeralResourceConfigRequest{
		TypeName: e.name, Config: e.dynamic(config),
	})
	must(e.t, err)
	return response.Diagnostics
}

// Open opens the ephemeral resource.
func (e *Ephemeral) Open(config tftypes.Value) (tftypes.Value, []*Diagnostic) {
	e.t.Helper()
	response, err := e.server.OpenEphemeralResource(context.Background(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: e.name, Config: e.dynamic(config)})
	must(e.t, err)
	return e.value(response.Result), response.Diagnostics
}
