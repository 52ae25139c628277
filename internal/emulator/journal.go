package emulator

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Call is one request as it was received. It holds what the client sent,
// secrets included; its String does not show them.
type Call struct {
	// Operation is the header x-acs-action.
	Operation string

	// Host is what the client asked for, host or host:port.
	Host string

	// Time is when it came, by the real clock.
	Time time.Time

	// Query holds the decoded parameters, RawQuery their bytes.
	Query    url.Values
	RawQuery string

	// Params holds the parameters with JSON documents decoded: map[string]any,
	// []any, string, bool and json.Number. One that is no JSON stays text.
	Params map[string]any

	// Status and Code are the answer; Status is 0 until there is one and when the
	// connection was dropped. Code is empty for success and for a fault without.
	Status int
	Code   string

	// RequestID is the answer's, AccessKeyID who signed.
	RequestID   string
	AccessKeyID string

	// InstanceID is the instance that was asked for, or the one that was started.
	InstanceID string

	// Executed tells that the call took effect, whatever the client was told.
	Executed bool
}

// String is one line without parameters.
func (c Call) String() string {
	return fmt.Sprintf("%s %s %d %s %s", c.Operation, c.InstanceID, c.Status, c.Code, c.RequestID)
}

// GoString is String: %#v shows no secrets either.
func (c Call) GoString() string { return c.String() }

// journal keeps the calls in the order in which they came.
type journal struct {
	mu      sync.Mutex
	entries []*Call
	counter int
}

// open notes a request before anything is done about it.
func (j *journal) open(r *http.Request) *Call {
	query := r.URL.Query()
	call := &Call{
		Operation:  r.Header.Get("X-Acs-Action"),
		Host:       r.Host,
		Time:       time.Now(),
		Query:      query,
		RawQuery:   r.URL.RawQuery,
		Params:     map[string]any{},
		InstanceID: query.Get("InstanceId"),
	}
	for name := range query {
		call.Params[name] = query.Get(name)
		if !isDocument(name) {
			continue
		}
		if document, err := decodeJSON(query.Get(name)); err == nil {
			call.Params[name] = document
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.counter++
	call.RequestID = requestID(j.counter)
	j.entries = append(j.entries, call)
	return call
}

// note changes an entry that others may be reading.
func (j *journal) note(change func()) {
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

// Redacted gives the parameters with the values of secrets replaced, for logs.
// Texts that hold JSON are decoded no further: a user's data stays as it is.
func (c Call) Redacted() map[string]any {
	params := clone(c.Params)
	for name, value := range params {
		if text, ok := value.(string); ok && isDocument(name) && text != "" {
			// It could not be read, so nobody knows what is in it.
			params[name] = hidden
		}
	}
	redact(params)
	return params
}

const hidden = "***"

func redact(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if name == "AuthToken" || name == "OpenAIExtraQuery" || isBlockText(name, value) {
				v[name] = hidden
				continue
			}
			redact(value)
		}
	case []any:
		for _, item := range v {
			redact(item)
		}
	}
}

// isBlockText finds a block of RuntimeConfig that travels as JSON text, with a
// token inside.
func isBlockText(name string, value any) bool {
	_, text := value.(string)
	return text && strings.Contains(name, "Chat")
}
