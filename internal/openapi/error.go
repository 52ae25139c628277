package openapi

import (
	"strconv"
	"strings"
	"time"
)

// nonceUsed is the code for a request that the service has seen before.
const nonceUsed = "SignatureNonceUsed"

// Reason is the kind of failure of a call.
type Reason int

const (
	// Answered means that an error response came back: Status is 4xx or 5xx, and
	// Code is empty when it was not the service that responded.
	Answered Reason = iota
	// NotSent means that no connection could be made.
	NotSent
	// NoCredentials means that there are no credentials; Cause has the reason.
	NoCredentials
	// Stopped means that the caller's context ended; Cause is its error.
	Stopped
	// TimedOut means that no complete response arrived within the read time-out.
	TimedOut
	// Lost means that the connection broke before the response was complete.
	Lost
	// Unreadable means that the response is neither a success nor an error of
	// the service: a redirect, not a JSON object, too large, or incomplete.
	Unreadable
	// Bug means that the SDK could not build the request or panicked.
	Bug
)

// String returns the words for the log.
func (r Reason) String() string {
	switch r {
	case Answered:
		return "error response"
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
		return "unusable response"
	case Bug:
		return "bug in the SDK"
	}
	return "reason " + strconv.Itoa(int(r))
}

// Error describes why a call failed. None of its fields holds a secret of the
// request, its URL or its parameters.
type Error struct {
	Reason Reason

	// Operation, Host and HostFrom are those of the request.
	Operation string
	Host      string
	HostFrom  string

	// Status is the HTTP status; 0 without a response.
	Status int

	// Code and Message are the service's own, each on one line of limited
	// length, with secrets of the request replaced by ***. Empty when there
	// were none.
	Code    string
	Message string

	// RequestID is the service's ID of the call; empty when it sent none.
	RequestID string

	// AccessDenied explains a denial by RAM; nil when the service did not.
	AccessDenied *AccessDenied

	// Attempts is how often sending the request was tried; 0 when never. Elapsed is
	// the time from its first turn to the end of the last attempt.
	Attempts int
	Elapsed  time.Duration

	// OutOfTime reports whether the request would have been sent again, had there
	// been more time: that of the context or of Options.RetryFor.
	OutOfTime bool

	// MaybeReceived reports whether the service may have executed the request: at
	// least one attempt was handed to a connection and no refusal came back.
	MaybeReceived bool

	// Permanent reports whether there is no connection for a reason that does not
	// pass, such as a certificate. Reason is NotSent then.
	Permanent bool

	// PlainHTTP reports whether the server responded with plain HTTP although the
	// request was to be encrypted. Reason is NotSent then.
	PlainHTTP bool

	// RetryAfter is the pause that the service asked for; 0 for none.
	RetryAfter time.Duration

	// Detail describes what happened, for reasons other than Answered and for
	// an error response without a code.
	Detail string

	// CredentialSource describes where the credentials come from; empty before
	// they were known.
	CredentialSource string

	// CredentialSkipped lists the sources that were checked before that, and
	// why each was skipped; empty when there were none.
	CredentialSkipped string

	// Cause is the error of the context or of the credentials, otherwise nil.
	Cause error

	// renewed: other credentials can be obtained than those that were refused.
	renewed bool
	// noSuchHost: the name service does not know the host.
	noSuchHost bool
}

// AccessDenied is the service's explanation of a denial by RAM. Each field may
// be empty.
type AccessDenied struct {
	// Action is what was denied, for example ice:StartAIAgentInstance.
	Action string
	// Principal and PrincipalType identify the caller.
	Principal     string
	PrincipalType string
	// PolicyType and Kind identify the policy that denied, and whether it did
	// so by a statement (ExplicitDeny) or for want of one (ImplicitDeny).
	PolicyType string
	Kind       string
}

// Error returns one line: the operation, what happened, and what support asks
// for.
func (e *Error) Error() string {
	var facts []string
	if e.Status != 0 {
		facts = append(facts, "HTTP "+strconv.Itoa(e.Status))
	}
	if e.RequestID != "" {
		facts = append(facts, "request ID "+e.RequestID)
	}
	if tried := e.Tried(); tried != "" {
		facts = append(facts, tried)
	}
	text := e.Operation + ": " + e.what()
	if len(facts) > 0 {
		text += " (" + strings.Join(facts, ", ") + ")"
	}
	return text
}

// Tried says how often the request was sent in which time, and what ended that, such
// as "3 attempts in 12 s, then the time was over"; empty for a single attempt that
// was not to be repeated.
func (e *Error) Tried() string {
	if e.Attempts < 2 && !e.OutOfTime {
		return ""
	}
	text := strconv.Itoa(e.Attempts) + " attempts"
	if e.Attempts == 1 {
		text = "1 attempt"
	}
	text += " in " + inSeconds(e.Elapsed)
	if e.OutOfTime {
		text += ", then the time was over"
	}
	if e.OutOfTime && e.RetryAfter > 0 {
		text += " (the service asks to wait " + inSeconds(e.RetryAfter) + ")"
	}
	return text
}

func inSeconds(d time.Duration) string {
	return strconv.FormatInt(int64(d.Round(time.Second)/time.Second), 10) + " s"
}

// Unwrap returns the error of the context or of the credentials.
func (e *Error) Unwrap() error { return e.Cause }

func (e *Error) what() string {
	switch e.Reason {
	case Answered:
		text := joined(e.Code, e.Message)
		if text == "" {
			text = "error response without a code or a message"
		}
		if e.Cause != nil {
			text += "; stopped before the next attempt"
		}
		return joined(text, e.Detail)
	case NotSent:
		return joined("no connection to "+e.Host, e.Detail)
	case NoCredentials, Stopped, TimedOut, Lost, Unreadable, Bug:
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

// Throttled reports whether the service refused the call because there were too
// many. Such a call was not executed.
func (e *Error) Throttled() bool {
	return e.Reason == Answered &&
		(e.Status == 429 || strings.HasPrefix(e.Code, "Throttling") || e.Code == "RequestsTooFrequent")
}
