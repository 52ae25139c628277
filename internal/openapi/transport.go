package openapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

const (
	requestIDHeader = "X-Acs-Request-Id"

	maxAnswer = 8 << 20

	// As many as Terraform's usual parallelism and more: with net/http's two,
	// each burst of calls would connect anew.
	idlePerHost = 32

	// Shorter than the time after which load balancers close an idle
	// connection. A POST on a connection that is being closed gets no answer
	// and cannot be sent again, so such connections are not used.
	idleTime = 10 * time.Second
)

// Causes of the end of an exchange other than the caller's context.
var (
	errTimedOut = errors.New("timed out")
	errTooLarge = fmt.Errorf("the answer is larger than %d MiB", maxAnswer>>20)
)

// newTransport makes the connections of one client. They are HTTP/1.1, follow
// the proxy variables of the environment as Go reads them (NO_PROXY with
// suffixes and CIDR), and show a proxy's password to the proxy alone.
func newTransport(connectTimeout time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: connectTimeout, KeepAlive: 30 * time.Second}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    connectTimeout,
		MaxIdleConns:           4 * idlePerHost,
		MaxIdleConnsPerHost:    idlePerHost,
		IdleConnTimeout:        idleTime,
		MaxResponseHeaderBytes: 1 << 20,
		Protocols:              protocols,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, r *http.Response) error {
			if r.StatusCode != http.StatusOK {
				return proxyError(fmt.Sprintf("the proxy answered HTTP %d", r.StatusCode))
			}
			return nil
		},
	}
}

// proxyError is a text about the proxy that holds no address.
type proxyError string

// Error gives the text.
func (e proxyError) Error() string { return string(e) }

// exchange is one request and its answer. It stands in for the HTTP client of
// the SDK, so that whatever came is known before the SDK interprets it: the SDK
// loses status, headers and request id of an answer that is not JSON, and its
// errors hold the URL.
type exchange struct {
	transport   http.RoundTripper
	readTimeout time.Duration
	grace       time.Duration

	// connected says that a connection was given to the request: from then on
	// it may have been received. Atomic, because the end of the context is
	// watched beside the request.
	connected atomic.Bool

	// called says that the SDK came as far as sending, done that err or the
	// answer is there.
	called bool
	done   bool
	status int
	header http.Header
	body   []byte
	err    error
}

// Call sends the request and keeps the answer. The SDK itself is told of an
// empty success; it has nothing left to read or to get wrong.
func (x *exchange) Call(r *http.Request, _ *http.Transport) (*http.Response, error) {
	x.called = true
	x.err = x.roundTrip(r)
	x.done = true
	if x.err != nil {
		return nil, x.err
	}
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: r,
	}, nil
}

// roundTrip does not use http.Client: that would follow redirects with all
// signed headers, and put the URL into its errors.
func (x *exchange) roundTrip(r *http.Request) error {
	caller := r.Context()
	if err := caller.Err(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(caller))
	defer cancel(nil)
	defer context.AfterFunc(caller, func() { x.giveUp(ctx, cancel, caller.Err()) })()

	// Dialling and TLS handshake have bounds of their own; this one is for what
	// they leave out. It is set anew when the connection is there.
	timer := time.AfterFunc(4*x.readTimeout, func() { cancel(errTimedOut) })
	defer timer.Stop()

	r = r.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// Once more for one request only if nothing was written before.
		GetConn: func(string) { x.connected.Store(false) },
		GotConn: func(httptrace.GotConnInfo) {
			x.connected.Store(true)
			timer.Reset(x.readTimeout)
		},
	}))
	answer, err := x.transport.RoundTrip(r)
	if err == nil {
		defer func() { _ = answer.Body.Close() }()
		err = x.read(answer)
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	return err
}

// giveUp ends the exchange for a caller whose context ended: at once, or after
// the time of grace when the request may have been received.
func (x *exchange) giveUp(ctx context.Context, cancel context.CancelCauseFunc, cause error) {
	if x.grace > 0 && x.connected.Load() {
		timer := time.NewTimer(x.grace)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
	}
	cancel(cause)
}

func (x *exchange) read(answer *http.Response) error {
	x.status, x.header = answer.StatusCode, answer.Header
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err != nil {
		return err
	}
	if len(body) > maxAnswer {
		return errTooLarge
	}
	x.body = body
	return nil
}
