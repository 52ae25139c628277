package openapi

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	firstPause    = 500 * time.Millisecond
	longestPause  = 20 * time.Second
	longestWished = 60 * time.Second
)

// sendAgain is the policy: only what was certainly not executed is sent again.
// That is a refusal by throttling and a request that no connection took. A used
// nonce is a refusal too, but nonces are random: one that is known was sent by
// something on the way that sends requests again, so the first copy may have
// been executed.
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

// retry sends again what the policy allows, with growing pauses.
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

// backOff is the pause after an attempt: what the service asks for, and on top
// of it a random part that doubles each time, so that many calls refused
// together do not come back together.
func backOff(attempt int, wished time.Duration) time.Duration {
	ceiling := min(firstPause<<min(attempt-1, 10), longestPause)
	jitter := rand.N(ceiling) //nolint:gosec // Spreads load; nothing depends on it being secret.
	return min(wished, longestWished) + jitter
}

// pause waits on the clock.
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
