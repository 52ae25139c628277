package instance

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
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

// TestWait_LooksSoonAtFirst and never so late that a user notices it.
func TestWait_LooksSoonAtFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var looks []time.Duration
		err := wait(t.Context(), firstPause, lastPause, func() (bool, error) {
			looks = append(looks, time.Since(begin))
			return len(looks) == 7, nil
		})
		want := []time.Duration{
			0, 250 * time.Millisecond, 750 * time.Millisecond, 1750 * time.Millisecond, 3750 * time.Millisecond, 5750 * time.Millisecond, 7750 * time.Millisecond,
		}
		if diff := cmp.Diff(want, looks); diff != "" || err != nil {
			t.Errorf("%v, looks (-want +got):\n%s", err, diff)
		}
	})
}
