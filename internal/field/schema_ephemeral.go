package field //nolint:dupl // Data sources and ephemeral resources have attribute types of their own with the same fields.

import (
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// EphemeralArgument returns the attribute of an ephemeral resource that a user
// sets.
func (f *Field) EphemeralArgument() schema.Attribute {
	return attribute[schema.Attribute](ephemeralMaker{}, configured(f), configured)
}

// EphemeralAttribute returns the attribute of an ephemeral resource that only the
// provider sets.
func (f *Field) EphemeralAttribute() schema.Attribute {
	return attribute[schema.Attribute](ephemeralMaker{}, computed(f), computed)
}

type ephemeralMaker struct{}

func (ephemeralMaker) text(u use) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
		Validators: u.strings(),
	}
}

func (ephemeralMaker) boolean(u use) schema.Attribute {
	return schema.BoolAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
	}
}

func (ephemeralMaker) number(u use) schema.Attribute {
	return schema.NumberAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
		Validators: u.numbers(),
	}
}

func (ephemeralMaker) texts(u use) schema.Attribute {
	return schema.ListAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
		ElementType: types.StringType, Validators: u.lists(),
	}
}

func (ephemeralMaker) object(u use, below map[string]schema.Attribute) schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(),
		CustomType: u.objectType(), Attributes: below, Validators: u.objects(),
	}
}

func (ephemeralMaker) objects(u use, below map[string]schema.Attribute) schema.Attribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(),
		CustomType: u.elementType(), Validators: u.lists(),
		NestedObject: schema.NestedAttributeObject{CustomType: u.objectType(), Attributes: below},
	}
}
