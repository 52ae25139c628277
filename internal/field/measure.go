package field

import (
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// WithoutUnknown returns the object with null for what is unknown.
func (f *Field) WithoutUnknown(object types.Object) types.Object {
	if object.IsNull() || object.IsUnknown() {
		return types.ObjectNull(f.AttributeTypes(Configured))
	}
	values := object.Attributes()
	for _, c := range f.Fields {
		values[c.Name] = c.knownPart(values[c.Name])
	}
	return types.ObjectValueMust(f.AttributeTypes(Configured), values)
}

// knownPart drops a list with an unknown element: a list with a gap would say
// something else.
func (f *Field) knownPart(v attr.Value) attr.Value {
	switch v := v.(type) {
	case types.Object:
		return f.WithoutUnknown(v)
	case types.List:
		if !fullyKnown(v) {
			return f.Null(Configured)
		}
		return v
	default:
		if v == nil || v.IsUnknown() {
			return f.Null(Configured)
		}
		return v
	}
}

func fullyKnown(v attr.Value) bool {
	if v.IsUnknown() {
		return false
	}
	switch v := v.(type) {
	case types.List:
		for _, e := range v.Elements() {
			if !fullyKnown(e) {
				return false
			}
		}
	case types.Object:
		for _, e := range v.Attributes() {
			if !fullyKnown(e) {
				return false
			}
		}
	}
	return true
}

// Longest returns the setting of an object whose text is the longest in a URL, and
// how many characters it takes there; 0 if there is no text.
func Longest(at path.Path, value attr.Value) (path.Path, int) {
	longest, length := at, 0
	consider := func(below path.Path, v attr.Value) {
		if p, n := Longest(below, v); n > length {
			longest, length = p, n
		}
	}
	switch v := value.(type) {
	case types.String:
		return at, len(url.QueryEscape(v.ValueString()))
	case types.List:
		for i, e := range v.Elements() {
			consider(at.AtListIndex(i), e)
		}
	case types.Object:
		for name, e := range v.Attributes() {
			consider(at.AtName(name), e)
		}
	}
	return longest, length
}
