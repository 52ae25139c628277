package openapi

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	firstPause   = 500 * time.Millisecond
	longestPause = 20 * time.Second
	longestAsked = 60 * time.Second
)

// sendAgain is the retry rule: a request is sent again only if it was certainly
// not executed. That is a request refused by throttling, or one for which there
// was no connection. A used nonce is a refusal too, but nonces are random: if the
// service has seen one before, something on the way has sent the request twice,
// and the first copy may have been executed.
func sendAgain(once bool, e *Error) bool {
	switch {
	case e.Throttled():
		return true
	case e.Reason == NotSent:
		return !e.MaybeReceived
	case e.Code == nonceUsed:
		return !once
	default:
		return false
	}
}

// retry sends again what the rule allows, after pauses that grow.
func retry(attempts int, within time.Duration, pause func(context.Context, time.Duration) error, next handler) handler {
	return func(ctx context.Context, c *call) (*Response, *Error) {
		if stopped := ctx.Err(); stopped != nil {
			return nil, c.stopped(stopped, false)
		}
		start := time.Now()
		for {
			c.attempt++
			response, err := next(ctx, c)
			if err == nil || c.attempt >= attempts || !sendAgain(c.Once, err) {
				return response, err
			}
			wait := backOff(c.attempt, err.RetryAfter)
			if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
				return nil, err
			}
			if within > 0 && time.Since(start)+wait > within {
				return nil, err
			}
			if stopped := pause(ctx, wait); stopped != nil {
				err.Cause = stopped
				return nil, err
			}
		}
	}
}

// backOff returns the pause after an attempt: what the service asks for, plus a
// random part whose limit doubles each time, so that many calls refused at the
// same moment do not return at the same moment.
func backOff(attempt int, asked time.Duration) time.Duration {
	ceiling := min(firstPause<<min(attempt-1, 10), longestPause)
	jitter := rand.N(ceiling) //nolint:gosec // Spreads load; it need not be secret.
	return min(asked, longestAsked) + jitter
}

// pause waits for real.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
