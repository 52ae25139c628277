// Package instant has a clock for tests on which nothing takes time.
package instant

import (
	"slices"
	"sync"
	"time"
)

// Clock is one on which all that is waited for happens at once. The zero value is
// ready.
type Clock struct {
	mu     sync.Mutex
	ahead  time.Duration
	waited []time.Duration
}

// Now returns a time that passes by waiting only.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Unix(1_800_000_000, 0).Add(c.ahead)
}

// AfterFunc calls f at once, in a goroutine of its own.
func (c *Clock) AfterFunc(d time.Duration, f func()) (stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += max(d, 0)
	c.waited = append(c.waited, d)
	go f()
	return func() {}
}

// Random returns the middle.
func (c *Clock) Random(limit time.Duration) time.Duration { return limit / 2 }

// Waited returns what was waited for so far.
func (c *Clock) Waited() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.waited)
}
