package acctest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

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
			t.Fatalf("%v is not an object but %s", v, of)
		}
		values := map[string]tftypes.Value{}
		for name, attribute := range object.AttributeTypes {
			values[name] = Value(t, attribute, v[name])
		}
		for name := range v {
			if object.AttributeTypes[name] == nil {
				t.Fatalf("attribute %s is missing in %s", name, of)
			}
		}
		return tftypes.NewValue(of, values)
	case []any:
		list, ok := of.(tftypes.List)
		if !ok {
			t.Fatalf("%v is not a list but %s", v, of)
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
		children := elements(t, v)
		all := make([]any, 0, len(children))
		for _, e := range children {
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

// elements returns the elements of a list, none if the value is not a known list.
func elements(t *testing.T, v tftypes.Value) []tftypes.Value {
	t.Helper()
	if v.IsNull() || !v.IsKnown() || !v.Type().Is(tftypes.List{}) {
		return nil
	}
	var all []tftypes.Value
	must(t, v.As(&all))
	return slices.Clone(all) // As gives the value's own slice.
}

func dynamic(t *testing.T, of tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	d, err := tfprotov6.NewDynamicValue(of, v)
	must(t, err)
	return &d
}
