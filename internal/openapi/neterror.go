package openapi

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
)

// noResponse returns the error of an exchange without a complete response.
func (c *call) noResponse(ctx context.Context, x *exchange) *Error {
	maybeReceived := x.connected.Load()
	var e *Error
	// Only the context itself distinguishes the caller's deadline from the read
	// time-out: errors of net/http claim to be DeadlineExceeded for both.
	switch stopped := ctx.Err(); {
	case errors.Is(x.err, stopped): // No error is nil.
		return c.stopped(stopped, maybeReceived)
	case !maybeReceived:
		e = c.failed(NotSent, safeText(x.err))
		e.PlainHTTP = plainHTTP(x.err)
		e.Permanent = permanent(x.err)
		var dns *net.DNSError
		e.noSuchHost = errors.As(x.err, &dns) && dns.IsNotFound
		return e
	case errors.Is(x.err, errTimedOut):
		e = c.failed(TimedOut, fmt.Sprintf("no response from %s within %s", c.Host, x.readTimeout))
	case errors.Is(x.err, errTooLarge):
		e = c.failed(Unreadable, errTooLarge.Error())
	case badCompression(x.err):
		e = c.failed(Unreadable, "a compressed response that cannot be decompressed")
	default:
		e = c.failed(Lost, joined("the connection to "+c.Host+" broke before the response was complete", safeText(x.err)))
	}
	e.MaybeReceived = true
	// Nothing where no response began.
	e.Status = x.status
	e.RequestID = c.mask.word(x.header.Get(requestIDHeader))
	return e
}

// badCompression reports whether a response arrived and is not what its
// Content-Encoding says.
func badCompression(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt)
}

// safeText returns the text of those network errors that mention only IP
// addresses, host names and certificates. Others quote the request or what the
// server sent.
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
	case errors.As(err, &op) && op.Op == "dial":
		return op.Error()
	case errors.As(err, &op):
		return innermost(op).Error()
	case plainHTTP(err):
		return "the server speaks plain HTTP, not TLS"
	case errors.As(err, &record):
		return "the server does not speak TLS"
	case errors.As(err, &alert):
		return alert.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "closed by the server"
	case isTimeout(err):
		return "timed out"
	case strings.Contains(err.Error(), "malformed"), strings.Contains(err.Error(), "transfer encoding"), strings.Contains(err.Error(), "headers exceed"):
		return "what the server sent is not a valid HTTP response"
	default:
		return "an unknown network error"
	}
}

// innermost returns the error of the system, without the addresses around it: that of
// this machine's side says nothing.
func innermost(op *net.OpError) error {
	var call *os.SyscallError
	if errors.As(op.Err, &call) {
		return call.Err
	}
	return op.Err
}

// plainHTTP reports whether a TLS handshake failed because the server responded
// with plain HTTP.
func plainHTTP(err error) bool {
	var record tls.RecordHeaderError
	return errors.As(err, &record) && string(record.RecordHeader[:]) == "HTTP/"
}

// permanent reports whether trying again cannot help.
func permanent(err error) bool {
	var (
		proxied     proxyError
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		alert       tls.AlertError
		address     *net.AddrError
	)
	return errors.As(err, &certificate) || errors.As(err, &record) || errors.As(err, &alert) || errors.As(err, &address) ||
		errors.As(err, &proxied) && proxied.status/100 == 4
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
