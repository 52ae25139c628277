package framework

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
)

// Time returns the validator of an attribute that names a point in time in
// RFC 3339.
func Time() validator.String { return pointInTime{} }

type pointInTime struct{}

func (pointInTime) Description(context.Context) string {
	return "Must be a time in RFC 3339 such as 2026-11-27T08:00:00Z."
}

func (p pointInTime) MarkdownDescription(ctx context.Context) string { return p.Description(ctx) }

func (pointInTime) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	v := req.ConfigValue
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if _, err := time.Parse(time.RFC3339, v.ValueString()); err != nil {
		resp.Diagnostics.Append(diagnostic.Invalid(req.Path, "time", "be a time in RFC 3339 such as 2026-11-27T08:00:00Z", v.ValueString()))
	}
}
