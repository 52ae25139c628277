package emulator

import (
	"sync"
	"time"
)

// limiter admits a number of requests in each window, for every account, by a
// token bucket. It uses the real time.
type limiter struct {
	limit  float64
	window time.Duration
	now    func() time.Time

	mu      sync.Mutex
	buckets map[string]*bucket
}

type bucket struct {
	tokens float64
	filled time.Time
}

func newLimiter(limit int, window time.Duration) *limiter {
	return &limiter{limit: float64(limit), window: window, now: time.Now, buckets: map[string]*bucket{}}
}

// admit takes a token of the account and reports whether there was one. A nil
// limiter admits everything.
func (l *limiter) admit(account string) bool {
	if l == nil {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b := l.buckets[account]
	if b == nil {
		b = &bucket{tokens: l.limit, filled: now}
		l.buckets[account] = b
	}
	refill := l.limit * float64(now.Sub(b.filled)) / float64(l.window)
	b.tokens, b.filled = min(l.limit, b.tokens+refill), now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}
