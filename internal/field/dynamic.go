package field

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// FromDynamic returns the field's value for a value of any type, as a function
// with a dynamic parameter is given it. Unlike the conversion of Terraform's core
// it refuses names that an object does not have, and it checks every rule of the
// table. All problems come back, each with the full path below at.
func (f *Field) FromDynamic(at path.Path, value attr.Value) (attr.Value, []string) {
	d := &dynamic{}
	v := d.value(f, at, value)
	return v, d.problems
}

type dynamic struct{ problems []string }

func (d *dynamic) refuse(at path.Path, must string) {
	d.problems = append(d.problems, "`"+at.String()+"` must "+must+".")
}

func (d *dynamic) value(f *Field, at path.Path, value attr.Value) attr.Value {
	if unknown(value) {
		return f.unknown()
	}
	value = underlying(value)
	if value == nil || value.IsNull() {
		if f.Required {
			d.refuse(at, "be set")
		}
		return f.Null(Configured)
	}
	v := d.known(f, at, value)
	for _, problem := range f.check(at, v).Errors() {
		d.problems = append(d.problems, problem.Detail())
	}
	return v
}

func (d *dynamic) known(f *Field, at path.Path, value attr.Value) attr.Value {
	switch f.Kind {
	case KindObject:
		return d.object(f, at, value)
	case KindObjects, KindStrings:
		return d.list(f, at, value)
	case KindString, KindJSON, KindBool, KindInt, KindFloat:
	}
	switch v := value.(type) {
	case types.String:
		if f.Kind == KindString || f.Kind == KindJSON {
			return v
		}
	case types.Bool:
		if f.Kind == KindBool {
			return v
		}
	case types.Number:
		if f.Kind == KindInt || f.Kind == KindFloat {
			return v
		}
	}
	d.refuse(at, "be "+f.shape()+", got "+shapeOf(value))
	return f.Null(Configured)
}

func (d *dynamic) object(f *Field, at path.Path, value attr.Value) attr.Value {
	given, ok := members(value)
	if !ok {
		d.refuse(at, "be an object, got "+shapeOf(value))
		return types.ObjectUnknown(f.AttributeTypes(Configured)) // Of which nobody says anything more.
	}
	for name := range given {
		if f.Child(name) == nil {
			d.problems = append(d.problems, "`"+at.AtName(name).String()+"` does not exist."+f.similar(name))
		}
	}
	slices.Sort(d.problems)
	values := make(map[string]attr.Value, len(f.Fields))
	for _, c := range f.Fields {
		values[c.Name] = d.value(c, at.AtName(c.Name), given[c.Name])
	}
	return types.ObjectValueMust(f.AttributeTypes(Configured), values)
}

func (d *dynamic) list(f *Field, at path.Path, value attr.Value) attr.Value {
	given, ok := elements(value)
	if !ok {
		d.refuse(at, "be "+f.shape()+", got "+shapeOf(value))
		return f.Null(Configured)
	}
	all := make([]attr.Value, 0, len(given))
	for i, e := range given {
		all = append(all, d.element(f, at.AtListIndex(i), e))
	}
	if f.Kind == KindObjects {
		return types.ListValueMust(f.objectType(Configured), all)
	}
	return types.ListValueMust(types.StringType, all)
}

// element keeps a null element: the check of the list refuses it.
func (d *dynamic) element(f *Field, at path.Path, e attr.Value) attr.Value {
	missing := unknown(e)
	value := underlying(e)
	null := !missing && (value == nil || value.IsNull())
	if f.Kind == KindObjects {
		switch {
		case missing:
			return types.ObjectUnknown(f.AttributeTypes(Configured))
		case null:
			return types.ObjectNull(f.AttributeTypes(Configured))
		}
		element := d.object(f, at, value)
		if _, ok := element.(types.Object); !ok { // It was no object, which is a problem already.
			return types.ObjectNull(f.AttributeTypes(Configured))
		}
		return element
	}
	text, ok := value.(types.String)
	switch {
	case missing:
		return types.StringUnknown()
	case null:
		return types.StringNull()
	case !ok:
		d.refuse(at, "be text, got "+shapeOf(value))
		return types.StringUnknown() // Which no other rule refuses too.
	}
	return text
}

// unknown reports whether a value, or what a dynamic value holds, is unknown.
func unknown(value attr.Value) bool {
	if value == nil {
		return false
	}
	if v, ok := value.(types.Dynamic); ok && v.UnderlyingValue() != nil {
		return v.IsUnknown() || v.UnderlyingValue().IsUnknown()
	}
	return value.IsUnknown()
}

// underlying is the value inside a dynamic one. Null and unknown of no type have
// none and stay what they are.
func underlying(value attr.Value) attr.Value {
	if v, ok := value.(types.Dynamic); ok && v.UnderlyingValue() != nil {
		return v.UnderlyingValue()
	}
	return value
}

// members are the values of an object or a map by name.
func members(value attr.Value) (map[string]attr.Value, bool) {
	switch v := underlying(value).(type) {
	case types.Object:
		return v.Attributes(), true
	case types.Map:
		return v.Elements(), true
	default:
		return nil, false
	}
}

// elements are the values of a list, a tuple or a set.
func elements(value attr.Value) ([]attr.Value, bool) {
	switch v := underlying(value).(type) {
	case types.List:
		return v.Elements(), true
	case types.Tuple:
		return v.Elements(), true
	case types.Set:
		return v.Elements(), true
	default:
		return nil, false
	}
}

// unknown is the unknown value of the field.
func (f *Field) unknown() attr.Value {
	switch f.Kind {
	case KindBool:
		return types.BoolUnknown()
	case KindInt, KindFloat:
		return types.NumberUnknown()
	case KindStrings:
		return types.ListUnknown(types.StringType)
	case KindObject:
		return types.ObjectUnknown(f.AttributeTypes(Configured))
	case KindObjects:
		return types.ListUnknown(f.objectType(Configured))
	case KindString, KindJSON:
	}
	return types.StringUnknown()
}

// shape names what the field takes.
func (f *Field) shape() string {
	switch f.Kind {
	case KindBool:
		return "true or false"
	case KindInt:
		return "a whole number"
	case KindFloat:
		return "a number"
	case KindStrings:
		return "a list of texts"
	case KindObject:
		return "an object"
	case KindObjects:
		return "a list of objects"
	case KindString, KindJSON:
	}
	return "text"
}

// shapeOf names what was given.
func shapeOf(value attr.Value) string {
	switch v := underlying(value).(type) {
	case types.String:
		return "text"
	case types.Number, types.Int64, types.Float64:
		return "a number"
	case types.Bool:
		return "true or false"
	case types.Object, types.Map:
		return "an object"
	case types.List, types.Tuple, types.Set:
		return "a list"
	default:
		return fmt.Sprintf("%T", v)
	}
}

// similar suggests the name that was most likely meant.
func (f *Field) similar(name string) string {
	best, distance := "", max(2, len(name)/3)+1
	for _, c := range f.Fields {
		if d := levenshtein.Distance(strings.ToLower(name), c.Name, nil); d < distance {
			best, distance = c.Name, d
		}
	}
	if best == "" {
		return ""
	}
	return " Did you mean `" + best + "`?"
}
