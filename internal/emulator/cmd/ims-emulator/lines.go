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
	// A line names this many settings, and of a value this many characters.
	maxSettings = 4
	maxRunes    = 32
)

// lines prints whole lines, whoever calls.
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
AI agent: %s

%s
provider "alicloud" {
  protocol = "HTTP"
}

Control: curl -X POST 'http://%s%sjoin?instance=ID', also leave, finish, forget, advance?by=60s,
set?instance=ID&path=AgentConfig.Greeting&value=Hi, switch?name=NAME&value=VALUE,
throttle?operation=NAME&times=N; GET calls, instances, switches. Ctrl-C stops.

`, address, emulator.AgentID, environment, address, prefix)
}

// call prints what was asked and answered, without secrets.
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
	parts := []string{c.Time.Format("15:04:05.000"), fmt.Sprintf("%-23s", c.Operation), subject, status}
	if change := changes(c); change != "" {
		parts = append(parts, change)
	}
	l.print("%s\n", strings.Join(append(parts, c.RequestID), "  "))
}

func (l *lines) farewell(calls []emulator.Call) {
	counts := map[string]int{}
	for _, c := range calls {
		counts[c.Operation]++
	}
	l.print("\nCalls: %d\n", len(calls))
	for _, operation := range slices.Sorted(maps.Keys(counts)) {
		l.print("%6d  %s\n", counts[operation], operation)
	}
}

// changes names the settings that a call carries, the first few of them.
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
