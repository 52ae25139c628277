package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const (
	// A line shows this many settings, and this many characters of a value.
	maxSettings = 4
	maxRunes    = 32
)

// lines prints whole lines. It is safe for concurrent use.
type lines struct {
	mu sync.Mutex
	to io.Writer
}

func (l *lines) print(format string, values ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = fmt.Fprintf(l.to, format, values...)
}

func (l *lines) welcome(address, environment string) {
	l.print(`ICE 2020-11-09 in memory, at http://%s

AI agents:
%s
Environment:
%s
provider "alicloud" {
  protocol = "HTTP"
}

Control endpoints, for requests from this machine only:
%s
Press Ctrl-C to stop.

`, address, agentList(), environment, controlUsage("http://"+address))
}

// call prints a request and its response, without secrets.
func (l *lines) call(c emulator.Call) {
	subject := c.InstanceID
	if subject == "" {
		subject = "-"
	}
	status := "dropped"
	if c.Status != 0 {
		status = strings.TrimSpace(fmt.Sprintf("%d %s", c.Status, c.Code))
		if c.Code == "" {
			status = strings.TrimSpace(fmt.Sprintf("%d %s", c.Status, http.StatusText(c.Status)))
		}
	}
	if c.Fault != "" {
		status += " (fault " + c.Fault + ")"
	}
	if c.Problem != "" {
		status += " (" + c.Problem + ")"
	}
	parts := []string{c.Time.Format("15:04:05.000"), fmt.Sprintf("%-*s", operationWidth(), c.Operation), subject, status}
	if change := changes(c); change != "" {
		parts = append(parts, change)
	}
	l.print("%s\n", strings.Join(append(parts, c.RequestID), "  "))
}

// operationWidth returns the length of the longest operation name.
func operationWidth() int {
	width := 0
	for _, name := range emulator.Operations() {
		width = max(width, len(name))
	}
	return width
}

// summary prints how often each operation was called.
func (l *lines) summary(calls []emulator.Call) {
	counts := map[string]int{}
	for _, c := range calls {
		counts[c.Operation]++
	}
	l.print("\nCalls: %d\n", len(calls))
	for _, operation := range slices.Sorted(maps.Keys(counts)) {
		l.print("%6d  %s\n", counts[operation], operation)
	}
}

// changes returns the first few settings in a request.
func changes(c emulator.Call) string {
	params := c.Redacted()
	delete(params, "InstanceId")
	var found []string
	for _, name := range slices.Sorted(maps.Keys(params)) {
		found = leaves(found, name, params[name])
	}
	if more := len(found) - maxSettings; more > 0 {
		found = append(found[:maxSettings], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(found, " ")
}

func leaves(found []string, path string, value any) []string {
	if object, ok := value.(map[string]any); ok {
		for _, name := range slices.Sorted(maps.Keys(object)) {
			found = leaves(found, path+"."+name, object[name])
		}
		return found
	}
	text, err := json.Marshal(value)
	if err != nil {
		return found
	}
	short := []rune(string(text))
	if len(short) > maxRunes {
		short = append(short[:maxRunes], '…')
	}
	return append(found, path+"="+string(short))
}
