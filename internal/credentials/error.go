package credentials

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
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

// ofCall makes the error of a call of STS. Its own words are the service's,
// from which package openapi has taken the secrets.
func ofCall(source string, err error) error {
	var call *openapi.Error
	if !errors.As(err, &call) {
		return &Error{Source: source, Class: Bug, Detail: "the call of STS could not be made"}
	}
	e := &Error{Source: source, Detail: call.Operation}
	switch call.Reason {
	case openapi.NoCredentials, openapi.Stopped:
		// Whoever was asked for the keys of this call has said it all.
		if call.Cause != nil {
			return call.Cause
		}
		e.Class = Bug
	case openapi.Answered:
		e.Class, e.Detail, e.Advice = Refused, stsSaid(call), stsAdvice(call)
	case openapi.NotSent, openapi.Lost:
		e.Class, e.Detail = Unreachable, call.Host+": "+call.Detail
		e.Advice = "Check the network and the proxy variables of the environment, or set endpoints.sts"
	case openapi.TimedOut:
		e.Class, e.Detail = TimedOut, call.Detail
		e.Advice = "Check the network, or set endpoints.sts to an STS that is nearer"
	case openapi.Unreadable:
		e.Class, e.Detail = Unreadable, call.Detail
		e.Advice = "Something else than STS answers at " + call.Host
	case openapi.Bug:
		e.Class, e.Detail = Bug, call.Detail
	}
	return e
}

func stsSaid(call *openapi.Error) string {
	parts := []string{call.Operation + " of " + call.Host + " answered HTTP " + strconv.Itoa(call.Status)}
	for _, part := range []string{call.Code, strings.TrimSuffix(call.Message, "."), call.Detail} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if call.RequestID != "" {
		parts = append(parts, "request ID "+call.RequestID)
	}
	return strings.Join(parts, ", ")
}

func stsAdvice(call *openapi.Error) string {
	keys := ""
	if call.CredentialSource != "" {
		keys = " The keys for this call come from " + call.CredentialSource
	}
	switch code := call.Code; {
	case strings.HasPrefix(code, "NoPermission"), strings.HasPrefix(code, "Forbidden"):
		return "Allow the caller the action `sts:" + call.Operation + "` on the role, and let the role's trust policy name the caller." + keys
	case strings.HasPrefix(code, "EntityNotExist"):
		return "Check the ARN of the role or of the identity provider." + keys
	case strings.HasPrefix(code, "InvalidTimeStamp"):
		return "The clock of this machine is wrong by more than the service allows: set it right"
	case strings.HasPrefix(code, "AuthenticationFail"), strings.HasPrefix(code, "InvalidOIDC"), strings.Contains(code, "OIDCToken"):
		return "Get a new OIDC token; its issuer, audience and subject must be those that the identity provider and the role's trust policy in RAM name"
	case strings.HasPrefix(code, "InvalidAccessKeyId"), strings.HasPrefix(code, "InvalidSecurityToken"), strings.HasPrefix(code, "SignatureDoesNotMatch"):
		return "Check the keys with which the role is assumed." + keys
	case call.Status >= http.StatusInternalServerError || call.Throttled():
		return "This is a failure of the service or of the way to it. Try again later"
	}
	return strings.TrimSpace(keys)
}
