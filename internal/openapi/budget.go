package openapi

import (
	"context"
	"sync"
	"time"
)

// WithTimeout is context.WithTimeout for an operation that makes requests: its time
// begins with the first request that is sent, and stands still while a request
// waits for its turn behind others. Without any request it never ends by itself.
func WithTimeout(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	b := &budget{Context: ctx, left: d, done: make(chan struct{}), end: func() { cancel(context.DeadlineExceeded) }}
	b.outer, _ = parent.Value(budgetKey{}).(*budget)
	b.began = b.outer != nil && b.outer.hasBegun()
	if b.began {
		b.run()
	}
	stop := context.AfterFunc(ctx, func() { close(b.done) })
	return b, func() {
		cancel(context.Canceled)
		if stop() {
			close(b.done)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.stand()
	}
}

type budgetKey struct{}

// budget is a context whose time can stand still.
type budget struct {
	context.Context

	outer *budget
	done  chan struct{}
	end   func()

	mu    sync.Mutex
	began bool
	holds int
	left  time.Duration
	since time.Time // Since when the time runs; zero while it stands still.
	timer *time.Timer
}

// Done is not that of the context inside, whose error would be another one.
func (b *budget) Done() <-chan struct{} { return b.done }

// Err tells the end of the time from an interrupt.
func (b *budget) Err() error {
	select {
	case <-b.done:
	default:
		return nil
	}
	if context.Cause(b.Context) == context.DeadlineExceeded { //nolint:errorlint // The very value that end gives.
		return context.DeadlineExceeded
	}
	return b.Context.Err()
}

// Deadline is when the time ends if nothing holds it any more.
func (b *budget) Deadline() (time.Time, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	deadline := time.Now().Add(b.left)
	if !b.since.IsZero() {
		deadline = b.since.Add(b.left)
	}
	if outer, ok := b.Context.Deadline(); ok && outer.Before(deadline) {
		return outer, true
	}
	return deadline, true
}

// Value finds the budget itself, else what the context has.
func (b *budget) Value(key any) any {
	if key == (budgetKey{}) {
		return b
	}
	return b.Context.Value(key)
}

func (b *budget) hasBegun() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.began
}

// run lets the time pass. It needs the lock, or nobody else who has the budget.
func (b *budget) run() {
	if b.Context.Err() != nil {
		return
	}
	b.since = time.Now()
	b.timer = time.AfterFunc(b.left, b.end)
}

// stand stops the time. It needs the lock.
func (b *budget) stand() {
	if b.timer != nil {
		b.timer.Stop()
		b.timer = nil
		b.left -= time.Since(b.since)
		b.since = time.Time{}
	}
}

// holdTime stops the time of the operations that a context belongs to. The result
// lets it run, also where it had not begun.
func holdTime(ctx context.Context) (release func()) {
	inner, _ := ctx.Value(budgetKey{}).(*budget)
	for b := inner; b != nil; b = b.outer {
		b.mu.Lock()
		b.holds++
		b.stand()
		b.mu.Unlock()
	}
	return func() {
		for b := inner; b != nil; b = b.outer {
			b.mu.Lock()
			b.began = true
			if b.holds--; b.holds == 0 {
				b.run()
			}
			b.mu.Unlock()
		}
	}
}
