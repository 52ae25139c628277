package acctest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"sort"
	"strings"
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

// Fail ends the test at an error.
func Fail(t *testing.T, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	if Failed(diagnostics) {
		t.Fatalf("unexpected problem:\n%s", Text(diagnostics))
	}
}

// Failed says that there is an error among the diagnostics.
func Failed(diagnostics []*tfprotov6.Diagnostic) bool {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return true
		}
	}
	return false
}

// Text is what a user reads: severity, path, summary and detail.
func Text(diagnostics []*tfprotov6.Diagnostic) string {
	var b strings.Builder
	for _, d := range diagnostics {
		fmt.Fprintf(&b, "%s: %s", strings.ToLower(d.Severity.String()), d.Summary)
		if d.Attribute != nil {
			fmt.Fprintf(&b, " (%s)", Path(d.Attribute))
		}
		fmt.Fprintf(&b, "\n%s\n\n", d.Detail)
	}
	return strings.TrimRight(b.String(), "\n")
}

// Path is an attribute's path as users write it.
func Path(at *tftypes.AttributePath) string {
	var b strings.Builder
	for _, step := range at.Steps() {
		switch s := step.(type) {
		case tftypes.AttributeName:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(string(s))
		case tftypes.ElementKeyInt:
			fmt.Fprintf(&b, "[%d]", int64(s))
		default:
			fmt.Fprintf(&b, "[%v]", s)
		}
	}
	return b.String()
}

// Value makes a value of a type from JSON-like Go values; what is left out is
// null, and Unknown is unknown.
func Value(t *testing.T, of tftypes.Type, from any) tftypes.Value {
	t.Helper()
	switch v := from.(type) {
	case nil:
		return tftypes.NewValue(of, nil)
	case unknown:
		return tftypes.NewValue(of, tftypes.UnknownValue)
	case tftypes.Value:
		return v
	case map[string]any:
		object, ok := of.(tftypes.Object)
		if !ok {
			t.Fatalf("%v is no object but %s", v, of)
		}
		values := map[string]tftypes.Value{}
		for name, attribute := range object.AttributeTypes {
			values[name] = Value(t, attribute, v[name])
		}
		for name := range v {
			if object.AttributeTypes[name] == nil {
				t.Fatalf("there is no attribute %s in %s", name, of)
			}
		}
		return tftypes.NewValue(of, values)
	case []any:
		list, ok := of.(tftypes.List)
		if !ok {
			t.Fatalf("%v is no list but %s", v, of)
		}
		values := make([]tftypes.Value, 0, len(v))
		for _, e := range v {
			values = append(values, Value(t, list.ElementType, e))
		}
		return tftypes.NewValue(of, values)
	default:
		return tftypes.NewValue(of, v)
	}
}

type unknown struct{}

// Unknown is a value that is not known yet.
var Unknown = unknown{}

// JSON is a state as Go values, for comparisons in tests: numbers as text.
func JSON(t *testing.T, v tftypes.Value) any {
	t.Helper()
	if v.IsNull() {
		return nil
	}
	if !v.IsKnown() {
		return Unknown
	}
	switch of := v.Type(); {
	case of.Is(tftypes.Object{}):
		values := map[string]any{}
		for name, child := range attributes(t, v) {
			if c := JSON(t, child); c != nil {
				values[name] = c
			}
		}
		return values
	case of.Is(tftypes.List{}):
		var elements []tftypes.Value
		must(t, v.As(&elements))
		all := make([]any, 0, len(elements))
		for _, e := range elements {
			all = append(all, JSON(t, e))
		}
		return all
	case of.Is(tftypes.String):
		var s string
		must(t, v.As(&s))
		return s
	case of.Is(tftypes.Bool):
		var b bool
		must(t, v.As(&b))
		return b
	default:
		return json.Number(strings.TrimSuffix(strings.TrimPrefix(v.String(), `tftypes.Number<"`), `">`))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func attributes(t *testing.T, v tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	values := map[string]tftypes.Value{}
	if v.IsNull() || !v.IsKnown() {
		return values
	}
	must(t, v.As(&values))
	return maps.Clone(values) // As gives the value's own map.
}

// inconsistent is the first place where a known planned value has not come true.
func inconsistent(t *testing.T, planned, actual tftypes.Value, at string) string {
	t.Helper()
	if !planned.IsKnown() || planned.Equal(actual) {
		return ""
	}
	if !planned.Type().Is(tftypes.Object{}) || planned.IsNull() || actual.IsNull() {
		return at + " (planned " + planned.String() + ", is " + actual.String() + ")"
	}
	after := attributes(t, actual)
	for name, p := range attributes(t, planned) {
		if found := inconsistent(t, p, after[name], at+"."+name); found != "" {
			return found
		}
	}
	return ""
}

func dynamic(t *testing.T, of tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	d, err := tfprotov6.NewDynamicValue(of, v)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

func undynamic(t *testing.T, of tftypes.Type, d *tfprotov6.DynamicValue) tftypes.Value {
	t.Helper()
	v, err := d.Unmarshal(of)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// PlanUnasked is a plan that core makes by itself: the destroy half of a
// replacement.
func (p *Provider) PlanUnasked(planned tftypes.Value, prior Instance) Plan {
	return Plan{Planned: planned, Private: prior.Private, Identity: prior.Identity, config: planned, prior: prior}
}
