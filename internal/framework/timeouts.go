package framework

import (
	"context"
	"strconv"
	"time"

	dtimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	dschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// shortestRead is the least time of a refresh.
const shortestRead = 10 * time.Second

// WithTimeout bounds an operation by its configured timeout, such as
// plan.Timeouts.Create, or by the default. Call the returned function when the
// operation is over. A timeout of zero or less, which an old state may hold,
// counts as none. The time counts from the first request, without what requests
// wait for others of this provider.
func WithTimeout(
	ctx context.Context, configured func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), otherwise time.Duration,
) (context.Context, context.CancelFunc, diag.Diagnostics) {
	timeout, diags := configured(ctx, otherwise)
	if timeout <= 0 {
		timeout = otherwise
	}
	ctx, cancel := ice.WithTimeout(ctx, timeout)
	return ctx, cancel, diags
}

// WithReadTimeout is WithTimeout for a refresh. It reads its timeout from the
// state: one that is too short would fail every plan that corrects it, so a
// refresh always has ten seconds.
func WithReadTimeout(
	ctx context.Context, configured func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), otherwise time.Duration,
) (context.Context, context.CancelFunc, diag.Diagnostics) {
	return WithTimeout(ctx, func(ctx context.Context, otherwise time.Duration) (time.Duration, diag.Diagnostics) {
		timeout, diags := configured(ctx, otherwise)
		return max(timeout, shortestRead), diags
	}, otherwise)
}

// ResourceTimeouts returns the attribute `timeouts` of a resource, in which a
// duration of zero or less is an error.
func ResourceTimeouts(ctx context.Context, opts timeouts.Opts) schema.Attribute {
	a := timeouts.Attributes(ctx, opts)
	if nested, ok := a.(schema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = "How long operations may take."
		for name, inner := range nested.Attributes {
			if text, ok := inner.(schema.StringAttribute); ok {
				text.Validators = []validator.String{duration{}}
				nested.Attributes[name] = text
			}
		}
		return nested
	}
	return a
}

// DataSourceTimeouts returns the attribute `timeouts` of a data source.
func DataSourceTimeouts(ctx context.Context) dschema.Attribute {
	a := dtimeouts.AttributesWithOpts(ctx, dtimeouts.Opts{ReadDescription: "How long reading may take, such as `30s`. Default: 2 minutes."})
	if nested, ok := a.(dschema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = "How long operations may take."
		for name, inner := range nested.Attributes {
			if text, ok := inner.(dschema.StringAttribute); ok {
				text.Validators = []validator.String{duration{}}
				nested.Attributes[name] = text
			}
		}
		return nested
	}
	return a
}

// DurationBetween returns the rule for a text that is a duration, such as 30s; both
// ends are included.
func DurationBetween(low, high time.Duration) validator.String { return duration{low, high} }

// duration refuses everything but a duration between two; one without a high end must
// be longer than zero.
type duration struct{ low, high time.Duration }

func (d duration) form() string {
	if d.high == 0 {
		return "be a duration longer than zero, such as 30s or 5m"
	}
	return "be a duration from " + short(d.low) + " to " + short(d.high) + ", such as " + short((d.low+d.high)/2)
}

// short writes a duration in seconds, as users do: 60s.
func short(d time.Duration) string { return strconv.Itoa(int(d/time.Second)) + "s" }

func (d duration) Description(context.Context) string { return "Must " + d.form() + "." }

func (d duration) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

func (d duration) allows(v time.Duration) bool {
	if d.high == 0 {
		return v > 0
	}
	return v >= d.low && v <= d.high
}

func (d duration) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	v := req.ConfigValue
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if given, err := time.ParseDuration(v.ValueString()); err != nil || !d.allows(given) {
		resp.Diagnostics.Append(diagnostic.Invalid(req.Path, "duration", d.form(), v.ValueString()))
	}
}
