package field

import (
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ActionArgument returns the argument of an action. Actions know neither
// sensitive nor write-only arguments: a row that is secret must not become one.
func (f *Field) ActionArgument() schema.Attribute {
	return attribute[schema.Attribute](actionMaker{}, configured(f), configured)
}

type actionMaker struct{}

func (actionMaker) text(u use) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, DeprecationMessage: u.deprecation(), WriteOnly: u.f.WriteOnly,
		Validators: u.strings(),
	}
}

func (actionMaker) boolean(u use) schema.Attribute {
	return schema.BoolAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, DeprecationMessage: u.deprecation(),
	}
}

func (actionMaker) number(u use) schema.Attribute {
	return schema.NumberAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, DeprecationMessage: u.deprecation(),
		Validators: u.numbers(),
	}
}

func (actionMaker) texts(u use) schema.Attribute {
	return schema.ListAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, DeprecationMessage: u.deprecation(),
		ElementType: types.StringType, Validators: u.lists(),
	}
}

func (actionMaker) object(u use, below map[string]schema.Attribute) schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, DeprecationMessage: u.deprecation(),
		CustomType: u.objectType(), Attributes: below, Validators: u.objects(),
	}
}

func (actionMaker) objects(u use, below map[string]schema.Attribute) schema.Attribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: u.text, Required: u.required, Optional: u.optional, DeprecationMessage: u.deprecation(),
		CustomType: u.elementType(), Validators: u.lists(),
		NestedObject: schema.NestedAttributeObject{CustomType: u.objectType(), Attributes: below},
	}
}
