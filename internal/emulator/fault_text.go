package emulator

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseFault reads a fault that is written as
//
//	OPERATION: KIND, OPTION=VALUE, OPTION
//
// such as "StartAIAgentInstance: throttled, times=3" or "half-body, executed". All
// operations fail without OPERATION. KIND is one of FaultKinds and may be left out,
// see FaultOptions for the options. A value with a comma needs double quotes, as a
// string in Go.
func ParseFault(text string) (Fault, error) {
	f := Fault{}
	if i := strings.IndexAny(text, `:,="`); i >= 0 && text[i] == ':' {
		f.Operation, text = strings.TrimSpace(text[:i]), text[i+1:]
	}
	for _, item := range splitItems(text) {
		if err := f.addItem(strings.TrimSpace(item)); err != nil {
			return Fault{}, err
		}
	}
	if err := f.checkWritten(); err != nil {
		return Fault{}, err
	}
	return f, nil
}

// splitItems splits at the commas outside quotes.
func splitItems(text string) []string {
	var items []string
	begin, quoted, escaped := 0, false, false
	for i := range len(text) {
		switch {
		case escaped:
			escaped = false
		case quoted && text[i] == '\\':
			escaped = true
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ',' && !quoted:
			items = append(items, text[begin:i])
			begin = i + 1
		}
	}
	return append(items, text[begin:])
}

// addItem adds a kind or an option.
func (f *Fault) addItem(item string) error {
	name, value, valued := strings.Cut(item, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if strings.HasPrefix(value, `"`) {
		unquoted, err := strconv.Unquote(value)
		if err != nil {
			return fmt.Errorf("%s must have a double quote at both ends, got %s", name, value)
		}
		value = unquoted
	}
	if name == "" {
		return fmt.Errorf("a kind or an option of a fault is missing")
	}
	o, err := findFaultOption(name)
	switch flag := err == nil && o.flag(); {
	case !valued && !flag:
		return f.addKind(name, err)
	case err != nil:
		return err
	case !valued:
		value = "true"
	}
	return o.set(f, value)
}

// addKind adds a kind, which may be called as an option. noOption is the error if it
// is not.
func (f *Fault) addKind(name string, noOption error) error {
	_, noKind := faultKind(name)
	switch {
	case f.Kind == "" && (noKind == nil || noOption != nil):
		f.Kind = name
		return noKind
	case noOption == nil:
		return fmt.Errorf("%s needs a value, such as %s=…", name, name)
	case noKind == nil:
		return fmt.Errorf("a fault can have one kind, got %q and %q", f.Kind, name)
	default:
		return noOption
	}
}

// checkWritten refuses what no test would write by mistake, but users may.
func (f *Fault) checkWritten() error {
	effect, err := f.effect()
	switch {
	case err != nil:
		return err
	case effect.Message != "" && effect.Code == "":
		return fmt.Errorf("message needs a code")
	case effect.keepsResponse() && effect.Drop == NoDrop && effect.Delay == 0 && len(effect.Header) == 0:
		return fmt.Errorf("the fault changes nothing: a kind, or status, code, body, pad, header or delay is missing")
	}
	return nil
}
