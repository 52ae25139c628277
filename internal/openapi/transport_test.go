package openapi_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Trap E: the SDK writes to the client it is called on.
func TestParallelCallsShareOneClientAndItsConnections(t *testing.T) {
	t.Parallel()
	var calls, connections atomic.Int64
	host := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1); r.Header.Get("X-Acs-Action") != "Op"+r.URL.Query().Get("Op") {
			t.Errorf("action %s with parameter %s", r.Header.Get("X-Acs-Action"), r.URL.Query().Get("Op"))
		}
		respond(w, 200, `{"RequestId":"`+r.URL.Query().Get("Op")+`"}`)
	}, func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	})
	c := client(t, options())
	var group sync.WaitGroup
	for i := range 32 {
		name := string(rune('A' + i%26))
		group.Go(func() {
			for range 16 {
				r := request(host)
				r.Operation, r.Query = "Op"+name, map[string]string{"Op": name}
				if response, err := c.Do(t.Context(), r); err != nil || response.RequestID != name {
					t.Errorf("%s: %+v, %v", name, response, err)
				}
			}
		})
	}
	group.Wait()
	if calls.Load() != 32*16 || connections.Load() > 64 {
		t.Errorf("%d calls over %d connections", calls.Load(), connections.Load())
	}
}

func TestAContextThatEndedSendsNothing(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	host := serve(t, func(w http.ResponseWriter, _ *http.Request) { calls.Add(1); respond(w, 200, `{}`) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client(t, options()).Do(ctx, request(host))
	e := typed(t, err)
	if want := "StartAIAgentInstance: interrupted before the request was sent"; e.Error() != want || !errors.Is(err, context.Canceled) {
		t.Errorf("got %q, want %q", e.Error(), want)
	}
	if e.Reason != openapi.Stopped || e.MaybeReceived || e.Attempts != 0 || calls.Load() != 0 {
		t.Errorf("%d calls, %+v", calls.Load(), e)
	}
}

// slow serves one request that hangs, before or in the middle of the response,
// until the client disconnects.
func slow(t *testing.T, inBody bool) (host string, arrived <-chan struct{}) {
	t.Helper()
	received := make(chan struct{}, 1)
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		if inBody {
			w.Header().Set("X-Acs-Request-Id", "RID-H")
			_, _ = w.Write([]byte(`{"RequestId":`))
			_ = http.NewResponseController(w).Flush()
		}
		received <- struct{}{}
		<-r.Context().Done()
	}), received
}

func TestTheContextEndsACallInEachPhaseOfTheResponse(t *testing.T) {
	t.Parallel()
	for name, inBody := range map[string]bool{"before the headers": false, "in the body": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			host, arrived := slow(t, inBody)
			ctx, cancel := context.WithCancel(t.Context())
			go func() { <-arrived; cancel() }()
			_, err := client(t, options()).Do(ctx, request(host))
			e := typed(t, err)
			if want := "StartAIAgentInstance: interrupted while waiting for the response"; e.Error() != want {
				t.Errorf("got %q, want %q", e.Error(), want)
			}
			if !errors.Is(err, context.Canceled) || e.Reason != openapi.Stopped || !e.MaybeReceived {
				t.Errorf("%+v", e)
			}
		})
	}
}

func TestTheCallersDeadlineDiffersFromATimeOut(t *testing.T) {
	t.Parallel()
	for name, inBody := range map[string]bool{"before the headers": false, "in the body": true} {
		t.Run("deadline "+name, func(t *testing.T) {
			t.Parallel()
			host, _ := slow(t, inBody)
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer cancel()
			_, err := client(t, options()).Do(ctx, request(host))
			e := typed(t, err)
			want := "StartAIAgentInstance: the operation timed out while waiting for the response"
			if e.Error() != want || !errors.Is(err, context.DeadlineExceeded) || !e.MaybeReceived {
				t.Errorf("got %q, want %q; %+v", e.Error(), want, e)
			}
		})
		t.Run("time-out "+name, func(t *testing.T) {
			t.Parallel()
			host, _ := slow(t, inBody)
			o := options()
			o.RetryFor = -1
			o.ReadTimeout = 100 * time.Millisecond
			if inBody {
				o.ReadTimeout = 2 * time.Second // Time for the headers on a busy machine.
			}
			e := failure(t, client(t, o), request(host))
			want := "StartAIAgentInstance: no response from " + host + " within " + o.ReadTimeout.String()
			if inBody {
				want += " (HTTP 200, request ID RID-H)"
			}
			if e.Error() != want || e.Reason != openapi.TimedOut || !e.MaybeReceived || e.Attempts != 1 {
				t.Errorf("got %q, want %q; %+v", e.Error(), want, e)
			}
			if errors.Is(e, context.DeadlineExceeded) {
				t.Error("a time-out looks like the caller's deadline")
			}
		})
	}
}

func TestTheResponseIsAwaitedForTheGracePeriod(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	interrupted := make(chan struct{})
	host := serve(t, func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-interrupted
		select {
		case <-r.Context().Done():
			t.Error("the call was given up at once")
		case <-time.After(200 * time.Millisecond): // Time to give up.
		}
		respond(w, 200, `{"RequestId":"RID-1","InstanceId":"i-1"}`)
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel(); close(interrupted) }()
	r := request(host)
	r.Grace = 20 * time.Second
	response, err := client(t, options()).Do(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	if response.Body["InstanceId"] != "i-1" || ctx.Err() == nil {
		t.Errorf("%+v", response)
	}
}

func TestAfterTheGracePeriodTheCallIsGivenUp(t *testing.T) {
	t.Parallel()
	host, arrived := slow(t, false)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	r := request(host)
	r.Grace = 50 * time.Millisecond
	_, err := client(t, options()).Do(ctx, r)
	if e := typed(t, err); e.Reason != openapi.Stopped || !e.MaybeReceived || !errors.Is(err, context.Canceled) {
		t.Errorf("%+v", e)
	}
}

func TestConnectionsThatBreakAreAmbiguousAndNotSentAgain(t *testing.T) {
	t.Parallel()
	cases := map[string]func(net.Conn){
		"closed without a response": func(c net.Conn) { _ = c.Close() },
		"reset": func(c net.Conn) {
			if tcp, ok := c.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = c.Close()
		},
		"closed in the body": func(c net.Conn) {
			_, _ = c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"A\":"))
			_ = c.Close()
		},
		"no HTTP": func(c net.Conn) { _, _ = c.Write([]byte("canary " + authToken + "\r\n\r\n")); _ = c.Close() },
	}
	for name, end := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int64
			host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				calls.Add(1)
				connection, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				end(connection)
			})
			r := request(host)
			r.Once = true
			e := failure(t, client(t, options()), r)
			if calls.Load() != 1 || e.Reason != openapi.Lost || !e.MaybeReceived {
				t.Errorf("%d calls, %+v", calls.Load(), e)
			}
			if want := "the connection to " + host + " broke before the response was complete"; !strings.Contains(e.Error(), want) {
				t.Errorf("got %q, want %q in it", e.Error(), want)
			}
		})
	}
}

func TestWhatWasNeverSentIsSentAgainAndNamesTheCause(t *testing.T) {
	t.Parallel()
	const closed = "127.0.0.1:1" // A port that other tests do not get.
	plain := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("a request in plain text arrived") })
	cases := map[string]struct {
		protocol, host, want string
		plainHTTP            bool
		within               time.Duration
	}{
		"refused":      {"HTTP", closed, "connection refused", false, 30 * time.Second},
		"no such host": {"HTTP", "nobody.invalid", "no connection to nobody.invalid: ", false, 5 * time.Second},
		"plain HTTP":   {"HTTPS", plain, "the server speaks plain HTTP, not TLS", true, 0},
		"no TLS":       {"HTTPS", greeting(t), "the server does not speak TLS", false, 0},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options()
			o.Protocol = tc.protocol
			r := request(tc.host)
			r.Once = true
			e := failure(t, client(t, o), r)
			if e.Reason != openapi.NotSent || e.MaybeReceived || e.PlainHTTP != tc.plainHTTP || (e.Attempts > 2) != (tc.within > 0) || e.Elapsed > tc.within {
				t.Errorf("%+v", e)
			}
			if !strings.Contains(e.Error(), tc.want) {
				t.Errorf("got %q, want %q in it", e.Error(), tc.want)
			}
		})
	}
}

// greeting starts a server that speaks first, as those of mail and shells do.
func greeting(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = connection.Write([]byte("SSH-2.0-canary\r\n"))
			_, _ = io.Copy(io.Discard, connection)
			_ = connection.Close()
		}
	}()
	return listener.Addr().String()
}

// TestCredentials_ThatNoHeaderCanHoldAreNotTried: net/http reports them as a failure
// of the network.
func TestCredentials_ThatNoHeaderCanHoldAreNotTried(t *testing.T) {
	t.Parallel()
	host := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("a request arrived") })
	for name, change := range map[string]func(*openapi.Credentials){
		"line feed in the access key": func(c *openapi.Credentials) { c.AccessKeyID += "\n" },
		"line feed in the token":      func(c *openapi.Credentials) { c.SecurityToken = "canary\nother" },
		"zero in the token":           func(c *openapi.Credentials) { c.SecurityToken = "canary\x00" },
	} {
		credentials := temporary
		change(&credentials)
		o := options()
		o.Credentials = static(credentials)
		e := failure(t, client(t, o), request(host))
		if e.Reason != openapi.NoCredentials || e.Attempts != 1 || e.MaybeReceived || !strings.Contains(e.Detail, "from a test contains a line feed or another control character") {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestARequestThatTheSDKCannotBuildIsABugWithoutValues(t *testing.T) {
	t.Parallel()
	e := failure(t, client(t, options()), request("bad host/"))
	if e.Reason != openapi.Bug || e.MaybeReceived {
		t.Errorf("%+v", e)
	}
	if want := "StartAIAgentInstance: the Alibaba Cloud SDK could not build the request (*url.Error)"; e.Error() != want {
		t.Errorf("got %q, want %q", e.Error(), want)
	}
}

// TestOnce_AResponseThatBreaksOffMayStillHoldTheID lets the connection break in the
// body of a success.
func TestOnce_AResponseThatBreaksOffMayStillHoldTheID(t *testing.T) {
	t.Parallel()
	for part, want := range map[string]string{
		`{"InstanceId":"i-1","RequestId":"R`:     "i-1",
		`{"RequestId":"R","InstanceId":"i-1"`:    "i-1",
		`{"InstanceId":"i-1`:                     "",
		`{"RequestId":"R"`:                       "",
		`{"Other":{"InstanceId":"i-2"},"Reque`:   "",
		`{"Text":"InstanceId","More":"i-3","Re`:  "",
		`["InstanceId","i-1",`:                   "",
		`<html>`:                                 "",
		`{"InstanceId":7,"InstanceId":"","Reque`: "",
	} {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "999")
				_, _ = io.WriteString(w, part)
			})
			r := request(host)
			r.Once, r.Salvage = true, "InstanceId"
			response, err := client(t, options()).Do(t.Context(), r)
			if want == "" {
				if e := typed(t, err); e.Reason != openapi.Lost || !e.MaybeReceived {
					t.Errorf("%+v", e)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if response.Body["InstanceId"] != want {
				t.Errorf("%v", response.Body)
			}
		})
	}
}

// TestOnce_ARequestHasAConnectionOfItsOwn makes other calls before and after it.
func TestOnce_ARequestHasAConnectionOfItsOwn(t *testing.T) {
	t.Parallel()
	var opened atomic.Int64
	host := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Connection") != "" {
			t.Errorf("the request has the header Connection: %s", r.Header.Get("Connection"))
		}
		respond(w, 200, `{"RequestId":"RID-1","InstanceId":"i-1"}`)
	}, func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	})
	c := client(t, options())
	for n, once := range []bool{false, false, true, true, false} {
		r := request(host)
		r.Once = once
		if _, err := c.Do(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if want := []int64{1, 1, 2, 3, 3}[n]; opened.Load() != want {
			t.Errorf("after request %d there were %d connections, want %d", n+1, opened.Load(), want)
		}
	}
}
