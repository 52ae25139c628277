package field //nolint:dupl // Data sources and ephemeral resources have attribute types of their own with the same fields.

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// DataSourceArgument returns the attribute of a data source that a user sets.
func (f *Field) DataSourceArgument() schema.Attribute {
	return attribute[schema.Attribute](dataSourceMaker{}, configured(f), configured)
}

// DataSourceAttribute returns the attribute of a data source in which a response
// is shown: without secrets and without what is the provider's own.
func (f *Field) DataSourceAttribute() schema.Attribute {
	return attribute[schema.Attribute](dataSourceMaker{}, computed(f), computed)
}

type dataSourceMaker struct{}

func (dataSourceMaker) text(u use) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
		Validators: u.strings(),
	}
}

func (dataSourceMaker) boolean(u use) schema.Attribute {
	return schema.BoolAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
	}
}

func (dataSourceMaker) number(u use) schema.Attribute {
	return schema.NumberAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
		Validators: u.numbers(),
	}
}

func (dataSourceMaker) texts(u use) schema.Attribute {
	return schema.ListAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(), Sensitive: u.sensitive(),
		ElementType: types.StringType, Validators: u.lists(),
	}
}

func (dataSourceMaker) object(u use, below map[string]schema.Attribute) schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(),
		CustomType: u.objectType(), Attributes: below, Validators: u.objects(),
	}
}

func (dataSourceMaker) objects(u use, below map[string]schema.Attribute) schema.Attribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, Computed: u.computed, DeprecationMessage: u.deprecation(),
		CustomType: u.elementType(), Validators: u.lists(),
		NestedObject: schema.NestedAttributeObject{CustomType: u.objectType(), Attributes: below},
	}
}
