package acctest

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/provider"
)

// Provider is a provider that is driven by the plugin protocol, as a CLI does,
// without one. Its types are reached by name, one method a kind.
type Provider struct {
	t       *testing.T
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
	// fresh returns one more provider with the same block: core starts a provider
	// for each plan and each apply, and what one remembers of new resources must not
	// reach the next.
	fresh func() tfprotov6.ProviderServer
}

// Parent is the process that stores the results of a provider's operations.
type Parent interface {
	Working() (done func())
	Gone(ctx context.Context) bool
}

// Configure returns a provider with the given block, as JSON-like Go values.
func Configure(t *testing.T, block map[string]any) *Provider {
	t.Helper()
	return ConfigureChild(t, block, nil)
}

// ConfigureChild is Configure for a provider that a parent has started.
func ConfigureChild(t *testing.T, block map[string]any, parent Parent) *Provider {
	t.Helper()
	isolate()
	p := &Provider{t: t, server: providerserver.NewProtocol6(provider.NewChild("test", parent, Instant)())()}
	var err error
	p.schemas, err = p.server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	Fail(t, p.schemas.Diagnostics)
	of := p.schemas.Provider.ValueType()
	config := dynamic(t, of, Value(t, of, block))
	configure := func(server tfprotov6.ProviderServer) {
		t.Helper()
		response, err := server.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: config})
		must(t, err)
		Fail(t, response.Diagnostics)
	}
	configure(p.server)
	p.fresh = func() tfprotov6.ProviderServer {
		server := providerserver.NewProtocol6(provider.NewChild("test", parent, Instant)())()
		configure(server)
		return server
	}
	return p
}

// Resource returns the resource type of that name.
func (p *Provider) Resource(name string) *Resource {
	p.t.Helper()
	return &Resource{named: p.named(name, p.schemas.ResourceSchemas)}
}

// DataSource returns the data source of that name.
func (p *Provider) DataSource(name string) *DataSource {
	p.t.Helper()
	return &DataSource{p.named(name, p.schemas.DataSourceSchemas)}
}

func (p *Provider) named(name string, schemas map[string]*tfprotov6.Schema) named {
	p.t.Helper()
	schema := schemas[name]
	if schema == nil {
		p.t.Fatalf("the provider has no %s of this kind", name)
	}
	return named{t: p.t, server: p.server, fresh: p.fresh, name: name, schema: schema, of: schema.ValueType()}
}
