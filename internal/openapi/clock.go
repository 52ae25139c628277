package openapi

import (
	"context"
	"math/rand/v2"
	"time"
)

// Clock tells the time and the chance for pauses and for the rate of requests. Tests
// replace it.
type Clock interface {
	// Now returns the time.
	Now() time.Time
	// AfterFunc calls f in a goroutine of its own once d has passed. The result
	// prevents that if it has not happened yet.
	AfterFunc(d time.Duration, f func()) (stop func())
	// Random returns a random time from 0 to below the limit.
	Random(limit time.Duration) time.Duration
}

// realClock is the clock of the machine.
type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) AfterFunc(d time.Duration, f func()) func() {
	timer := time.AfterFunc(d, f)
	return func() { timer.Stop() }
}

// Random spreads load; it need not be secret.
func (realClock) Random(limit time.Duration) time.Duration { return rand.N(limit) } //nolint:gosec // As above.

// pause waits; it returns the cause of the end of a context that ends first.
func pause(ctx context.Context, clock Clock, d time.Duration) error {
	over := make(chan struct{})
	defer clock.AfterFunc(d, func() { close(over) })()
	select {
	case <-ctx.Done():
	case <-over:
	}
	return context.Cause(ctx)
}
