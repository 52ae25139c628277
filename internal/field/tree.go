package field

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Type returns the framework type of the field in that view.
func (f *Field) Type(v View) attr.Type {
	f.once.Do(f.compile)
	return f.types[v]
}

// AttributeTypes returns the framework types of an Object's fields, or of the
// elements of Objects, by attribute name.
func (f *Field) AttributeTypes(v View) map[string]attr.Type {
	f.once.Do(f.compile)
	return f.attributes[v]
}

// compile fills in once what every conversion needs: making the types anew for
// each value costs more than the conversion itself.
func (f *Field) compile() {
	f.leaves = f.findLeaves()
	for _, v := range []View{Configured, Observed} {
		if !f.Leaf() {
			f.attributes[v] = make(map[string]attr.Type, len(f.Fields))
			for _, c := range f.Fields {
				if v.sees(c) {
					f.attributes[v][c.Name] = c.Type(v)
				}
			}
		}
		f.types[v] = f.typeOf(v)
	}
}

func (f *Field) typeOf(v View) attr.Type {
	switch f.Kind {
	case KindBool:
		return types.BoolType
	case KindInt, KindFloat:
		return types.NumberType
	case KindStrings:
		return types.ListType{ElemType: types.StringType}
	case KindObject:
		return types.ObjectType{AttrTypes: f.attributes[v]}
	case KindObjects:
		return types.ListType{ElemType: types.ObjectType{AttrTypes: f.attributes[v]}}
	case KindString, KindJSON:
	}
	return types.StringType
}

// Null returns the null value of the field in that view.
func (f *Field) Null(v View) attr.Value {
	switch f.Kind {
	case KindBool:
		return types.BoolNull()
	case KindInt, KindFloat:
		return types.NumberNull()
	case KindStrings:
		return types.ListNull(types.StringType)
	case KindObject:
		return types.ObjectNull(f.AttributeTypes(v))
	case KindObjects:
		return types.ListNull(types.ObjectType{AttrTypes: f.AttributeTypes(v)})
	case KindString, KindJSON:
	}
	return types.StringNull()
}

// Leaves returns the paths to all leaves below f: the rows from f's child down to
// the leaf. They are shared: do not change them.
func (f *Field) Leaves() [][]*Field {
	f.once.Do(f.compile)
	return f.leaves
}

func (f *Field) findLeaves() [][]*Field {
	var all [][]*Field
	for _, c := range f.Fields {
		if c.Leaf() {
			all = append(all, []*Field{c})
			continue
		}
		for _, below := range c.Leaves() {
			all = append(all, append([]*Field{c}, below...))
		}
	}
	return all
}
