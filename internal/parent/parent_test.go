package parent

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// child is a process whose parent can die.
type child struct {
	*Process

	parent atomic.Int64
	exited atomic.Int64
}

func newChild() *child {
	c := &child{}
	c.parent.Store(42)
	c.exited.Store(-1)
	c.Process = &Process{
		id: func() int { return int(c.parent.Load()) }, first: 42,
		exit: func(code int) { c.exited.Store(int64(code)) },
	}
	c.brace.Do(func() {}) // The signals of the test's process stay as they are.
	return c
}

func (c *child) parentDies() { c.parent.Store(1) }

func TestGone_WaitsOnlyWhereThereIsDoubt(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]struct {
		ended bool
		dies  time.Duration // Below 0: never.
		want  bool
		after time.Duration
	}{
		"all is well":                        {dies: -1},
		"an interrupt":                       {ended: true, dies: -1, after: dying},
		"gone":                               {want: true},
		"gone, and the operation has ended":  {ended: true, want: true},
		"the connection ends before it dies": {ended: true, dies: dying - lookAtDying/2, want: true, after: dying},
		"it dies a little later":             {ended: true, dies: 5 * time.Millisecond, want: true, after: lookAtDying},
		"it dies later than a process dies":  {ended: true, dies: dying + time.Millisecond, after: dying},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newChild()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if step.ended {
					cancel()
				}
				switch {
				case step.dies == 0:
					c.parentDies()
				case step.dies > 0:
					time.AfterFunc(step.dies, c.parentDies)
				}
				begin := time.Now()
				if got, took := c.Gone(ctx), time.Since(begin); got != step.want || took != step.after {
					t.Errorf("gone: %t after %s, want %t after %s", got, took, step.want, step.after)
				}
			})
		})
	}
}

func TestWatch_EndsTheProcessWhenNothingIsInProgress(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]struct {
		works time.Duration
		after time.Duration
	}{
		"nothing is in progress": {after: 3 * lookEvery},
		"an operation":           {works: 30 * time.Second, after: 3*lookEvery + 30*time.Second},
		"one that never ends":    {works: time.Hour, after: 3*lookEvery + finishWithin},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newChild()
				ended := make(chan struct{})
				go func() {
					c.watch()
					close(ended)
				}()
				done := c.Working()
				time.Sleep(2*lookEvery + lookEvery/2) //nolint:forbidigo // The time of a bubble.
				if code := c.exited.Load(); code != -1 {
					t.Fatalf("with a parent it exits with %d", code)
				}
				c.parentDies()
				begin := time.Now().Add(-2*lookEvery - lookEvery/2)
				time.AfterFunc(lookEvery/2+step.works, done)
				<-ended
				if took, code := time.Since(begin), c.exited.Load(); took < step.after || took > step.after+lookAtDying || code != 1 {
					t.Errorf("it exits with %d after %s, want 1 after %s", code, took, step.after)
				}
			})
		})
	}
}

func TestLeave_WaitsForOperationsThatNobodyWaitsFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newChild()
		first, second := c.Working(), c.Working()
		first()
		time.AfterFunc(time.Second, func() {
			if !c.Gone(t.Context()) {
				t.Error("the operation counts on somebody who has left")
			}
			second()
		})
		begin := time.Now()
		c.Leave()
		if took := time.Since(begin); took < time.Second || took > time.Second+lookAtDying {
			t.Errorf("it took %s", took)
		}
	})
}

func TestZeroProcess_IsAlwaysThere(t *testing.T) {
	t.Parallel()
	var p Process
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p.Working()()
	if p.Gone(t.Context()) || p.Gone(ctx) {
		t.Error("it is gone")
	}
	p.Leave()
}
