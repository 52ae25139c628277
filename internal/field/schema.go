package field

import (
	"context"

	dschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	rschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ResourceAttribute is the attribute that a user configures. It asks for no
// replacement: Differences decides that.
func (f *Field) ResourceAttribute() rschema.Attribute {
	text, optional := f.Description(), !f.Required
	switch f.Kind {
	case KindBool:
		return rschema.BoolAttribute{MarkdownDescription: text, Required: f.Required, Optional: optional, DeprecationMessage: f.Deprecated}
	case KindInt:
		return rschema.Int64Attribute{
			MarkdownDescription: text, Required: f.Required, Optional: optional, DeprecationMessage: f.Deprecated,
			Validators: []validator.Int64{rule{f}},
		}
	case KindFloat:
		return rschema.Float64Attribute{
			MarkdownDescription: text, Required: f.Required, Optional: optional, DeprecationMessage: f.Deprecated,
			Validators: []validator.Float64{rule{f}},
		}
	case KindStrings:
		return rschema.ListAttribute{
			MarkdownDescription: text, Required: f.Required, Optional: optional, DeprecationMessage: f.Deprecated,
			ElementType: types.StringType, Validators: []validator.List{rule{f}},
		}
	case KindObject:
		return rschema.SingleNestedAttribute{
			MarkdownDescription: text, Required: f.Required, Optional: optional, DeprecationMessage: f.Deprecated,
			CustomType: f.objectType(Configured), Attributes: f.ResourceAttributes(), Validators: []validator.Object{rule{f}},
		}
	case KindObjects:
		return rschema.ListNestedAttribute{
			MarkdownDescription: text, Required: f.Required, Optional: optional, DeprecationMessage: f.Deprecated,
			CustomType:   types.ListType{ElemType: f.objectType(Configured)},
			NestedObject: rschema.NestedAttributeObject{CustomType: f.objectType(Configured), Attributes: f.ResourceAttributes()},
			Validators:   []validator.List{rule{f}},
		}
	case KindString, KindJSON:
	}
	a := rschema.StringAttribute{
		MarkdownDescription: text, Required: f.Required, Optional: optional, DeprecationMessage: f.Deprecated,
		Sensitive: f.Sensitive, WriteOnly: f.WriteOnly,
	}
	if f.checked() {
		a.Validators = []validator.String{rule{f}}
	}
	if f.Kind == KindJSON {
		a.PlanModifiers = []planmodifier.String{keepSameDocument{}}
	}
	return a
}

// objectType is given to the framework so that it does not make the type anew at
// every step of every walk: that is most of its work on a deep schema.
func (f *Field) objectType(v View) types.ObjectType {
	return types.ObjectType{AttrTypes: f.AttributeTypes(v)}
}

func (f *Field) checked() bool {
	return f.Kind == KindJSON || f.MaxLength > 0 || f.Pattern != nil || len(f.Values) > 0
}

// ResourceAttributes are the attributes of an Object's fields, or of the
// elements of Objects, by name.
func (f *Field) ResourceAttributes() map[string]rschema.Attribute {
	all := make(map[string]rschema.Attribute, len(f.Fields))
	for _, c := range f.Fields {
		all[c.Name] = c.ResourceAttribute()
	}
	return all
}

// DataSourceAttribute is the attribute in which an answer is shown.
func (f *Field) DataSourceAttribute() dschema.Attribute {
	text := f.Observation()
	switch f.Kind {
	case KindBool:
		return dschema.BoolAttribute{MarkdownDescription: text, Computed: true}
	case KindInt:
		return dschema.Int64Attribute{MarkdownDescription: text, Computed: true}
	case KindFloat:
		return dschema.Float64Attribute{MarkdownDescription: text, Computed: true}
	case KindStrings:
		return dschema.ListAttribute{MarkdownDescription: text, Computed: true, ElementType: types.StringType}
	case KindObject:
		return dschema.SingleNestedAttribute{
			MarkdownDescription: text, Computed: true, CustomType: f.objectType(Observed), Attributes: f.DataSourceAttributes(),
		}
	case KindObjects:
		return dschema.ListNestedAttribute{
			MarkdownDescription: text, Computed: true,
			CustomType:   types.ListType{ElemType: f.objectType(Observed)},
			NestedObject: dschema.NestedAttributeObject{CustomType: f.objectType(Observed), Attributes: f.DataSourceAttributes()},
		}
	case KindString, KindJSON:
	}
	return dschema.StringAttribute{MarkdownDescription: text, Computed: true}
}

// DataSourceAttributes are the attributes of an Object's fields without the
// secrets and without what is the provider's own, by name.
func (f *Field) DataSourceAttributes() map[string]dschema.Attribute {
	all := make(map[string]dschema.Attribute, len(f.Fields))
	for _, c := range f.Fields {
		if Observed.sees(c) {
			all[c.Name] = c.DataSourceAttribute()
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

// ComputedAttribute is the attribute in which a resource shows what only the
// service sets. Lists have no such form: no row needs one.
func (f *Field) ComputedAttribute() rschema.Attribute {
	text := f.Observation()
	switch f.Kind {
	case KindBool:
		return rschema.BoolAttribute{MarkdownDescription: text, Computed: true}
	case KindInt:
		return rschema.Int64Attribute{MarkdownDescription: text, Computed: true}
	case KindFloat:
		return rschema.Float64Attribute{MarkdownDescription: text, Computed: true}
	case KindObject:
		all := make(map[string]rschema.Attribute, len(f.Fields))
		for _, c := range f.Fields {
			all[c.Name] = c.ComputedAttribute()
		}
		return rschema.SingleNestedAttribute{MarkdownDescription: text, Computed: true, Attributes: all}
	case KindStrings, KindObjects:
		panic("field: " + f.Name + " is a list, which has no computed form in a resource")
	case KindString, KindJSON:
	}
	return rschema.StringAttribute{MarkdownDescription: text, Computed: true}
}
