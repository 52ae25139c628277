package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// prefix keeps what is not the API apart from it; it needs no signature.
const prefix = "/_emulator/"

// control lets a hand or a script play the other actors: the user who joins, the
// clock, somebody else.
func control(e *emulator.Emulator) http.Handler {
	mux := http.NewServeMux()
	post := func(name string, act func(url.Values) error) {
		mux.HandleFunc("POST "+prefix+name, func(w http.ResponseWriter, r *http.Request) {
			if err := act(r.URL.Query()); err != nil {
				answer(w, http.StatusBadRequest, map[string]any{"error": err.Error()})
				return
			}
			answer(w, http.StatusOK, map[string]any{"now": e.Now()})
		})
	}
	show := func(name string, read func() any) {
		mux.HandleFunc("GET "+prefix+name, func(w http.ResponseWriter, _ *http.Request) {
			answer(w, http.StatusOK, read())
		})
	}
	post("join", func(q url.Values) error { return e.Join(q.Get("instance")) })
	post("leave", func(q url.Values) error { return e.Leave(q.Get("instance")) })
	post("finish", func(q url.Values) error { return e.Finish(q.Get("instance")) })
	post("forget", func(q url.Values) error { return e.Forget(q.Get("instance")) })
	post("advance", func(q url.Values) error { return advance(e, q.Get("by")) })
	post("set", func(q url.Values) error {
		return e.SetField(q.Get("instance"), q.Get("path"), typed(q.Get("value")))
	})
	post("switch", func(q url.Values) error { return e.SetSwitch(q.Get("name"), q.Get("value")) })
	post("throttle", func(q url.Values) error { return throttle(e, q) })
	show("calls", func() any { return calls(e) })
	show("instances", func() any { return instances(e) })
	show("switches", func() any { return emulator.Switches() })
	return mux
}

func advance(e *emulator.Emulator, by string) error {
	d, err := time.ParseDuration(by)
	if err != nil {
		return fmt.Errorf("by: %w", err)
	}
	if d < 0 {
		return fmt.Errorf("by: time does not run backwards")
	}
	e.Advance(d)
	return nil
}

func throttle(e *emulator.Emulator, q url.Values) error {
	operation := q.Get("operation")
	known := []string{emulator.OpStart, emulator.OpDescribe, emulator.OpUpdate, emulator.OpStop, emulator.OpList}
	if !slices.Contains(known, operation) {
		return fmt.Errorf("operation: %q is none of %q", operation, known)
	}
	times := 1
	if text := q.Get("times"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("times: %w", err)
		}
		times = n
	}
	e.Throttle(operation, times)
	return nil
}

// typed takes a value for JSON where it is, else for text.
func typed(text string) any {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return text
	}
	return json.RawMessage(text)
}

func calls(e *emulator.Emulator) any {
	found := []map[string]any{}
	for _, c := range e.Calls() {
		found = append(found, map[string]any{
			"time":      c.Time,
			"operation": c.Operation,
			"instance":  c.InstanceID,
			"params":    c.Redacted(),
			"status":    c.Status,
			"code":      c.Code,
			"request":   c.RequestID,
			"executed":  c.Executed,
		})
	}
	return found
}

func instances(e *emulator.Emulator) any {
	found := []map[string]any{}
	for _, i := range e.Instances() {
		found = append(found, map[string]any{
			"instance": i.ID, "agent": i.AgentID, "status": i.Status, "created": i.Created, "modified": i.Modified,
		})
	}
	return found
}

func answer(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n'))
}
