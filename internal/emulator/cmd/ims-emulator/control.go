package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// prefix separates the control endpoints from the API. They need no signature.
const prefix = "/_emulator/"

// maxBody is the size of the largest request to a control endpoint.
const maxBody = 1 << 20

// action is a control endpoint that changes something. It is called with POST.
type action struct {
	name  string
	usage string // An example of its query.
	run   func(*emulator.Emulator, url.Values) error

	// body is the name under which run finds the request's body; "" for none.
	body string
}

// view is a control endpoint that shows something. It is called with GET.
type view struct {
	name string
	read func(*emulator.Emulator) any
}

var (
	actions = []action{
		{name: "join", usage: "instance=ID&token=TOKEN", run: join, body: "token"},
		{name: "leave", usage: "instance=ID", run: onInstance((*emulator.Emulator).Leave)},
		{name: "finish", usage: "instance=ID&by=user", run: finish},
		{name: "forget", usage: "instance=ID", run: onInstance((*emulator.Emulator).Forget)},
		{name: "advance", usage: "by=60s", run: advance},
		{name: "set", usage: "instance=ID&path=AgentConfig.Greeting&value=Hi", run: set},
		{name: "switch", usage: "name=NAME&value=VALUE", run: setSwitch},
		{name: "throttle", usage: "operation=NAME&times=N", run: throttle},
		{name: "fault", usage: "add=OPERATION:KIND,times=N", run: addFaults, body: "json"},
		{name: "clear-faults", run: clearFaults},
	}
	views = []view{
		{"calls", calls},
		{"instances", instances},
		{"switches", func(*emulator.Emulator) any { return emulator.Switches() }},
		{"faults", func(e *emulator.Emulator) any { return e.Faults() }},
		{"fault-kinds", faultKinds},
	}
)

// control returns the endpoints with which a user or a script plays the other
// actors: the user who joins, the clock, somebody else, and what goes wrong.
func control(e *emulator.Emulator) http.Handler {
	mux := http.NewServeMux()
	for _, a := range actions {
		mux.HandleFunc("POST "+prefix+a.name, func(w http.ResponseWriter, r *http.Request) { a.serve(e, w, r) })
	}
	for _, v := range views {
		mux.HandleFunc("GET "+prefix+v.name, func(w http.ResponseWriter, _ *http.Request) {
			respond(w, http.StatusOK, v.read(e))
		})
	}
	return guard(mux)
}

func (a action) serve(e *emulator.Emulator, w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if a.body != "" {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			respond(w, http.StatusBadRequest, map[string]any{"error": "the body is too large or incomplete"})
			return
		}
		if len(body) > 0 {
			query.Add(a.body, string(body))
		}
	}
	if err := a.run(e, query); err != nil {
		status := http.StatusBadRequest
		if refused := (*emulator.TokenError)(nil); errors.As(err, &refused) {
			status = http.StatusForbidden
		}
		respond(w, status, map[string]any{"error": err.Error()})
		return
	}
	respond(w, http.StatusOK, map[string]any{"now": e.Now()})
}

// controlUsage lists the endpoints, one a line.
func controlUsage(base string) string {
	var b strings.Builder
	for _, a := range actions {
		usage := a.name
		if a.usage != "" {
			usage += "?" + a.usage
		}
		fmt.Fprintf(&b, "  curl -X POST '%s%s%s'\n", base, prefix, usage)
	}
	for _, v := range views {
		fmt.Fprintf(&b, "  curl '%s%s%s'\n", base, prefix, v.name)
	}
	return b.String()
}

func onInstance(act func(*emulator.Emulator, string) error) func(*emulator.Emulator, url.Values) error {
	return func(e *emulator.Emulator, q url.Values) error { return act(e, q.Get("instance")) }
}

// join takes a token as it is, from the query or the body: a + in a query is a blank.
func join(e *emulator.Emulator, q url.Values) error {
	token := strings.ReplaceAll(strings.TrimSpace(q.Get("token")), " ", "+")
	return e.JoinWith(q.Get("instance"), token)
}

func finish(e *emulator.Emulator, q url.Values) error {
	if q.Has("by") {
		return e.FinishBy(q.Get("instance"), q.Get("by"))
	}
	return e.Finish(q.Get("instance"))
}

func advance(e *emulator.Emulator, q url.Values) error {
	d, err := time.ParseDuration(q.Get("by"))
	if err != nil {
		return fmt.Errorf("by: %w", err)
	}
	if d < 0 {
		return fmt.Errorf("by must not be negative, got %s", d)
	}
	e.Advance(d)
	return nil
}

func set(e *emulator.Emulator, q url.Values) error {
	return e.SetField(q.Get("instance"), q.Get("path"), jsonOrText(q.Get("value")))
}

func setSwitch(e *emulator.Emulator, q url.Values) error {
	return e.SetSwitch(q.Get("name"), q.Get("value"))
}

func throttle(e *emulator.Emulator, q url.Values) error {
	operation := q.Get("operation")
	if known := emulator.Operations(); !slices.Contains(known, operation) {
		return fmt.Errorf("operation must be one of %q, got %q", known, operation)
	}
	times := 1
	if sent := q.Get("times"); sent != "" {
		n, err := strconv.Atoi(sent)
		if err != nil {
			return fmt.Errorf("times: %w", err)
		}
		times = n
	}
	e.Throttle(operation, times)
	return nil
}

func jsonOrText(value string) any {
	if json.Valid([]byte(value)) {
		return json.RawMessage(value)
	}
	return value
}

func calls(e *emulator.Emulator) any {
	found := []map[string]any{}
	for _, c := range e.Calls() {
		found = append(found, map[string]any{
			"time":      c.Time,
			"operation": c.Operation,
			"path":      c.Path,
			"instance":  c.InstanceID,
			"params":    c.Redacted(),
			"status":    c.Status,
			"code":      c.Code,
			"fault":     c.Fault,
			"problem":   c.Problem,
			"request":   c.RequestID,
			"executed":  c.Executed,
		})
	}
	return found
}

func instances(e *emulator.Emulator) any {
	found := []map[string]any{}
	for _, i := range e.Instances() {
		spoken := []map[string]any{}
		for _, s := range i.Spoken {
			spoken = append(spoken, map[string]any{"text": s.Text, "audio": s.Audio, "interrupt": s.Interrupt, "at": s.At})
		}
		found = append(found, map[string]any{
			"instance": i.ID, "agent": i.AgentID, "account": i.Account, "status": i.Status,
			"agent_joined": i.AgentJoined, "problem": i.Problem, "user": i.User,
			"created": i.Created, "modified": i.Modified, "spoken": spoken,
		})
	}
	return found
}
