package field

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Configurable is an answer's object as somebody could have configured it, for
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
		elements[i] = f.configurableObject(object)
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: f.AttributeTypes(Configured)}, elements)
}

// Deviations are the places where an answer shows something else than was
// configured. What the answer leaves out is none: it says nothing about it.
func (f *Field) Deviations(at path.Path, value attr.Value, answer any) path.Paths {
	if value == nil || value.IsNull() || answer == nil || f.Secret() || f.Own {
		return nil
	}
	if f.Kind == KindObject {
		return f.objectDeviations(at, value, answer)
	}
	shown, err := f.Flatten(Configured, answer)
	if err != nil || !f.covers(value, shown) {
		return path.Paths{at}
	}
	return nil
}

func (f *Field) objectDeviations(at path.Path, value attr.Value, answer any) path.Paths {
	configured, ok := value.(types.Object)
	keys, isObject := object(answer)
	if !ok || !isObject {
		return path.Paths{at}
	}
	var all path.Paths
	values := configured.Attributes()
	for _, c := range f.Fields {
		all = append(all, c.Deviations(at.AtName(c.Name), values[c.Name], keys[c.Key])...)
	}
	return all
}

// covers says that what is shown holds all that was configured; a service may
// show defaults beside it.
func (f *Field) covers(configured, shown attr.Value) bool {
	if configured.IsNull() || configured.Equal(shown) ||
		f.Kind == KindJSON && sameJSON(configured, shown) || f.Kind == KindFloat && sameFloat(configured, shown) {
		return true
	}
	if f.Kind != KindObjects {
		return false
	}
	want, okWant := configured.(types.List)
	have, okHave := shown.(types.List)
	if !okWant || !okHave || len(want.Elements()) != len(have.Elements()) {
		return false
	}
	for i, e := range want.Elements() {
		if !f.coversElement(e, have.Elements()[i]) {
			return false
		}
	}
	return true
}

func (f *Field) coversElement(configured, shown attr.Value) bool {
	want, okWant := configured.(types.Object)
	have, okHave := shown.(types.Object)
	if !okWant || !okHave {
		return false
	}
	values := have.Attributes()
	for name, v := range want.Attributes() {
		if c := f.Child(name); !c.covers(v, values[name]) {
			return false
		}
	}
	return true
}
