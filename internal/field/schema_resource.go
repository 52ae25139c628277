package field

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ResourceAttribute returns the attribute of a resource that a user sets. It asks
// for no replacement: Differences decides that.
func (f *Field) ResourceAttribute() schema.Attribute {
	return attribute[schema.Attribute](resourceMaker{}, configured(f), configured)
}

// ComputedAttribute returns the attribute of a resource that only the service
// sets.
func (f *Field) ComputedAttribute() schema.Attribute {
	return attribute[schema.Attribute](resourceMaker{}, computed(f), computed)
}

type resourceMaker struct{}

func (resourceMaker) text(u use) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(), WriteOnly: u.f.WriteOnly,
		Validators:    u.strings(),
		PlanModifiers: u.modifiers(),
	}
}

func (resourceMaker) boolean(u use) schema.Attribute {
	return schema.BoolAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
	}
}

func (resourceMaker) number(u use) schema.Attribute {
	return schema.NumberAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
		Validators: u.numbers(),
	}
}

func (resourceMaker) texts(u use) schema.Attribute {
	return schema.ListAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
		ElementType: types.StringType, Validators: u.lists(),
	}
}

func (resourceMaker) object(u use, below map[string]schema.Attribute) schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(),
		CustomType: u.objectType(), Attributes: below, Validators: u.objects(),
	}
}

func (resourceMaker) objects(u use, below map[string]schema.Attribute) schema.Attribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(),
		CustomType: u.elementType(), Validators: u.lists(),
		NestedObject: schema.NestedAttributeObject{CustomType: u.objectType(), Attributes: below},
	}
}
