package ice

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Error describes why a call failed. An operation returns another type only if it
// could not build the request.
type Error = openapi.Error

// AccessDenied is the service's explanation of a denial by RAM.
type AccessDenied = openapi.AccessDenied

// Reason is the kind of failure of a call.
type Reason = openapi.Reason

// The reasons are explained in package openapi.
const (
	Answered      = openapi.Answered
	NotSent       = openapi.NotSent
	NoCredentials = openapi.NoCredentials
	Stopped       = openapi.Stopped
	TimedOut      = openapi.TimedOut
	Lost          = openapi.Lost
	Unreadable    = openapi.Unreadable
	Bug           = openapi.Bug
)

var instanceUnknown = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:ResourceNotFound|(?:Invalid)?(?:AIAgent)?Instance(?:Id)?\.?(?:NotFound|NotExist))$`)
})

// NotFound reports whether the service does not know the instance. The code is not
// documented, so only codes about the instance or the resource count. A bare 404
// may come from a gateway, and other codes that end in NotFound are about the
// access key, the operation or the agent.
func NotFound(err error) bool { return instanceUnknown().MatchString(code(err)) }

// AgentNotFound reports whether the region has no agent with this ID.
func AgentNotFound(err error) bool { return code(err) == "AgentNotFound" }

// Denied reports whether RAM denies the action.
func Denied(err error) bool {
	c := code(err)
	return c == "Forbidden" || of(c, "Forbidden.RAM") || of(c, "NoPermission")
}

// NotActivated reports whether the account has not activated IMS, has unpaid bills,
// or has no subscription for the feature.
func NotActivated(err error) bool {
	c := code(err)
	return of(c, "OperationDenied") || of(c, "Forbidden.SubscriptionRequired")
}

// CredentialsRefused reports whether the access key, its secret or the security
// token is not valid.
func CredentialsRefused(err error) bool {
	c := code(err)
	for _, family := range []string{"InvalidAccessKeyId", "InvalidSecurityToken", "SignatureDoesNotMatch", "IncompleteSignature"} {
		if of(c, family) {
			return true
		}
	}
	return false
}

// ClockWrong reports whether the time of the request differs too much from the
// service's.
func ClockWrong(err error) bool { return of(code(err), "InvalidTimeStamp") }

// Throttled reports whether the service refused the call because there were too
// many.
func Throttled(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Throttled()
}

// MaybeReceived reports whether the service may have executed a call that failed.
func MaybeReceived(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.MaybeReceived
}

// code returns the service's code; empty for any other error, and where the service
// refused the call before it looked at it.
func code(err error) string {
	var e *Error
	if !errors.As(err, &e) || e.Reason != Answered || e.Throttled() {
		return ""
	}
	return e.Code
}

// of reports whether a code is the family, or the family with a suffix after a dot.
func of(code, family string) bool {
	return code == family || strings.HasPrefix(code, family+".")
}
