package emulator

import (
	"net/http"
	"sync"
	"time"
)

// Drop says how a connection ends without a whole answer.
type Drop int

// The ways to drop a connection. NoDrop answers in full.
const (
	NoDrop Drop = iota

	// DropConnection closes it without an answer; the client sees EOF.
	DropConnection

	// ResetConnection closes it by RST.
	ResetConnection

	// TruncateBody sends the head, half of the body, and closes it.
	TruncateBody
)

// Fault is something that goes wrong with a call. Without Status, Code, Body and
// Drop it only delays. Signatures are checked before any fault, so that a retry
// that uses its nonce again is noticed.
type Fault struct {
	// Operation is the call that is hit, such as OpStart; "" for every one.
	Operation string

	// Skip is the number of matching calls that pass unharmed first.
	Skip int

	// Times is how many calls are hit: 0 is one, below 0 all from then on.
	Times int

	// Executed makes the call take effect before the fault: the client does not
	// learn of something that happened. Otherwise it has no effect.
	Executed bool

	// Status and Code make an error in the API's envelope, Message its text.
	// Status alone defaults to 500 with a Code and 200 with a Body.
	Status  int
	Code    string
	Message string

	// Body replaces the envelope, byte by byte; ContentType is its type, the
	// API's when empty.
	Body        string
	ContentType string

	// Header is added to the answer, such as X-Acs-Retry-After (ms).
	Header http.Header

	// Delay passes before the answer, and before the call is executed unless
	// Executed is set. A client that goes away cuts it short.
	Delay time.Duration

	// Drop ends the connection.
	Drop Drop
}

// silent tells that a fault leaves the answer as it is, but for its headers.
func (f *Fault) silent() bool {
	return f.Status == 0 && f.Code == "" && f.Body == "" && f.Drop == NoDrop
}

// spoil turns an answer into what the fault makes of it.
func (f *Fault) spoil(requestID, host string, answer reply) reply {
	switch {
	case f.Body != "":
		answer = jsonReply(http.StatusOK, requestID, nil)
		answer.body = []byte(f.Body)
		if f.Status != 0 {
			answer.status = f.Status
		}
	case f.Code != "" || f.Status != 0:
		status := f.Status
		if status == 0 {
			status = http.StatusInternalServerError
		}
		answer = failure(requestID, host, &refusal{status: status, code: f.Code, message: f.Message})
		if f.Code == "" {
			answer.body = nil
		}
	case f.Drop != NoDrop && answer.body == nil:
		answer = success(requestID, map[string]any{})
	}
	if f.ContentType != "" {
		answer.header.Set("Content-Type", f.ContentType)
	}
	for name, values := range f.Header {
		for _, value := range values {
			answer.header.Add(name, value)
		}
	}
	answer.drop = f.Drop
	return answer
}

// faults is what is going to go wrong, in the order of injection.
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

// take gives the first fault that hits the operation, nil for none.
func (f *faults) take(operation string) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range f.list {
		switch {
		case fault.Operation != "" && fault.Operation != operation, fault.Times == 0:
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
