package credentials

import (
	"fmt"
	"io"
	"strings"
)

// Setting is one value with where it was found. No form of printing shows the
// value.
type Setting struct {
	// Value is empty when no place had one.
	Value string

	// From is the place that had it, in words for people, for example
	// "environment variable ALICLOUD_ACCESS_KEY". Empty when Value is.
	From string

	// Places are all places that were looked at, in order and in the same
	// words. The one that served and those after it may be left out.
	Places []string
}

// String shows where the value comes from, not the value.
func (s Setting) String() string {
	if s.Value == "" {
		return "not set"
	}
	return "*** from " + s.From
}

// GoString shows where the value comes from, not the value.
func (s Setting) GoString() string { return s.String() }

// Format shows where the value comes from, whatever the verb.
func (s Setting) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText shows where the value comes from; JSON uses it too.
func (s Setting) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// unset says that no place had a value, and which those were.
func (s Setting) unset() string {
	if len(s.Places) == 0 {
		return "not set"
	}
	return "not set (" + strings.Join(s.Places, ", ") + ")"
}

// hidden keeps the fields of a type that embeds it from being printed. A field
// that is not exported is printed without asking its own Format, so the types
// around it need this too.
type hidden struct{}

// Format shows nothing, whatever the verb.
func (hidden) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "***") }

// and joins words as people do.
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
