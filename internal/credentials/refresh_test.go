package credentials

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// origin is a source whose responses are a test's. The clock is that of a bubble of
// synctest, where time passes only while everyone waits.
type origin struct {
	life  time.Duration
	asked int

	// err fails the next requests, hang keeps them until their context ends, and same
	// returns the same credentials each time.
	err  error
	hang bool
	same bool

	// ended is when the context of a request ended that hung.
	ended time.Time
}

func (o *origin) fetch(ctx context.Context) (lease, error) {
	o.asked++
	switch {
	case o.hang:
		<-ctx.Done()
		o.ended = time.Now()
		return lease{}, ctx.Err()
	case o.err != nil:
		return lease{}, o.err
	}
	n := o.asked
	if o.same {
		n = 1
	}
	l := lease{credentials: openapi.Credentials{AccessKeyID: "key-" + strconv.Itoa(n), AccessKeySecret: "s", SecurityToken: "token"}}
	if o.life > 0 {
		l.expires = time.Now().Add(o.life)
	}
	return l, nil
}

func (o *origin) source() Source { return Config{}.complete().refreshed("the origin", o.fetch) }

// bubble runs a test with a clock of its own. No goroutine may be left when the time of
// a refresh has passed after its end.
func bubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		test(t)
		<-time.After(2 * time.Minute)
		synctest.Wait()
	})
}

// got returns the access key ID or the error, and how long it took.
func got(ctx context.Context, s Source) string {
	start := time.Now()
	found, err := s.Credentials(ctx)
	text := found.AccessKeyID
	if err != nil {
		text = err.Error()
	}
	return text + " after " + time.Since(start).String()
}

func want(t *testing.T, got, want string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

var errDown = &Error{Source: "the origin", Class: Refused, Detail: "down"}

const noCredentials = "the origin: failed: down"

// TestRefresh_WhatACallerGets near the end of credentials that are valid for an hour.
func TestRefresh_WhatACallerGets(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		left             time.Duration
		healthy, fails   string
		hangs, hangsNext string
	}{
		"long before":             {3*time.Minute + 1, "key-1 after 0s", "key-1 after 0s", "key-1 after 0s", "key-1 after 0s"},
		"time to refresh":         {3 * time.Minute, "key-1 after 0s", "key-1 after 0s", "key-1 after 0s", "key-1 after 0s"},
		"a little more than 60 s": {time.Minute + 1, "key-1 after 0s", "key-1 after 0s", "key-1 after 0s", "key-1 after 0s"},
		"60 s":                    {time.Minute, "key-2 after 0s", "key-1 after 0s", "key-1 after 5s", "key-1 after 0s"},
		"a little more than 10 s": {10*time.Second + 1, "key-2 after 0s", "key-1 after 0s", "", ""},
		"10 s": {
			10 * time.Second, "key-2 after 0s", noCredentials + " after 0s",
			"the origin: timed out: no credentials within 2m0s after 2m0s", "the origin: timed out: no credentials within 2m0s after 0s",
		},
		"over": {0, "key-2 after 0s", noCredentials + " after 0s", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				for state, first := range map[string]string{"healthy": c.healthy, "fails": c.fails, "hangs": c.hangs} {
					if first == "" {
						continue
					}
					o := &origin{life: time.Hour}
					s := o.source()
					want(t, got(t.Context(), s), "key-1 after 0s")
					<-time.After(time.Hour - c.left)
					o.hang = state == "hangs"
					if state == "fails" {
						o.err = errDown
					}
					want(t, state+": "+got(t.Context(), s), state+": "+first)
					if o.hang {
						want(t, "next: "+got(t.Context(), s), "next: "+c.hangsNext)
					}
				}
			})
		})
	}
}

// TestRefresh_BehindIsUsedByTheNextCaller: it begins three minutes before the end.
func TestRefresh_BehindIsUsedByTheNextCaller(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		life  time.Duration
		steps []step
	}{
		"an hour": {time.Hour, []step{
			{"56m59s", "key-1", 1}, {"57m0s", "key-1", 2}, {"57m0s", "key-2", 2}, {"1h53m59s", "key-2", 2}, {"1h54m0s", "key-2", 3},
		}},
		// They are not refreshed with each request, although they are always near their end.
		"two minutes": {2 * time.Minute, []step{{"0s", "key-1", 1}, {"29s", "key-1", 1}, {"30s", "key-1", 2}, {"31s", "key-2", 2}, {"59s", "key-2", 2}}},
		"40 seconds":  {40 * time.Second, []step{{"29s", "key-1", 1}, {"30s", "key-2", 2}, {"59s", "key-2", 2}}},
		"no expiration": {0, []step{
			{"9m59s", "key-1", 1}, {"10m0s", "key-1", 2}, {"19m59s", "key-2", 2}, {"28m59s", "key-2", 3}, {"47m59s", "key-4", 4},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				o := &origin{life: c.life}
				s := o.source()
				start := time.Now()
				got(t.Context(), s)
				for _, step := range c.steps {
					at, err := time.ParseDuration(step.at)
					if err != nil {
						t.Fatal(err)
					}
					<-time.After(at - time.Since(start))
					want(t, step.at+": "+got(t.Context(), s), step.at+": "+step.want+" after 0s")
					synctest.Wait()
					if o.asked != step.asked {
						t.Errorf("at %s the source was asked %d times, want %d", step.at, o.asked, step.asked)
					}
				}
			})
		})
	}
}

// step is a call at a time, and how often the source was asked then.
type step struct {
	at, want string
	asked    int
}

// TestRefresh_BehindEndsByItself although nobody waits for it, together with that of
// the source below it.
func TestRefresh_BehindEndsByItself(t *testing.T) {
	t.Parallel()
	for left, first := range map[time.Duration]string{2 * time.Minute: "key-1 after 0s", 40 * time.Second: "context deadline exceeded after 1s"} {
		t.Run(left.String(), func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				t.Helper()
				endsByItself(t, left, first)
			})
		})
	}
}

// endsByItself has a caller that waits for a second, if it waits.
func endsByItself(t *testing.T, left time.Duration, first string) {
	t.Helper()
	lower, upper := &origin{life: time.Hour}, &origin{life: time.Hour}
	below := lower.source()
	above := Config{}.complete().refreshed("the role", func(ctx context.Context) (lease, error) {
		if _, err := below.Credentials(ctx); err != nil {
			return lease{}, err
		}
		return upper.fetch(ctx)
	})
	want(t, got(t.Context(), above), "key-1 after 0s")
	lower.hang, upper.hang = true, true
	<-time.After(time.Hour - left)
	start := time.Now()
	ctx, leave := context.WithTimeout(t.Context(), time.Second)
	want(t, got(ctx, above), first)
	leave()
	<-time.After(3 * time.Minute)
	synctest.Wait()
	for _, o := range []*origin{lower, upper} {
		if took := o.ended.Sub(start); took != 2*time.Minute {
			t.Errorf("a refresh ended after %s", took)
		}
	}
}

// TestRefresh_WithoutAnyoneWhoWaitsEnds at once, if there are no credentials yet.
func TestRefresh_WithoutAnyoneWhoWaitsEnds(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		o := &origin{hang: true}
		s := o.source()
		start := time.Now()
		first, cancelFirst := context.WithTimeout(t.Context(), time.Second)
		defer cancelFirst()
		go func() { _, _ = s.Credentials(first) }()
		second, cancelSecond := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancelSecond()
		want(t, got(second, s), "context deadline exceeded after 3s")
		synctest.Wait()
		if took := o.ended.Sub(start); took != 3*time.Second || o.asked != 1 {
			t.Errorf("%d refreshes, ended after %s", o.asked, took)
		}
		// That says nothing about the source.
		o.hang = false
		want(t, got(t.Context(), s), "key-2 after 0s")
	})
}

func TestRefresh_AFailureIsRememberedForAMoment(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		o := &origin{life: time.Hour, err: errDown}
		s := o.source()
		for range 500 {
			want(t, got(t.Context(), s), noCredentials+" after 0s")
		}
		<-time.After(5*time.Second - 1)
		want(t, got(t.Context(), s), noCredentials+" after 0s")
		if o.asked != 1 {
			t.Errorf("the source was asked %d times", o.asked)
		}
		o.err = nil
		<-time.After(1)
		want(t, got(t.Context(), s), "key-2 after 0s")
		if !s.Forget(openapi.Credentials{AccessKeyID: "key-2", SecurityToken: "token"}) {
			t.Error("nothing else can be obtained")
		}
		want(t, got(t.Context(), s), "key-3 after 0s")
	})
}

func TestRefresh_AfterAFailureTheNextIsHalfAMinuteLater(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		o := &origin{life: time.Hour}
		s := o.source()
		got(t.Context(), s)
		o.err = errDown
		<-time.After(57 * time.Minute)
		for range 119 {
			want(t, got(t.Context(), s), "key-1 after 0s")
			synctest.Wait()
			<-time.After(time.Second)
		}
		if o.asked != 1+4 {
			t.Errorf("the source was asked %d times", o.asked)
		}
	})
}

// refused are the credentials that the n-th request of an origin returned.
func refused(n int) openapi.Credentials {
	return openapi.Credentials{AccessKeyID: "key-" + strconv.Itoa(n), SecurityToken: "token"}
}

func TestForget_ComparesBothPartsAndOnlyTheCurrentOnes(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		o := &origin{life: time.Hour}
		s := o.source()
		if !s.Forget(refused(1)) {
			t.Error("before the first request nothing can be obtained")
		}
		want(t, got(t.Context(), s), "key-1 after 0s")
		for _, other := range []openapi.Credentials{{AccessKeyID: "key-1", SecurityToken: "another"}, {AccessKeyID: "another", SecurityToken: "token"}, {}} {
			if !s.Forget(other) {
				t.Error("others are there, but cannot be obtained")
			}
			want(t, got(t.Context(), s), "key-1 after 0s")
		}
		for n := 1; n <= 3; n++ {
			if !s.Forget(refused(n)) {
				t.Error("nothing else can be obtained")
			}
			want(t, got(t.Context(), s), "key-"+strconv.Itoa(n+1)+" after 0s")
		}
	})
}

// TestForget_DoesNotGoRoundInCircles with a source that returns what was refused.
func TestForget_DoesNotGoRoundInCircles(t *testing.T) {
	t.Parallel()
	for _, life := range []time.Duration{0, time.Hour} {
		t.Run(life.String(), func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				o := &origin{life: life, same: true}
				s := o.source()
				var sentAgain []int
				for request := range 90 { // One request a second, which is refused.
					want(t, got(t.Context(), s), "key-1 after 0s")
					synctest.Wait()
					if s.Forget(refused(1)) {
						sentAgain = append(sentAgain, request)
						want(t, got(t.Context(), s), "key-1 after 0s")
					}
					<-time.After(time.Second)
				}
				// Half a minute later the refresh runs behind, and returns the same.
				if diff := cmp.Diff([]int{0}, sentAgain); diff != "" || o.asked != 2+2 {
					t.Errorf("the source was asked %d times; sent again:\n%s", o.asked, diff)
				}
				o.same = false
				<-time.After(time.Minute)
				got(t.Context(), s)
				synctest.Wait()
				want(t, got(t.Context(), s), "key-"+strconv.Itoa(o.asked)+" after 0s")
			})
		})
	}
}

// TestForget_IsPossibleAgainLater if the source has not said since what it has.
func TestForget_IsPossibleAgainLater(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		o := &origin{life: time.Hour, same: true}
		s := o.source()
		got(t.Context(), s)
		for _, c := range []struct {
			pause  time.Duration
			again  bool
			result string
		}{{0, true, "key-1 after 0s"}, {30*time.Second - 1, false, "key-1 after 0s"}, {1, true, "the origin: timed out: no credentials within 2m0s after 2m0s"}} {
			<-time.After(c.pause)
			if got := s.Forget(refused(1)); got != c.again {
				t.Errorf("others can be obtained: %v, want %v", got, c.again)
			}
			o.hang = c.pause == 1
			want(t, got(t.Context(), s), c.result)
		}
	})
}

// TestForget_ARefreshThatRunsIsEnough: it began before the credentials were refused.
func TestForget_ARefreshThatRunsIsEnough(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		answer := make(chan string)
		s := Config{}.complete().refreshed("a source", func(context.Context) (lease, error) {
			id := <-answer
			if id == "" {
				return lease{}, errDown
			}
			return lease{credentials: openapi.Credentials{AccessKeyID: id, AccessKeySecret: "s"}, expires: time.Now().Add(time.Hour)}, nil
		})
		go func() { answer <- "first" }()
		want(t, got(t.Context(), s), "first after 0s")
		<-time.After(58 * time.Minute)
		want(t, got(t.Context(), s), "first after 0s") // The refresh begins.
		if !s.Forget(openapi.Credentials{AccessKeyID: "first"}) {
			t.Error("nothing else can be obtained")
		}
		go func() { answer <- "second" }()
		want(t, got(t.Context(), s), "second after 0s")

		// What was refused is not used again if the refresh fails.
		if !s.Forget(openapi.Credentials{AccessKeyID: "second"}) {
			t.Error("nothing else can be obtained")
		}
		go func() { answer <- "" }()
		want(t, got(t.Context(), s), noCredentials+" after 0s")
	})
}

func TestAsk_AgainOnlyAfterAFailureThatMayPass(t *testing.T) {
	t.Parallel()
	mayPass := func(again int, detail string) *Error { return &Error{Source: "a source", Detail: detail, again: again} }
	for name, c := range map[string]struct {
		errors []error
		want   string
		asked  int
	}{
		"none":                 {nil, "key after 0s", 1},
		"one":                  {[]error{mayPass(2, "x")}, "key after 500ms", 2},
		"two":                  {[]error{mayPass(2, "x"), mayPass(2, "y")}, "key after 1.5s", 3},
		"three":                {[]error{mayPass(2, "x"), mayPass(2, "y"), mayPass(2, "z")}, "a source: failed: z after 1.5s", 3},
		"once more only":       {[]error{mayPass(1, "x"), mayPass(1, "y")}, "a source: failed: y after 500ms", 2},
		"refused":              {[]error{mayPass(0, "x")}, "a source: failed: x after 0s", 1},
		"refused after one":    {[]error{mayPass(2, "x"), mayPass(0, "y")}, "a source: failed: y after 500ms", 2},
		"another kind":         {[]error{context.Canceled}, "context canceled after 0s", 1},
		"no credentials twice": {[]error{nil, nil}, "a source: invalid response: the access key or its secret is missing after 500ms", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				asked := 0
				fetch := func(context.Context) (lease, error) {
					if asked++; asked > len(c.errors) {
						return lease{credentials: openapi.Credentials{AccessKeyID: "key", AccessKeySecret: "s"}}, nil
					}
					return lease{}, c.errors[asked-1]
				}
				below := Config{}.complete().refreshed("a source", fetch)
				// The source on top of it does not ask again.
				above := Config{}.complete().refreshed("the role", func(ctx context.Context) (lease, error) {
					found, err := below.Credentials(ctx)
					return lease{credentials: found}, err
				})
				want(t, got(t.Context(), above), c.want)
				if asked != c.asked {
					t.Errorf("the source was asked %d times, want %d", asked, c.asked)
				}
			})
		})
	}
}

// TestAsk_TheEndOfTheTimeKeepsTheErrorOfTheSource if it ends during a pause.
func TestAsk_TheEndOfTheTimeKeepsTheErrorOfTheSource(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		asked := 0
		s := Config{}.complete().refreshed("a source", func(context.Context) (lease, error) {
			asked++
			<-time.After(refreshTimeout - 100*time.Millisecond)
			return lease{}, &Error{Source: "a source", Detail: "slow", again: 2}
		})
		want(t, got(t.Context(), s), "a source: failed: slow after 2m0s")
		if asked != 1 {
			t.Errorf("the source was asked %d times", asked)
		}
	})
}

func TestChain_ARoleIsForgottenWithoutWhatAssumedIt(t *testing.T) {
	t.Parallel()
	lower := &origin{}
	roles := 0
	base := lower.source()
	upper := Config{}.complete().refreshed("the role", func(ctx context.Context) (lease, error) {
		if _, err := base.Credentials(ctx); err != nil {
			return lease{}, err
		}
		roles++
		return lease{credentials: openapi.Credentials{AccessKeyID: fmt.Sprint("role-", roles), AccessKeySecret: "s"}}, nil
	})
	chain := &Chain{source: chosenSource{Source: upper}}
	for n := 1; n <= 3; n++ {
		found, err := chain.Credentials(t.Context())
		if err != nil || found.AccessKeyID != fmt.Sprint("role-", n) {
			t.Errorf("got %s, %v", found.AccessKeyID, err)
		}
		if !chain.Forget(found) {
			t.Error("nothing else can be obtained")
		}
	}
	if lower.asked != 1 {
		t.Errorf("the source below was asked %d times", lower.asked)
	}
	failing := errors.New("x")
	if (&Chain{source: chosenSource{Source: fails(failing)}}).Forget(openapi.Credentials{}) {
		t.Error("a source that always fails can be renewed")
	}
}
