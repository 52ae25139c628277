package field

import (
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Expand returns the API's JSON value of a configured value: null leaves are left
// out; false, 0, "" and [] are sent. It returns nil for a null value. An unknown
// value is an error: nothing unknown may reach the API.
func (f *Field) Expand(value attr.Value) (any, error) {
	if value == nil || value.IsNull() {
		return nil, nil
	}
	if value.IsUnknown() {
		return nil, fmt.Errorf("%s is unknown", f.Name)
	}
	switch v := value.(type) {
	case types.String:
		return v.ValueString(), nil
	case types.Bool:
		return v.ValueBool(), nil
	case types.Number:
		if f.Kind == KindFloat {
			// The float64's own shortest text, so that 1 stays 1 and 0.3 stays 0.3.
			return json.Number(number(float64Of(v))), nil
		}
		n, accuracy := v.ValueBigFloat().Int64()
		if accuracy != big.Exact {
			return nil, fmt.Errorf("%s is not a whole number", f.Name)
		}
		return n, nil
	case types.List:
		return f.expandList(v)
	case types.Object:
		return f.expandObject(v)
	default:
		return nil, fmt.Errorf("%s has the unexpected type %T", f.Name, value)
	}
}

func (f *Field) expandList(list types.List) (any, error) {
	elements := list.Elements()
	all := make([]any, 0, len(elements))
	for i, e := range elements {
		v, err := f.Expand(e)
		if err != nil {
			return nil, fmt.Errorf("%s[%d]: %w", f.Name, i, err)
		}
		if v == nil {
			return nil, fmt.Errorf("%s[%d] is null", f.Name, i)
		}
		all = append(all, v)
	}
	return all, nil
}

func (f *Field) expandObject(object types.Object) (any, error) {
	values := object.Attributes()
	all := make(map[string]any, len(values))
	for _, c := range f.Fields {
		if c.Own {
			continue
		}
		v, err := c.Expand(values[c.Name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		if v != nil {
			all[c.Key] = v
		}
	}
	return all, nil
}

// ExpandObject is Expand for a value that is an object or null; nil means that
// there is nothing to send.
func (f *Field) ExpandObject(value attr.Value) (map[string]any, error) {
	v, err := f.Expand(value)
	if err != nil || v == nil {
		return nil, err
	}
	object, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s is not an object but %T", f.Name, v)
	}
	return object, nil
}
