package diagnostic

import (
	"context"
	"errors"
	"strconv"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// Said returns what the service, or what stands before it, said: one or two
// sentences without secrets.
func Said(err error) string {
	var e *ice.Error
	if !errors.As(err, &e) {
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return "The operation timed out."
		case errors.Is(err, context.Canceled):
			return "The operation was interrupted."
		default:
			return Sentence(UpperFirst(err.Error()))
		}
	}
	prefix := ""
	if errors.Is(err, context.DeadlineExceeded) && e.Reason != ice.Stopped {
		prefix = "The operation timed out. The last response was an error. "
	}
	switch e.Reason {
	case ice.Answered:
		return prefix + responded(e)
	case ice.NotSent:
		return prefix + Sentence("No connection to "+e.Host+": "+e.Detail)
	case ice.NoCredentials:
		return Sentence(UpperFirst(credentialsProblem(e)))
	case ice.Stopped, ice.TimedOut, ice.Lost:
		return prefix + Sentence(UpperFirst(e.Detail))
	case ice.Unreadable:
		return prefix + Sentence("No usable response from "+e.Host+": "+e.Detail)
	case ice.Bug:
	}
	return Sentence(UpperFirst(e.Detail)) + " This is a bug in the provider; please report it."
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
