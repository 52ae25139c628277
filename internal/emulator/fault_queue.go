package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// faults are the pending faults, in the order of injection.
type faults struct {
	mu   sync.Mutex
	list []*pending
}

// pending is a fault as it was injected, with what is left of Skip and Times, and
// what it does to a response.
type pending struct {
	Fault
	effect Fault
}

// add adds all faults, or none if one is invalid.
func (f *faults) add(added ...Fault) error {
	list := make([]*pending, len(added))
	for i, fault := range added {
		effect, err := fault.effect()
		if err != nil {
			return err
		}
		if fault.Times == 0 {
			fault.Times = 1
		}
		fault.Header = fault.Header.Clone()
		list[i] = &pending{fault, effect}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, list...)
	return nil
}

func (f *faults) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
}

// left returns the faults that are still to come.
func (f *faults) left() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	left := []Fault{}
	for _, p := range f.list {
		fault := p.Fault
		fault.Header = p.Header.Clone()
		left = append(left, fault)
	}
	return left
}

// take returns the first fault for the operation, nil if there is none. Without
// reused, the request is the first one on its connection.
func (f *faults) take(operation string, reused bool) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, p := range f.list {
		switch {
		case p.Operation != "" && p.Operation != operation, p.effect.Drop == DropReused && !reused:
		case p.Skip > 0:
			p.Skip--
		default:
			if p.Times > 0 {
				p.Times--
			}
			if p.Times == 0 {
				f.list = slices.Delete(f.list, i, i+1)
			}
			return &p.effect
		}
	}
	return nil
}

// effect returns the fault with the fields of its kind.
func (f Fault) effect() (Fault, error) {
	if f.Operation != "" {
		if _, known := operations[f.Operation]; !known {
			return f, unknownName("operation", f.Operation, Operations())
		}
	}
	if f.Kind != "" {
		kind, err := faultKind(f.Kind)
		if err != nil {
			return f, err
		}
		f.defaults(kind.fault)
	}
	return f, f.check()
}

// check refuses what cannot be sent.
func (f Fault) check() error {
	switch {
	case f.Status != 0 && (f.Status < 200 || f.Status > 999):
		return fmt.Errorf("status must be between 200 and 999, got %d", f.Status)
	case f.Skip < 0:
		return fmt.Errorf("skip must not be negative, got %d", f.Skip)
	case f.Pad < 0:
		return fmt.Errorf("pad must not be negative, got %d", f.Pad)
	case f.Delay < 0:
		return fmt.Errorf("delay must not be negative, got %s", f.Delay)
	case f.Interval < 0:
		return fmt.Errorf("interval must not be negative, got %s", f.Interval)
	case f.Quote && f.Code == "":
		return fmt.Errorf("quote needs an error with a code")
	case !fieldValue(f.ContentType):
		return fmt.Errorf("type must be one line of printable characters")
	}
	return checkHeader(f.Header)
}

func checkHeader(header http.Header) error {
	for name, values := range header {
		if name == "" || strings.ContainsFunc(name, func(c rune) bool { return c <= ' ' || c > '~' || c == ':' }) {
			return fmt.Errorf("header must be \"Name: value\"")
		}
		for _, value := range values {
			if !fieldValue(value) {
				return fmt.Errorf("header %s must be one line of printable characters", name)
			}
		}
	}
	return nil
}

// fieldValue reports whether a text can be the value of a header.
func fieldValue(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c == 0x7f })
}
