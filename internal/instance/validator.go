package instance

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// notEmpty refuses a text that can only be a mistake, such as a variable that
// was never set.
type notEmpty struct{}

func (notEmpty) Description(context.Context) string { return "Must not be empty." }

func (n notEmpty) MarkdownDescription(ctx context.Context) string { return n.Description(ctx) }

func (notEmpty) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && req.ConfigValue.ValueString() == "" {
		resp.Diagnostics.Append(problemEmpty(req.Path))
	}
}

// oneOf refuses every other text.
type oneOf []string

func (o oneOf) Description(context.Context) string { return "One of " + strings.Join(o, ", ") + "." }

func (o oneOf) MarkdownDescription(ctx context.Context) string { return o.Description(ctx) }

func (o oneOf) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if v := req.ConfigValue; !v.IsNull() && !v.IsUnknown() && !slices.Contains(o, v.ValueString()) {
		resp.Diagnostics.Append(problemNotOneOf(req.Path, o, v.ValueString()))
	}
}
