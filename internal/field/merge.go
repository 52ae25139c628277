package field

import (
	"maps"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// InPlacePart returns the part of a response's object that an update can change:
// the leaves with the mark InPlace that the response holds, nil if there is none.
func (f *Field) InPlacePart(response map[string]any) map[string]any {
	var part map[string]any
	for _, rows := range f.Leaves() {
		if !rows[len(rows)-1].InPlace {
			continue
		}
		keys := keysOf(rows)
		if v := lookup(response, keys); v != nil {
			if part == nil {
				part = map[string]any{}
			}
			put(part, keys, v)
		}
	}
	return part
}

// Refresh returns the configured tree with the leaves of a response that can
// change in place. Only leaves that the configuration sets are read. A leaf keeps
// its value when the response lacks it or says the same, and when the response
// says what lastShown says, which is what the service showed after our own last
// write: a service that trims or reorders a value is no drift. All else keeps what
// was sent.
func (f *Field) Refresh(state types.Object, response, lastShown map[string]any) (types.Object, error) {
	if state.IsNull() {
		return state, nil
	}
	for _, rows := range f.Leaves() {
		leaf := rows[len(rows)-1]
		if !leaf.InPlace {
			continue
		}
		// A leaf that nobody configured is not looked at: its shape does not matter.
		keys := keysOf(rows)
		raw := lookup(response, keys)
		if raw == nil || !holds(state, rows) || leaf.same(raw, lookup(lastShown, keys)) {
			continue
		}
		value, err := leaf.Flatten(Configured, raw)
		if err != nil {
			return state, err
		}
		state = f.replaceLeaf(state, rows, value)
	}
	return state, nil
}

// holds reports whether the leaf at the end of the rows has a value.
func holds(object types.Object, rows []*Field) bool {
	v := object.Attributes()[rows[0].Name]
	if v == nil || v.IsNull() {
		return false
	}
	if inner, ok := v.(types.Object); ok && len(rows) > 1 {
		return holds(inner, rows[1:])
	}
	return true
}

// MergeInPlace returns what two responses showed of the leaves with the mark
// InPlace, the later one where both did. Documents are taken whole.
func (f *Field) MergeInPlace(earlier, later map[string]any) map[string]any {
	merged := f.InPlacePart(earlier)
	for _, rows := range f.Leaves() {
		keys := keysOf(rows)
		if v := lookup(later, keys); rows[len(rows)-1].InPlace && v != nil {
			if merged == nil {
				merged = map[string]any{}
			}
			put(merged, keys, v)
		}
	}
	return merged
}

// same compares two values of responses by what they mean to the field.
func (f *Field) same(a, b any) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	x, errX := f.Flatten(Configured, a)
	y, errY := f.Flatten(Configured, b)
	return errX == nil && errY == nil && (x.Equal(y) || f.Kind == KindJSON && sameJSON(x, y))
}

// replaceLeaf returns the object with one leaf replaced, where it is set and differs.
func (f *Field) replaceLeaf(object types.Object, rows []*Field, value attr.Value) types.Object {
	if object.IsNull() || object.IsUnknown() {
		return object
	}
	values := object.Attributes()
	child, old := rows[0], values[rows[0].Name]
	switch v := old.(type) {
	case nil:
		return object
	case types.Object:
		values[child.Name] = child.replaceLeaf(v, rows[1:], value)
	default:
		if old.IsNull() || old.Equal(value) || child.Kind == KindJSON && sameJSON(old, value) {
			return object
		}
		values[child.Name] = value
	}
	return types.ObjectValueMust(f.AttributeTypes(Configured), values)
}

// Overlay returns document with change laid over it, object by object, as a service
// that merges does; neither argument is changed.
func Overlay(document, change map[string]any) map[string]any {
	all := maps.Clone(document)
	if all == nil {
		all = map[string]any{}
	}
	for key, v := range change {
		above, okAbove := v.(map[string]any)
		below, okBelow := all[key].(map[string]any)
		if okAbove && okBelow {
			v = Overlay(below, above)
		}
		all[key] = v
	}
	return all
}

// WithoutSecrets returns a response's object without the values of secret fields,
// at any depth: the service may show them at places of its own choice, and may
// write an object as its JSON text.
func (f *Field) WithoutSecrets(response map[string]any) map[string]any {
	var secret []string
	for _, rows := range f.Leaves() {
		if leaf := rows[len(rows)-1]; leaf.Secret() {
			secret = append(secret, leaf.Key)
		}
	}
	return f.withoutKeys(response, secret)
}

func (f *Field) withoutKeys(response map[string]any, secret []string) map[string]any {
	clean := make(map[string]any, len(response))
	for key, v := range response {
		if slices.Contains(secret, key) {
			continue
		}
		if row := f.childByKey(key); row != nil && row.Kind == KindObject {
			// What is no object under an Object row cannot be searched: it goes.
			if o, ok := object(v); ok && o != nil {
				clean[key] = row.withoutKeys(o, secret)
			}
			continue
		}
		clean[key] = without(v, secret)
	}
	return clean
}

func without(value any, keys []string) any {
	switch v := value.(type) {
	case map[string]any:
		clean := make(map[string]any, len(v))
		for k, e := range v {
			if !slices.Contains(keys, k) {
				clean[k] = without(e, keys)
			}
		}
		return clean
	case []any:
		clean := make([]any, len(v))
		for i, e := range v {
			clean[i] = without(e, keys)
		}
		return clean
	case string:
		// A text may be a document that holds a secret, its key written with escapes.
		if document, err := Document(v); err == nil {
			if clean := without(document, keys); !reflect.DeepEqual(clean, document) {
				return clean
			}
		}
		return value
	default:
		return value
	}
}

func keysOf(rows []*Field) []string {
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = r.Key
	}
	return keys
}

// lookup returns the value below keys, nil where there is none.
func lookup(value map[string]any, keys []string) any {
	for i, k := range keys {
		v := value[k]
		if i == len(keys)-1 {
			return v
		}
		value, _ = object(v)
	}
	return nil
}

// Secrets returns the set texts of an object's secret fields, at any depth: no
// message may hold them.
func (f *Field) Secrets(value types.Object) []string {
	var all []string
	values := value.Attributes()
	for _, c := range f.Fields {
		switch v := values[c.Name].(type) {
		case types.Object:
			all = append(all, c.Secrets(v)...)
		case types.String:
			if c.Secret() && v.ValueString() != "" {
				all = append(all, v.ValueString())
			}
		}
	}
	return all
}
