package openapi

import (
	"context"
	"time"
)

// Request is one call of an operation.
type Request struct {
	// Operation is its API name, for example StopAIAgentInstance.
	Operation string

	// Version is the version of the API, for example 2020-11-09.
	Version string

	// Host is the host to call: a name or an IP address, with or without a port.
	Host string

	// HostFrom describes how Host was chosen, for errors: for example
	// "region cn-beijing, the default". May be empty.
	HostFrom string

	// Query holds the parameters for the URL; an empty value is sent as empty.
	Query map[string]string

	// Form holds the parameters for the body. Secret or long values belong
	// here.
	Form map[string]string

	// Anonymous reports whether the request is sent without a signature and
	// credentials: its parameters prove who asks.
	Anonymous bool

	// Once reports whether the request must not be executed twice: it is never
	// sent again when it may have been received. Any other is.
	Once bool

	// Grace is how long to keep waiting for the response when the context ends
	// after the request may have been received; 0 gives up at once. A response
	// that arrives in this time is returned without an error.
	Grace time.Duration

	// EmptySuccess reports whether a 2xx response without a body is a success: the
	// operation returns nothing that is needed. Otherwise it is Unreadable.
	EmptySuccess bool

	// Salvage names a key of the response whose text is all that is needed of it:
	// a 2xx response that breaks off after the whole text is a success.
	Salvage string

	// Check reads what the caller needs of a 2xx response. Its error is one of
	// Response.Mismatch: the response counts as Unreadable, and the request is sent
	// again as for any such. May be nil.
	Check func(*Response) error

	// Urgent reports whether the request passes those that wait for their turn: it
	// ends or changes what is billed.
	Urgent bool

	// ReadTimeout limits the time from the connection to the end of the response of
	// each attempt; the client's when 0.
	ReadTimeout time.Duration

	// Secrets are values in Query and Form that no text may show.
	Secrets []string
}

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
