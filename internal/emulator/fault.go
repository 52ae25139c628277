package emulator

import (
	"maps"
	"net/http"
	"strings"
	"time"
)

// Fault is a failure of a request. Without Status, Code, Body, Pad and Drop it only
// delays the response. Signatures are checked first, so that a retry which reuses
// its nonce is noticed.
type Fault struct {
	// Operation is the operation that fails, such as OpStart; "" for all.
	Operation string

	// Kind is the name of one of FaultKinds; "" for none. It sets the fields for the
	// response that are not set.
	Kind string

	// Skip is the number of matching requests that succeed first.
	Skip int

	// Times is the number of requests that fail: 0 is one, below 0 all that follow.
	Times int

	// Executed makes the operation take effect before the fault, which the client
	// does not learn. Otherwise the operation has no effect. A fault that keeps the
	// operation's response always executes it.
	Executed bool

	// Status, Code and Message are an error in the API's envelope. Status defaults
	// to 500 with a Code and to 200 with a Body. Without a Code the body is empty.
	Status  int
	Code    string
	Message string

	// Quote appends what was signed to Message, as gateways do. It contains the
	// secrets of the request.
	Quote bool

	// Body replaces the envelope; ContentType is its type, by default the API's.
	Body        string
	ContentType string

	// Pad is the number of blanks before the body.
	Pad int

	// Header is added to the response, such as X-Acs-Retry-After (ms).
	Header http.Header

	// Delay passes before the response, and before the operation is executed unless
	// Executed is set. It ends early when the client goes away.
	Delay time.Duration

	// Drop is what goes wrong on the connection.
	Drop Drop

	// Bytes is how many bytes are sent of what Drop cuts off, at most: 0 is half of
	// them, below 0 none.
	Bytes int

	// Interval passes between two bytes with DripBody and DripResponse.
	Interval time.Duration
}

// name is what the journal calls the fault.
func (f *Fault) name() string {
	if f.Kind == "" {
		return "custom"
	}
	return f.Kind
}

// keepsResponse reports whether the client gets the operation's response, apart from
// headers.
func (f *Fault) keepsResponse() bool {
	return f.Status == 0 && f.Code == "" && f.Body == "" && f.Pad == 0 && f.Drop.complete()
}

// apply returns the response with the fault in it.
func (f *Fault) apply(r *request, call *Call, response reply) reply {
	switch {
	case f.Body != "":
		response = jsonReply(http.StatusOK, call.RequestID, nil)
		response.body = []byte(f.Body)
		if f.Status != 0 {
			response.status = f.Status
		}
	case f.Code != "" || f.Status != 0:
		response = f.failure(r, call)
	case response.body == nil:
		response = success(call.RequestID, map[string]any{})
	}
	if f.Pad > 0 {
		response.body = append([]byte(strings.Repeat(" ", f.Pad)), response.body...)
	}
	if f.ContentType != "" {
		response.header.Set("Content-Type", f.ContentType)
	}
	for name, values := range f.Header {
		for _, value := range values {
			response.header.Add(name, value)
		}
	}
	response.drop, response.bytes, response.interval = f.Drop, f.Bytes, f.Interval
	return response
}

func (f *Fault) failure(r *request, call *Call) reply {
	e := &apiError{status: f.Status, code: f.Code, message: f.Message}
	if e.status == 0 {
		e.status = http.StatusInternalServerError
	}
	if f.Quote {
		e.message += signedText(r)
	}
	response := failure(call.RequestID, call.Host, e)
	if f.Code == "" {
		response.body = nil
	}
	return response
}

// defaults sets the fields for the response that are not set. Headers are added
// unless the fault has one of the same name.
func (f *Fault) defaults(of Fault) {
	setDefault(&f.Status, of.Status)
	setDefault(&f.Code, of.Code)
	setDefault(&f.Message, of.Message)
	setDefault(&f.Quote, of.Quote)
	setDefault(&f.Body, of.Body)
	setDefault(&f.ContentType, of.ContentType)
	setDefault(&f.Pad, of.Pad)
	setDefault(&f.Delay, of.Delay)
	setDefault(&f.Drop, of.Drop)
	setDefault(&f.Bytes, of.Bytes)
	setDefault(&f.Interval, of.Interval)
	header := of.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	maps.Copy(header, f.Header)
	f.Header = header
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
