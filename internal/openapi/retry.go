package openapi

import (
	"context"
	"errors"
	"strings"
	"time"
)

// longestUnbounded limits the attempts of a request when neither its context nor an
// option does.
const longestUnbounded = 2 * time.Minute

// retrier sends a request in its turn, and again as long as the policy says so.
type retrier struct {
	clock   Clock
	limiter *limiter
	// limit is the option RetryFor.
	limit  time.Duration
	forget func(Credentials) bool
	next   handler
}

func (r *retrier) handle(ctx context.Context, c *call) (*Response, *Error) {
	began, turn := r.clock.Now(), r.limiter.turn(c.Urgent)
	seen := map[kind]int{}
	h := history{patient: r.limit != 0}
	var last *Error
	for {
		waited, stopped := turn.wait(ctx)
		c.waited, c.rate = waited, r.limiter.limit()
		if stopped != nil {
			return nil, c.unsent(stopped, last)
		}
		c.attempt++
		response, err := c.check(r.next(ctx, c))
		turn.done(err)
		if err == nil {
			return response, nil
		}
		r.renew(c, err)
		kind := kindOf(c.Once, err)
		seen[kind]++
		h.same, h.spent = seen[kind], r.clock.Now().Sub(began)-turn.held
		if h.limit == 0 {
			h.limit = r.bound(ctx, h.spent)
		}
		err.follow(last)
		err.Elapsed = h.spent + turn.held
		if last = err; !r.again(ctx, c, err, h) {
			return nil, err
		}
	}
}

// check lets the caller read a response.
func (c *call) check(response *Response, err *Error) (*Response, *Error) {
	if err != nil || c.Check == nil {
		return response, err
	}
	var unusable *Error
	if mismatch := c.Check(response); errors.As(mismatch, &unusable) {
		return nil, unusable
	}
	return response, nil
}

// again waits until the next attempt, and reports whether there is one.
func (r *retrier) again(ctx context.Context, c *call, err *Error, h history) bool {
	v := decide(c.Once, err, h)
	err.OutOfTime = v.outOfTime
	if !v.again {
		return false
	}
	if err.Throttled() {
		return true // It waits in the queue.
	}
	wait := v.least
	if v.jitter > 0 {
		wait += r.clock.Random(v.jitter)
	}
	if v.most > 0 && wait >= v.most {
		err.OutOfTime = true
		return false
	}
	if pause(ctx, r.clock, wait) != nil {
		err.Cause = ctx.Err()
		return false
	}
	return true
}

// bound is how much time a request has in all: what the option allows, and what the
// context has left.
func (r *retrier) bound(ctx context.Context, spent time.Duration) time.Duration {
	bound := r.limit
	if deadline, ok := ctx.Deadline(); ok {
		bound = shorter(bound, spent+max(time.Until(deadline), 1))
	}
	if bound == 0 {
		return longestUnbounded
	}
	return bound
}

// renew asks once for other credentials when the service refused these as expired
// or revoked.
func (r *retrier) renew(c *call, e *Error) {
	if c.renewed || e.Reason != Answered || !strings.HasPrefix(e.Code, "InvalidSecurityToken") {
		return
	}
	c.renewed = true
	e.renewed = r.forget != nil && r.forget(c.credentials)
}

// unsent returns the error of a call whose context ended while it waited for its
// turn: what its last attempt met, if there was one.
func (c *call) unsent(stopped error, last *Error) *Error {
	if last == nil {
		return c.stopped(stopped, false)
	}
	last.Cause = stopped
	return last
}

// follow adds what an earlier attempt of the same request met: that attempt may
// have been executed although the last one was not.
func (e *Error) follow(earlier *Error) {
	if earlier == nil {
		return
	}
	e.MaybeReceived = e.MaybeReceived || earlier.MaybeReceived
	if e.Reason == Stopped {
		e.Detail += "; the attempt before it failed: " + earlier.what()
	}
}
