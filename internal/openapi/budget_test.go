package openapi

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestWithTimeout_BehavesAsAContext to those that are made from it.
func TestWithTimeout_BehavesAsAContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	for name, tc := range map[string]struct {
		end  func(parent, own context.CancelFunc)
		want error
	}{
		"time":      {func(_, _ context.CancelFunc) { pass(2 * time.Second) }, context.DeadlineExceeded},
		"interrupt": {func(parent, _ context.CancelFunc) { parent() }, context.Canceled},
		"own end":   {func(_, own context.CancelFunc) { own() }, context.Canceled},
		"none":      {func(_, _ context.CancelFunc) { pass(time.Second / 2) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				parent, interrupt := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
				defer interrupt()
				ctx, cancel := WithTimeout(parent, time.Second)
				defer cancel()
				holdTime(ctx)()
				child, stop := context.WithCancel(ctx)
				defer stop()
				tc.end(interrupt, cancel)
				synctest.Wait()
				for of, c := range map[string]context.Context{"itself": ctx, "its child": child} {
					if !errors.Is(c.Err(), tc.want) || !errors.Is(context.Cause(c), tc.want) || c.Value(key{}) != "value" {
						t.Errorf("%s: %v, cause %v, value %v", of, c.Err(), context.Cause(c), c.Value(key{}))
					}
					select {
					case <-c.Done():
						if tc.want == nil {
							t.Errorf("%s is done", of)
						}
					default:
						if tc.want != nil {
							t.Errorf("%s is not done", of)
						}
					}
				}
			})
		})
	}
}

// TestWithTimeout_OneInsideAnother runs at once if the outer one does, and stands
// still with it.
func TestWithTimeout_OneInsideAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		outer, cancel := WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		early, cancelEarly := WithTimeout(outer, 4*time.Second)
		defer cancelEarly()
		pass(time.Minute) // Nothing was sent.
		holdTime(early)()
		late, cancelLate := WithTimeout(outer, 3*time.Second)
		defer cancelLate()
		pass(2 * time.Second)
		release := holdTime(late)
		pass(time.Minute)
		release()
		// early has run on: it is not what waited.
		for name, left := range map[string]time.Duration{"outer": timeLeft(outer) - 8*time.Second, "late": timeLeft(late) - time.Second} {
			if left != 0 {
				t.Errorf("%s is off by %s", name, left)
			}
		}
		if !errors.Is(early.Err(), context.DeadlineExceeded) {
			t.Errorf("early: %v", early.Err())
		}
		pass(time.Second)
		synctest.Wait()
		if !errors.Is(late.Err(), context.DeadlineExceeded) || outer.Err() != nil {
			t.Errorf("late %v, outer %v", late.Err(), outer.Err())
		}
		pass(7 * time.Second)
		synctest.Wait()
		if !errors.Is(outer.Err(), context.DeadlineExceeded) {
			t.Errorf("outer %v", outer.Err())
		}
	})
}

// TestHoldTime_WhatIsLeftStandsStill while a request waits, and only then.
func TestHoldTime_WhatIsLeftStandsStill(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := WithTimeout(t.Context(), time.Minute)
		defer cancel()
		left := func(want time.Duration) {
			t.Helper()
			if got := timeLeft(ctx); got != want {
				t.Errorf("%s left, want %s", got, want)
			}
		}
		holdTime(ctx)()
		pass(10 * time.Second)
		left(50 * time.Second)
		release := holdTime(ctx)
		pass(time.Hour)
		left(50 * time.Second)
		release()
		left(50 * time.Second)
		pass(10 * time.Second)
		left(40 * time.Second)
	})
}
