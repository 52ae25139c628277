package field

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// A row becomes an attribute of every kind of schema. The kinds have types of
// their own with the same fields; a maker per kind (schema_*.go) fills them in
// from the same use.

// use is how a schema uses a row.
type use struct {
	f    *Field
	view View
	text string
	// required, optional and computed are as in the framework; of the three
	// exactly one is set.
	required, optional, computed bool
}

// configured is the use of a row that a user sets.
func configured(f *Field) use {
	return use{f: f, view: Configured, text: f.Description(), required: f.Required, optional: !f.Required}
}

// computed is the use of a row that only the service sets.
func computed(f *Field) use {
	return use{f: f, view: Observed, text: f.Observation(), computed: true}
}

// deprecation is the message for a user who sets the attribute.
func (u use) deprecation() string {
	if u.computed {
		return ""
	}
	return u.f.Deprecated
}

// sensitive reports whether the value is hidden in plans and outputs.
func (u use) sensitive() bool { return u.f.Sensitive || u.computed && u.f.Content }

// checked reports whether the row has something to check.
func (u use) checked() bool {
	f := u.f
	return !u.computed && (f.Kind != KindString && f.Kind != KindBool || f.NoBlanks || f.MaxLength > 0 || f.Pattern != nil || len(f.Values) > 0)
}

func checks[V any](u use, r V) []V {
	if !u.checked() {
		return nil
	}
	return []V{r}
}

func (u use) strings() []validator.String  { return checks[validator.String](u, rule{u.f}) }
func (u use) numbers() []validator.Number  { return checks[validator.Number](u, rule{u.f}) }
func (u use) lists() []validator.List      { return checks[validator.List](u, rule{u.f}) }
func (u use) objects() []validator.Object  { return checks[validator.Object](u, rule{u.f}) }
func (u use) objectType() types.ObjectType { return u.f.objectType(u.view) }
func (u use) elementType() types.ListType  { return types.ListType{ElemType: u.f.objectType(u.view)} }

func (u use) modifiers() []planmodifier.String {
	if u.f.Kind != KindJSON || u.computed {
		return nil
	}
	return []planmodifier.String{keepSameDocument{}}
}

// objectType is given to the framework so that it does not make the type anew at
// every step of every walk: that is most of its work on a deep schema.
func (f *Field) objectType(v View) types.ObjectType {
	return types.ObjectType{AttrTypes: f.AttributeTypes(v)}
}

// maker writes the attributes of one kind of schema.
type maker[A any] interface {
	text(u use) A
	boolean(u use) A
	number(u use) A
	texts(u use) A
	object(u use, below map[string]A) A
	objects(u use, below map[string]A) A
}

// attribute makes the attribute of a row and of all rows below it.
func attribute[A any](m maker[A], u use, of func(*Field) use) A {
	switch u.f.Kind {
	case KindBool:
		return m.boolean(u)
	case KindInt, KindFloat:
		return m.number(u)
	case KindStrings:
		return m.texts(u)
	case KindObject:
		return m.object(u, attributes(m, u, of))
	case KindObjects:
		return m.objects(u, attributes(m, u, of))
	case KindString, KindJSON:
	}
	return m.text(u)
}

func attributes[A any](m maker[A], u use, of func(*Field) use) map[string]A {
	all := make(map[string]A, len(u.f.Fields))
	for _, c := range u.f.Fields {
		if u.view.sees(c) {
			all[c.Name] = attribute(m, of(c), of)
		}
	}
	return all
}

// keepSameDocument keeps the text in state when the configured one means the
// same: semantic equality of a custom type does not run at plan.
type keepSameDocument struct{}

func (keepSameDocument) Description(context.Context) string {
	return "A JSON document of the same meaning is no change."
}

func (k keepSameDocument) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

func (keepSameDocument) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if sameJSON(req.StateValue, resp.PlanValue) {
		resp.PlanValue = req.StateValue
	}
}
