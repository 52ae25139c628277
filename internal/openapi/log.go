package openapi

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// Subsystem is the name under which calls are logged.
const Subsystem = "ice"

// logged writes one line for each attempt. It never logs a parameter, a message
// of the service, a response body or a URL.
func logged(next handler) handler {
	return func(ctx context.Context, c *call) (*Response, *Error) {
		start := time.Now()
		response, err := next(ctx, c)

		line := map[string]any{
			"operation":   c.Operation,
			"attempt":     c.attempt,
			"duration_ms": time.Since(start).Milliseconds(),
		}
		if err != nil {
			line["status"], line["code"], line["request_id"] = err.Status, err.Code, err.RequestID
			line["outcome"] = err.Reason.String()
		} else {
			line["status"], line["code"], line["request_id"] = response.Status, "", response.RequestID
			line["outcome"] = "success"
		}
		ctx = tflog.NewSubsystem(ctx, Subsystem, tflog.WithRootFields())
		tflog.SubsystemDebug(ctx, Subsystem, "API call", line)
		return response, err
	}
}
