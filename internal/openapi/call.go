package openapi

import (
	"context"
	"time"
)

// call is one request on its way through the chain.
type call struct {
	Request

	attempt     int
	credentials Credentials

	// waited is how long this attempt waited for its turn, and rate the requests a
	// second that the client allows itself; 0 for no limit.
	waited time.Duration
	rate   float64

	// renewed reports whether other credentials were asked for.
	renewed bool

	// secrets are those of the request; mask has those of the credentials too.
	secrets mask
	mask    mask
}

// handler is one link of the chain. Exactly one of its results is nil.
type handler func(context.Context, *call) (*Response, *Error)

// Response is the result of a call that succeeded.
type Response struct {
	// Body is the JSON object of the response; numbers are json.Number.
	Body map[string]any

	// Status is the HTTP status, 2xx.
	Status int

	// RequestID is the service's ID of the call; empty when it sent none.
	RequestID string

	// Attempts is how often the request was sent, at least 1.
	Attempts int

	call *call
}

// Mismatch returns the error for a response that arrived but cannot be used, as
// when a required key is missing. The text names the reason, without values. The
// request counts as received.
func (r *Response) Mismatch(text string) *Error {
	e := r.call.failed(Unreadable, text)
	e.Status = r.Status
	e.RequestID = r.RequestID
	e.MaybeReceived = true
	return e
}

// failed returns an error of this call.
func (c *call) failed(reason Reason, detail string) *Error {
	return &Error{
		Reason:            reason,
		Operation:         c.Operation,
		Host:              c.Host,
		HostFrom:          c.HostFrom,
		Attempts:          c.attempt,
		Detail:            c.mask.message(detail),
		CredentialSource:  c.credentials.Source,
		CredentialSkipped: c.credentials.Skipped,
	}
}

// stopped returns the error of a call whose context ended.
func (c *call) stopped(cause error, maybeReceived bool) *Error {
	detail := "interrupted"
	if cause == context.DeadlineExceeded { //nolint:errorlint // The value of ctx.Err(), never wrapped.
		detail = "the operation timed out"
	}
	if maybeReceived {
		detail += " while waiting for the response"
	} else {
		detail += " before the request was sent"
	}
	e := c.failed(Stopped, detail)
	e.Cause = cause
	e.MaybeReceived = maybeReceived
	return e
}
