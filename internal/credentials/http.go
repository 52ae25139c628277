package credentials

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"
)

const (
	defaultTimeout = 10 * time.Second
	maxResponse    = 1 << 20
)

// httpSource calls the sources that are not an OpenAPI. Its errors hold nothing of
// a response, of a URL beyond its host, or of an error of net/http.
type httpSource struct {
	source    string
	advice    string
	transport http.RoundTripper
	timeout   time.Duration
}

// newHTTPSource follows the proxy variables unless direct is set.
func newHTTPSource(source, advice string, timeout time.Duration, direct bool) *httpSource {
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	transport := &http.Transport{
		Proxy:             http.ProxyFromEnvironment,
		DialContext:       (&net.Dialer{Timeout: timeout}).DialContext,
		DisableKeepAlives: true, // Two requests are an hour apart.
	}
	if direct {
		transport.Proxy = nil
	}
	return &httpSource{source: source, advice: advice, transport: transport, timeout: timeout}
}

// do sends one request and returns the body of a 200. It does not use
// http.Client, which follows redirects and puts the URL into its errors.
func (h *httpSource) do(ctx context.Context, method, url, body string, header http.Header) (string, error) {
	bounded, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(bounded, method, url, strings.NewReader(body))
	if err != nil || request.URL.Host == "" {
		return "", h.failed(Incomplete, "its URL is not valid")
	}
	request.Header = header
	response, err := h.transport.RoundTrip(request)
	if err != nil {
		return "", h.noResponse(ctx, bounded, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxResponse+1))
	switch {
	case err != nil:
		return "", h.noResponse(ctx, bounded, err)
	case response.StatusCode/100 == 3:
		return "", h.failed(Unreadable, fmt.Sprintf("HTTP %d, a redirect, which is not followed", response.StatusCode))
	case response.StatusCode != http.StatusOK:
		return "", h.refused(response.StatusCode)
	case len(text) > maxResponse:
		return "", h.failed(Unreadable, "the response is too large")
	}
	return string(text), nil
}

func (h *httpSource) failed(class Class, detail string) *Error {
	return &Error{Source: h.source, Class: class, Detail: detail, Advice: h.advice}
}

// mayPass returns the error for a failure that may pass.
func (h *httpSource) mayPass(class Class, detail string, again int) *Error {
	e := h.failed(class, detail)
	e.again = again
	return e
}

// refused returns the error for a status. Only those of a server that has a problem
// or too much to do may pass.
func (h *httpSource) refused(status int) *Error {
	detail := fmt.Sprintf("HTTP %d", status)
	if status >= http.StatusInternalServerError || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout {
		return h.mayPass(Refused, detail, againAfterFailure)
	}
	return h.failed(Refused, detail)
}

func (h *httpSource) noResponse(ctx, bounded context.Context, err error) error {
	var (
		dns         *net.DNSError
		errno       syscall.Errno
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		timeout     net.Error
	)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case bounded.Err() != nil, errors.As(err, &timeout) && timeout.Timeout():
		return h.mayPass(TimedOut, "no response within "+h.timeout.String(), againAfterTimeout)
	case errors.As(err, &dns) && dns.IsNotFound:
		return h.failed(Unreachable, "its host was not found")
	case errors.As(err, &dns):
		return h.mayPass(Unreachable, "its host was not found", againAfterFailure)
	case errors.As(err, &errno):
		return h.mayPass(Unreachable, errno.Error(), againAfterFailure)
	case errors.As(err, &certificate), errors.As(err, &authority):
		return h.failed(Unreachable, "its certificate cannot be verified")
	}
	return h.mayPass(Unreachable, "the connection broke", againAfterFailure)
}

// decode reads a JSON response.
func (h *httpSource) decode(text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return h.mayPass(Unreadable, "the response is not the expected JSON object", againAfterFailure)
	}
	return nil
}
