package field

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Mismatch reports that a response holds something else than the table declares.
type Mismatch struct {
	// Parameter is the field in the API's words, such as TtsConfig.SpeechRate.
	Parameter string
	// Want and Got name the shapes; the value itself may be a secret.
	Want, Got string
}

// Error names the field and both shapes.
func (m *Mismatch) Error() string {
	return fmt.Sprintf("%s should be %s and is %s", m.Parameter, m.Want, m.Got)
}

// Flatten returns the value of the field in that view for a value of a response,
// whose numbers are json.Number. Absent and null become null, keys that the table
// does not know are ignored, and loose spellings are understood: a number or a
// JSON document where a text is declared, a text where a number or a boolean is.
// Secrets become null. Anything else is a *Mismatch.
func (f *Field) Flatten(v View, raw any) (attr.Value, error) {
	return f.flatten(v, f.Key, raw)
}

func (f *Field) flatten(v View, at string, raw any) (attr.Value, error) {
	if raw == nil || f.Secret() || f.Own {
		return f.Null(v), nil
	}
	switch f.Kind {
	case KindJSON:
		return flattenDocument(at, raw)
	case KindBool:
		return flattenBool(at, raw)
	case KindInt:
		return flattenInt(at, raw)
	case KindFloat:
		return flattenFloat(at, raw)
	case KindStrings:
		return f.flattenList(v, at, raw)
	case KindObject:
		return f.flattenObject(v, at, raw)
	case KindObjects:
		return f.flattenList(v, at, raw)
	case KindString:
	}
	return flattenString(at, raw)
}

func flattenString(at string, raw any) (attr.Value, error) {
	switch r := raw.(type) {
	case string:
		return types.StringValue(r), nil
	case json.Number:
		return types.StringValue(r.String()), nil
	default:
		return nil, mismatch(at, "text", raw)
	}
}

func flattenDocument(at string, raw any) (attr.Value, error) {
	if s, ok := raw.(string); ok {
		return types.StringValue(s), nil
	}
	s, err := Compact(raw)
	if err != nil {
		return nil, mismatch(at, "a JSON document", raw)
	}
	return types.StringValue(s), nil
}

func flattenBool(at string, raw any) (attr.Value, error) {
	switch r := raw.(type) {
	case bool:
		return types.BoolValue(r), nil
	case string:
		if b, err := strconv.ParseBool(r); err == nil {
			return types.BoolValue(b), nil
		}
	}
	return nil, mismatch(at, "true or false", raw)
}

func flattenInt(at string, raw any) (attr.Value, error) {
	text, ok := numeral(raw)
	if !ok {
		return nil, mismatch(at, "a whole number", raw)
	}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return whole(i), nil
	}
	// 5.0 and 1e3 are whole too.
	r, ok := new(big.Rat).SetString(text)
	if !ok || !r.IsInt() || !r.Num().IsInt64() {
		return nil, mismatch(at, "a whole number", raw)
	}
	return whole(r.Num().Int64()), nil
}

func whole(i int64) attr.Value { return types.NumberValue(new(big.Float).SetInt64(i)) }

// flattenFloat goes by way of the exact decimal: a value made from a float64 would
// show as 0.299999… in state where the response says 0.3.
func flattenFloat(at string, raw any) (attr.Value, error) {
	text, ok := numeral(raw)
	if !ok {
		return nil, mismatch(at, "a number", raw)
	}
	exact, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil {
		return nil, mismatch(at, "a number", raw)
	}
	return types.NumberValue(exact), nil
}

// longestNumeral is how many characters a numeral may have: the smallest number that
// is sent takes some 350.
const longestNumeral = 400

// numeral is the decimal text of a number, or of a text that is one; the bounds
// keep a hostile response from filling the memory.
func numeral(raw any) (string, bool) {
	var text string
	switch r := raw.(type) {
	case json.Number:
		text = r.String()
	case string:
		text = r
	default:
		return "", false
	}
	v, err := strconv.ParseFloat(text, 64)
	return text, err == nil && v > -1e30 && v < 1e30 && len(text) <= longestNumeral
}

func (f *Field) flattenList(v View, at string, raw any) (attr.Value, error) {
	elements, ok := raw.([]any)
	if !ok {
		return nil, mismatch(at, "a list", raw)
	}
	var elementType attr.Type = types.StringType
	if f.Kind == KindObjects {
		elementType = types.ObjectType{AttrTypes: f.AttributeTypes(v)}
	}
	all := make([]attr.Value, 0, len(elements))
	for i, e := range elements {
		place := at + "[" + strconv.Itoa(i) + "]"
		value, err := f.flattenElement(v, place, e)
		if err != nil {
			return nil, err
		}
		all = append(all, value)
	}
	list, diags := types.ListValue(elementType, all)
	if diags.HasError() {
		return nil, fmt.Errorf("%s: %s", at, diags.Errors()[0].Detail())
	}
	return list, nil
}

// flattenElement takes null for null: the vendor's own SDK writes such elements.
func (f *Field) flattenElement(v View, at string, raw any) (attr.Value, error) {
	switch {
	case raw == nil && f.Kind == KindObjects:
		return types.ObjectNull(f.AttributeTypes(v)), nil
	case raw == nil:
		return types.StringNull(), nil
	case f.Kind == KindObjects:
		return f.flattenObject(v, at, raw)
	}
	return flattenString(at, raw)
}

func (f *Field) flattenObject(v View, at string, raw any) (attr.Value, error) {
	keys, ok := object(raw)
	if !ok {
		return nil, mismatch(at, "an object", raw)
	}
	values := make(map[string]attr.Value, len(f.Fields))
	for _, c := range f.Fields {
		if !v.sees(c) {
			continue
		}
		value, err := c.flatten(v, at+"."+c.Key, keys[c.Key])
		if err != nil {
			return nil, err
		}
		values[c.Name] = value
	}
	o, diags := types.ObjectValue(f.AttributeTypes(v), values)
	if diags.HasError() {
		return nil, fmt.Errorf("%s: %s", at, diags.Errors()[0].Detail())
	}
	return o, nil
}

// object understands an object and, as the vendor's own server writes some of
// them, the JSON text of one.
func object(raw any) (map[string]any, bool) {
	switch r := raw.(type) {
	case map[string]any:
		return r, true
	case string:
		if r == "" {
			return nil, true
		}
		value, err := Document(r)
		if err != nil {
			return nil, false
		}
		o, ok := value.(map[string]any)
		return o, ok
	default:
		return nil, false
	}
}

func mismatch(at, want string, raw any) error {
	got := "something else"
	switch raw.(type) {
	case string:
		got = "text"
	case json.Number:
		got = "a number"
	case bool:
		got = "a boolean"
	case []any:
		got = "a list"
	case map[string]any:
		got = "an object"
	}
	return &Mismatch{Parameter: at, Want: want, Got: got}
}
