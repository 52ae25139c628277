package credentials

import "strconv"

// Class is the kind of failure of a source.
type Class int

const (
	// Refused means that the source responded and returned no credentials.
	Refused Class = iota
	// Unreachable means that no connection could be made, or that it broke.
	Unreachable
	// TimedOut means that there was no response in time.
	TimedOut
	// Unreadable means that the response holds no credentials that can be used.
	Unreadable
	// Unusable means that the credentials contain a character that no credential
	// can contain.
	Unusable
	// Expired means that the credentials, or the sign-in that they need, have
	// expired.
	Expired
	// Incomplete means that settings of the source are missing or wrong.
	Incomplete
	// Forbidden means that the settings forbid the use of the source.
	Forbidden
	// Mismatch means that the credentials belong to another account than the
	// settings require.
	Mismatch
	// Bug means that the code of the source panicked.
	Bug
)

// String returns the words for users.
func (c Class) String() string {
	switch c {
	case Refused:
		return "failed"
	case Unreachable:
		return "not reachable"
	case TimedOut:
		return "timed out"
	case Unreadable:
		return "invalid response"
	case Unusable:
		return "malformed"
	case Expired:
		return "expired"
	case Incomplete:
		return "incomplete settings"
	case Forbidden:
		return "not allowed"
	case Mismatch:
		return "wrong account"
	case Bug:
		return "internal error"
	}
	return "class " + strconv.Itoa(int(c))
}

// Error describes which source failed, in what way and what to do. None of its
// fields holds a secret, a response body, a command or the query of a URL.
type Error struct {
	// Source is the source in words for users.
	Source string

	Class Class

	// Detail describes what happened, Advice what to do; both may be empty and
	// have no full stop.
	Detail string
	Advice string

	// Skipped lists the sources that were checked before, one a line.
	Skipped string

	// again is how often the source may be asked again, because the failure may pass.
	again int

	// chosen reports whether Source is the one that the chain uses, so that the
	// error means that there are no credentials.
	chosen bool
}

// Error returns source, class, detail and advice in one line, and then the
// sources that were skipped.
func (e *Error) Error() string {
	text := e.Source + ": " + e.Class.String()
	if e.chosen {
		text = "no credentials from " + text
	}
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	if e.Advice != "" {
		text += ". " + e.Advice
	}
	if e.Skipped != "" {
		text += ".\nSources skipped before it, in order:\n" + e.Skipped
	}
	return text
}

// MissingError means that no source is configured.
type MissingError struct {
	// Skipped lists the sources that were checked, one a line, and why each was
	// skipped. It holds names only, no values.
	Skipped string
}

// Error lists the sources that were checked.
func (e *MissingError) Error() string {
	return "no Alibaba Cloud credentials found. Sources checked, in order:\n" + e.Skipped
}
