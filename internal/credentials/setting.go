package credentials

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Setting is a value and where it was found. No form of printing shows the
// value.
type Setting struct {
	// Value is empty when it was not set anywhere.
	Value string

	// From describes where the value was found, for example "environment
	// variable ALICLOUD_ACCESS_KEY". Empty when Value is.
	From string

	// Checked lists everything that was checked for the value, in order and in
	// the same words. What was found and what comes after it may be left out.
	Checked []string
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

// unset returns the words for a setting without a value: what was checked.
func (s Setting) unset() string {
	if len(s.Checked) == 0 {
		return "not set"
	}
	return "not set (" + strings.Join(s.Checked, ", ") + ")"
}

// or returns another value where there is none.
func (s Setting) or(value, from string) Setting {
	if s.Value == "" && strings.TrimSpace(value) != "" {
		s.Value, s.From = strings.TrimSpace(value), from
	}
	return s
}

// hidden prevents the fields of a type that embeds it from being printed. An
// unexported field is printed without calling its own Format, so the types
// around it need this too.
type hidden struct{}

// Format shows nothing, whatever the verb.
func (hidden) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "***") }

// readable makes a name from a file fit for a message: one line without invisible
// characters, which could change what a terminal shows, and of limited length.
func readable(name string) string {
	const most = 128
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, name))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}

// quoted is readable with the quotes of names.
func quoted(name string) string { return "`" + readable(name) + "`" }

// and joins words: a, b and c.
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
