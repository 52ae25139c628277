package emulator

import (
	"crypto/x509"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
)

// TB is the part of testing.TB that Start needs.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Server is an emulator that listens on a loopback address.
type Server struct {
	*Emulator
	http *httptest.Server
}

// Start starts an emulator that ends with the test. An invalid option fails the
// test.
func Start(tb TB, opts ...Option) *Server {
	tb.Helper()
	e, err := New(opts...)
	if err != nil {
		tb.Fatalf("start the emulator: %v", err)
	}
	s := &Server{Emulator: e, http: httptest.NewUnstartedServer(e)}
	s.http.Config.ConnContext = e.ConnContext
	// Faults drop connections on purpose.
	s.http.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	if e.tls {
		s.http.StartTLS()
	} else {
		s.http.Start()
	}
	tb.Cleanup(func() {
		e.Close()
		s.http.CloseClientConnections()
		s.http.Close()
	})
	return s
}

// URL returns the URL without a path.
func (s *Server) URL() string { return s.http.URL }

// Endpoint returns host:port, as the provider's settings expect it.
func (s *Server) Endpoint() string {
	_, endpoint, _ := strings.Cut(s.http.URL, "://")
	return endpoint
}

// Client returns an HTTP client that trusts the certificate.
func (s *Server) Client() *http.Client { return s.http.Client() }

// Certificate returns the certificate; nil without WithTLS.
func (s *Server) Certificate() *x509.Certificate { return s.http.Certificate() }
