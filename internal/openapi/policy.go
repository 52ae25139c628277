package openapi

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	// firstPause and longestPause limit the random pause after a fault; it doubles
	// with each fault of its kind.
	firstPause   = 500 * time.Millisecond
	longestPause = 20 * time.Second

	// unreachable is how long a request is tried again for which there is no
	// connection, unless a shorter or longer time is set: a network that stumbles is
	// back by then, and a host name that is wrong is reported.
	unreachable = 30 * time.Second

	// unknownHost is the same for a host that the name service does not know: most
	// often its name is wrong.
	unknownHost = 5 * time.Second

	// onceMore and twiceMore limit what does not get better by waiting.
	onceMore  = 1
	twiceMore = 2
)

// kind is a class of failures that the policy treats alike.
type kind int

const (
	// final: the same request would fail again.
	final kind = iota
	// uncertain: the request may have been executed and must not be twice.
	uncertain
	// throttled: refused because there were too many.
	throttled
	// unsent: there was no connection.
	unsent
	// stale: refused for its time stamp, nonce or credentials, which are new in the
	// next attempt.
	stale
	// broken: the service or the network failed.
	broken
	// garbled: a complete response that cannot be used.
	garbled
)

// kindOf classifies the failure of a request; once tells that it must not be
// executed twice.
func kindOf(once bool, e *Error) kind {
	switch {
	case e.Throttled():
		return throttled
	case e.Reason == NotSent && !e.MaybeReceived:
		if e.Permanent {
			return final
		}
		return unsent
	case once && e.MaybeReceived:
		return uncertain
	case e.Reason == Answered && e.stale():
		return stale
	case e.Reason == Lost, e.Reason == TimedOut, e.Reason == Answered && (e.Status >= 500 || e.Status == http.StatusRequestTimeout):
		return broken
	case e.Reason == Unreadable, e.Reason == Answered && e.Code == "" && !slices.Contains(tooLarge, e.Status):
		return garbled
	default:
		return final
	}
}

// stale reports whether the service refused what an attempt signs anew.
func (e *Error) stale() bool {
	return e.Code == nonceUsed || strings.HasPrefix(e.Code, "InvalidTimeStamp") || e.renewed
}

// history is what happened to a request so far.
type history struct {
	// same is how many attempts failed in the way of the last one, at least 1.
	same int
	// spent is the time since the first attempt, without waiting for the turn.
	spent time.Duration
	// limit is how much may be spent on attempts; 0 for no limit, below 0 nothing.
	limit time.Duration
	// patient reports whether limit was set by the user for all that is sent again.
	patient bool
}

// patience is how long to try again without a connection.
func (e *Error) patience() time.Duration {
	if e.noSuchHost {
		return unknownHost
	}
	return unreachable
}

// verdict says what to do after a failed attempt.
type verdict struct {
	// again reports whether to send the request again, not before least has passed,
	// and after a random time of less than jitter more.
	again  bool
	least  time.Duration
	jitter time.Duration

	// most limits the whole pause; 0 for no limit.
	most time.Duration

	// outOfTime reports whether only the time is missing.
	outOfTime bool
}

// decide is the retry policy. What was refused by throttling, or never sent, is sent
// again for every request. A request that must not be executed twice is sent again
// only then, or when it was refused for what is signed anew. All others are repeated
// until the time is over when the service or the network failed, and twice when the
// response cannot be used.
func decide(once bool, e *Error, h history) verdict {
	v := verdict{least: e.RetryAfter}
	limit := h.limit
	switch kindOf(once, e) {
	case throttled:
		// The queue has the pause.
		v.again = true
	case unsent:
		v.again, v.jitter = true, ceiling(h.same)
		if !h.patient {
			limit = shorter(limit, e.patience())
		}
	case broken:
		v.again, v.jitter = true, ceiling(h.same)
	case garbled:
		v.again, v.jitter = h.same <= twiceMore, ceiling(h.same)
	case stale:
		v.again, v.jitter = h.same <= onceMore, ceiling(h.same)
	case final, uncertain:
	}
	if !v.again || limit == 0 {
		return v
	}
	if v.most = limit - h.spent; v.least >= v.most {
		return verdict{outOfTime: limit > 0}
	}
	return v
}

// ceiling limits the random pause after a number of failures of the same kind.
func ceiling(failures int) time.Duration {
	return min(firstPause<<min(failures-1, 10), longestPause)
}

// shorter returns the shorter of two limits, of which 0 is none.
func shorter(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
