package credentials

import (
	"strconv"
)

// Class says in what way a source failed.
type Class int

const (
	// Refused means that the source answered that it gives no keys.
	Refused Class = iota
	// Unreachable means that no connection came about or it broke.
	Unreachable
	// TimedOut means that no answer came in time.
	TimedOut
	// Unreadable means that the answer holds no keys that can be understood.
	Unreadable
	// Expired means that the source gave keys, or needs a sign-in, whose time
	// is over.
	Expired
	// Incomplete means that the settings of the source are not sufficient.
	Incomplete
	// Forbidden means that the settings forbid the use of the source.
	Forbidden
	// Mismatch means that the keys belong to another account than the settings
	// want.
	Mismatch
	// Bug means that the code of the source panicked.
	Bug
)

// String gives the words for people.
func (c Class) String() string {
	switch c {
	case Refused:
		return "it refused"
	case Unreachable:
		return "it cannot be reached"
	case TimedOut:
		return "it did not answer in time"
	case Unreadable:
		return "its answer holds no usable keys"
	case Expired:
		return "it has expired"
	case Incomplete:
		return "its settings are incomplete"
	case Forbidden:
		return "it may not be used"
	case Mismatch:
		return "it does not match"
	case Bug:
		return "its code failed"
	}
	return "class " + strconv.Itoa(int(c))
}

// Error tells which source failed, in what way and what to do. None of its
// fields holds a secret, an answer's body, a command or the query of a URL.
type Error struct {
	// Source is the source in words for people.
	Source string

	Class Class

	// Detail says what was seen, and Advice what to do; both may be empty and
	// have no full stop.
	Detail string
	Advice string

	// Passed lists the places that were looked at before, one a line.
	Passed string
}

// Error gives source, class, detail and advice in one line, and what was looked
// at before.
func (e *Error) Error() string {
	text := e.Source + ": " + e.Class.String()
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	if e.Advice != "" {
		text += ". " + e.Advice
	}
	if e.Passed != "" {
		text += ".\nLooked at before, in this order:\n" + e.Passed
	}
	return text
}

// MissingError tells that no place is configured.
type MissingError struct {
	// Passed lists the places that were looked at, one a line, with the reason
	// why each did not serve. It names places only, no values.
	Passed string
}

// Error lists what was looked at.
func (e *MissingError) Error() string {
	return "no place gives any. Looked at, in this order:\n" + e.Passed
}
