package credentials

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

func TestMetadataNeverUsesAProxy(t *testing.T) {
	t.Parallel()
	m := newMetadata(Config{}, "r", "x")
	if transport, ok := m.transport.(*http.Transport); !ok || transport.Proxy != nil {
		t.Error("it follows the proxy variables")
	}
	if m.Host != "100.100.100.200" || m.timeout != 5*time.Second {
		t.Errorf("host %s, time-out %s", m.Host, m.timeout)
	}
}

func TestHTTP_OnlyADirectSourceUsesNoProxy(t *testing.T) {
	t.Parallel()
	for _, direct := range []bool{false, true} {
		h := newHTTPSource("a source", "", time.Second, direct)
		if transport, ok := h.transport.(*http.Transport); !ok || (transport.Proxy == nil) != direct {
			t.Errorf("direct %t: the proxy variables are followed or not", direct)
		}
	}
}

// TestMetadata_BlanksAroundItsTextsAreRemoved: a line feed makes no header.
func TestMetadata_BlanksAroundItsTextsAreRemoved(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPut:
			_, _ = io.WriteString(w, " canary-token\r\n")
		case r.Header.Get("X-Aliyun-Ecs-Metadata-Token") != "canary-token":
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == metadataPath:
			_, _ = io.WriteString(w, " agents \nothers\n")
		case r.URL.Path == metadataPath+"agents":
			_, _ = io.WriteString(w, `{"Code":"Success","AccessKeyId":"LTAI","AccessKeySecret":"canary","SecurityToken":"canary"}`)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	m := newMetadata(Config{Metadata: Metadata{Host: strings.TrimPrefix(server.URL, "http://")}}, "", "a test")
	if got, err := m.fetch(t.Context()); err != nil || got.credentials.AccessKeyID != "LTAI" {
		t.Errorf("got %q, %v", got.credentials.AccessKeyID, err)
	}
}

func TestThePublicSTSIsCalledWithEncryptionOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in                   STS
		host, from, protocol string
	}{
		{STS{Region: "cn-x", Protocol: "HTTP"}, "sts.cn-x.aliyuncs.com", "region cn-x", "HTTPS"},
		{STS{Region: "cn-x", VPC: true}, "sts-vpc.cn-x.aliyuncs.com", "region cn-x", "HTTPS"},
		{STS{Region: "cn-x"}.forProfile(profile{STSRegion: "cn-y", EnableVPC: true}), "sts-vpc.cn-y.aliyuncs.com", "region cn-y", "HTTPS"},
		{STS{Endpoint: "localhost:1", Protocol: "HTTP"}.forProfile(profile{STSRegion: "cn-y"}), "localhost:1", "endpoints.sts", "HTTP"},
	} {
		s := newSTS(c.in, nil)
		host, from := s.host()
		if got, want := []string{host, from, s.Protocol}, []string{c.host, c.from, c.protocol}; !cmp.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestNothingThatHoldsCredentialsIsPrinted(t *testing.T) {
	t.Parallel()
	canary := "canary"
	p := profile{AccessKeySecret: canary, OAuthAccessToken: canary}
	for _, v := range []any{
		p, &p,
		[]profile{p},
		files{profile: p, section: map[string]string{"access_key_secret": canary}},
		document{SecurityToken: canary},
		role{externalID: canary},
		lease{credentials: openapi.Credentials{AccessKeySecret: canary}},
		Config{SecretKey: Setting{Value: canary}, AssumeRole: &AssumeRole{ExternalID: Setting{Value: canary}}, OIDC: &OIDC{Token: Setting{Value: canary}}},
	} {
		if text := fmt.Sprintf("%v %+v %#v %s", v, v, v, v); strings.Contains(text, canary) {
			t.Errorf("%T shows %s", v, text)
		}
	}
}

func TestCommandsAreSplitAsByAShell(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in      string
		windows bool
		want    []string
	}{
		{"tool a  b\tc", false, []string{"tool", "a", "b", "c"}},
		{`tool "a b" 'c d' "" e"f g"h`, false, []string{"tool", "a b", "c d", "", "ef gh"}},
		{`tool a\ b "c\"d" "e\f" 'g\h' i\\`, false, []string{"tool", "a b", `c"d`, `e\f`, `g\h`, `i\`}},
		{`C:\bin\tool.exe "C:\Program Files\x" "a\"b"`, true, []string{`C:\bin\tool.exe`, `C:\Program Files\x`, `a"b`}},
		{"  ", false, nil},
	} {
		got, ok := splitCommand(c.in, c.windows)
		if diff := cmp.Diff(c.want, got); diff != "" || !ok {
			t.Errorf("%s: closed %v\n%s", c.in, ok, diff)
		}
	}
	for _, open := range []string{`tool "a`, `tool 'a`} {
		if _, ok := splitCommand(open, false); ok {
			t.Errorf("%s passes", open)
		}
	}
}

// TestCommand_ItsOutputIsLimited: a buffer that is embedded has a ReadFrom, which
// io.Copy prefers to Write.
func TestCommand_ItsOutputIsLimited(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		size int
		ok   bool
	}{{0, true}, {1 << 20, true}, {1<<20 + 1, false}, {64 << 20, false}} {
		out := &limitedBuffer{room: maxResponse}
		n, err := io.Copy(out, io.LimitReader(zeros{}, int64(c.size)))
		if (err == nil) != c.ok || err != nil && !errors.Is(err, errTooMuch) || out.content.Len() > maxResponse || c.ok && n != int64(c.size) {
			t.Errorf("%d bytes: %d kept, %v", c.size, out.content.Len(), err)
		}
	}
}

func TestCommand_OnlyOneThatEndsIsRunAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err   error
		want  string
		again int
	}{
		"a failure":  {&exec.ExitError{}, "the command ended with ", 1},
		"no program": {&exec.Error{Name: "canary", Err: exec.ErrNotFound}, "the command was not found on PATH", 0},
		"too much":   {errTooMuch, "the command printed too much", 0},
		"no binary":  {&exec.Error{Name: "canary", Err: os.ErrPermission}, "the command could not be run", 0},
	} {
		if detail, again := commandProblem(c.err); !strings.HasPrefix(detail, c.want) || again != c.again || strings.Contains(detail, "canary") {
			t.Errorf("%s: %q, again %d times", name, detail, again)
		}
	}
}

func TestCommand_TheEndOfTheCallerIsNoFailureOfIt(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	run := fromCommand(Config{}, "a source", func() (profile, error) { return profile{ProcessCommand: "canary"}, nil })
	if _, err := run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

// body is the body of a response that does not end.
type body struct{ read int }

func (b *body) Read(p []byte) (int, error) {
	if b.read += len(p); b.read > 8*maxResponse {
		return 0, errors.New("read too much")
	}
	return copy(p, strings.Repeat(" ", len(p))), nil
}

func (*body) Close() error { return nil }

// answers is a transport without a network.
type answers func() (*http.Response, error)

func (a answers) RoundTrip(*http.Request) (*http.Response, error) { return a() }

func TestHTTP_AResponseIsReadUpToItsLimit(t *testing.T) {
	t.Parallel()
	h := newHTTPSource("a source", "", time.Minute, true)
	for size, want := range map[int]string{
		1 << 20: "", 1<<20 + 1: "a source: invalid response: the response is too large", -1: "a source: invalid response: the response is too large",
	} {
		endless := &body{}
		h.transport = answers(func() (*http.Response, error) {
			if size < 0 {
				return &http.Response{StatusCode: http.StatusOK, Body: endless}, nil
			}
			return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(strings.Repeat(" ", size)))}, nil
		})
		text, err := h.do(t.Context(), http.MethodGet, "http://host.example", "", http.Header{})
		if want == "" && (err != nil || len(text) != size) || want != "" && fmt.Sprint(err) != want {
			t.Errorf("%d bytes: %d, %v", size, len(text), err)
		}
	}
}

func TestHTTP_WithoutATimeoutARequestHasTenSeconds(t *testing.T) {
	t.Parallel()
	for timeout, want := range map[time.Duration]string{0: "10s", -1: "10s", time.Second: "1s"} {
		h := newHTTPSource("a source", "", timeout, true)
		h.transport = answers(func() (*http.Response, error) { return nil, &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded} })
		_, err := h.do(t.Context(), http.MethodGet, "http://host.example", "", http.Header{})
		if got := fmt.Sprint(err); got != "a source: timed out: no response within "+want {
			t.Errorf("%s: got %s", timeout, got)
		}
	}
}

// TestHTTP_OnlyFailuresThatMayPassAreRepeated lists how often a source is asked again.
func TestHTTP_OnlyFailuresThatMayPassAreRepeated(t *testing.T) {
	t.Parallel()
	status := func(code int) answers {
		return func() (*http.Response, error) {
			return &http.Response{StatusCode: code, Body: io.NopCloser(strings.NewReader(""))}, nil
		}
	}
	fails := func(err error) answers { return func() (*http.Response, error) { return nil, err } }
	for name, c := range map[string]struct {
		answer answers
		want   string
		again  int
	}{
		"301":               {status(301), "invalid response: HTTP 301, a redirect, which is not followed", 0},
		"400":               {status(400), "failed: HTTP 400", 0},
		"401":               {status(401), "failed: HTTP 401", 0},
		"403":               {status(403), "failed: HTTP 403", 0},
		"404":               {status(404), "failed: HTTP 404", 0},
		"408":               {status(408), "failed: HTTP 408", 2},
		"429":               {status(429), "failed: HTTP 429", 2},
		"499":               {status(499), "failed: HTTP 499", 0},
		"500":               {status(500), "failed: HTTP 500", 2},
		"503":               {status(503), "failed: HTTP 503", 2},
		"no such host":      {fails(&net.DNSError{IsNotFound: true, Name: "canary"}), "not reachable: its host was not found", 0},
		"no name server":    {fails(&net.DNSError{IsTemporary: true, Name: "canary"}), "not reachable: its host was not found", 2},
		"refused":           {fails(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), "not reachable: " + syscall.ECONNREFUSED.Error(), 2},
		"reset":             {fails(&net.OpError{Op: "read", Err: syscall.ECONNRESET}), "not reachable: " + syscall.ECONNRESET.Error(), 2},
		"time-out":          {fails(&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}), "timed out: no response within 1m0s", 1},
		"certificate":       {fails(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), "not reachable: its certificate cannot be verified", 0},
		"broken connection": {fails(io.ErrUnexpectedEOF), "not reachable: the connection broke", 2},
		"broken body": {func() (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF))}, nil
		}, "not reachable: the connection broke", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHTTPSource("a source", "", time.Minute, true)
			h.transport = c.answer
			_, err := h.do(t.Context(), http.MethodGet, "http://host.example", "", http.Header{})
			var e *Error
			if !errors.As(err, &e) || e.Error() != "a source: "+c.want || e.again != c.again {
				t.Errorf("got %v, again %d times", err, e.again)
			}
		})
	}
}

func TestReadable_NamesFromFilesAreOneShortLine(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                       "``",
		"prod, 北京":               "`prod, 北京`",
		"a\nb\x1b[2Jc\u200b\xff": "`a\ufffdb\ufffd[2Jc\ufffd\ufffd`",
		strings.Repeat("é", 128): "`" + strings.Repeat("é", 128) + "`",
		strings.Repeat("é", 129): "`" + strings.Repeat("é", 128) + "…`",
	} {
		if got := quoted(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// deadlines is a source that notes how much time it is given.
type deadlines struct {
	Source
	given []time.Duration
}

func (d *deadlines) Credentials(ctx context.Context) (openapi.Credentials, error) {
	end, ok := ctx.Deadline()
	if !ok {
		end = time.Now().Add(time.Hour)
	}
	d.given = append(d.given, time.Until(end).Round(time.Hour/2))
	return d.Source.Credentials(ctx)
}

// TestSTS_TheTimeOfACallBeginsWithCredentials: a command that returns them may take as
// long as the call.
func TestSTS_TheTimeOfACallBeginsWithCredentials(t *testing.T) {
	t.Parallel()
	source := &deadlines{Source: fixed(openapi.Credentials{AccessKeyID: "a", AccessKeySecret: "s"})}
	s := newSTS(STS{Endpoint: "127.0.0.1:1", Protocol: "HTTP", RetryFor: time.Nanosecond}, source)
	var e *openapi.Error
	if _, err := s.call(t.Context(), openapi.Request{Operation: "GetCallerIdentity"}); !errors.As(err, &e) || e.Reason != openapi.NotSent {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff([]time.Duration{time.Hour, 0}, source.given); diff != "" {
		t.Error(diff)
	}
}

func TestSTS_TheEndOfItsTimeIsNotThatOfTheCaller(t *testing.T) {
	t.Parallel()
	gone, leave := context.WithCancel(t.Context())
	leave()
	for _, c := range []struct {
		caller context.Context
		reason openapi.Reason
		want   string
	}{
		{t.Context(), openapi.Stopped, "role r: timed out: the operation timed out. Check the network, or set endpoints.sts to an endpoint that is nearer"},
		{gone, openapi.Stopped, "context deadline exceeded"},
		{t.Context(), openapi.Unreadable, "role r: invalid response: the operation timed out. The response of sts does not come from STS: check endpoints.sts and the proxy"},
	} {
		failed := &openapi.Error{Reason: c.reason, Detail: "the operation timed out", Host: "sts", Cause: context.DeadlineExceeded}
		if got := stsError("role r", timedOut(c.caller, failed)).Error(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	if err := timedOut(gone, nil); err != nil {
		t.Error(err)
	}
}
