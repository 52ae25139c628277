package instance

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestWait_ALookThatIsCutShortSaysNothing: the wait ends with what the look before it
// saw.
func TestWait_ALookThatIsCutShortSaysNothing(t *testing.T) {
	t.Parallel()
	cut := errors.New("cut short")
	for name, tc := range map[string]struct {
		looks int // After so many, one is cut short.
		want  []error
		not   error
	}{
		"the first look":   {0, []error{cut}, errNotFound},
		"the second look":  {1, []error{errNotFound, context.DeadlineExceeded}, cut},
		"a much later one": {5, []error{errNotFound, context.DeadlineExceeded}, cut},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				n := 0
				err := wait(ctx, firstPause, lastPause, func() (bool, error) {
					if n++; n <= tc.looks {
						return false, errNotFound
					}
					<-ctx.Done()
					return true, cut
				})
				for _, want := range tc.want {
					if !errors.Is(err, want) {
						t.Errorf("got %v, want %v", err, want)
					}
				}
				if errors.Is(err, tc.not) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}
