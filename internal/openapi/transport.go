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

	maxResponse = 8 << 20

	// More than Terraform's default parallelism: with net/http's default of two,
	// each burst of calls would open new connections.
	idlePerHost = 32

	// Shorter than the time after which load balancers close an idle
	// connection. A POST on a connection that is being closed gets no response
	// and cannot be sent again, so such connections are not used.
	idleTime = 10 * time.Second
)

// What ends an exchange other than the caller's context.
var (
	errTimedOut = errors.New("timed out")
	errTooLarge = fmt.Errorf("the response is larger than %d MiB", maxResponse>>20)
)

// newTransport returns the transport of one client. It uses HTTP/1.1, follows the
// proxy variables of the environment as Go reads them (NO_PROXY with suffixes and
// CIDR), and sends a proxy's password to the proxy only.
func newTransport(connectTimeout time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: connectTimeout}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    connectTimeout,
		MaxIdleConnsPerHost:    idlePerHost,
		IdleConnTimeout:        idleTime,
		MaxResponseHeaderBytes: 1 << 20,
		Protocols:              protocols,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, r *http.Response) error {
			if r.StatusCode != http.StatusOK {
				return proxyError{status: r.StatusCode}
			}
			return nil
		},
	}
}

// proxyError is a refusal by a proxy; it does not hold the proxy's URL.
type proxyError struct{ status int }

// Error returns the text.
func (e proxyError) Error() string { return fmt.Sprintf("the proxy responded with HTTP %d", e.status) }

// own returns a transport with connections of its own, and what to do with them
// afterwards. net/http does not send a POST again when the server closes an idle
// connection at the moment it is used: a request that must not be sent twice
// therefore never takes an idle one. Keep-alives stay on: without them the request
// would have a header that the SDK's has not.
func own(transport http.RoundTripper) (http.RoundTripper, func()) {
	shared, ok := transport.(*http.Transport)
	if !ok {
		return transport, func() {}
	}
	one := shared.Clone()
	return one, one.CloseIdleConnections
}

// exchange is one request and its response. It takes the place of the SDK's HTTP
// client, so that the response is kept before the SDK interprets it: the SDK
// loses status, headers and request ID of a response that is not JSON, and its
// errors hold the URL.
type exchange struct {
	transport   http.RoundTripper
	readTimeout time.Duration
	grace       time.Duration

	// connected reports whether the request has a connection: from then on it
	// may have been received. Atomic, because another goroutine watches the
	// context.
	connected atomic.Bool

	// called reports whether the SDK came as far as sending, and done whether
	// the response or err is set.
	called bool
	done   bool
	status int
	header http.Header
	body   []byte
	err    error
}

// Call sends the request and keeps the response. The SDK itself gets an empty
// success, so that it has nothing left to misread.
func (x *exchange) Call(r *http.Request, _ *http.Transport) (*http.Response, error) {
	x.called = true
	x.err = x.roundTrip(r)
	x.done = true
	if x.err != nil {
		return nil, x.err
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}"))}, nil
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

	// Dialling and the TLS handshake have their own limits; this one covers the
	// rest, such as waiting for a connection. It starts anew with the connection.
	timer := time.AfterFunc(4*x.readTimeout, func() { cancel(errTimedOut) })
	defer timer.Stop()

	r = r.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// net/http asks a second time only if nothing was written before.
		GetConn: func(string) { x.connected.Store(false) },
		GotConn: func(httptrace.GotConnInfo) {
			x.connected.Store(true)
			timer.Reset(x.readTimeout)
		},
	}))
	response, err := x.transport.RoundTrip(r)
	if err == nil {
		defer func() { _ = response.Body.Close() }()
		err = x.read(response)
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	return err
}

// giveUp ends the exchange after the caller's context ended: at once, or after
// the grace period when the request may have been received.
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

func (x *exchange) read(response *http.Response) error {
	x.status, x.header = response.StatusCode, response.Header
	var err error
	x.body, err = io.ReadAll(io.LimitReader(response.Body, maxResponse+1))
	if err == nil && len(x.body) > maxResponse {
		return errTooLarge
	}
	return err // With the part of the body that arrived.
}
