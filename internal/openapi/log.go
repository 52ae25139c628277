package openapi

import (
	"context"
	"strconv"
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
			"wait_ms":     c.waited.Milliseconds(),
			"rate":        rateText(c.rate),
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

// rateText says how many requests a second the client allows itself.
func rateText(rate float64) string {
	if rate == 0 {
		return "not limited"
	}
	return strconv.FormatFloat(rate, 'f', 1, 64) + "/s"
}
