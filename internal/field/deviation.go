package field

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Deviations returns the paths at which a response shows something else than was
// configured. What the response leaves out is no deviation.
func (f *Field) Deviations(at path.Path, value attr.Value, response any) path.Paths {
	if value == nil || value.IsNull() || response == nil || f.Secret() || f.Own {
		return nil
	}
	if f.Kind == KindObject {
		return f.objectDeviations(at, value, response)
	}
	shown, err := f.Flatten(Configured, response)
	if err != nil || !f.covers(value, shown) {
		return path.Paths{at}
	}
	return nil
}

func (f *Field) objectDeviations(at path.Path, value attr.Value, response any) path.Paths {
	configured, ok := value.(types.Object)
	keys, isObject := object(response)
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

// covers reports whether what is shown holds all that was configured; a service may
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
