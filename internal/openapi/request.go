package openapi

import "time"

// Request is one call of an operation.
type Request struct {
	// Operation is its API name, for example StopAIAgentInstance.
	Operation string

	// Version is that of the API, for example 2020-11-09.
	Version string

	// Host is where it goes: a name or address, with or without a port.
	Host string

	// HostFrom tells people how Host was chosen, for errors: for example
	// "region cn-beijing, the default". Empty when there is nothing to tell.
	HostFrom string

	// Query holds the parameters that go into the URL; an empty value is sent
	// as such.
	Query map[string]string

	// Form holds the parameters that go into the body. What is secret or long
	// belongs there.
	Form map[string]string

	// Anonymous says that the request is neither signed nor bound to keys: it
	// proves by its parameters who asks.
	Anonymous bool

	// Once says that the request must not be executed twice: it is never sent
	// again once it may have been received.
	Once bool

	// Grace is how long the answer is still awaited when the context ends
	// after the request may have been received. 0 gives the call up at once.
	// An answer that comes in this time is returned without an error.
	Grace time.Duration

	// Secrets are values in Query and Form that no text may show.
	Secrets []string
}
