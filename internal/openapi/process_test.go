package openapi_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// program runs the call of TestMain in a process of its own.
func program(t *testing.T, target string, environment ...string) (stdout, stderr string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], "call", target)
	command.Env = append([]string{"HOME=" + t.TempDir(), "GOCOVERDIR=" + t.TempDir()}, environment...)
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	if err := command.Run(); err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	return out.String(), errs.String()
}

// Trap H: with one of its words in DEBUG the SDK prints headers and URL.
func TestDEBUGPrintsNothing(t *testing.T) {
	t.Parallel()
	host := serve(t, func(w http.ResponseWriter, _ *http.Request) { respond(w, 200, `{}`) })
	for _, tc := range []struct{ value, want string }{
		{"dara,tea,credential", "err=<nil>"},
		{" tea ,other,credential", "DEBUG=other err=<nil>"},
	} {
		stdout, stderr := program(t, "http://"+host, "DEBUG="+tc.value)
		if stdout != "" || stderr != tc.want {
			t.Errorf("DEBUG=%q: got %q and %q, want %q", tc.value, stdout, stderr, tc.want)
		}
	}
}

// tunnel is a proxy that sends every CONNECT to one target.
type tunnel struct {
	target   string
	password string
	used     atomic.Int64
}

func (p *tunnel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.used.Add(1)
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte("user:"+p.password))
	if r.Header.Get("Proxy-Authorization") != want {
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	if r.Method != http.MethodConnect {
		respond(w, 200, `{}`)
		return
	}
	var dialer net.Dialer
	origin, err := dialer.DialContext(r.Context(), "tcp", p.target)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusOK)
	client, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	join(client, origin, buffered.Reader)
}

func join(client, origin net.Conn, rest *bufio.Reader) {
	go func() { _, _ = io.Copy(origin, rest); _ = origin.Close() }()
	_, _ = io.Copy(client, origin)
	_ = client.Close()
}

// Trap G: the SDK matches NO_PROXY by exact names only, and sends the proxy's
// password to the origin too.
func TestProxiesOfTheEnvironmentAreUsedAsGoUsesThem(t *testing.T) {
	t.Parallel()
	var header atomic.Pointer[http.Header]
	origin := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := r.Header.Clone()
		header.Store(&h)
		respond(w, 200, `{}`)
	}))
	t.Cleanup(origin.Close)
	certificate := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: origin.Certificate().Raw})
	if err := os.WriteFile(certificate, block, 0o600); err != nil {
		t.Fatal(err)
	}
	proxy := &tunnel{target: strings.TrimPrefix(origin.URL, "https://"), password: "canary-proxy"}
	host := serve(t, proxy.ServeHTTP)

	cases := []struct {
		name, target, noProxy, password string
		used                            int64
		want                            string
	}{
		{"TLS through the proxy", "https://example.com", "", "canary-proxy", 1, "err=<nil>"},
		{"plain text through the proxy", "http://example.com", "", "canary-proxy", 1, "err=<nil>"},
		{"NO_PROXY with a suffix", "https://ice.nobody.invalid", "other.example, .nobody.invalid", "canary-proxy", 0, "no connection to ice.nobody.invalid: lookup"},
		{"NO_PROXY with a CIDR", "https://127.9.9.9:1", "127.0.0.0/8", "canary-proxy", 0, "no connection to 127.9.9.9:1: dial"},
		{"wrong password", "https://example.com", "", "canary-wrong", 1, "the proxy responded with HTTP 407"},
	}
	for _, tc := range cases {
		header.Store(nil)
		before := proxy.used.Load()
		proxyURL := "http://user:" + tc.password + "@" + host
		stdout, stderr := program(t, tc.target, "HTTP_PROXY="+proxyURL, "HTTPS_PROXY="+proxyURL, "NO_PROXY="+tc.noProxy, "SSL_CERT_FILE="+certificate)
		if stdout != "" || !strings.Contains(stderr, tc.want) {
			t.Errorf("%s: got %q and %q, want %q in it", tc.name, stdout, stderr, tc.want)
		}
		leaksNothing(t, stdout+stderr)
		if used := proxy.used.Load() - before; used != tc.used {
			t.Errorf("%s: the proxy was used %d times, want %d", tc.name, used, tc.used)
		}
		if h := header.Load(); h != nil && h.Get("Proxy-Authorization") != "" {
			t.Errorf("%s: the proxy's password reached the origin", tc.name)
		}
	}
}
