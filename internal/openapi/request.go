package openapi

import "time"

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
