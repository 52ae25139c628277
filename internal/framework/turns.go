package framework

import (
	"context"
	"sync"
)

// Turns lets only one operation at a time do something with a thing. The provider
// makes one for its life.
type Turns struct {
	mu    sync.Mutex
	taken map[string]chan struct{}
}

// Take waits for the turn, until the context ends: then the error is its cause. Call
// release once the turn is over; it may be called again, and beside an error.
func (t *Turns) Take(ctx context.Context, thing string) (release func(), err error) {
	t.mu.Lock()
	if t.taken == nil {
		t.taken = map[string]chan struct{}{}
	}
	turn, known := t.taken[thing]
	if !known {
		turn = make(chan struct{}, 1)
		t.taken[thing] = turn
	}
	t.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return sync.OnceFunc(func() { <-turn }), nil
	case <-ctx.Done():
		return func() {}, context.Cause(ctx)
	}
}
