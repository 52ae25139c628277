package field

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Configurable returns a response's object as somebody could have configured it, for
// a configuration that is written from it: without deprecated fields, without
// empty texts, which a service shows for what is not set, and without what the
// rules of the table would refuse.
func (f *Field) Configurable(value types.Object) types.Object {
	kept, ok := f.configurable(value).(types.Object)
	if !ok {
		return types.ObjectNull(f.AttributeTypes(Configured))
	}
	return kept
}

func (f *Field) configurable(value attr.Value) attr.Value {
	if value.IsNull() || f.Deprecated != "" {
		return f.Null(Configured)
	}
	switch v := value.(type) {
	case types.Object:
		return f.configurableObject(v)
	case types.List:
		if f.Kind == KindObjects {
			value = f.configurableList(v)
		}
	case types.String:
		if v.ValueString() == "" {
			return f.Null(Configured)
		}
	}
	if f.check(path.Empty(), value).HasError() {
		return f.Null(Configured)
	}
	return value
}

// configurableObject is null where a field that an object must have is missing.
func (f *Field) configurableObject(object types.Object) attr.Value {
	values := object.Attributes()
	for _, c := range f.Fields {
		values[c.Name] = c.configurable(values[c.Name])
		if c.Required && values[c.Name].IsNull() {
			return types.ObjectNull(f.AttributeTypes(Configured))
		}
	}
	return types.ObjectValueMust(f.AttributeTypes(Configured), values)
}

// configurableList keeps an element that cannot be configured as null, for which
// the check refuses the list: a list with a gap would say something else.
func (f *Field) configurableList(list types.List) attr.Value {
	elements := list.Elements()
	for i, e := range elements {
		object, ok := e.(types.Object)
		if !ok {
			return f.Null(Configured)
		}
		if !object.IsNull() {
			elements[i] = f.configurableObject(object)
		}
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: f.AttributeTypes(Configured)}, elements)
}
