package openapi_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/instant"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// throttling refuses the first calls, asking for a pause of 30 s, and collects
// the nonces of all.
func throttling(t *testing.T, refusals int) (host string, nonces *[]string) {
	t.Helper()
	nonces = new([]string)
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		*nonces = append(*nonces, r.Header.Get("X-Acs-Signature-Nonce"))
		if len(*nonces) <= refusals {
			w.Header().Set("X-Acs-Retry-After", "30000")
			respond(w, 400, `{"Code":"Throttling.User","Message":"slow down","RequestId":"RID-T"}`)
			return
		}
		respond(w, 200, `{"RequestId":"RID-1"}`)
	}), nonces
}

func TestThrottledCallsAreSentAgainAfterTheTimeAskedFor(t *testing.T) {
	t.Parallel()
	host, nonces := throttling(t, 2)
	clock := &instant.Clock{}
	o := options()
	o.Clock = clock
	r := request(host)
	r.Once = true
	response, err := client(t, o).Do(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if response.Attempts != 3 || len(*nonces) != 3 || (*nonces)[0] == (*nonces)[1] || (*nonces)[1] == (*nonces)[2] {
		t.Errorf("attempts %d, nonces %v", response.Attempts, *nonces)
	}
	if diff := cmp.Diff([]time.Duration{30 * time.Second, 30 * time.Second}, clock.Waited()); diff != "" {
		t.Errorf("pauses (-want +got):\n%s", diff)
	}
}

func TestThrottledCallsAreSentAgainUntilTheTimeIsOver(t *testing.T) {
	t.Parallel()
	for within, want := range map[time.Duration]int{-1: 1, 29 * time.Second: 1, 31 * time.Second: 2, 0: 4, 10 * time.Minute: 20} {
		host, nonces := throttling(t, 99)
		o := options()
		o.RetryFor = within
		e := failure(t, client(t, o), request(host))
		if len(*nonces) != want || e.Attempts != want || !e.Throttled() || e.MaybeReceived || e.OutOfTime != (within >= 0) {
			t.Errorf("for %s: %d calls, want %d, %+v", within, len(*nonces), want, e)
		}
	}
}

// TestTheTimeForAttemptsCountsFromTheFirst, however long that took.
func TestTheTimeForAttemptsCountsFromTheFirst(t *testing.T) {
	t.Parallel()
	clock := &instant.Clock{}
	var calls atomic.Int64
	host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		clock.AfterFunc(25*time.Second, func() {}) // Each attempt takes that long.
		respond(w, 500, `{"Code":"InternalError"}`)
	})
	o := options()
	o.Clock, o.RetryFor = clock, 30*time.Second
	if e := failure(t, client(t, o), request(host)); calls.Load() != 2 || !e.OutOfTime {
		t.Errorf("%d calls, %v", calls.Load(), e)
	}
}

// TestWhatFailsOnceIsRepeated, unless it must not be executed twice and may have
// been.
func TestWhatFailsOnceIsRepeated(t *testing.T) {
	t.Parallel()
	faults := map[string]http.HandlerFunc{
		"500":       func(w http.ResponseWriter, _ *http.Request) { respond(w, 500, `{"Code":"InternalError"}`) },
		"503 HTML":  func(w http.ResponseWriter, _ *http.Request) { respond(w, 503, `<html>`) },
		"502 empty": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502) },
		"reset":     func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"half": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99")
			respond(w, 200, `{"A":`)
		},
		"wrong length": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "2")
			respond(w, 200, `{"A":1}`)
		},
		"no HTTP":   func(w http.ResponseWriter, _ *http.Request) { hijack(w, "nonsense\r\n") },
		"empty 200": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) },
		"404 HTML":  func(w http.ResponseWriter, _ *http.Request) { respond(w, 404, `<html>`) },
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusTemporaryRedirect)
		},
	}
	for name, fault := range faults {
		for _, once := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, once %v", name, once), func(t *testing.T) {
				t.Parallel()
				var calls atomic.Int64
				host := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if calls.Add(1) == 1 {
						fault(w, r)
						return
					}
					respond(w, 200, `{"RequestId":"RID-1"}`)
				})
				r := request(host)
				r.Once = once
				_, err := client(t, options()).Do(t.Context(), r)
				if want := map[bool]int64{true: 1, false: 2}[once]; calls.Load() != want || (err != nil) != once {
					t.Errorf("%d calls, want %d; %v", calls.Load(), want, err)
				}
				if once && !typed(t, err).MaybeReceived {
					t.Errorf("counts as not received: %v", err)
				}
			})
		}
	}
}

// hijack sends bytes and closes the connection.
func hijack(w http.ResponseWriter, text string) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_, _ = connection.Write([]byte(text))
	_ = connection.Close()
}

func TestAResponseThatCannotBeDecompressedIsUnreadable(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(`{"A":1}`))
	_ = w.Close()
	whole := packed.Bytes()
	const header, trailer = 10, 8
	for name, body := range map[string][]byte{
		"header":   []byte(`{"A":"longer than the header of gzip"}`),
		"content":  slices.Concat(whole[:header], bytes.Repeat([]byte{0xff}, 20), whole[len(whole)-trailer:]),
		"checksum": slices.Concat(whole[:len(whole)-trailer], make([]byte, trailer)),
	} {
		host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			respond(w, 200, string(body))
		})
		want := "StartAIAgentInstance: a compressed response that cannot be decompressed (HTTP 200, 3 attempts in 1 s)"
		if e := failure(t, client(t, options()), request(host)); e.Error() != want || e.Reason != openapi.Unreadable {
			t.Errorf("%s: got %v, want %s", name, e, want)
		}
	}
}

func TestAnErrorSaysHowOftenItWasTried(t *testing.T) {
	t.Parallel()
	host := serve(t, func(w http.ResponseWriter, _ *http.Request) { respond(w, 404, `<html>`) })
	e := failure(t, client(t, options()), request(host))
	if want := "StartAIAgentInstance: error response without a code or a message: not a JSON object (HTTP 404, 3 attempts in 1 s)"; e.Error() != want {
		t.Errorf("got %q, want %q", e.Error(), want)
	}
}

// TestWhatAnEarlierAttemptMayHaveDoneIsKnown also when the last one was refused.
func TestWhatAnEarlierAttemptMayHaveDoneIsKnown(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if calls.Add(1) == 1 {
			panic(http.ErrAbortHandler)
		}
		respond(w, 400, `{"Code":"InvalidParameter"}`)
	})
	if e := failure(t, client(t, options()), request(host)); e.Code != "InvalidParameter" || !e.MaybeReceived {
		t.Errorf("%+v", e)
	}
}

func TestAPauseLongerThanTheTimeLeftIsNotBegun(t *testing.T) {
	t.Parallel()
	host, nonces := throttling(t, 99)
	clock := &instant.Clock{}
	o := options()
	o.Clock = clock
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := client(t, o).Do(ctx, request(host))
	e := typed(t, err)
	want := "StartAIAgentInstance: Throttling.User: slow down (HTTP 400, request ID RID-T, 1 attempt in 0 s, then the time was over (the service asks to wait 30 s))"
	if e.Error() != want || len(*nonces) != 1 || len(clock.Waited()) != 0 || !e.OutOfTime {
		t.Errorf("%d calls, pauses %v, got %q, want %q", len(*nonces), clock.Waited(), e.Error(), want)
	}
}

// interrupting ends a context as soon as something is waited for.
type interrupting struct {
	openapi.Clock
	interrupt context.CancelFunc
}

func (c interrupting) Now() time.Time { return time.Now() }

func (c interrupting) Random(limit time.Duration) time.Duration { return limit - 1 }

func (c interrupting) AfterFunc(time.Duration, func()) func() {
	go c.interrupt()
	return func() {}
}

func TestAnInterruptEndsAPauseWithTheLastError(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"Throttling.User": "StartAIAgentInstance: Throttling.User: slow down; stopped before the next attempt (HTTP 400, request ID RID-T)",
		"":                "StartAIAgentInstance: slow down; stopped before the next attempt (HTTP 500, request ID RID-T)",
	} {
		status := map[bool]int{true: 400, false: 500}[code != ""]
		var calls atomic.Int64
		host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			calls.Add(1)
			respond(w, status, `{"Code":"`+code+`","Message":"slow down","RequestId":"RID-T"}`)
		})
		o := options()
		ctx, cancel := context.WithCancel(t.Context())
		o.Clock = interrupting{interrupt: cancel}
		_, err := client(t, o).Do(ctx, request(host))
		e := typed(t, err)
		if e.Error() != want || !errors.Is(err, context.Canceled) || e.Code != code || calls.Load() != 1 {
			t.Errorf("%d calls, got %q, want %q; %+v", calls.Load(), e.Error(), want, e)
		}
	}
}

// TestCredentialsThatWereRefusedAreRenewedOnce for a request.
func TestCredentialsThatWereRefusedAreRenewedOnce(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name      string
		refusals  int64
		renewable bool
		calls     int64
		renewals  int64
	}{
		{"once", 1, true, 2, 1}, {"for ever", 99, true, 2, 1}, {"not renewable", 99, false, 1, 1}, {"never", 0, true, 1, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var calls, renewals atomic.Int64
			host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if calls.Add(1) <= tc.refusals {
					respond(w, 403, `{"Code":"InvalidSecurityToken.Expired"}`)
					return
				}
				respond(w, 200, `{}`)
			})
			o := options()
			o.Forget = func(c openapi.Credentials) bool {
				if c != temporary {
					t.Errorf("told to forget %v", c)
				}
				renewals.Add(1)
				return tc.renewable
			}
			r := request(host)
			r.Once = true
			_, err := client(t, o).Do(t.Context(), r)
			if calls.Load() != tc.calls || renewals.Load() != tc.renewals || (err != nil) != (tc.calls == tc.refusals || tc.refusals == 99) {
				t.Errorf("%d calls, %d renewals, %v", calls.Load(), renewals.Load(), err)
			}
		})
	}
}

func TestCredentialsAreResolvedForEachAttempt(t *testing.T) {
	t.Parallel()
	host, nonces := throttling(t, 99)
	reason := errors.New("the role is gone")
	var asked atomic.Int64
	o := options()
	o.Credentials = func(context.Context) (openapi.Credentials, error) {
		if asked.Add(1) == 2 {
			return openapi.Credentials{}, reason
		}
		return temporary, nil
	}
	_, err := client(t, o).Do(t.Context(), request(host))
	e := typed(t, err)
	if want := "StartAIAgentInstance: the role is gone (2 attempts in 30 s)"; e.Error() != want {
		t.Errorf("got %q, want %q", e.Error(), want)
	}
	if !errors.Is(err, reason) || e.Reason != openapi.NoCredentials || e.MaybeReceived || len(*nonces) != 1 {
		t.Errorf("%d calls, %+v", len(*nonces), e)
	}
}

func TestAnInterruptWhileCredentialsAreFetchedIsAnInterrupt(t *testing.T) {
	t.Parallel()
	o := options()
	ctx, cancel := context.WithCancel(t.Context())
	o.Credentials = func(ctx context.Context) (openapi.Credentials, error) {
		cancel()
		return openapi.Credentials{}, fmt.Errorf("ask for a token: %w", ctx.Err())
	}
	_, err := client(t, o).Do(ctx, request("nobody.invalid"))
	if e := typed(t, err); e.Reason != openapi.Stopped || !errors.Is(err, context.Canceled) || e.MaybeReceived {
		t.Errorf("%+v", e)
	}
}

func TestEachAttemptIsOneLineOfTheLogWithoutValues(t *testing.T) {
	t.Parallel()
	host, _ := throttling(t, 1)
	var log bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &log)
	if _, err := client(t, options()).Do(ctx, request(host)); err != nil {
		t.Fatal(err)
	}
	leaksNothing(t, log.String())
	lines, err := tflogtest.MultilineJSONDecode(&log)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if _, ok := line["duration_ms"].(float64); !ok {
			t.Errorf("no duration: %v", line)
		}
		delete(line, "duration_ms")
		if module, _ := line["@module"].(string); !strings.HasSuffix(module, "."+openapi.Subsystem) {
			t.Errorf("module %q", module)
		}
		delete(line, "@module")
	}
	want := []map[string]any{
		{
			"@level": "debug", "@message": "API call", "operation": "StartAIAgentInstance", "attempt": 1.0, "rate": "not limited",
			"wait_ms": 0.0, "status": 400.0, "code": "Throttling.User", "request_id": "RID-T", "outcome": "error response",
		},
		{
			"@level": "debug", "@message": "API call", "operation": "StartAIAgentInstance", "attempt": 2.0, "rate": "0.5/s",
			"wait_ms": 30000.0, "status": 200.0, "code": "", "request_id": "RID-1", "outcome": "success",
		},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}
