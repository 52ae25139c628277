package openapi

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	// firstWindow is how many requests are in flight at once until the first
	// responses: each end of an attempt lets one more out. A service that admits few
	// is met with few.
	firstWindow = 5

	// measured is the time over which the rate of admitted requests is measured.
	measured = time.Second

	// After a refusal the rate becomes a share of what was admitted, at most once in
	// cutEvery: refusals that were on their way say the same.
	cutTo    = 0.85
	cutEvery = time.Second

	// Otherwise the rate grows each second by a share of it, and by a least step;
	// faster after the first cut, which may have come before there was much to
	// measure.
	growBy      = 0.05
	growLeast   = 0.1
	searchBy    = 0.5
	searchLeast = 1

	// leastRate keeps asking a service that refuses everything.
	leastRate = 0.5

	// longestHold limits how long requests wait for the time that the service asked
	// another one to wait.
	longestHold = time.Minute

	// stalledAfter is how long a service has refused everything when waiting for it
	// begins to count as its time and not as ours.
	stalledAfter = 10 * time.Second
)

// limiter gives the requests of a client their turn. It begins without a rate; when
// the service refuses requests because there were too many, it measures what the
// service admits, stays below, and tries more again. Requests that end or change a
// call come before all others. It is safe for concurrent use.
type limiter struct {
	clock Clock
	// most are the limits that the user set; 0 for none.
	mostRate     float64
	mostInFlight int

	mu       sync.Mutex
	waiting  []*turn
	tickets  int
	inFlight int
	window   int
	rate     float64 // 0 as long as nothing was refused.
	admitted admissions
	grown    time.Time
	cut      time.Time
	cuts     int
	next     time.Time // When the next request may be sent.
	stop     func()    // Ends the timer.
}

func newLimiter(clock Clock, mostRate float64, mostInFlight int) *limiter {
	return &limiter{clock: clock, mostRate: mostRate, mostInFlight: mostInFlight, window: firstWindow, stop: func() {}}
}

// turn is the place of one request in the queue, kept over its attempts.
type turn struct {
	limiter *limiter
	urgent  bool
	ticket  int

	// held is the time that the request waited for others. It is the only field
	// that its own goroutine reads without the lock, while the turn does not wait.
	held time.Duration

	notBefore time.Time // What the service asked for.
	ready     chan struct{}
	came      time.Time

	ctx     context.Context //nolint:containedctx // That of the wait, for its time.
	since   time.Time       // Since when the time of the operation stands still.
	release func()          // Lets it run; nil while it does.
}

// turn returns a place at the end of the queue. Urgent requests pass the others.
func (l *limiter) turn(urgent bool) *turn {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tickets++
	return &turn{limiter: l, urgent: urgent, ticket: l.tickets}
}

// wait returns when the request may be sent, with the time that it waited, or the
// error of a context that ends first. After a nil error, done must follow.
func (t *turn) wait(ctx context.Context) (time.Duration, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	l := t.limiter
	l.mu.Lock()
	t.ready, t.came, t.ctx = make(chan struct{}), l.clock.Now(), ctx
	t.hold(t.came) // Also where it runs on: so it begins.
	l.waiting = append(l.waiting, t)
	l.update()
	l.mu.Unlock()

	select {
	case <-t.ready:
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	if ctx.Err() == nil {
		return now.Sub(t.came), nil
	}
	if i := slices.Index(l.waiting, t); i >= 0 {
		l.waiting = slices.Delete(l.waiting, i, i+1)
		t.unhold(now)
	} else {
		l.inFlight-- // Its turn came at the same moment.
	}
	l.update()
	return 0, ctx.Err()
}

// done ends an attempt and takes from its result what the service admits.
func (t *turn) done(e *Error) {
	l := t.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inFlight--
	now := l.clock.Now()
	if e != nil && e.Throttled() {
		t.notBefore = now.Add(e.RetryAfter)
		l.refused(now, e.RetryAfter)
	} else {
		l.window++
		if e == nil || e.Status != 0 {
			l.answered(now)
		}
	}
	l.update()
}

// answered raises the rate.
func (l *limiter) answered(now time.Time) {
	l.admitted.add(now)
	if l.rate > 0 {
		step := max(growLeast, growBy*l.rate)
		if l.cuts == 1 {
			step = max(searchLeast, searchBy*l.rate)
		}
		l.rate += step * min(now.Sub(l.grown), time.Second).Seconds()
	}
	l.grown = now
}

// refused cuts the rate.
func (l *limiter) refused(now time.Time, asked time.Duration) {
	l.next = later(l.next, now.Add(min(asked, longestHold)))
	if now.Sub(l.cut) < cutEvery {
		return
	}
	l.cut, l.grown = now, now
	l.cuts++
	rate := cutTo * l.admitted.rate(now)
	if l.rate > 0 {
		// Measured is what was wanted, if that was less.
		rate = min(max(rate, l.rate/2), cutTo*l.rate)
	}
	l.rate = max(rate, leastRate)
	l.window = max(l.window/2, firstWindow)
	l.next = later(l.next, now.Add(interval(l.rate)))
}

// update lets out whoever may go. The time of the operations that wait for others
// stands still, unless the service lets nothing through. It needs the lock.
func (l *limiter) update() {
	now := l.clock.Now()
	stalled := l.rate > 0 && now.Sub(l.admitted.last) >= stalledAfter
	for _, t := range l.waiting {
		if stalled || t.notBefore.After(now) {
			t.unhold(now)
		} else {
			t.hold(now)
		}
	}
	l.dispatch()
}

// hold stops the time of the operation.
func (t *turn) hold(now time.Time) {
	if t.release == nil {
		t.since, t.release = now, holdTime(t.ctx)
	}
}

// unhold lets the time of the operation run.
func (t *turn) unhold(now time.Time) {
	if t.release != nil {
		t.held += now.Sub(t.since)
		t.release()
		t.release = nil
	}
}

// dispatch lets out whoever may go, and sets the timer for the next. It needs the
// lock.
func (l *limiter) dispatch() {
	l.stop()
	for len(l.waiting) > 0 && l.inFlight < l.most() {
		now := l.clock.Now()
		first, when := l.first(now)
		if when = later(when, l.next); when.After(now) {
			l.stop = l.clock.AfterFunc(when.Sub(now), func() {
				l.mu.Lock()
				defer l.mu.Unlock()
				l.update()
			})
			return
		}
		l.waiting = slices.DeleteFunc(l.waiting, func(t *turn) bool { return t == first })
		first.unhold(now)
		l.inFlight++
		if l.admitted.last.IsZero() {
			l.admitted.last = now
		}
		if rate := l.effective(); rate > 0 {
			l.next = later(l.next, now).Add(interval(rate))
		}
		close(first.ready)
	}
}

// first returns the turn that is next, and when: of those that may go now the first
// urgent one, else the oldest; if none may, the one that may first.
func (l *limiter) first(now time.Time) (*turn, time.Time) {
	best := slices.MinFunc(l.waiting, func(a, b *turn) int {
		if c := later(a.notBefore, now).Compare(later(b.notBefore, now)); c != 0 {
			return c
		}
		switch {
		case a.urgent == b.urgent:
			return a.ticket - b.ticket
		case a.urgent:
			return -1
		default:
			return 1
		}
	})
	return best, best.notBefore
}

// most is how many requests may be in flight.
func (l *limiter) most() int {
	if l.mostInFlight > 0 {
		return min(l.window, l.mostInFlight)
	}
	return l.window
}

// effective is the rate in requests a second; 0 for none.
func (l *limiter) effective() float64 {
	if l.rate == 0 || l.mostRate == 0 {
		return max(l.rate, l.mostRate)
	}
	return min(l.rate, l.mostRate)
}

// limit returns the rate for the log; 0 for none.
func (l *limiter) limit() float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.effective()
}

func interval(rate float64) time.Duration { return time.Duration(float64(time.Second) / rate) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// admissions are the times of the requests that the service admitted of late.
type admissions struct {
	last  time.Time
	times []time.Time
}

func (a *admissions) add(now time.Time) {
	a.last = now
	a.times = append(a.recent(now), now)
}

// recent leaves out what is too long ago to count.
func (a *admissions) recent(now time.Time) []time.Time {
	first := slices.IndexFunc(a.times, func(t time.Time) bool { return now.Sub(t) < measured })
	if first < 0 {
		return a.times[:0]
	}
	return a.times[first:]
}

// rate returns how many were admitted in a second.
func (a *admissions) rate(now time.Time) float64 {
	return float64(len(a.recent(now))) / measured.Seconds()
}
