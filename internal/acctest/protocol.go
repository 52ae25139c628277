package acctest

import (
	"context"
	"sort"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/provider"
)

// TypeName is the resource and the data source.
const TypeName = "alicloud_ims_ai_agent_instance"

// Diagnostic is what a plugin reports.
type Diagnostic = tfprotov6.Diagnostic

// Provider is a provider that is driven by the plugin protocol, as a CLI does,
// without one.
type Provider struct {
	t        *testing.T
	server   tfprotov6.ProviderServer
	resource *tfprotov6.Schema
	data     *tfprotov6.Schema
	block    *tfprotov6.Schema
}

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
	Diagnostics []*tfprotov6.Diagnostic
	Identity    *tfprotov6.ResourceIdentityData
	config      tftypes.Value
	prior       Instance
}

// Configure makes a provider with the given block, as JSON-like Go values.
func Configure(t *testing.T, block map[string]any) *Provider {
	t.Helper()
	isolate()
	p := &Provider{t: t, server: providerserver.NewProtocol6(provider.New("test")())()}
	schemas, err := p.server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	Fail(t, schemas.Diagnostics)
	p.resource, p.data, p.block = schemas.ResourceSchemas[TypeName], schemas.DataSourceSchemas[TypeName], schemas.Provider
	answer, err := p.server.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4", Config: dynamic(t, p.block.ValueType(), Value(t, p.block.ValueType(), block)),
	})
	if err != nil {
		t.Fatal(err)
	}
	Fail(t, answer.Diagnostics)
	return p
}

// Config is the resource's configuration for JSON-like Go values.
func (p *Provider) Config(values map[string]any) tftypes.Value {
	p.t.Helper()
	return Value(p.t, p.resource.ValueType(), values)
}

// Type is the type of the resource.
func (p *Provider) Type() tftypes.Type { return p.resource.ValueType() }

// Server is the provider's end of the protocol, for what has no method here.
func (p *Provider) Server() tfprotov6.ProviderServer { return p.server }

// Null is a resource that does not exist.
func (p *Provider) Null() Instance {
	return Instance{State: tftypes.NewValue(p.resource.ValueType(), nil)}
}

// Validate runs what `terraform validate` asks of the provider.
func (p *Provider) Validate(config tftypes.Value) []*tfprotov6.Diagnostic {
	p.t.Helper()
	answer, err := p.server.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: TypeName, Config: dynamic(p.t, p.resource.ValueType(), config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.Diagnostics
}

// Plan plans one step: with RequiresReplace set the caller plans the second half
// of the replacement from Null with the private data of the first, as core does.
func (p *Provider) Plan(config tftypes.Value, prior Instance) Plan {
	p.t.Helper()
	schema := p.resource.ValueType()
	proposed := tftypes.NewValue(schema, nil)
	if !config.IsNull() {
		proposed = p.proposed(config, prior.State)
	}
	answer, err := p.server.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: TypeName, PriorState: dynamic(p.t, schema, prior.State), Config: dynamic(p.t, schema, config),
		ProposedNewState: dynamic(p.t, schema, proposed), PriorPrivate: prior.Private, PriorIdentity: prior.Identity,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	plan := Plan{
		Private: answer.PlannedPrivate, Diagnostics: answer.Diagnostics, Identity: answer.PlannedIdentity,
		config: config, prior: prior, Planned: tftypes.NewValue(schema, nil),
	}
	if answer.PlannedState != nil {
		plan.Planned = undynamic(p.t, schema, answer.PlannedState)
	}
	for _, at := range answer.RequiresReplace {
		plan.Replace = append(plan.Replace, Path(at))
	}
	sort.Strings(plan.Replace)
	return plan
}

// proposed is core's proposal: what is configured, else the prior value of what
// is computed. Only root attributes of this resource are both.
func (p *Provider) proposed(config, prior tftypes.Value) tftypes.Value {
	p.t.Helper()
	values, before := attributes(p.t, config), attributes(p.t, prior)
	for _, a := range p.resource.Block.Attributes {
		if old, ok := before[a.Name]; ok && a.Computed && values[a.Name].IsNull() {
			values[a.Name] = old
		}
	}
	return tftypes.NewValue(config.Type(), values)
}

// Apply applies a plan and checks what core checks: nothing is unknown
// afterwards, and what was planned has come true.
func (p *Provider) Apply(plan Plan) (Instance, []*tfprotov6.Diagnostic) {
	p.t.Helper()
	return p.ApplyContext(context.Background(), plan)
}

// ApplyContext is Apply with a context that may end.
func (p *Provider) ApplyContext(ctx context.Context, plan Plan) (Instance, []*tfprotov6.Diagnostic) {
	p.t.Helper()
	schema := p.resource.ValueType()
	answer, err := p.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: TypeName, PriorState: dynamic(p.t, schema, plan.prior.State), PlannedState: dynamic(p.t, schema, plan.Planned),
		Config: dynamic(p.t, schema, plan.config), PlannedPrivate: plan.Private, PlannedIdentity: plan.Identity,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	after := Instance{State: tftypes.NewValue(schema, nil), Private: answer.Private, Identity: answer.NewIdentity}
	if answer.NewState != nil {
		after.State = undynamic(p.t, schema, answer.NewState)
	}
	if !Failed(answer.Diagnostics) {
		if !after.State.IsFullyKnown() {
			p.t.Errorf("after apply the state has unknown values: %s", after.State)
		}
		if at := inconsistent(p.t, plan.Planned, after.State, ""); at != "" {
			p.t.Errorf("provider produced inconsistent result after apply at %s", at)
		}
		if !after.State.IsNull() && after.Identity == nil {
			p.t.Error("missing resource identity after apply")
		}
	}
	return after, answer.Diagnostics
}

// Read refreshes.
func (p *Provider) Read(prior Instance) (Instance, []*tfprotov6.Diagnostic) {
	p.t.Helper()
	schema := p.resource.ValueType()
	answer, err := p.server.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{
		TypeName: TypeName, CurrentState: dynamic(p.t, schema, prior.State), Private: prior.Private, CurrentIdentity: prior.Identity,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	if Failed(answer.Diagnostics) || answer.NewState == nil {
		return prior, answer.Diagnostics
	}
	return Instance{State: undynamic(p.t, schema, answer.NewState), Private: answer.Private, Identity: answer.NewIdentity}, answer.Diagnostics
}

// Import imports by id and reads, as core does.
func (p *Provider) Import(id string) (Instance, []*tfprotov6.Diagnostic) {
	p.t.Helper()
	answer, err := p.server.ImportResourceState(context.Background(), &tfprotov6.ImportResourceStateRequest{TypeName: TypeName, ID: id})
	if err != nil {
		p.t.Fatal(err)
	}
	if Failed(answer.Diagnostics) {
		return p.Null(), answer.Diagnostics
	}
	one := answer.ImportedResources[0]
	return p.Read(Instance{State: undynamic(p.t, p.resource.ValueType(), one.State), Private: one.Private, Identity: one.Identity})
}

// ReadData reads the data source.
func (p *Provider) ReadData(values map[string]any) (tftypes.Value, []*tfprotov6.Diagnostic) {
	p.t.Helper()
	schema := p.data.ValueType()
	answer, err := p.server.ReadDataSource(context.Background(), &tfprotov6.ReadDataSourceRequest{
		TypeName: TypeName, Config: dynamic(p.t, schema, Value(p.t, schema, values)),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	if answer.State == nil {
		return tftypes.NewValue(schema, nil), answer.Diagnostics
	}
	return undynamic(p.t, schema, answer.State), answer.Diagnostics
}

// PlanUnasked is a plan that core makes by itself: the destroy half of a
// replacement.
func (p *Provider) PlanUnasked(planned tftypes.Value, prior Instance) Plan {
	return Plan{Planned: planned, Private: prior.Private, Identity: prior.Identity, config: planned, prior: prior}
}
