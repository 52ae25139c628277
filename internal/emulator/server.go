package emulator

import (
	"crypto/x509"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
)

// TB is what Start needs of a test; *testing.T and *testing.B have it.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Server is an emulator that listens on loopback.
type Server struct {
	*Emulator
	http *httptest.Server
}

// Start starts an emulator that ends with the test. It fails the test when an
// option does not fit. One for each test: nothing is shared.
func Start(tb TB, opts ...Option) *Server {
	tb.Helper()
	e, err := New(opts...)
	if err != nil {
		tb.Fatalf("start the emulator: %v", err)
	}
	s := &Server{Emulator: e, http: httptest.NewUnstartedServer(e)}
	// Connections that are dropped on purpose are no news.
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

// URL is the address with its scheme, without a path.
func (s *Server) URL() string { return s.http.URL }

// Endpoint is host:port, as provider settings take it.
func (s *Server) Endpoint() string {
	_, endpoint, _ := strings.Cut(s.http.URL, "://")
	return endpoint
}

// Client is an HTTP client that trusts the emulator's certificate.
func (s *Server) Client() *http.Client { return s.http.Client() }

// Certificate is what the emulator shows with TLS; nil without.
func (s *Server) Certificate() *x509.Certificate { return s.http.Certificate() }
