package field

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Effect is what a difference between state and plan requires.
type Effect int

const (
	// EffectNone requires no call: only the state changes.
	EffectNone Effect = iota
	// EffectInPlace is sent in an update.
	EffectInPlace
	// EffectReplace requires a replacement.
	EffectReplace
)

// Difference is one place where state and plan differ.
type Difference struct {
	// Path is where the plan should show the reason.
	Path path.Path
	// Effect is what it requires.
	Effect Effect
	// Keys is the path in the API's JSON, of a difference in place.
	Keys []string
	// Field is the row of the leaf, list or object that differs.
	Field *Field
	// Value is the planned value; it may be unknown.
	Value attr.Value
}

// Differences is the walk over state and plan that decides what a change is. It
// compares whole trees because plan modifiers on leaves see neither a removed
// object nor a shortened list, and cannot take a replacement back. A leaf that can
// be changed in place and is removed requires a replacement too, unless the root
// row says that an update overwrites: an API that merges cannot unset.
func (f *Field) Differences(at path.Path, state, plan attr.Value) []Difference {
	w := walk{overwrites: f.changes != nil && f.changes.Overwrites}
	w.visit(f, at, nil, state, plan)
	return w.found
}

type walk struct {
	overwrites bool
	found      []Difference
}

func (w *walk) add(f *Field, e Effect, at path.Path, keys []string, value attr.Value) {
	w.found = append(w.found, Difference{Path: at, Effect: e, Keys: slices.Clone(keys), Field: f, Value: value})
}

func (w *walk) visit(f *Field, at path.Path, keys []string, state, plan attr.Value) {
	if state.Equal(plan) {
		return
	}
	switch f.Kind {
	case KindObject:
		w.object(f, at, keys, state, plan)
	case KindObjects, KindStrings:
		w.list(f, at, keys, state, plan)
	case KindString, KindJSON, KindBool, KindInt, KindFloat:
		w.leaf(f, at, keys, state, plan)
	}
}

func (w *walk) leaf(f *Field, at path.Path, keys []string, state, plan attr.Value) {
	if f.Kind == KindJSON && sameJSON(state, plan) || f.Kind == KindFloat && sameFloat(state, plan) {
		w.add(f, EffectNone, at, keys, plan)
		return
	}
	w.add(f, w.leafEffect(f, state, plan), at, keys, plan)
}

func (w *walk) leafEffect(f *Field, state, plan attr.Value) Effect {
	switch {
	case f.Own && !state.IsNull() && !plan.IsNull():
		return EffectReplace // the version of a write-only value
	case f.Own, f.StartOnly, f.WriteOnly:
		return EffectNone
	case f.InPlace && (w.overwrites || !plan.IsNull()):
		return EffectInPlace
	default:
		return EffectReplace
	}
}

func (w *walk) object(f *Field, at path.Path, keys []string, state, plan attr.Value) {
	before, okBefore := state.(types.Object)
	after, okAfter := plan.(types.Object)
	if !okBefore || !okAfter || after.IsUnknown() {
		w.add(f, EffectReplace, at, keys, plan)
		return
	}
	if after.IsNull() {
		w.remove(f, at, keys, before)
		return
	}
	old, planned := before.Attributes(), after.Attributes()
	found := len(w.found)
	for _, c := range f.Fields {
		w.visit(c, at.AtName(c.Name), appendKey(keys, c), c.orNull(old[c.Name]), c.orNull(planned[c.Name]))
	}
	if len(w.found) == found { // null before, and now an object in which nothing is set
		w.add(f, EffectNone, at, keys, plan)
	}
}

// remove adds what removing an object requires. Where an update overwrites, that
// is what removing each of its leaves requires.
func (w *walk) remove(f *Field, at path.Path, keys []string, was types.Object) {
	if !w.overwrites {
		w.add(f, f.removal(was), at, keys, f.Null(Configured))
		return
	}
	values := was.Attributes()
	for _, c := range f.Fields {
		if v := values[c.Name]; v != nil {
			w.visit(c, at.AtName(c.Name), appendKey(keys, c), v, c.Null(Configured))
		}
	}
}

// removal returns what removing an object requires where an update merges:
// nothing if the object held nothing that still counts.
func (f *Field) removal(was types.Object) Effect {
	values := was.Attributes()
	for _, c := range f.Fields {
		v := values[c.Name]
		if v == nil || v.IsNull() || c.Own || c.StartOnly {
			continue
		}
		if o, ok := v.(types.Object); ok && c.removal(o) == EffectNone {
			continue
		}
		return EffectReplace
	}
	return EffectNone
}

// list compares two lists. One that can be changed in place is sent whole. Any
// other requires a replacement, and the path goes down to the one leaf that
// differs where the lengths agree.
func (w *walk) list(f *Field, at path.Path, keys []string, state, plan attr.Value) {
	if f.InPlace {
		w.add(f, w.leafEffect(f, state, plan), at, keys, plan)
		return
	}
	before, okBefore := state.(types.List)
	after, okAfter := plan.(types.List)
	if !okBefore || !okAfter || before.IsNull() || after.IsNull() || after.IsUnknown() ||
		len(before.Elements()) != len(after.Elements()) {
		w.add(f, EffectReplace, at, nil, plan)
		return
	}
	old, planned := before.Elements(), after.Elements()
	for i := range planned {
		here := at.AtListIndex(i)
		switch {
		case old[i].Equal(planned[i]):
		case f.Kind == KindObjects && !planned[i].IsUnknown():
			w.element(f, here, old[i], planned[i])
		default:
			w.add(f, EffectReplace, here, nil, planned[i])
		}
	}
}

func (w *walk) element(f *Field, at path.Path, state, plan attr.Value) {
	before, okBefore := state.(types.Object)
	after, okAfter := plan.(types.Object)
	if !okBefore || !okAfter {
		w.add(f, EffectReplace, at, nil, plan)
		return
	}
	old, planned := before.Attributes(), after.Attributes()
	for _, c := range f.Fields {
		w.visit(c, at.AtName(c.Name), nil, c.orNull(old[c.Name]), c.orNull(planned[c.Name]))
	}
}

// orNull is the value, null where an object or the element of a list is null and
// so has none.
func (f *Field) orNull(v attr.Value) attr.Value {
	if v == nil {
		return f.Null(Configured)
	}
	return v
}

func sameJSON(a, b attr.Value) bool {
	x, okX := a.(types.String)
	y, okY := b.(types.String)
	return okX && okY && !x.IsNull() && !y.IsNull() && !y.IsUnknown() &&
		SameDocument(x.ValueString(), y.ValueString())
}

// sameFloat reports whether two numbers are the same on the wire: 0.3 in HCL has more
// digits than the 0.3 that another provider gives, and both are sent alike.
func sameFloat(a, b attr.Value) bool {
	x, okX := a.(types.Number)
	y, okY := b.(types.Number)
	return okX && okY && !x.IsNull() && !y.IsNull() && !y.IsUnknown() && !x.IsUnknown() && float64Of(x) == float64Of(y)
}

func appendKey(keys []string, f *Field) []string {
	if f.Key == "" {
		return keys
	}
	return append(slices.Clip(keys), f.Key)
}

// Nested returns the API's JSON object that holds the differences in place and
// nothing else; nil if there is none. Unknown values are an error, as in Expand.
// A removed leaf is null in it.
func Nested(found []Difference) (map[string]any, error) {
	var root map[string]any
	for _, d := range found {
		if d.Effect != EffectInPlace {
			continue
		}
		v, err := d.Field.Expand(d.Value)
		if err != nil {
			return nil, err
		}
		if root == nil {
			root = map[string]any{}
		}
		put(root, d.Keys, v)
	}
	return root, nil
}

func put(at map[string]any, keys []string, value any) {
	for ; len(keys) > 1; keys = keys[1:] {
		next, ok := at[keys[0]].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[keys[0]] = next
		}
		at = next
	}
	at[keys[0]] = value
}
