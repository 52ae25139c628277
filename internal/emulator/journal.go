package emulator

import (
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Call is one request as it was received. It holds everything that the client
// sent, secrets included; String does not show them.
type Call struct {
	// Operation is the header x-acs-action, or the parameter Action with the older
	// signature.
	Operation string

	// Host is the requested host, with the port if there was one, and Path the path of
	// the URL. A client that follows a redirect shows by them.
	Host string
	Path string

	// Time is when the request arrived, by the real clock.
	Time time.Time

	// Query holds the decoded parameters of the operation, RawQuery the bytes of
	// the URL's query.
	Query    url.Values
	RawQuery string

	// Params holds the parameters with JSON documents decoded: map[string]any,
	// []any, string, bool and json.Number. Invalid JSON stays text.
	Params map[string]any

	// Status and Code are the response. Status is 0 until there is one and when the
	// connection was dropped. Code is empty for success and for a fault without a
	// code.
	Status int
	Code   string

	// Fault is the Kind of the fault that hit the request, "custom" for a fault without
	// one; empty without a fault.
	Fault string

	// RequestID is that of the response, AccessKeyID the key that signed.
	RequestID   string
	AccessKeyID string

	// InstanceID is the instance in the request, or the one that was started.
	InstanceID string

	// Problem is why the agent does not join the call that was started, or was not; empty
	// if it joins, and for other operations.
	Problem string

	// Executed reports whether the operation took effect, whatever the response
	// said.
	Executed bool
}

// String is one line without parameters.
func (c Call) String() string {
	return fmt.Sprintf("%s %s %d %s %s", c.Operation, c.InstanceID, c.Status, c.Code, c.RequestID)
}

// GoString is String, so that %#v shows no secrets.
func (c Call) GoString() string { return c.String() }

// journal keeps the calls in the order in which they arrived.
type journal struct {
	mu      sync.Mutex
	entries []*Call
	counter int
}

// open adds a request before anything is done about it.
func (j *journal) open(r *request) *Call {
	call := &Call{
		Operation:  r.action,
		Host:       r.Host,
		Path:       r.URL.Path,
		Time:       time.Now(),
		Query:      r.params,
		RawQuery:   r.URL.RawQuery,
		Params:     map[string]any{},
		InstanceID: r.params.Get("InstanceId"),
	}
	for name := range r.params {
		sent := r.params.Get(name)
		call.Params[name] = sent
		for _, p := range declarations(r.action, name) {
			call.Params[name] = p.journalValue(sent)
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.counter++
	call.RequestID = makeRequestID(j.counter)
	j.entries = append(j.entries, call)
	return call
}

// edit changes an entry that others may be reading.
func (j *journal) edit(change func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	change()
}

func (j *journal) copyOf(c *Call) Call {
	j.mu.Lock()
	defer j.mu.Unlock()
	return c.copied()
}

func (c *Call) copied() Call {
	copied := *c
	copied.Query = url.Values{}
	for name, values := range c.Query {
		copied.Query[name] = slices.Clone(values)
	}
	copied.Params = clone(c.Params)
	return copied
}

func (j *journal) calls(operations []string) []Call {
	j.mu.Lock()
	defer j.mu.Unlock()
	found := []Call{}
	for _, c := range j.entries {
		if len(operations) == 0 || slices.Contains(operations, c.Operation) {
			found = append(found, c.copied())
		}
	}
	return found
}

func (j *journal) count(operation string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	n := 0
	for _, c := range j.entries {
		if c.Operation == operation {
			n++
		}
	}
	return n
}

func (j *journal) reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
}

// Redacted returns the parameters with the values of secrets replaced, for logs.
// Text that holds JSON, such as UserData, is shown as it is.
func (c Call) Redacted() map[string]any {
	params := clone(c.Params)
	redact(c.Operation, params)
	return params
}
