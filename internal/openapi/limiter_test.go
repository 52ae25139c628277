package openapi

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// service is one that admits some requests a second, by a token bucket, in the time
// of the test.
type service struct {
	rate, burst float64
	latency     time.Duration

	mu          sync.Mutex
	tokens      float64
	filled      time.Time
	calls       []time.Time
	refused     int
	most, now   int
	retryAfter  time.Duration
	stoppedTill time.Time
}

// pass lets the time of the test pass.
func pass(d time.Duration) {
	time.Sleep(d) //nolint:forbidigo // The time of a bubble.
}

// answer is the result of one request; nil for success.
func (s *service) answer() *Error {
	pass(s.latency / 2)
	defer pass(s.latency / 2)
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.calls = append(s.calls, now)
	if s.filled.IsZero() {
		s.tokens = s.burst
	}
	s.tokens = min(s.burst, s.tokens+s.rate*now.Sub(s.filled).Seconds())
	s.filled = now
	if s.rate > 0 && s.tokens < 1 || now.Before(s.stoppedTill) {
		s.refused++
		return &Error{Status: 400, Code: "Throttling.User", RetryAfter: s.retryAfter}
	}
	s.tokens--
	return nil
}

// send makes one request until it is admitted.
func (s *service) send(ctx context.Context, l *limiter, urgent bool) error {
	turn := l.turn(urgent)
	for {
		if _, err := turn.wait(ctx); err != nil {
			return err
		}
		s.mu.Lock()
		s.now++
		s.most = max(s.most, s.now)
		s.mu.Unlock()
		e := s.answer()
		s.mu.Lock()
		s.now--
		s.mu.Unlock()
		turn.done(e)
		if e == nil {
			return nil
		}
	}
}

// crowd lets workers do jobs of some requests each, as Terraform does with its
// instances.
func crowd(t *testing.T, s *service, l *limiter, workers, jobs, requests int) {
	t.Helper()
	todo := make(chan struct{}, jobs)
	for range jobs {
		todo <- struct{}{}
	}
	close(todo)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for range todo {
				for range requests {
					if err := s.send(t.Context(), l, false); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
}

// TestLimiter_StaysBelowWhatTheServiceAdmits with few refusals and nearly at its
// rate, whatever its burst and Terraform's parallelism.
func TestLimiter_StaysBelowWhatTheServiceAdmits(t *testing.T) {
	t.Parallel()
	for _, parallelism := range []int{10, 50} {
		for _, s := range []struct {
			rate, burst float64
			latency     time.Duration
			most        float64
		}{
			{10, 10, 2 * time.Millisecond, 1.15},
			{10, 10, 60 * time.Millisecond, 1.15},
			{10, 10, 300 * time.Millisecond, 1.15},
			{3, 3, 60 * time.Millisecond, 1.15},
			// Without a burst there is little to measure before the first refusal.
			{10, 1, 60 * time.Millisecond, 1.6},
			// The first cut comes far too deep, and is made good soon.
			{50, 1, 20 * time.Millisecond, 4},
			// No limit that is met: as fast as the parallelism allows, but for the start.
			{1000, 1000, 60 * time.Millisecond, 1.15},
		} {
			for _, requests := range []int{1, 2, 4} {
				name := fmt.Sprintf("%.0f a second, burst %.0f, %s, parallelism %d, %d requests", s.rate, s.burst, s.latency, parallelism, requests)
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					of := &service{rate: s.rate, burst: s.burst, latency: s.latency}
					synctest.Test(t, func(t *testing.T) { crowd(t, of, newLimiter(realClock{}, 0, 0), parallelism, 200, requests) })
					admitted := float64(200 * requests)
					least := max(admitted/s.rate, admitted*s.latency.Seconds()/float64(parallelism))
					span := of.calls[len(of.calls)-1].Sub(of.calls[0]).Seconds()
					share := float64(of.refused) / float64(len(of.calls))
					t.Logf("%.1f s of at least %.1f s (%.2f), %.1f %% refused", span, least, span/least, 100*share)
					if span > least*s.most+3*s.latency.Seconds() || share > 0.1 {
						t.Errorf("%.1f s of at least %.1f s (%.2f), %.1f %% refused", span, least, span/least, 100*share)
					}
				})
			}
		}
	}
}

func TestLimiter_TheLimitsOfTheUserAreKept(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rate     float64
		inFlight int
		took     time.Duration
		most     int
	}{
		"rate":           {20, 0, 4950 * time.Millisecond, 3},
		"in flight":      {0, 3, 3300 * time.Millisecond, 3},
		"both":           {50, 1, 9900 * time.Millisecond, 1},
		"none but these": {0, 1000, 800 * time.Millisecond, 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &service{rate: 1e6, burst: 1e6, latency: 100 * time.Millisecond}
			synctest.Test(t, func(t *testing.T) { crowd(t, s, newLimiter(realClock{}, tc.rate, tc.inFlight), 20, 100, 1) })
			took := s.calls[len(s.calls)-1].Sub(s.calls[0])
			if took > tc.took+100*time.Millisecond || took < tc.took-300*time.Millisecond || s.most > tc.most {
				t.Errorf("took %s, want about %s; %d in flight, want %d at most", took, tc.took, s.most, tc.most)
			}
		})
	}
}

func TestLimiter_UrgentRequestsPassTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(realClock{}, 1, 0)
		var mu sync.Mutex
		var order []string
		var all sync.WaitGroup
		for _, name := range []string{"first", "stop 1", "read 1", "read 2", "stop 2"} {
			turn := l.turn(name[0] == 's')
			all.Go(func() {
				if _, err := turn.wait(t.Context()); err != nil {
					t.Error(err)
				}
				mu.Lock()
				order = append(order, name)
				mu.Unlock()
				turn.done(nil)
			})
			synctest.Wait()
		}
		all.Wait()
		if want := []string{"first", "stop 1", "stop 2", "read 1", "read 2"}; !slices.Equal(order, want) {
			t.Errorf("got %v, want %v", order, want)
		}
	})
}

// TestLimiter_ARefusedRequestKeepsItsPlace before those that came later.
func TestLimiter_ARefusedRequestKeepsItsPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(realClock{}, 0, 1)
		refused, later := l.turn(false), l.turn(false)
		if _, err := refused.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		var order []string
		var all sync.WaitGroup
		send := func(name string, turn *turn) {
			all.Go(func() {
				if _, err := turn.wait(t.Context()); err != nil {
					t.Error(err)
				}
				order = append(order, name)
				turn.done(nil)
			})
			synctest.Wait()
		}
		send("later", later)
		refused.done(&Error{Status: 429})
		send("refused", refused)
		all.Wait()
		if want := []string{"refused", "later"}; !slices.Equal(order, want) {
			t.Errorf("got %v, want %v", order, want)
		}
	})
}

// TestLimiter_WaitsAsLongAsTheServiceAsks, with all requests, but for the others not
// longer than a minute.
func TestLimiter_WaitsAsLongAsTheServiceAsks(t *testing.T) {
	t.Parallel()
	for _, asked := range []time.Duration{7 * time.Second, 5 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			l, start := newLimiter(realClock{}, 0, 0), time.Now()
			refused, other := l.turn(false), l.turn(false)
			wait := func(turn *turn) time.Duration {
				if _, err := turn.wait(t.Context()); err != nil {
					t.Error(err)
				}
				return time.Since(start)
			}
			wait(refused)
			refused.done(&Error{Status: 429, RetryAfter: asked})
			var again time.Duration
			done := make(chan struct{})
			go func() { again = wait(refused); close(done) }()
			synctest.Wait() // It waits before the other one.
			if got, want := wait(other), min(asked, time.Minute); asked < time.Minute && got < want || asked > time.Minute && got != want {
				t.Errorf("asked for %s, the other request came after %s", asked, got)
			}
			other.done(nil)
			<-done
			if again < asked || again > asked+3*time.Second {
				t.Errorf("asked for %s, came again after %s", asked, again)
			}
		})
	}
}

// TestLimiter_OneCutIsNoDeeperThanHalf also where nothing was admitted of late, and
// goes by what was admitted where that says more.
func TestLimiter_OneCutIsNoDeeperThanHalf(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		rate     float64
		admitted int
		want     float64
	}{{8, 0, 4}, {8, 6, 5.1}, {8, 20, 6.8}, {0, 20, 17}, {0, 0, 0.5}, {0.6, 0, 0.5}} {
		synctest.Test(t, func(t *testing.T) {
			l := newLimiter(realClock{}, 0, 0)
			l.rate = tc.rate
			for range tc.admitted {
				l.admitted.add(time.Now())
			}
			l.refused(time.Now(), 0)
			if diff := l.rate - tc.want; diff > 1e-9 || diff < -1e-9 {
				t.Errorf("from %v, with %d admitted, to %v, want %v", tc.rate, tc.admitted, l.rate, tc.want)
			}
			cut := l.rate
			pass(cutEvery - 1)
			if l.refused(time.Now(), 0); l.rate != cut {
				t.Errorf("a refusal that was on its way cuts to %v", l.rate)
			}
			pass(1)
			if l.refused(time.Now(), 0); l.rate >= cut && cut > leastRate {
				t.Errorf("a refusal after that leaves %v", l.rate)
			}
		})
	}
}

// TestLimiter_ARefusalHalvesWhatIsInFlight, but leaves what is sent at the start.
func TestLimiter_ARefusalHalvesWhatIsInFlight(t *testing.T) {
	t.Parallel()
	for window, want := range map[int]int{40: 20, 13: 6, 11: 5, 10: 5, 7: 5, 5: 5} {
		l := newLimiter(realClock{}, 0, 0)
		l.window = window
		if l.refused(time.Now(), 0); l.most() != want {
			t.Errorf("of %d there are %d left, want %d", window, l.most(), want)
		}
	}
}

// TestLimiter_AServiceThatAdmitsNothingUsesUpTheTimeAfterTenSeconds: until then it is
// others that are waited for.
func TestLimiter_AServiceThatAdmitsNothingUsesUpTheTimeAfterTenSeconds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rate         float64
		after, spent time.Duration
	}{{1, 10*time.Second - 1, 0}, {1, 10 * time.Second, time.Second}, {0, time.Hour, 0}} {
		synctest.Test(t, func(t *testing.T) {
			l := newLimiter(realClock{}, 0, 1)
			l.rate, l.admitted.last = c.rate, time.Now()
			l.inFlight = 1
			ctx, cancel := WithTimeout(t.Context(), time.Minute)
			defer cancel()
			waiting := l.turn(false)
			waiting.ready, waiting.ctx = make(chan struct{}), ctx
			l.waiting = append(l.waiting, waiting)
			waiting.hold(time.Now())
			pass(c.after)
			l.update()
			pass(time.Second)
			if spent := time.Minute - timeLeft(ctx); spent != c.spent {
				t.Errorf("with the rate %v, after %s a second of waiting takes %s", c.rate, c.after, spent)
			}
		})
	}
}

// TestLimiter_TheTenSecondsBeginWithTheFirstRequest of all, if none was admitted yet.
func TestLimiter_TheTenSecondsBeginWithTheFirstRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pass(time.Hour)
		l := newLimiter(realClock{}, 0, 1)
		refused := l.turn(false)
		if _, err := refused.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		refused.done(&Error{Status: 429, RetryAfter: 15 * time.Second})
		ctx, cancel := WithTimeout(t.Context(), time.Minute)
		defer cancel()
		go func() { _, _ = l.turn(false).wait(ctx) }()
		for n, want := range []time.Duration{0, 0, time.Second} {
			pass([]time.Duration{time.Second, 9 * time.Second, time.Second}[n])
			l.mu.Lock()
			l.update()
			l.mu.Unlock()
			if spent := time.Minute - timeLeft(ctx); spent != want {
				t.Errorf("step %d: %s were spent, want %s", n, spent, want)
			}
		}
	})
}

// TestLimiter_TheRateGrowsWithTheTime between two responses, a second at most.
func TestLimiter_TheRateGrowsWithTheTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rate  float64
		cuts  int
		after time.Duration
		want  float64
	}{
		{10, 2, time.Second, 10.5},
		{10, 2, time.Hour, 10.5},
		{10, 2, 500 * time.Millisecond, 10.25},
		{1, 2, time.Second, 1.1},
		{10, 2, 0, 10},
		{10, 1, time.Second, 15},
		{1, 1, time.Second, 2},
		{0, 1, time.Second, 0},
		{10, 3, time.Second, 10.5},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newLimiter(realClock{}, 0, 0)
			l.rate, l.cuts, l.grown = c.rate, c.cuts, time.Now()
			pass(c.after)
			l.answered(time.Now())
			if diff := l.rate - c.want; diff > 1e-9 || diff < -1e-9 {
				t.Errorf("%+v: the rate is %v", c, l.rate)
			}
			before := l.rate
			if l.answered(time.Now()); l.rate != before {
				t.Errorf("%+v: at the same time it grows from %v to %v", c, before, l.rate)
			}
		})
	}
}

// TestAdmissions_AreThoseOfTheLastSecond.
func TestAdmissions_AreThoseOfTheLastSecond(t *testing.T) {
	t.Parallel()
	var a admissions
	now := time.Now()
	for _, ago := range []time.Duration{time.Hour, time.Second, time.Second - 1, time.Millisecond, 0} {
		a.add(now.Add(-ago))
	}
	if got := a.rate(now); got != 3 || a.last != now {
		t.Errorf("%v were admitted, the last at %s", got, a.last)
	}
	if got := a.rate(now.Add(time.Hour)); got != 0 {
		t.Errorf("an hour later %v were", got)
	}
}

// TestRetry_WaitingForOthersIsNotCounted, neither before the first attempt nor later.
func TestRetry_WaitingForOthersIsNotCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(realClock{}, 0, 1)
		occupy := func() {
			other := l.turn(true)
			if _, err := other.wait(t.Context()); err != nil {
				t.Error(err)
			}
			time.AfterFunc(time.Hour, func() { other.done(nil) })
		}
		occupy()
		attempts := 0
		r := &retrier{clock: realClock{}, limiter: l, limit: 10 * time.Second, next: func(_ context.Context, c *call) (*Response, *Error) {
			attempts++
			switch attempts {
			case 1:
				go occupy()
				return nil, c.failed(Lost, "lost")
			case 2:
				pass(10 * time.Second)
				return nil, c.failed(Lost, "lost")
			}
			return &Response{}, nil
		}}
		_, err := r.handle(t.Context(), &call{})
		if attempts != 2 || err == nil || !err.OutOfTime || err.Elapsed < 2*time.Hour+10*time.Second || err.Elapsed > 2*time.Hour+11*time.Second {
			t.Errorf("%d attempts, %v", attempts, err)
		}
	})
}

// TestLimiter_OnlyResponsesShowWhatIsAdmitted: a request that got lost does not.
func TestLimiter_OnlyResponsesShowWhatIsAdmitted(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		err  *Error
		want int
	}{
		"success": {nil, 1}, "an error response": {&Error{Status: 500}, 1}, "lost": {&Error{Reason: Lost}, 0},
		"throttled": {&Error{Status: 429}, 0}, "not sent": {&Error{Reason: NotSent}, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newLimiter(realClock{}, 0, 0)
			turn := l.turn(false)
			if _, err := turn.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			if turn.done(tc.err); len(l.admitted.times) != tc.want {
				t.Errorf("%s: %d admitted, want %d", name, len(l.admitted.times), tc.want)
			}
		})
	}
}

func TestError_SaysHowOftenAndWhatEndedThat(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]Error{
		"":                    {Attempts: 1, Elapsed: time.Second},
		"2 attempts in 1 s":   {Attempts: 2, Elapsed: 1499 * time.Millisecond, RetryAfter: time.Minute},
		"3 attempts in 118 s": {Attempts: 3, Elapsed: 118 * time.Second},
		"1 attempt in 0 s, then the time was over":                                    {Attempts: 1, OutOfTime: true},
		"9 attempts in 60 s, then the time was over (the service asks to wait 300 s)": {Attempts: 9, Elapsed: time.Minute, OutOfTime: true, RetryAfter: 5 * time.Minute},
	} {
		if got := e.Tried(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestLimiter_WaitingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(realClock{}, 0, 1)
		first, second, third := l.turn(false), l.turn(false), l.turn(false)
		if _, err := first.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := second.wait(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if _, err := second.wait(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("after the end: got %v", err)
		}
		time.AfterFunc(time.Second, func() { first.done(nil) })
		if waited, err := third.wait(t.Context()); err != nil || waited != time.Second {
			t.Errorf("waited %s, %v: the turn that was given up is still taken", waited, err)
		}
	})
}

// TestLimiter_AWaitThatIsGivenUpHoldsNoTime of the operation around it.
func TestLimiter_AWaitThatIsGivenUpHoldsNoTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(realClock{}, 0, 1)
		if _, err := l.turn(false).wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		outer, end := WithTimeout(t.Context(), time.Minute)
		defer end()
		inner, cancel := context.WithCancel(outer)
		time.AfterFunc(time.Hour, cancel)
		if _, err := l.turn(false).wait(inner); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		pass(10 * time.Second)
		if left := timeLeft(outer); left != 50*time.Second {
			t.Errorf("%s left", left)
		}
	})
}

// TestLimiter_TheTimeOfAnOperationStandsStillInTheQueue, begins with its first
// request, and runs while the service lets nothing through.
func TestLimiter_TheTimeOfAnOperationStandsStillInTheQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(realClock{}, 0, 1)
		ctx, cancel := WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		pass(time.Hour) // Before the first request.
		for range 3 {
			other, own := l.turn(false), l.turn(false)
			if _, err := other.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(time.Hour, func() { other.done(nil) })
			if waited, err := own.wait(ctx); err != nil || waited != time.Hour {
				t.Fatalf("after %s: %v", waited, err)
			}
			pass(900 * time.Millisecond)
			own.done(nil)
		}
		if left, want := timeLeft(ctx), 300*time.Millisecond; left != want {
			t.Errorf("%s left, want %s", left, want)
		}
		pass(300 * time.Millisecond)
		synctest.Wait()
		if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Errorf("the time is over: %v", ctx.Err())
		}
	})
}

func timeLeft(ctx context.Context) time.Duration {
	deadline, _ := ctx.Deadline()
	return time.Until(deadline)
}

func TestLimiter_AServiceThatRefusesEverythingUsesUpTheTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &service{rate: 1, burst: 1e-9} // Admits nothing.
		l, start := newLimiter(realClock{}, 0, 0), time.Now()
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				ctx, cancel := WithTimeout(t.Context(), 2*time.Minute)
				defer cancel()
				if err := s.send(ctx, l, false); !errors.Is(err, context.DeadlineExceeded) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if took := time.Since(start); took < 2*time.Minute || took > 3*time.Minute {
			t.Errorf("all gave up after %s", took)
		}
		if len(s.calls) > 100 {
			t.Errorf("%d requests", len(s.calls))
		}
	})
}
