package openapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
)

// Trap D: the SDK keeps one pool of connections for all clients of a host, so
// that a second client uses the certificates of the first.
func TestEachClientTrustsItsOwnCertificatesOnly(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{}`))
	}))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
	server.StartTLS()
	t.Cleanup(server.Close)
	r := Request{Operation: "Op", Version: "2020-11-09", Host: strings.TrimPrefix(server.URL, "https://")}
	o := Options{
		New: func(c *darabonba.Config) (darabonba.Client, error) {
			client, err := darabonba.NewClient(c)
			return *client, err
		},
		Credentials: func(context.Context) (Credentials, error) {
			return Credentials{AccessKeyID: "id", AccessKeySecret: "secret"}, nil
		},
		Protocol: "HTTPS", RetryFor: -1, Clock: realClock{}, ReadTimeout: defaultReadTimeout,
	}
	call := func(roots *x509.CertPool, changes ...func(*tls.Config)) error {
		transport := newTransport(defaultConnectTimeout)
		transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
		for _, change := range changes {
			change(transport.TLSClientConfig)
		}
		handle, err := assemble(o, transport)
		if err != nil {
			t.Fatal(err)
		}
		_, err = (&Client{handle: handle}).Do(t.Context(), r)
		return err
	}
	trusting := x509.NewCertPool()
	trusting.AddCert(server.Certificate())
	if err := call(trusting); err != nil {
		t.Errorf("with the server's certificate: %v", err)
	}
	cases := map[string]struct {
		err  error
		want string
	}{
		"without it":       {call(x509.NewCertPool()), "x509: certificate signed by unknown authority"},
		"for another name": {call(trusting, func(c *tls.Config) { c.ServerName = "other.test" }), "the certificate is for another host"},
	}
	for name, tc := range cases {
		var e *Error
		if !errors.As(tc.err, &e) || e.Reason != NotSent || e.MaybeReceived || e.Detail != tc.want {
			t.Errorf("%s: got %v, want %s", name, tc.err, tc.want)
		}
	}
}

// A panic of the SDK may carry anything, so its value is not shown.
func TestAPanicOfTheSDKIsABugWithoutItsValue(t *testing.T) {
	t.Parallel()
	s := &sender{transport: panicking{}, readTimeout: defaultReadTimeout}
	c := &call{
		Request:     Request{Operation: "Op", Version: "2020-11-09", Host: "h", Query: map[string]string{"Text": "canary"}},
		credentials: Credentials{AccessKeyID: "id", AccessKeySecret: "secret"},
	}
	_, err := s.send(t.Context(), c)
	if err == nil || err.Reason != Bug || !err.MaybeReceived {
		t.Fatalf("got %+v", err)
	}
	if want := "Op: the Alibaba Cloud SDK could not build the request (*openapi.panicked)"; err.Error() != want {
		t.Errorf("got %q, want %q", err.Error(), want)
	}
}

type panicking struct{}

func (panicking) RoundTrip(*http.Request) (*http.Response, error) { panic("canary") }
