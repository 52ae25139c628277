package openapi

import (
	"context"
	"fmt"
)

// call is one request on its way through the chain.
type call struct {
	Request

	attempt int
	keys    Keys
	mask    mask
}

// handler is one link of the chain. Exactly one of its results is nil.
type handler func(context.Context, *call) (*Response, *Error)

// Response is the answer of a call that succeeded.
type Response struct {
	// Body is the JSON object of the answer; numbers are json.Number.
	Body map[string]any

	// Status is the HTTP status, 2xx.
	Status int

	// RequestID is the service's name for the call; empty when it gave none.
	RequestID string

	// Attempts is how often the request was sent, at least 1.
	Attempts int

	call *call
}

// Mismatch is the error of an answer that arrived but cannot be used, as when
// a required key is missing. The text says why, without values. The request
// counts as received.
func (r *Response) Mismatch(text string) *Error {
	e := r.call.failed(Unreadable, text)
	e.Status = r.Status
	e.RequestID = r.RequestID
	e.MaybeReceived = true
	return e
}

// failed makes an error of this call.
func (c *call) failed(reason Reason, detail string) *Error {
	return &Error{
		Reason:           reason,
		Operation:        c.Operation,
		Host:             c.Host,
		HostFrom:         c.HostFrom,
		Attempts:         c.attempt,
		Detail:           c.mask.message(detail),
		CredentialSource: c.keys.Source,
		CredentialPassed: c.keys.Passed,
	}
}

// stopped makes the error of a call whose context ended.
func (c *call) stopped(cause error, maybeReceived bool) *Error {
	when := "before it was sent"
	if maybeReceived {
		when = "while waiting for the answer"
	}
	e := c.failed(Stopped, fmt.Sprintf("%s %s", ending(cause), when))
	e.Cause = cause
	e.MaybeReceived = maybeReceived
	return e
}

func ending(cause error) string {
	if cause == context.DeadlineExceeded { //nolint:errorlint // The value of ctx.Err(), never wrapped.
		return "the time given for the operation was over"
	}
	return "interrupted"
}
