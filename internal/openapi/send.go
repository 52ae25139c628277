package openapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	"github.com/alibabacloud-go/tea/dara"
	credential "github.com/aliyun/credentials-go/credentials"
)

// sender is the last link of the chain: it lets the SDK sign and sends.
type sender struct {
	sdk         darabonba.Client
	transport   http.RoundTripper
	readTimeout time.Duration
	parameters  map[string]string
}

func (s *sender) send(ctx context.Context, c *call) (*Response, *Error) {
	x := &exchange{transport: s.transport, readTimeout: s.readTimeout, grace: c.Grace}
	err := s.sign(ctx, c, x)
	switch {
	case !x.done:
		// The text of such an error may hold the URL.
		e := c.failed(Bug, fmt.Sprintf("the Alibaba Cloud SDK could not make the request (%T)", err))
		e.MaybeReceived = x.called
		return nil, e
	case x.err != nil:
		return nil, c.unanswered(ctx, x, s.readTimeout)
	default:
		return c.answered(x)
	}
}

// sign has the SDK make the signed request and give it to the exchange. It
// works on a copy of the SDK's client, which a call changes.
func (s *sender) sign(ctx context.Context, c *call, x *exchange) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicked{}
		}
	}()
	sdk := s.sdk
	authType := "Anonymous"
	if !c.Anonymous {
		authType = "AK"
		if sdk.Credential, err = fixed(c.keys); err != nil {
			return err
		}
	}
	sdk.HttpClient = x
	sdk.Endpoint = dara.String(c.Host)
	// Keeps the SDK away from the proxy variables, which the transport reads: it
	// would put the password for a proxy into the request for the origin.
	sdk.NoProxy = dara.String(c.Host)

	request := &darabonba.OpenApiRequest{Query: pointers(s.parameters, c.Query)}
	if len(c.Form) > 0 {
		request.Body = pointers(c.Form)
	}
	_, err = sdk.CallApiWithCtx(ctx, &darabonba.Params{
		Action: dara.String(c.Operation), Version: dara.String(c.Version),
		Protocol: dara.String("HTTPS"), Pathname: dara.String("/"), Method: dara.String("POST"),
		AuthType: dara.String(authType), Style: dara.String("RPC"),
		ReqBodyType: dara.String("formData"), BodyType: dara.String("json"),
	}, request, &dara.RuntimeOptions{})
	return err
}

// pointers makes one map of parameters in the SDK's form; later ones win.
func pointers(all ...map[string]string) map[string]*string {
	merged := map[string]*string{}
	for _, parameters := range all {
		for name, value := range parameters {
			merged[name] = dara.String(value)
		}
	}
	return merged
}

// panicked stands for a panic of the SDK, whose value may hold anything.
type panicked struct{}

// Error says so.
func (*panicked) Error() string { return "panic" }

// fixed gives the keys to the SDK as a provider that asks nobody.
func fixed(k Keys) (credential.Credential, error) {
	config := &credential.Config{
		Type:            dara.String("access_key"),
		AccessKeyId:     dara.String(k.AccessKeyID),
		AccessKeySecret: dara.String(k.AccessKeySecret),
	}
	if k.SecurityToken != "" {
		config.Type = dara.String("sts")
		config.SecurityToken = dara.String(k.SecurityToken)
	}
	return credential.NewCredential(config)
}

// unanswered makes the error of an exchange without a whole answer.
func (c *call) unanswered(ctx context.Context, x *exchange, readTimeout time.Duration) *Error {
	maybe := x.connected.Load()
	var e *Error
	// The user's own deadline is told from a time-out by the context itself:
	// errors of net/http claim to be DeadlineExceeded for both.
	switch stopped := ctx.Err(); {
	case stopped != nil && errors.Is(x.err, stopped):
		return c.stopped(stopped, maybe)
	case !maybe:
		return c.failed(NotSent, safeText(x.err))
	case errors.Is(x.err, errTimedOut):
		e = c.failed(TimedOut, fmt.Sprintf("no answer from %s within %s", c.Host, readTimeout))
	case errors.Is(x.err, errTooLarge):
		e = c.failed(Unreadable, errTooLarge.Error())
	default:
		e = c.failed(Lost, joined("the connection to "+c.Host+" broke before the answer was complete", safeText(x.err)))
	}
	e.MaybeReceived = true
	if x.header != nil {
		e.Status = x.status
		e.RequestID = c.mask.word(x.header.Get(requestIDHeader))
	}
	return e
}

// safeText gives the text of those network errors that speak of addresses and
// certificates only. Others quote the request or what the server sent.
func safeText(err error) string {
	var (
		proxied     proxyError
		op          *net.OpError
		dns         *net.DNSError
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		alert       tls.AlertError
	)
	switch {
	case errors.As(err, &proxied):
		return proxied.Error()
	case errors.As(err, &certificate):
		return certificateText(certificate)
	case errors.As(err, &dns):
		return dns.Error()
	case errors.As(err, &op):
		return op.Error()
	case errors.As(err, &record):
		return "the other side does not speak TLS"
	case errors.As(err, &alert):
		return alert.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "closed by the other side"
	case isTimeout(err):
		return "timed out"
	default:
		return fmt.Sprintf("a network error of type %T", err)
	}
}

func certificateText(err *tls.CertificateVerificationError) string {
	var (
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
	)
	switch {
	case errors.As(err, &authority):
		return authority.Error()
	case errors.As(err, &name):
		return "the certificate is for another host"
	case errors.As(err, &invalid):
		return invalid.Error()
	default:
		return "the certificate cannot be verified"
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}
