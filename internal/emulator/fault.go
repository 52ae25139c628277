package emulator

import (
	"net/http"
	"sync"
	"time"
)

// Fault is a failure of a request. Without Status, Code, Body and Drop it only
// delays the response. Signatures are checked first, so that a retry which reuses
// its nonce is noticed.
type Fault struct {
	// Operation is the operation that fails, such as OpStart; "" for all.
	Operation string

	// Match selects requests of the operation; nil for all.
	Match func(Call) bool

	// Skip is the number of matching requests that succeed first.
	Skip int

	// Times is the number of requests that fail: 0 is one, below 0 all that follow.
	Times int

	// Executed makes the operation take effect before the fault, which the client
	// does not learn. Otherwise the operation has no effect.
	Executed bool

	// Status, Code and Message are an error in the API's envelope. Status defaults
	// to 500 with a Code and to 200 with a Body.
	Status  int
	Code    string
	Message string

	// Body replaces the envelope; ContentType is its type, by default the API's.
	Body        string
	ContentType string

	// Header is added to the response, such as X-Acs-Retry-After (ms).
	Header http.Header

	// Delay passes before the response, and before the operation is executed unless
	// Executed is set. It ends early when the client goes away.
	Delay time.Duration

	// Drop ends the connection.
	Drop Drop
}

// onlyDelays reports whether the response stays as it is, apart from headers.
func (f *Fault) onlyDelays() bool {
	return f.Status == 0 && f.Code == "" && f.Body == "" && f.Drop == NoDrop
}

// apply returns the response with the fault in it.
func (f *Fault) apply(requestID, host string, response reply) reply {
	switch {
	case f.Body != "":
		response = jsonReply(http.StatusOK, requestID, nil)
		response.body = []byte(f.Body)
		if f.Status != 0 {
			response.status = f.Status
		}
	case f.Code != "" || f.Status != 0:
		status := f.Status
		if status == 0 {
			status = http.StatusInternalServerError
		}
		response = failure(requestID, host, &apiError{status: status, code: f.Code, message: f.Message})
		if f.Code == "" {
			response.body = nil
		}
	case f.Drop != NoDrop && response.body == nil:
		response = success(requestID, map[string]any{})
	}
	if f.ContentType != "" {
		response.header.Set("Content-Type", f.ContentType)
	}
	for name, values := range f.Header {
		for _, value := range values {
			response.header.Add(name, value)
		}
	}
	response.drop = f.Drop
	return response
}

// faults are the pending faults, in the order of injection.
type faults struct {
	mu   sync.Mutex
	list []*Fault
}

func (f *faults) add(fault Fault) {
	if fault.Times == 0 {
		fault.Times = 1
	}
	fault.Header = fault.Header.Clone()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, &fault)
}

func (f *faults) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
}

// take returns the first fault for the call, nil if there is none.
func (f *faults) take(call Call) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range f.list {
		switch {
		case fault.Operation != "" && fault.Operation != call.Operation, fault.Times == 0:
		case fault.Match != nil && !fault.Match(call):
		case fault.Skip > 0:
			fault.Skip--
		default:
			if fault.Times > 0 {
				fault.Times--
			}
			hit := *fault
			return &hit
		}
	}
	return nil
}
