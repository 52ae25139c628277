package emulator

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// faultOption is a field of a fault as users write it, in a text and in JSON.
type faultOption struct {
	name string
	text string

	// field returns a pointer to the field.
	field func(*Fault) any
}

// faultOptions do not contain operation and kind, which have a place of their own in
// the text.
var faultOptions = []faultOption{
	{"times", "number of requests that fail; forever for all that follow; 1 by default", func(f *Fault) any { return &f.Times }},
	{"skip", "number of requests that succeed first", func(f *Fault) any { return &f.Skip }},
	{"executed", "execute the operation before the fault", func(f *Fault) any { return &f.Executed }},
	{"delay", "time before the response, such as 2s", func(f *Fault) any { return &f.Delay }},
	{"status", "HTTP status", func(f *Fault) any { return &f.Status }},
	{"code", "error code", func(f *Fault) any { return &f.Code }},
	{"message", "error message", func(f *Fault) any { return &f.Message }},
	{"quote", "quote in the error message what was signed", func(f *Fault) any { return &f.Quote }},
	{"body", "body of the response", func(f *Fault) any { return &f.Body }},
	{"type", "Content-Type of the response", func(f *Fault) any { return &f.ContentType }},
	{"header", "header of the response, such as Retry-After: 2; repeatable", func(f *Fault) any { return &f.Header }},
	{"pad", "number of blanks before the body", func(f *Fault) any { return &f.Pad }},
	{"bytes", "number of bytes that are sent of what a kind cuts off, -1 for none; half of them by default", func(f *Fault) any { return &f.Bytes }},
	{"interval", "time between two bytes of a drip", func(f *Fault) any { return &f.Interval }},
}

// FaultOption describes an option of the text that ParseFault reads.
type FaultOption struct{ Name, Text string }

// FaultOptions returns the options of ParseFault.
func FaultOptions() []FaultOption {
	all := make([]FaultOption, len(faultOptions))
	for i, o := range faultOptions {
		all[i] = FaultOption{o.name, o.text}
	}
	return all
}

// findFaultOption returns the option with a name. The error also suggests others, which
// are no options.
func findFaultOption(name string, others ...string) (faultOption, error) {
	names := others
	for _, o := range faultOptions {
		if o.name == name {
			return o, nil
		}
		names = append(names, o.name)
	}
	return faultOption{}, unknownName("option of a fault", name, names)
}

// flag reports whether the option may be written without a value.
func (o faultOption) flag() bool {
	_, ok := o.field(&Fault{}).(*bool)
	return ok
}

// repeatable reports whether the option may have several values.
func (o faultOption) repeatable() bool {
	_, ok := o.field(&Fault{}).(*http.Header)
	return ok
}

// set sets the field to a value that is written as text.
func (o faultOption) set(f *Fault, value string) error {
	switch field := o.field(f).(type) {
	case *string:
		*field = value
		return nil
	case *http.Header:
		return o.addHeader(field, value)
	case *bool:
		b, err := strconv.ParseBool(value)
		*field = b
		return o.checked(err, value, "true or false")
	case *time.Duration:
		d, err := time.ParseDuration(value)
		*field = d
		return o.checked(err, value, "a duration such as 2s")
	case *int:
		if o.name == "times" {
			return setTimes(field, value)
		}
		n, err := strconv.Atoi(value)
		*field = n
		return o.checked(err, value, "a whole number")
	}
	panic("option " + o.name + " has a field of another type")
}

// setTimes refuses 0, which is once in a Fault and means never to a reader.
func setTimes(times *int, value string) error {
	if value == "forever" {
		value = "-1"
	}
	n, err := strconv.Atoi(value)
	if err != nil || n == 0 {
		return fmt.Errorf("times must be forever or a whole number other than 0, got %q", value)
	}
	*times = n
	return nil
}

func (o faultOption) checked(err error, value, want string) error {
	if err != nil {
		return fmt.Errorf("%s must be %s, got %q", o.name, want, value)
	}
	return nil
}

func (o faultOption) addHeader(header *http.Header, line string) error {
	name, value, found := strings.Cut(line, ":")
	if !found {
		return fmt.Errorf("%s must be \"Name: value\", got %q", o.name, line)
	}
	if *header == nil {
		*header = http.Header{}
	}
	header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	return nil
}

// get returns the field as JSON has it; nil if it is not set.
func (o faultOption) get(f Fault) any {
	field := o.field(&f)
	if reflect.ValueOf(field).Elem().IsZero() {
		return nil
	}
	switch field := field.(type) {
	case *time.Duration:
		return field.String()
	case *http.Header:
		return headerLines(*field)
	default:
		return field
	}
}

func headerLines(header http.Header) []string {
	lines := []string{}
	for name, values := range header {
		for _, value := range values {
			lines = append(lines, name+": "+value)
		}
	}
	slices.Sort(lines)
	return lines
}
