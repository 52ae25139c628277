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
	maxAnswer      = 1 << 20
)

// web asks the sources that are no OpenAPI. Nothing of an answer, of a URL
// beyond its host, or of an error of net/http gets into its errors.
type web struct {
	source    string
	advice    string
	transport http.RoundTripper
	timeout   time.Duration
}

// newWeb makes a web that follows the proxy variables unless direct is set.
func newWeb(source, advice string, timeout time.Duration, direct bool) *web {
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	transport := &http.Transport{
		Proxy:             http.ProxyFromEnvironment,
		DialContext:       (&net.Dialer{Timeout: timeout}).DialContext,
		DisableKeepAlives: true, // There is an hour between two requests.
	}
	if direct {
		transport.Proxy = nil
	}
	return &web{source: source, advice: advice, transport: transport, timeout: timeout}
}

// do sends one request and gives the body of a 200. It does not use
// http.Client, which follows redirects and puts the URL into its errors.
func (w *web) do(ctx context.Context, method, url, body string, header http.Header) (string, error) {
	bounded, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(bounded, method, url, strings.NewReader(body))
	if err != nil || request.URL.Host == "" {
		return "", w.failed(Incomplete, "its address is not a URL")
	}
	request.Header = header
	answer, err := w.transport.RoundTrip(request)
	if err != nil {
		return "", w.unanswered(ctx, bounded, err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return "", w.unanswered(ctx, bounded, err)
	case answer.StatusCode/100 == 3:
		return "", w.failed(Unreadable, fmt.Sprintf("HTTP %d, a redirect, which is not followed", answer.StatusCode))
	case answer.StatusCode != http.StatusOK:
		return "", w.failed(Refused, fmt.Sprintf("HTTP %d", answer.StatusCode))
	case len(text) > maxAnswer:
		return "", w.failed(Unreadable, "the answer is too large")
	}
	return string(text), nil
}

func (w *web) failed(class Class, detail string) *Error {
	return &Error{Source: w.source, Class: class, Detail: detail, Advice: w.advice}
}

func (w *web) unanswered(ctx, bounded context.Context, err error) error {
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
		return w.failed(TimedOut, "no answer within "+w.timeout.String())
	case errors.As(err, &dns):
		return w.failed(Unreachable, "its host is not known")
	case errors.As(err, &errno):
		return w.failed(Unreachable, errno.Error())
	case errors.As(err, &certificate), errors.As(err, &authority):
		return w.failed(Unreachable, "its certificate cannot be verified")
	}
	return w.failed(Unreachable, "the connection broke")
}

// object reads a JSON answer.
func (w *web) object(text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return w.failed(Unreadable, "the answer is not the JSON object that was expected")
	}
	return nil
}
