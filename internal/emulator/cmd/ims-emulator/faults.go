package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// addFaults adds the faults of all parameters "add" in the form of the flag, and those
// of the body in JSON, or none if one is invalid.
func addFaults(e *emulator.Emulator, q url.Values) error {
	var all []emulator.Fault
	for _, text := range q["add"] {
		fault, err := emulator.ParseFault(text)
		if err != nil {
			return fmt.Errorf("fault %q: %w", text, err)
		}
		all = append(all, fault)
	}
	for _, text := range q["json"] {
		sent, err := decodeFaults(text)
		if err != nil {
			return err
		}
		all = append(all, sent...)
	}
	if len(all) == 0 {
		return fmt.Errorf("add must be a fault such as %q, or the body one in JSON, or a list of them", faultExample)
	}
	return e.AddFaults(all...)
}

// decodeFaults reads a JSON object or a list of objects.
func decodeFaults(text string) ([]emulator.Fault, error) {
	if !json.Valid([]byte(text)) {
		return nil, fmt.Errorf("the body must be JSON")
	}
	if !strings.HasPrefix(strings.TrimSpace(text), "[") {
		text = "[" + text + "]"
	}
	var all []emulator.Fault
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return nil, fmt.Errorf("the body: %w", err)
	}
	return all, nil
}

func clearFaults(e *emulator.Emulator, _ url.Values) error {
	e.ClearFaults()
	return nil
}

func faultKinds(*emulator.Emulator) any {
	all := []map[string]any{}
	for _, k := range emulator.FaultKinds() {
		all = append(all, map[string]any{"kind": k.Name, "text": k.Text})
	}
	return all
}

const faultExample = emulator.OpStart + ": throttled, times=3"

// printFaults prints what the flag -fault accepts.
func printFaults(to io.Writer) {
	_, _ = fmt.Fprintf(to, `A fault is written as [OPERATION: ]KIND[, OPTION[=VALUE]]..., such as

  -fault '%s'
  -fault '%s: half-body, executed, bytes=40'
  -fault '503, skip=2, times=forever, header=Retry-After: 2'
  -fault 'status=400, code=OperationFailed, message="busy, or ended"'

Without OPERATION all operations fail. A value with a comma needs double quotes.
Faults happen one after the other, in their order.

Operations:
`, faultExample, emulator.OpDescribe)
	for _, name := range emulator.Operations() {
		_, _ = fmt.Fprintf(to, "  %s\n", name)
	}
	_, _ = fmt.Fprintln(to, "\nOptions:")
	for _, o := range emulator.FaultOptions() {
		_, _ = fmt.Fprintf(to, "  %-24s%s\n", o.Name, o.Text)
	}
	_, _ = fmt.Fprintln(to, "\nKinds:")
	for _, k := range emulator.FaultKinds() {
		_, _ = fmt.Fprintf(to, "  %-24s%s\n", k.Name, k.Text)
	}
}
