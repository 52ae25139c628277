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
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestReason_HasItsWordsInTheLog(t *testing.T) {
	t.Parallel()
	for reason, want := range map[Reason]string{
		Answered: "error response", NotSent: "not sent", NoCredentials: "no credentials", Stopped: "stopped", TimedOut: "timed out",
		Lost: "connection lost", Unreadable: "unusable response", Bug: "bug in the SDK", Bug + 1: "reason 8",
	} {
		if got := reason.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := (&Error{Operation: "StopAIAgentInstance", Reason: Bug + 1}).Error(); got != "StopAIAgentInstance: reason 8" {
		t.Errorf("got %q", got)
	}
}

func TestTimeout_IsWhatTheNetworkCallsOne(t *testing.T) {
	t.Parallel()
	for want, err := range map[bool]error{true: &net.DNSError{IsTimeout: true}, false: &net.DNSError{IsNotFound: true}} {
		if got := isTimeout(err); got != want {
			t.Errorf("%v: %t", err, got)
		}
	}
	if isTimeout(errors.New("timeout")) {
		t.Error("any error is a time-out")
	}
}

// TestNoResponse_OnlyANameThatIsNotKnownIsNoSuchHost: a name server that fails may
// answer soon.
func TestNoResponse_OnlyANameThatIsNotKnownIsNoSuchHost(t *testing.T) {
	t.Parallel()
	for want, err := range map[bool]error{true: &net.DNSError{IsNotFound: true}, false: &net.DNSError{IsTemporary: true}} {
		e := (&call{}).noResponse(t.Context(), &exchange{err: &net.OpError{Op: "dial", Err: err}})
		if e.Reason != NotSent || e.noSuchHost != want {
			t.Errorf("%v: no such host %t, %+v", err, e.noSuchHost, e)
		}
	}
}

// dice is a clock whose pauses are over at once.
type dice struct {
	realClock
	random time.Duration
}

func (d dice) Random(time.Duration) time.Duration { return d.random }

func (dice) AfterFunc(_ time.Duration, f func()) func() {
	go f()
	return func() {}
}

// TestRetry_APauseThatUsesUpTheTimeIsNotBegun: the attempt after it would have none.
func TestRetry_APauseThatUsesUpTheTimeIsNotBegun(t *testing.T) {
	t.Parallel()
	for random, want := range map[time.Duration]bool{399 * time.Millisecond: true, 400 * time.Millisecond: false, 401 * time.Millisecond: false} {
		r := &retrier{clock: dice{random: random}}
		err := &Error{Reason: Lost, MaybeReceived: true, RetryAfter: 600 * time.Millisecond}
		if got := r.again(t.Context(), &call{}, err, history{same: 1, limit: time.Second}); got != want || err.OutOfTime == want {
			t.Errorf("after %s and %s of a second: again %t, out of time %t", err.RetryAfter, random, got, err.OutOfTime)
		}
	}
}

// TestRetry_WithoutALimitOfTimeAnyPauseIsWaited.
func TestRetry_WithoutALimitOfTimeAnyPauseIsWaited(t *testing.T) {
	t.Parallel()
	r := &retrier{clock: dice{random: time.Hour}}
	if err := (&Error{Reason: Lost, MaybeReceived: true}); !r.again(t.Context(), &call{}, err, history{same: 1}) || err.OutOfTime {
		t.Errorf("not again, out of time %t", err.OutOfTime)
	}
}

func TestShorter_NoLimitIsLongerThanAny(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]time.Duration{{0, 0, 0}, {0, 5, 5}, {5, 0, 5}, {3, 5, 3}, {5, 3, 3}, {3, 3, 3}} {
		if got := shorter(c[0], c[1]); got != c[2] {
			t.Errorf("of %d and %d: %d", c[0], c[1], got)
		}
	}
}

func TestCertificateText_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"x509: certificate signed by unknown authority":       x509.UnknownAuthorityError{},
		"the certificate is for another host":                 x509.HostnameError{Certificate: &x509.Certificate{}, Host: "canary"},
		"x509: certificate has expired or is not yet valid: ": x509.CertificateInvalidError{Reason: x509.Expired},
		"the certificate cannot be verified":                  errors.New("canary"),
	} {
		if got := safeText(&tls.CertificateVerificationError{Err: err}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestLimiter_TheLowerOfTwoRatesCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ found, set, want float64 }{{0, 0, 0}, {3, 0, 3}, {0, 5, 5}, {3, 5, 3}, {7, 5, 5}, {1, 5, 1}, {5, 1, 1}} {
		l := newLimiter(realClock{}, c.set, 0)
		l.rate = c.found
		if got := l.limit(); got != c.want {
			t.Errorf("of %v and %v it is %v", c.found, c.set, got)
		}
	}
}

// TestLimiter_ATurnKnowsHowLongItWaited for others: that is not the time of its request.
func TestLimiter_ATurnKnowsHowLongItWaited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(realClock{}, 0.5, 0)
		for n := range 3 {
			turn := l.turn(false)
			waited, err := turn.wait(t.Context())
			if want := time.Duration(min(n, 1)) * 2 * time.Second; err != nil || waited != want || turn.held != want {
				t.Errorf("turn %d waited %s, held %s, want %s, %v", n, waited, turn.held, want, err)
			}
			turn.done(nil)
		}
	})
}

// TestHoldTime_EachHoldIsReleased before the time of an operation runs again.
func TestHoldTime_EachHoldIsReleased(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := WithTimeout(t.Context(), time.Second)
		defer cancel()
		first, second := holdTime(ctx), holdTime(ctx)
		first()
		<-time.After(time.Hour)
		synctest.Wait()
		if ctx.Err() != nil {
			t.Fatalf("one request still waits: %v", ctx.Err())
		}
		second()
		<-time.After(time.Second)
		synctest.Wait()
		if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Errorf("the time is over: %v", ctx.Err())
		}
	})
}

// TestFollow_WhatEitherAttemptMayHaveDoneIsKnown of two.
func TestFollow_WhatEitherAttemptMayHaveDoneIsKnown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ earlier, last, want bool }{{false, false, false}, {true, false, true}, {false, true, true}, {true, true, true}} {
		e := &Error{Reason: Lost, MaybeReceived: c.last}
		e.follow(&Error{Reason: Lost, MaybeReceived: c.earlier})
		if e.MaybeReceived != c.want {
			t.Errorf("%+v: %t", c, e.MaybeReceived)
		}
	}
}

// TestFollow_AnInterruptSaysWhatFailedBefore: other errors speak for themselves.
func TestFollow_AnInterruptSaysWhatFailedBefore(t *testing.T) {
	t.Parallel()
	for reason, want := range map[Reason]string{
		Stopped: "interrupted; the attempt before it failed: the connection broke", Lost: "interrupted", NoCredentials: "interrupted",
	} {
		e := &Error{Reason: reason, Detail: "interrupted"}
		if e.follow(&Error{Reason: Lost, Detail: "the connection broke"}); e.Detail != want {
			t.Errorf("%s: %q", reason, e.Detail)
		}
	}
}

// TestSalvage_IsForASuccessThatBreaksOff and was asked for.
func TestSalvage_IsForASuccessThatBreaksOff(t *testing.T) {
	t.Parallel()
	const body = `{"InstanceId":"i-1","":"i-2","RequestId":"R`
	for _, c := range []struct {
		key    string
		status int
		want   bool
	}{{"InstanceId", 200, true}, {"InstanceId", 202, true}, {"InstanceId", 500, false}, {"InstanceId", 302, false}, {"", 200, false}, {"Other", 200, false}} {
		r := &call{Request: Request{Salvage: c.key}}
		r.attempt = 2
		response, got := r.salvaged(&exchange{status: c.status, body: []byte(body), header: http.Header{requestIDHeader: {"RID-H"}}})
		if got != c.want {
			t.Errorf("%q of HTTP %d: %t", c.key, c.status, got)
		}
		if !got {
			continue
		}
		e := response.Mismatch("not what is needed")
		if response.Attempts != 2 || response.RequestID != "RID-H" || e.Status != c.status || e.RequestID != "RID-H" || !e.MaybeReceived {
			t.Errorf("%+v, %+v", response, e)
		}
	}
}

// TestEscape_ReadsOneCharacter of JSON, and nothing that only looks like one.
func TestEscape_ReadsOneCharacter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		r    rune
		used int
	}{
		`\u0000`: {0, 6}, `\"`: {'"', 2}, `\u0041`: {'A', 6}, `\n`: {'\n', 2}, `\/`: {'/', 2}, `\`: {'\\', 1}, `\x`: {'\\', 1}, `\u004`: {'\\', 1}, `\u00zz`: {'\\', 1}, `a`: {'a', 1},
		`\ud83d\uDD11`: {'🔑', 12}, `\ud83dxudd11`: {0xd83d, 6}, `\ud83d\u0041`: {0xd83d, 6}, `\u0041\u0042`: {'A', 6},
	} {
		if r, used := escape([]rune(text)); r != want.r || used != want.used {
			t.Errorf("%s is %q in %d", text, r, used)
		}
	}
}

func TestDecode_UndoesOneEncodingAroundAnother(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a%2Bb": "a b", "a+b": "a b", `a\u002541`: "aA", "a%5Cu0041": "aA", `a\u00255Cu0041`: "aA", "a%252541": "aA", "%": "%", "a%4": "a%4", "%zz": "%zz",
		"%4541": "E41", "%2641": "&41", "%25zz": "%zz", "%25z4": "%z4", "%254z": "%4z", "%2525": "%", "%25%41": "%A", "%252": "%2", "%25254": "%4",
	} {
		if got := decode(text).text; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestHeaderValue_BlanksMayBeInIt(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{"": true, "a b": true, "é": true, "a\n": false, "\x1f": false, "\x7f": false, "a\tb": false} {
		if got := headerValue(value); got != want {
			t.Errorf("%q: %t", value, got)
		}
	}
}

func TestUnreadable_NamesWhatCameUnlessItIsLong(t *testing.T) {
	t.Parallel()
	short, long := "text/"+strings.Repeat("x", 55), "text/"+strings.Repeat("x", 56)
	for kind, want := range map[string]string{
		"text/html; charset=utf-8": "HTML instead of JSON", "application/json": "not a JSON object", "": "not a JSON object", "text/plain": "text/plain instead of JSON",
		short: short + " instead of JSON", long: "not a JSON object", "/": "not a JSON object",
	} {
		if got := unreadable(&exchange{body: []byte("x"), header: http.Header{"Content-Type": {kind}}}); got != want {
			t.Errorf("%q: %q", kind, got)
		}
	}
	if got := unreadable(&exchange{body: []byte(" \n")}); got != "an empty response" {
		t.Errorf("of nothing: %q", got)
	}
}

// TestPermanent_IsWhatDoesNotPass by trying again.
func TestPermanent_IsWhatDoesNotPass(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		&tls.CertificateVerificationError{Err: errors.New("x")},
		tls.RecordHeaderError{},
		tls.AlertError(40), &net.AddrError{},
		proxyError{status: 400},
		proxyError{status: 407},
		proxyError{status: 499},
	} {
		if !permanent(fmt.Errorf("wrapped: %w", err)) {
			t.Errorf("%v passes", err)
		}
	}
	for _, err := range []error{proxyError{status: 399}, proxyError{status: 500}, proxyError{status: 502}, io.EOF, &net.DNSError{}, &net.OpError{Op: "dial", Err: io.EOF}} {
		if permanent(fmt.Errorf("wrapped: %w", err)) {
			t.Errorf("%v does not pass", err)
		}
	}
}

// TestSafeText_SaysOnlyWhatMayBeSaid of an error: the texts of all others are not shown.
func TestSafeText_SaysOnlyWhatMayBeSaid(t *testing.T) {
	t.Parallel()
	reset := &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("canary", syscall.ECONNRESET)}
	for want, err := range map[string]error{
		"the proxy responded with HTTP 407":                 proxyError{status: 407},
		"lookup host.example: no such host":                 &net.DNSError{Err: "no such host", Name: "host.example"},
		"dial tcp: " + syscall.ECONNREFUSED.Error():         &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED},
		syscall.ECONNRESET.Error():                          reset,
		"use of closed network connection":                  &net.OpError{Op: "write", Net: "tcp", Err: net.ErrClosed},
		"the server speaks plain HTTP, not TLS":             tls.RecordHeaderError{Msg: "canary", RecordHeader: [5]byte([]byte("HTTP/"))},
		"the server does not speak TLS":                     tls.RecordHeaderError{Msg: "canary"},
		"tls: handshake failure":                            tls.AlertError(40),
		"closed by the server":                              fmt.Errorf("canary: %w", io.EOF),
		"timed out":                                         fmt.Errorf("canary: %w", os.ErrDeadlineExceeded),
		"what the server sent is not a valid HTTP response": errors.New("net/http: malformed canary"),
		"an unknown network error":                          errors.New("canary"),
	} {
		if got := safeText(err); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, err := range []error{io.ErrUnexpectedEOF, errors.New("unsupported transfer encoding: canary"), errors.New("net/http: server response headers exceeded canary")} {
		if got := safeText(err); got != "closed by the server" && got != "what the server sent is not a valid HTTP response" {
			t.Errorf("%v: got %q", err, got)
		}
	}
}
