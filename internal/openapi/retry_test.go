package openapi_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

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
	var pauses []time.Duration
	o := options()
	o.Pause = func(_ context.Context, d time.Duration) error { pauses = append(pauses, d); return nil }
	r := request(host)
	r.Once = true
	response, err := client(t, o).Do(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if response.Attempts != 3 || len(*nonces) != 3 || (*nonces)[0] == (*nonces)[1] || (*nonces)[1] == (*nonces)[2] {
		t.Errorf("attempts %d, nonces %v", response.Attempts, *nonces)
	}
	if len(pauses) != 2 || min(pauses[0], pauses[1]) < 30*time.Second || max(pauses[0], pauses[1]) > 31*time.Second {
		t.Errorf("pauses %v", pauses)
	}
}

func TestAttemptsAreBounded(t *testing.T) {
	t.Parallel()
	for attempts, want := range map[int]int{0: 4, 1: 1, 6: 6} {
		host, nonces := throttling(t, 99)
		o := options()
		o.MaxAttempts = attempts
		e := failure(t, client(t, o), request(host))
		if len(*nonces) != want || e.Attempts != want || !e.Throttled() || e.MaybeReceived {
			t.Errorf("at most %d: %d calls, %+v", attempts, len(*nonces), e)
		}
	}
}

func TestAPauseLongerThanTheTimeLeftIsNotBegun(t *testing.T) {
	t.Parallel()
	host, nonces := throttling(t, 99)
	o := options()
	o.Pause = func(context.Context, time.Duration) error { t.Error("paused"); return nil }
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := client(t, o).Do(ctx, request(host))
	e := typed(t, err)
	if want := "StartAIAgentInstance: Throttling.User: slow down (HTTP 400, request ID RID-T)"; e.Error() != want || len(*nonces) != 1 {
		t.Errorf("%d calls, got %q, want %q", len(*nonces), e.Error(), want)
	}
}

func TestAnInterruptEndsAPauseWithTheLastError(t *testing.T) {
	t.Parallel()
	host, nonces := throttling(t, 99)
	o := options()
	ctx, cancel := context.WithCancel(t.Context())
	o.Pause = func(ctx context.Context, d time.Duration) error {
		time.AfterFunc(0, cancel) // As soon as the pause has begun.
		return openapi.Pause(ctx, d)
	}
	start := time.Now()
	_, err := client(t, o).Do(ctx, request(host))
	e := typed(t, err)
	want := "StartAIAgentInstance: Throttling.User: slow down; stopped before the next attempt (HTTP 400, request ID RID-T)"
	if e.Error() != want || !errors.Is(err, context.Canceled) || e.Code != "Throttling.User" {
		t.Errorf("got %q, want %q; %+v", e.Error(), want, e)
	}
	if spent := time.Since(start); spent > 15*time.Second || len(*nonces) != 1 {
		t.Errorf("%d calls in %s", len(*nonces), spent)
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
	if want := "StartAIAgentInstance: the role is gone (2 attempts)"; e.Error() != want {
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
			"@level": "debug", "@message": "API call", "operation": "StartAIAgentInstance", "attempt": 1.0,
			"status": 400.0, "code": "Throttling.User", "request_id": "RID-T", "outcome": "error response",
		},
		{
			"@level": "debug", "@message": "API call", "operation": "StartAIAgentInstance", "attempt": 2.0,
			"status": 200.0, "code": "", "request_id": "RID-1", "outcome": "success",
		},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}
