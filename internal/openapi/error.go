package openapi

import (
	"strconv"
	"strings"
	"time"
)

// nonceUsed is the code for a request that the service has seen before.
const nonceUsed = "SignatureNonceUsed"

// Reason says in what way a call failed.
type Reason int

const (
	// Answered means that the service answered with an error: Status is 4xx or
	// 5xx, and Code is empty when something else than the service spoke.
	Answered Reason = iota
	// NotSent means that no connection came about.
	NotSent
	// NoCredentials means that there are no keys; Cause tells why.
	NoCredentials
	// Stopped means that the caller's context ended; Cause is its error.
	Stopped
	// TimedOut means that no whole answer came within the read time-out.
	TimedOut
	// Lost means that the connection broke before the answer was whole.
	Lost
	// Unreadable means that the answer is no success and no error of the
	// service: a redirect, no JSON object, too large, or without its keys.
	Unreadable
	// Bug means that the SDK could not make the request or panicked.
	Bug
)

// String gives the words of the log.
func (r Reason) String() string {
	switch r {
	case Answered:
		return "answered with an error"
	case NotSent:
		return "not sent"
	case NoCredentials:
		return "no credentials"
	case Stopped:
		return "stopped"
	case TimedOut:
		return "timed out"
	case Lost:
		return "connection lost"
	case Unreadable:
		return "unreadable answer"
	case Bug:
		return "bug in the SDK"
	}
	return "reason " + strconv.Itoa(int(r))
}

// Error is what went wrong with a call. None of its fields holds a secret of
// the request, its URL or its parameters.
type Error struct {
	Reason Reason

	// Operation and Host are those of the request.
	Operation string
	Host      string

	// HostFrom is that of the request.
	HostFrom string

	// Status is the HTTP status; 0 without an answer.
	Status int

	// Code and Message are the service's own words, on one bounded line, with
	// secrets of the request as ***. Empty when it said nothing.
	Code    string
	Message string

	// RequestID is the service's name for the call; empty when it gave none.
	RequestID string

	// AccessDenied tells more about a refusal by RAM; nil when the service
	// told nothing.
	AccessDenied *AccessDenied

	// Attempts is how often the request was sent or tried; 0 when not once.
	Attempts int

	// MaybeReceived says that the service may have executed the request: it
	// was handed to a connection and no refusal came back.
	MaybeReceived bool

	// RetryAfter is the pause that the service asked for; 0 for none.
	RetryAfter time.Duration

	// Detail says for reasons other than Answered, and for an answer without a
	// code, what was seen.
	Detail string

	// CredentialSource tells people where the keys come from; empty before
	// they were known.
	CredentialSource string

	// CredentialPassed tells which places were looked at before that, and why
	// each did not serve; empty when there were none.
	CredentialPassed string

	// Cause is the context's error or that of the credentials, else nil.
	Cause error
}

// AccessDenied is the service's explanation of a refusal by RAM. Each part may
// be empty.
type AccessDenied struct {
	// Action is what was refused, for example ice:StartAIAgentInstance.
	Action string
	// Principal and PrincipalType say who asked.
	Principal     string
	PrincipalType string
	// PolicyType and Kind say which policy refused, and whether it did so by
	// saying so (ExplicitDeny) or by silence (ImplicitDeny).
	PolicyType string
	Kind       string
}

// Error gives one line: operation, what happened, and what support asks for.
func (e *Error) Error() string {
	var facts []string
	if e.Status != 0 {
		facts = append(facts, "HTTP "+strconv.Itoa(e.Status))
	}
	if e.RequestID != "" {
		facts = append(facts, "request ID "+e.RequestID)
	}
	if e.Attempts > 1 {
		facts = append(facts, strconv.Itoa(e.Attempts)+" attempts")
	}
	text := e.Operation + ": " + e.what()
	if len(facts) > 0 {
		text += " (" + strings.Join(facts, ", ") + ")"
	}
	return text
}

// Unwrap gives the context's error or that of the credentials.
func (e *Error) Unwrap() error { return e.Cause }

func (e *Error) what() string {
	switch e.Reason {
	case Answered:
		text := joined(e.Code, e.Message)
		if text == "" {
			text = "an error without explanation"
		}
		if e.Cause != nil {
			text += "; stopped before it was sent again"
		}
		return joined(text, e.Detail)
	case NotSent:
		return joined("no connection to "+e.Host, e.Detail)
	case NoCredentials:
		return joined("no credentials", e.Detail)
	case Stopped, TimedOut, Lost, Unreadable, Bug:
		return e.Detail
	}
	return e.Reason.String()
}

func joined(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ": ")
}

// Throttled says that the service refused the call because there were too many:
// it was not executed.
func (e *Error) Throttled() bool {
	return e.Reason == Answered &&
		(e.Status == 429 || strings.HasPrefix(e.Code, "Throttling") || e.Code == "RequestsTooFrequent")
}
