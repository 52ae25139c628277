package diagnostic

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// said returns what the service, or what stands before it, said: one or two
// sentences without secrets. timeout is the setting that bounds the operation.
func said(err error, timeout string) string {
	timedOut := "The operation timed out."
	if timeout != "" {
		timedOut = "The operation timed out (" + timeout + ")."
	}
	var e *ice.Error
	if !errors.As(err, &e) {
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return timedOut
		case errors.Is(err, context.Canceled):
			return "The operation was interrupted."
		default:
			return Sentence(UpperFirst(err.Error()))
		}
	}
	prefix := ""
	if errors.Is(err, context.DeadlineExceeded) && e.Reason != ice.Stopped {
		prefix = timedOut + " The last response was an error. "
	}
	switch e.Reason {
	case ice.Answered:
		return prefix + responded(e)
	case ice.NotSent:
		return prefix + Sentence("No connection to "+e.Host+": "+e.Detail)
	case ice.NoCredentials:
		return Sentence(UpperFirst(credentialsProblem(e)))
	case ice.Stopped:
		return Sentence(UpperFirst(withSetting(e, timeout)))
	case ice.TimedOut, ice.Lost:
		return prefix + Sentence(UpperFirst(e.Detail))
	case ice.Unreadable:
		return prefix + Sentence("No usable response from "+e.Host+": "+e.Detail)
	case ice.Bug:
	}
	return Sentence(UpperFirst(e.Detail)) + " This is a bug in the provider; please report it."
}

// withSetting names the setting that ended a call, in what the call says of its end.
func withSetting(e *ice.Error, timeout string) string {
	const end = "the operation timed out"
	if timeout == "" || !errors.Is(e.Cause, context.DeadlineExceeded) {
		return e.Detail
	}
	return strings.Replace(e.Detail, end, end+" ("+timeout+")", 1)
}

func responded(e *ice.Error) string {
	gateway := "A proxy or gateway in front of the service responded with HTTP " + strconv.Itoa(e.Status)
	switch {
	case e.Message != "":
		return "The service responded: " + Sentence(e.Message)
	case e.Code != "":
		return "The service responded with the code " + e.Code + " and no message."
	case e.Detail != "":
		return gateway + " (" + e.Detail + ")."
	default:
		return gateway + "."
	}
}

// credentialsProblem is what the sources of credentials say, in lines of their own.
func credentialsProblem(e *ice.Error) string {
	if e.Cause != nil {
		return e.Cause.Error()
	}
	return e.Detail
}
