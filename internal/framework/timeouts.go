package framework

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// WithTimeout bounds an operation by its configured timeout, such as
// plan.Timeouts.Create, or by the default. Call the returned function when the
// operation is over.
func WithTimeout(
	ctx context.Context, configured func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), otherwise time.Duration,
) (context.Context, context.CancelFunc, diag.Diagnostics) {
	timeout, diags := configured(ctx, otherwise)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	return ctx, cancel, diags
}
