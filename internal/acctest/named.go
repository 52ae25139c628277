package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// named is one type of a provider, of any kind that has a schema.
type named struct {
	t      *testing.T
	server tfprotov6.ProviderServer
	fresh  func() tfprotov6.ProviderServer
	name   string
	schema *tfprotov6.Schema
	of     tftypes.Type
}

// Name returns the name of the type, such as alicloud_ims_ai_agent_instance.
func (n named) Name() string { return n.name }

// Type returns the type of the values.
func (n named) Type() tftypes.Type { return n.of }

// Server returns the provider's end of the protocol, for what has no method here.
func (n named) Server() tfprotov6.ProviderServer { return n.server }

// Config returns a configuration for JSON-like Go values.
func (n named) Config(values map[string]any) tftypes.Value {
	n.t.Helper()
	return Value(n.t, n.Type(), values)
}

func (n named) null() tftypes.Value { return tftypes.NewValue(n.Type(), nil) }

func (n named) dynamic(v tftypes.Value) *tfprotov6.DynamicValue {
	n.t.Helper()
	return dynamic(n.t, n.Type(), v)
}

// value returns null for what a response leaves out.
func (n named) value(d *tfprotov6.DynamicValue) tftypes.Value {
	n.t.Helper()
	if d == nil {
		return n.null()
	}
	v, err := d.Unmarshal(n.Type())
	must(n.t, err)
	return v
}
