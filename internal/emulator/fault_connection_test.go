package emulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// read returns the next bytes.
func (w *wire) read(n int) string {
	w.t.Helper()
	text := make([]byte, n)
	if _, err := io.ReadFull(w.reader, text); err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// mustBeOpen fails if bytes or the end of the connection arrive. A correct server
// never makes it fail, however slow the machine is.
func (w *wire) mustBeOpen() {
	w.t.Helper()
	ok(w.t, w.SetReadDeadline(time.Now().Add(30*time.Millisecond)))
	if c, err := w.reader.ReadByte(); !errors.Is(err, os.ErrDeadlineExceeded) {
		w.t.Errorf("got %q, %v", c, err)
	}
	ok(w.t, w.SetReadDeadline(time.Time{}))
}

func TestFaultKinds_SomeLeaveTheConnectionOpenUntilTheClientGoes(t *testing.T) {
	t.Parallel()
	for _, kind := range waiting {
		for _, leave := range []string{"the client", "the emulator"} {
			t.Run(kind+" until "+leave+" goes", func(t *testing.T) {
				t.Parallel()
				s, _ := emulate(t)
				s.Inject(emulator.Fault{Operation: emulator.OpStart, Kind: kind, Times: -1})
				first := dial(t, s)
				first.send(emulator.OpStart, startParams)
				ok(t, first.CloseWrite())
				all := first.rest()

				w := dial(t, s)
				w.send(emulator.OpStart, startParams)
				w.read(len(all))
				w.mustBeOpen()
				if leave == "the client" {
					ok(t, w.CloseWrite())
				} else {
					s.Close()
				}
				if rest := w.rest(); rest != "" {
					t.Errorf("got %q at the end", rest)
				}
			})
		}
	}
}

func TestFaultKinds_ADripTakesItsTime(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"drip", "drip-all"} {
		s, _ := emulate(t)
		s.Inject(emulator.Fault{Operation: emulator.OpStart, Kind: kind, Interval: 2 * time.Millisecond})
		w := dial(t, s)
		begin := time.Now()
		w.send(emulator.OpStart, startParams)
		head, body, _ := strings.Cut(w.rest(), "\r\n\r\n")
		bytes := len(body)
		if kind == "drip-all" {
			bytes += len(head)
		}
		if took, least := time.Since(begin), time.Duration(bytes-1)*2*time.Millisecond; took < least {
			t.Errorf("%s: %d bytes took %s", kind, bytes, took)
		}
	}
}

func TestFaultKinds_ADripEndsWithItsClient(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{"drip": "\r\n\r\n{", "drip-all": "H"} {
		for _, leave := range []string{"client", "emulator"} {
			s, _ := emulate(t)
			s.Inject(emulator.Fault{Operation: emulator.OpStart, Kind: kind, Interval: time.Hour})
			w := dial(t, s)
			w.send(emulator.OpStart, startParams)
			got := ""
			for !strings.HasSuffix(got, want) {
				got += w.read(1)
			}
			w.mustBeOpen()
			if leave == "client" {
				ok(t, w.CloseWrite())
			} else {
				s.Close()
			}
			if rest := w.rest(); rest != "" {
				t.Errorf("%s: got %q at the end", kind, rest)
			}
		}
	}
}

func TestFaultKinds_AnIdleRaceHitsNoNewConnection(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	s.Inject(emulator.Fault{Operation: emulator.OpStart, Kind: "idle-race"})
	c.start(t, nil) // The first request of the client.
	if left := s.Faults(); len(left) != 1 {
		t.Fatalf("it is used up: %+v", left)
	}
	// The client sends it on the connection of the first one, and a POST once only.
	a, err := c.send(t.Context(), emulator.OpStart, startParams)
	if err == nil || !errors.Is(err, io.EOF) {
		t.Errorf("got %v %+v", err, a)
	}
	c.start(t, nil)
	if got := s.Count(emulator.OpStart); got != 3 || len(s.Instances()) != 2 {
		t.Errorf("%d requests, %d instances", got, len(s.Instances()))
	}
}

func TestFaultKinds_WithoutConnContextThereIsNoIdleRace(t *testing.T) {
	t.Parallel()
	e, err := emulator.New(emulator.WithFaults(emulator.Fault{Kind: "idle-race"}))
	ok(t, err)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	c := client{url: server.URL, id: emulator.AccessKeyID, secret: emulator.AccessKeySecret, http: server.Client()}
	c.start(t, nil)
	c.start(t, nil)
}

func TestFaultKinds_TheJournalShowsWhoFollowsARedirect(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"301", "302", "307", "308"} {
		for _, follow := range []bool{false, true} {
			s, c := emulate(t)
			away, _ := emulate(t)
			stay := http.ErrUseLastResponse
			if follow {
				stay = nil
			}
			c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return stay }
			s.Inject(emulator.Fault{Kind: kind})
			s.Inject(emulator.Fault{Kind: kind, Header: http.Header{"Location": {away.URL() + "/away"}}})
			var locations []string
			for range 2 {
				a := c.call(t, emulator.OpStart, startParams)
				locations = append(locations, a.header.Get("Location"))
			}
			want, wantPaths, wantAway := []string{"/moved", away.URL() + "/away"}, []string{"/", "/"}, []string(nil)
			if follow {
				want, wantPaths, wantAway = []string{"", ""}, []string{"/", "/moved", "/"}, []string{"/away"}
			}
			got := [][]string{locations, paths(s), paths(away)}
			if diff := cmp.Diff([][]string{want, wantPaths, wantAway}, got); diff != "" {
				t.Errorf("%s, follow %t (-want +got):\n%s", kind, follow, diff)
			}
		}
	}
}

func paths(s *emulator.Server) []string {
	var all []string
	for _, call := range s.Calls() {
		all = append(all, call.Path)
	}
	return all
}

func TestFault_BytesSaysHowMuchIsSent(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind  string
		bytes int
		want  string
	}{
		{"half-body", 1, "HTTP/1.1 200 OK; Content-Length: 100 / {"},
		{"half-body", -1, "HTTP/1.1 200 OK; Content-Length: 100 / "},
		{"half-body", 1000, "HTTP/1.1 200 OK / " + withID},
		{"half-chunked", 1, "HTTP/1.1 200 OK; Transfer-Encoding: chunked / 1\n{\n"},
		{"half-chunked", -1, "HTTP/1.1 200 OK; Transfer-Encoding: chunked / "},
		{"half-chunked", 1000, "HTTP/1.1 200 OK; Transfer-Encoding: chunked / 64\n" + withID + "\n"},
		{"half-header", 10, "HTTP/1.1 2"},
		{"half-header", -1, ""},
		{"length-too-small", 1, "HTTP/1.1 200 OK; Content-Length: 1 / " + withID},
		{"length-too-small", -1, "HTTP/1.1 200 OK; Content-Length: 0 / " + withID},
	} {
		s, _ := emulate(t)
		s.Inject(emulator.Fault{Operation: emulator.OpStart, Kind: tc.kind, Bytes: tc.bytes, Executed: true})
		w := dial(t, s)
		w.send(emulator.OpStart, startParams)
		if tc.kind == "length-too-small" {
			ok(t, w.CloseWrite())
		}
		if diff := cmp.Diff(tc.want, plain(s, w.rest())); diff != "" {
			t.Errorf("%s, %d bytes (-want +got):\n%s", tc.kind, tc.bytes, diff)
		}
	}
}

func TestFault_AKindSetsOnlyWhatIsNotSet(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		fault emulator.Fault
		want  string
	}{
		{emulator.Fault{Kind: "503", Code: "Busy"}, "HTTP/1.1 503 Service Unavailable / Busy: The service is unavailable."},
		{emulator.Fault{Kind: "503", Message: "Wait.", Status: 504}, "HTTP/1.1 504 Gateway Timeout / ServiceUnAvailable: Wait."},
		{emulator.Fault{Kind: "429-wait", Header: http.Header{"Retry-After": {"7"}}}, "HTTP/1.1 429 Too Many Requests; Retry-After: 7 / "},
		{
			emulator.Fault{Kind: "429-wait", Header: http.Header{"X-Acs-Retry-After": {"7"}}},
			"HTTP/1.1 429 Too Many Requests; Retry-After: 1; X-Acs-Retry-After: 7 / ",
		},
		{emulator.Fault{Kind: "half-body", Status: 503, Body: "abcd", ContentType: "text/plain"}, "HTTP/1.1 503 Service Unavailable; Content-Type: text/plain; Content-Length: 4 / ab"},
		{emulator.Fault{Kind: "not-gzip", Pad: 2, Body: "x"}, "HTTP/1.1 200 OK; Content-Encoding: gzip /   x"},
	} {
		s, _ := emulate(t)
		tc.fault.Operation = emulator.OpStart
		s.Inject(tc.fault)
		w := dial(t, s)
		w.send(emulator.OpStart, startParams)
		if diff := cmp.Diff(tc.want, plain(s, w.rest())); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tc.fault, diff)
		}
	}
}

// TestFaultKinds_OfTheConnectionWorkWithTLS: there the server must get at the
// connection below.
func TestFaultKinds_OfTheConnectionWorkWithTLS(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"delay": "", "drip": "", "drip-all": "", "unsolicited": "", "length-too-small": "",
		"hang": "context canceled", "length-too-large": "context canceled",
		"close": "EOF", "idle-race": "EOF", "reset": "connection reset by peer", "half-header": "malformed MIME header", "half-body": "unexpected EOF",
		"half-chunked": "unexpected EOF", "length-too-large-close": "unexpected EOF", "not-http": "malformed HTTP response",
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s, c := emulate(t, emulator.WithTLS())
			s.Inject(emulator.Fault{Operation: emulator.OpStart, Kind: kind, Executed: true, Interval: 1, Delay: 1})
			c.describe(t, unknownInstance)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if want == "context canceled" {
				s.After(emulator.OpStart, cancel)
			}
			a, err := c.send(ctx, emulator.OpStart, startParams)
			text := ""
			if err != nil {
				text = err.Error()
			}
			if (err == nil) != (want == "") || !strings.Contains(text, want) {
				t.Errorf("got %q", text)
			}
			if id := s.Instances()[0].ID; want == "" && !strings.HasPrefix(a.text, `{"InstanceId":"`+id) {
				t.Errorf("got %s", a.text)
			}
		})
	}
}
