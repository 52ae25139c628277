package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// Region returns the validator of every attribute that names a region.
func Region() validator.String { return region{} }

type region struct{}

func (region) Description(context.Context) string { return "Must be a region ID such as cn-shanghai." }

func (r region) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

func (region) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	v := req.ConfigValue
	if v.IsNull() || v.IsUnknown() || ice.ValidRegion(v.ValueString()) {
		return
	}
	resp.Diagnostics.Append(diagnostic.Invalid(req.Path, "region", "be a region ID such as cn-shanghai", v.ValueString()))
}
