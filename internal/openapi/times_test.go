package openapi

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
)

// wire stands for the network: it acts when a request is sent, and then waits for the
// end of the exchange.
type wire func(trace *httptrace.ClientTrace)

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w(httptrace.ContextClientTrace(r.Context()))
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// TestExchange_EachPhaseHasItsEnd goes through the times of an exchange to which nobody
// responds, with a read time-out of a minute and a grace of half of one.
func TestExchange_EachPhaseHasItsEnd(t *testing.T) {
	t.Parallel()
	connected := func(trace *httptrace.ClientTrace) { trace.GotConn(httptrace.GotConnInfo{}) }
	for name, c := range map[string]struct {
		wire wire
		// interrupt is when the caller's context ends; 0 for never.
		interrupt, ends time.Duration
		err             error
	}{
		"no connection": {func(*httptrace.ClientTrace) {}, 0, 4 * time.Minute, errTimedOut},
		"a connection":  {connected, 0, time.Minute, errTimedOut},
		"a late connection": {func(trace *httptrace.ClientTrace) {
			<-time.After(3 * time.Minute)
			connected(trace)
		}, 0, 4 * time.Minute, errTimedOut},
		"a very late connection": {func(trace *httptrace.ClientTrace) {
			<-time.After(4*time.Minute - time.Second)
			connected(trace)
		}, 0, 5*time.Minute - time.Second, errTimedOut},
		"interrupted without a connection": {func(*httptrace.ClientTrace) {}, 10 * time.Second, 10 * time.Second, context.Canceled},
		"interrupted with a connection":    {connected, 10 * time.Second, 40 * time.Second, context.Canceled},
		"interrupted when it times out":    {connected, 50 * time.Second, time.Minute, errTimedOut},
		"interrupted while it dials again": {func(trace *httptrace.ClientTrace) {
			connected(trace)
			trace.GetConn("host:443")
		}, 10 * time.Second, 10 * time.Second, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if c.interrupt > 0 {
					time.AfterFunc(c.interrupt, cancel)
				}
				request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://host/", nil)
				if err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				x := &exchange{transport: c.wire, readTimeout: time.Minute, grace: 30 * time.Second}
				if err := x.roundTrip(request); !errors.Is(err, c.err) {
					t.Errorf("ends with %v, want %v", err, c.err)
				}
				if took := time.Since(began); took != c.ends {
					t.Errorf("ends after %s, want %s", took, c.ends)
				}
			})
		})
	}
}

// TestExchange_NothingIsSentAfterTheEnd of the caller's context.
func TestExchange_NothingIsSentAfterTheEnd(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://host/", nil)
	if err != nil {
		t.Fatal(err)
	}
	x := &exchange{transport: wire(func(*httptrace.ClientTrace) { t.Error("a request was sent") }), readTimeout: time.Minute}
	if err := x.roundTrip(request); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// answering dials a server in memory that responds to each request with a header of
// that length.
func answering(dials *int, header int) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		*dials++
		ours, theirs := net.Pipe()
		go func() {
			for reader := bufio.NewReader(theirs); ; {
				request, err := http.ReadRequest(reader)
				if err != nil {
					_ = theirs.Close()
					return
				}
				_, _ = io.Copy(io.Discard, request.Body)
				_, _ = io.WriteString(theirs, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Long: "+strings.Repeat("x", header)+"\r\n\r\n")
			}
		}()
		return ours, nil
	}
}

// ask sends one request.
func ask(t *testing.T, transport *http.Transport) error {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://host/", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, response.Body)
	return response.Body.Close()
}

// TestTransport_AnIdleConnectionIsUsedForAShortTime: one that a load balancer is about
// to close would lose the request.
func TestTransport_AnIdleConnectionIsUsedForAShortTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dials := 0
		transport := newTransport(time.Second)
		transport.DialContext = answering(&dials, 0)
		defer transport.CloseIdleConnections()
		for n, idle := range []time.Duration{0, 9 * time.Second, 10*time.Second + time.Millisecond, 9 * time.Second} {
			<-time.After(idle)
			synctest.Wait()
			if err := ask(t, transport); err != nil {
				t.Fatal(err)
			}
			if want := []int{1, 1, 2, 2}[n]; dials != want {
				t.Errorf("request %d, %s after the one before: %d connections, want %d", n+1, idle, dials, want)
			}
		}
	})
}

func TestTransport_TheHeadersOfAResponseHaveALimit(t *testing.T) {
	t.Parallel()
	for length, fits := range map[int]bool{1000 << 10: true, 1100 << 10: false} {
		dials := 0
		transport := newTransport(time.Second)
		transport.DialContext = answering(&dials, length)
		if err := ask(t, transport); (err == nil) != fits {
			t.Errorf("%d bytes: %v", length, err)
		}
		transport.CloseIdleConnections()
	}
}

// TestTransport_AServerThatNeverSpeaksTLSIsGivenUp: dialling it succeeds.
func TestTransport_AServerThatNeverSpeaksTLSIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := newTransport(10 * time.Second)
		transport.DialContext = func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go func() { _, _ = io.Copy(io.Discard, theirs) }()
			return ours, nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://host/", nil)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		response, err := transport.RoundTrip(request)
		if err == nil {
			_ = response.Body.Close()
			t.Fatal("there is a response")
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("given up after %s: %v", took, err)
		}
	})
}

func TestTransport_ARefusalOfAProxyIsNamed(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{200: "", 201: "the proxy responded with HTTP 201", 407: "the proxy responded with HTTP 407"} {
		err := newTransport(time.Second).OnProxyConnectResponse(t.Context(), nil, nil, &http.Response{StatusCode: status})
		if (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("HTTP %d: %v", status, err)
		}
	}
}

// TestRetryAfter_IsNeitherNegativeNorEndless whatever the headers say.
func TestRetryAfter_IsNeitherNegativeNorEndless(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		gateway, standard string
		want              time.Duration
	}{
		{"", "", 0},
		{"1", "", time.Millisecond},
		{"1500", "9", 1500 * time.Millisecond},
		{"0", "9", 9 * time.Second},
		{"-1", "9", 9 * time.Second},
		{"soon", "9", 9 * time.Second},
		{"3600000", "", time.Hour},
		{"3600001", "", time.Hour},
		{"9223372036854775807", "", time.Hour},
		{"", "0", 0},
		{"", "-1", 0},
		{"", "1", time.Second},
		{"", "3601", time.Hour},
		{"", "9223372036854775807", time.Hour},
		{"", "Thu, 01 Jan 1970 00:00:00 GMT", 0},
		{"", "soon", 0},
	} {
		h := http.Header{}
		h.Set("X-Acs-Retry-After", c.gateway)
		h.Set("Retry-After", c.standard)
		if got := retryAfter(h); got != c.want {
			t.Errorf("%q, %q: %s, want %s", c.gateway, c.standard, got, c.want)
		}
	}
	later := http.Header{"Retry-After": {time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)}}
	if got := retryAfter(later); got <= 58*time.Minute || got > time.Hour {
		t.Errorf("a date in an hour: %s", got)
	}
}

func TestOptions_HaveTheTimesThatAreDocumented(t *testing.T) {
	t.Parallel()
	for given, want := range map[time.Duration][2]time.Duration{
		0: {10 * time.Second, time.Minute}, -1: {10 * time.Second, time.Minute}, time.Nanosecond: {1, 1}, time.Hour: {time.Hour, time.Hour},
	} {
		o, err := Options{
			New:            func(*darabonba.Config) (darabonba.Client, error) { return darabonba.Client{}, nil },
			Credentials:    func(context.Context) (Credentials, error) { return Credentials{}, nil },
			ConnectTimeout: given, ReadTimeout: given,
		}.complete()
		if err != nil || o.ConnectTimeout != want[0] || o.ReadTimeout != want[1] || o.Clock == nil || o.Protocol != "HTTPS" {
			t.Errorf("%s: %+v, %v", given, o, err)
		}
	}
}

// TestWithTimeout_TheEarlierDeadlineCounts of the two.
func TestWithTimeout_TheEarlierDeadlineCounts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		outer, end := context.WithTimeout(t.Context(), time.Minute)
		defer end()
		for given, want := range map[time.Duration]time.Duration{time.Second: time.Second, time.Hour: time.Minute} {
			ctx, cancel := WithTimeout(outer, given)
			if deadline, ok := ctx.Deadline(); !ok || time.Until(deadline) != want {
				t.Errorf("%s inside a minute: %s, %t", given, time.Until(deadline), ok)
			}
			cancel()
		}
	})
}

// TestSecrets_OfEachLengthAreHidden: in a message all, in a code only a long one.
func TestSecrets_OfEachLengthAreHidden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ secret, text, message, word string }{
		{"x", "a-x-b", "a-***-b", "a-x-b"},
		{`pa"s's`, `{"a":"pa\"s's"}`, `{"a":"***"}`, `{"a":"pa\"s's"}`},
		{`pa"s`, "a=pa%22s", "a=***", "a=pa%22s"},
		{"1234567", "a-1234567-b", "a-***-b", "a-1234567-b"},
		{"12345678", "a-12345678-b", "a-***-b", "a-***-b"},
		{"the secret of a test", "a=the+secret+of+a+te&b", "a=***&b", "a=***&b"},
		{"the secret of a test", `{"a":"the secret of a te"}`, `{"a":"***"}`, `{"a":"***"}`},
		{"the secret 🔑 of a test", `a=the secret \ud83d\uDD11 of &b`, "a=***&b", "a=***&b"},
		{"the secret 🔑 of a test", `a=the secret 🔑 of &b`, "a=***&b", "a=***&b"},
		{"the secret 🔑 of a test", "a=the%20secret%20%F0%9F%94%91%20of%20&b", "a=***&b", "a=***&b"},
		{"the secret \"é\" of a test", `a=the secret \"\u00e9\" of &b`, "a=***&b", "a=***&b"},
		{`the secret \ud83d of a test`, `\ud83d and no other half`, `\ud83d and no other half`, `\ud83d and no other half`},
		{"the secret of a test", `\u12 \uzzzz the secret of a te \`, `\u12 \uzzzz *** \`, `\u12 \uzzzz *** \`},
	} {
		m := newMask(c.secret)
		if got := m.message(c.text); got != c.message {
			t.Errorf("message %q is %q, want %q", c.text, got, c.message)
		}
		if got := m.word(c.text); got != c.word {
			t.Errorf("word %q is %q, want %q", c.text, got, c.word)
		}
	}
	if got := newMask().word(strings.Repeat("é", maxWord)); got != strings.Repeat("é", maxWord) {
		t.Errorf("a word of the greatest length is cut to %q", got)
	}
	if got := newMask().word(strings.Repeat("é", maxWord+1)); got != strings.Repeat("é", maxWord)+"…" {
		t.Errorf("a longer word is cut to %q", got)
	}
}
