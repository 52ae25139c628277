// Package identity emulates the services that issue credentials: STS, the ECS
// metadata server, a credentials_uri, CloudSSO and OAuth. Each listens on a
// loopback address and can be broken on purpose. Like package emulator, it shares
// no code with the client.
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

// Account is the account of all access keys unless Accounts is used.
const Account = emulator.AccountID

// Fault is a way in which a service fails.
type Fault string

// The faults.
const (
	Healthy      Fault = ""
	Expired      Fault = "expired credentials"
	NoExpiration Fault = "no Expiration"
	BadDate      Fault = "an invalid Expiration"
	HTML         Fault = "HTML"
	Hang         Fault = "hang"
	ServerError  Fault = "500"
	Refuse       Fault = "403"
	Redirect     Fault = "redirect"
	Empty        Fault = "an empty object"
	Drop         Fault = "a dropped connection"
	Huge         Fault = "a huge response"
	Throttle     Fault = "503 Throttling"
	Revoked      Fault = "400 InvalidSecurityToken.Expired"
	// Repeat issues the same credentials again.
	Repeat Fault = "the credentials issued before"
)

// Credentials are what a service issues.
type Credentials struct {
	AccessKeyID, AccessKeySecret, SecurityToken string
}

// Issued returns the n-th credentials, counted from 1, that the service with a name
// issues. They are known in advance, so that another emulator can accept them.
func Issued(name string, n int) Credentials {
	suffix := name + "-" + strconv.Itoa(n)
	return Credentials{AccessKeyID: "STS." + suffix, AccessKeySecret: "issued-secret-" + suffix, SecurityToken: "issued-token/+=" + suffix}
}

// Accept returns options with which an emulator of the API accepts the first n
// credentials of a service.
func Accept(name string, n int) []emulator.Option {
	var options []emulator.Option
	for i := range n {
		k := Issued(name, i+1)
		options = append(options, emulator.STSKey(k.AccessKeyID, k.AccessKeySecret, k.SecurityToken))
	}
	return options
}

// Request is one request that a service received.
type Request struct {
	// Operation is the action for STS, else method and path.
	Operation string

	// Form are the parameters in the body, Query those in the URL.
	Form, Query map[string]string

	Header http.Header

	// AccessKeyID signed the request; empty if it is not signed.
	AccessKeyID string

	// Status is that of the response; 0 if there was none.
	Status int
}

// Server is one service that listens on a loopback address. It is safe for
// concurrent use.
type Server struct {
	name    string
	respond func(s *Server, r *Request) reply
	http    *httptest.Server
	closed  chan struct{}

	mu       sync.Mutex
	accounts func(accessKeyID string) string
	gate     *emulator.Gate
	fault    Fault
	next     []Fault // Of the next requests.
	lifetime time.Duration
	issued   int
	requests []*Request
}

// reply is the response to one request.
type reply struct {
	status int
	body   any // Text is sent as it is, everything else as JSON.
}

func start(tb emulator.TB, name string, respond func(*Server, *Request) reply) *Server {
	tb.Helper()
	s := &Server{
		name: name, respond: respond, closed: make(chan struct{}), gate: emulator.NewGate(), lifetime: time.Hour,
		accounts: func(string) string { return Account },
	}
	s.http = httptest.NewUnstartedServer(s)
	// Faults drop connections on purpose.
	s.http.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.http.Start()
	tb.Cleanup(func() {
		close(s.closed)
		s.http.CloseClientConnections()
		s.http.Close()
	})
	return s
}

// URL returns the URL without a path.
func (s *Server) URL() string { return s.http.URL }

// Endpoint returns host:port.
func (s *Server) Endpoint() string { return strings.TrimPrefix(s.http.URL, "http://") }

// Break makes all requests fail from now on; Healthy repairs the service.
func (s *Server) Break(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// BreakOnce makes the next request fail.
func (s *Server) BreakOnce(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = append(s.next, f)
}

// Lifetime sets how long the credentials are valid that are issued from now on. The
// default is an hour.
func (s *Server) Lifetime(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lifetime = d
}

// Know adds an access key with which requests may be signed.
func (s *Server) Know(id, secret, token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gate.Add(id, secret, token)
}

// Accounts sets the function that returns the account of an access key, such as
// Emulator.AccountOf: so GetCallerIdentity and an emulator of the API agree. The
// default is Account for all.
func (s *Server) Accounts(of func(accessKeyID string) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts = of
}

// Requests returns all requests in the order in which they arrived.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Request, len(s.requests))
	for i, r := range s.requests {
		all[i] = *r
	}
	return all
}

// Count returns the number of requests of an operation.
func (s *Server) Count(operation string) int {
	n := 0
	for _, r := range s.Requests() {
		if r.Operation == operation {
			n++
		}
	}
	return n
}

// issue returns the next credentials under the vendor's names. It needs the lock.
func (s *Server) issue() map[string]any {
	if s.fault != Repeat || s.issued == 0 {
		s.issued++
	}
	k := Issued(s.name, s.issued)
	credentials := map[string]any{
		"AccessKeyId": k.AccessKeyID, "AccessKeySecret": k.AccessKeySecret, "SecurityToken": k.SecurityToken,
	}
	lifetime := s.lifetime
	if s.fault == Expired {
		lifetime = -time.Minute
	}
	if s.fault != NoExpiration {
		credentials["Expiration"] = time.Now().Add(lifetime).UTC().Format(time.RFC3339)
	}
	if s.fault == BadDate {
		credentials["Expiration"] = "tomorrow"
	}
	return credentials
}

// write sends the response. Nothing else in this package writes HTTP.
func (r reply) write(w http.ResponseWriter) {
	text, ok := r.body.(string)
	kind := "text/plain"
	if !ok {
		encoded, err := json.Marshal(r.body)
		if err != nil {
			panic("encode a response: " + err.Error())
		}
		text, kind = string(encoded), "application/json;charset=utf-8"
	}
	if strings.HasPrefix(text, "<") {
		kind = "text/html"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Location", "http://127.0.0.1:1/elsewhere")
	if r.status/100 != 3 {
		w.Header().Del("Location")
	}
	w.WriteHeader(r.status)
	_, _ = w.Write([]byte(text))
}
