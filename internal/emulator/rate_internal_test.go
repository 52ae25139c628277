package emulator

import (
	"testing"
	"time"
)

func TestRate_TokensComeBackInTheCourseOfTheWindow(t *testing.T) {
	t.Parallel()
	now := time.Now()
	l := newLimiter(4, time.Second)
	l.now = func() time.Time { return now }
	admitted := func() int {
		n := 0
		for l.admit("account") {
			n++
		}
		return n
	}
	for i, tc := range []struct {
		pass time.Duration
		want int
	}{
		{0, 4},
		{0, 0},
		{249 * time.Millisecond, 0},
		{time.Millisecond, 1},
		{500 * time.Millisecond, 2},
		{time.Hour, 4},
	} {
		now = now.Add(tc.pass)
		if got := admitted(); got != tc.want {
			t.Errorf("step %d, after %s: %d admitted, want %d", i, tc.pass, got, tc.want)
		}
	}
	if !(*limiter)(nil).admit("account") {
		t.Error("without a rate, a request is refused")
	}
}
