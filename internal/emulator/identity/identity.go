// Package identity emulates on loopback the services that give keys: STS, the
// metadata server of ECS, an address of credentials_uri, CloudSSO and OAuth.
// They can be broken on purpose. As the emulator beside it, it shares no code
// with the client.
package identity

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// Fault is a way in which a service answers wrongly.
type Fault string

// The faults.
const (
	Healthy      Fault = ""
	Expired      Fault = "expired answer"
	NoExpiration Fault = "no Expiration"
	BadDate      Fault = "an expiration that is no date"
	HTML         Fault = "HTML"
	Hang         Fault = "hang"
	ServerError  Fault = "500"
	Refuse       Fault = "403"
	Redirect     Fault = "redirect"
	Empty        Fault = "an empty object"
	Drop         Fault = "a dropped connection"
	Huge         Fault = "a huge answer"
)

// Keys are what a service has given away.
type Keys struct {
	AccessKeyID, AccessKeySecret, SecurityToken string
}

// Issued are the n-th keys, counted from 1, that the service of a name gives.
// They are known in advance, so that another emulator can be told of them.
func Issued(name string, n int) Keys {
	suffix := name + "-" + strconv.Itoa(n)
	return Keys{AccessKeyID: "STS." + suffix, AccessKeySecret: "issued-secret-" + suffix, SecurityToken: "issued-token/+=" + suffix}
}

// Accept lets an emulator of the API take the first n keys of a service.
func Accept(name string, n int) []emulator.Option {
	var options []emulator.Option
	for i := range n {
		k := Issued(name, i+1)
		options = append(options, emulator.STSKey(k.AccessKeyID, k.AccessKeySecret, k.SecurityToken))
	}
	return options
}

// Request is what a service was asked.
type Request struct {
	// Operation is the action of STS, or method and path.
	Operation string

	// Form are the parameters in the body, Query those in the URL.
	Form, Query map[string]string

	Header http.Header

	// AccessKeyID signed it; empty for what is not signed.
	AccessKeyID string

	// Status is that of the answer; 0 when there was none.
	Status int
}

// Server is one service that listens on loopback. It is safe for concurrent use.
type Server struct {
	name   string
	answer func(s *Server, r *Request) reply
	http   *httptest.Server
	closed chan struct{}

	mu       sync.Mutex
	gate     *emulator.Gate
	fault    Fault
	lifetime time.Duration
	issued   int
	requests []*Request
}

// reply is what a service answers.
type reply struct {
	status int
	body   any // Text is sent as it is, all else as JSON.
}

func start(tb emulator.TB, name string, answer func(*Server, *Request) reply) *Server {
	tb.Helper()
	s := &Server{name: name, answer: answer, closed: make(chan struct{}), gate: emulator.NewGate(), lifetime: time.Hour}
	s.http = httptest.NewUnstartedServer(s)
	// Connections that are dropped on purpose are no news.
	s.http.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.http.Start()
	tb.Cleanup(func() {
		close(s.closed)
		s.http.CloseClientConnections()
		s.http.Close()
	})
	return s
}

// URL is the address with its scheme, without a path.
func (s *Server) URL() string { return s.http.URL }

// Endpoint is host:port.
func (s *Server) Endpoint() string { return strings.TrimPrefix(s.http.URL, "http://") }

// Break makes all answers wrong from now on; Healthy mends the service.
func (s *Server) Break(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// Lifetime is how long the keys live that are given from now on; an hour at
// first.
func (s *Server) Lifetime(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lifetime = d
}

// Know makes a key known with which requests may be signed.
func (s *Server) Know(id, secret, token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gate.Add(id, secret, token)
}

// Requests are all that the service was asked, in order.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Request, len(s.requests))
	for i, r := range s.requests {
		all[i] = *r
	}
	return all
}

// Count is how often an operation was asked for.
func (s *Server) Count(operation string) int {
	n := 0
	for _, r := range s.Requests() {
		if r.Operation == operation {
			n++
		}
	}
	return n
}

// grant gives the next keys away, in the words of the vendor. It needs the lock.
func (s *Server) grant() map[string]any {
	s.issued++
	k := Issued(s.name, s.issued)
	granted := map[string]any{
		"AccessKeyId": k.AccessKeyID, "AccessKeySecret": k.AccessKeySecret, "SecurityToken": k.SecurityToken,
	}
	lifetime := s.lifetime
	if s.fault == Expired {
		lifetime = -time.Minute
	}
	if s.fault != NoExpiration {
		granted["Expiration"] = time.Now().Add(lifetime).UTC().Format(time.RFC3339)
	}
	if s.fault == BadDate {
		granted["Expiration"] = "tomorrow"
	}
	return granted
}

// write is the only place that speaks HTTP.
func (a reply) write(w http.ResponseWriter) {
	text, ok := a.body.(string)
	kind := "text/plain"
	if !ok {
		encoded, err := json.Marshal(a.body)
		if err != nil {
			panic("an answer that JSON cannot hold: " + err.Error())
		}
		text, kind = string(encoded), "application/json;charset=utf-8"
	}
	if strings.HasPrefix(text, "<") {
		kind = "text/html"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Location", "http://127.0.0.1:1/elsewhere")
	if a.status/100 != 3 {
		w.Header().Del("Location")
	}
	w.WriteHeader(a.status)
	_, _ = w.Write([]byte(text))
}
