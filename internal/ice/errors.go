package ice

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Error is what went wrong with a call; errors of this package's operations
// are of this type wherever the request got as far as being made.
type Error = openapi.Error

// AccessDenied is the explanation of a refusal by RAM.
type AccessDenied = openapi.AccessDenied

// Reason says in what way a call failed.
type Reason = openapi.Reason

// The reasons, explained in package openapi.
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

// NotFound says that the service does not know the instance. The code is not
// documented; only codes that speak of the instance or the resource count. A
// bare 404 may come from a gateway, and other codes that end in NotFound speak
// of the key, the operation or the agent.
func NotFound(err error) bool { return instanceUnknown().MatchString(code(err)) }

// AgentNotFound says that no agent with this id lives in the region.
func AgentNotFound(err error) bool { return code(err) == "AgentNotFound" }

// Denied says that RAM does not allow the action.
func Denied(err error) bool {
	c := code(err)
	return c == "Forbidden" || of(c, "Forbidden.RAM") || of(c, "NoPermission")
}

// NotActivated says that the account has not activated IMS, has unpaid bills,
// or lacks the package for the feature.
func NotActivated(err error) bool {
	c := code(err)
	return of(c, "OperationDenied") || of(c, "Forbidden.SubscriptionRequired")
}

// KeysRefused says that the access key, its secret or the security token is
// not valid.
func KeysRefused(err error) bool {
	c := code(err)
	for _, family := range []string{"InvalidAccessKeyId", "InvalidSecurityToken", "SignatureDoesNotMatch", "IncompleteSignature"} {
		if of(c, family) {
			return true
		}
	}
	return false
}

// ClockWrong says that the time of the request is too far from the service's.
func ClockWrong(err error) bool { return of(code(err), "InvalidTimeStamp") }

// Throttled says that there were too many calls.
func Throttled(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Throttled()
}

// MaybeReceived says that the service may have executed the request although
// it failed.
func MaybeReceived(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.MaybeReceived
}

// code is the service's code; empty for any other error.
func code(err error) string {
	var e *Error
	if !errors.As(err, &e) || e.Reason != Answered {
		return ""
	}
	return e.Code
}

// of says that a code is the family or one of its members after a dot.
func of(code, family string) bool {
	return code == family || strings.HasPrefix(code, family+".")
}
