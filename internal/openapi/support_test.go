package openapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	"github.com/alibabacloud-go/tea/dara"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/instant"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

const (
	keyID     = "LTAI-test-id"
	secret    = "canary-key-secret"
	stsToken  = "canary/sts+token=="
	authToken = "canary/auth+token=="
)

// product does what the constructor of a product does: it returns a generic
// client that uses the old signature.
func product(c *darabonba.Config) (darabonba.Client, error) {
	client, err := darabonba.NewClient(c)
	if err != nil {
		return darabonba.Client{}, err
	}
	client.SignatureAlgorithm = dara.String("v2")
	return *client, nil
}

func static(c openapi.Credentials) openapi.CredentialsFunc {
	return func(context.Context) (openapi.Credentials, error) { return c, nil }
}

var (
	longLived = openapi.Credentials{AccessKeyID: keyID, AccessKeySecret: secret, Source: "a test"}
	temporary = openapi.Credentials{AccessKeyID: keyID, AccessKeySecret: secret, SecurityToken: stsToken, Source: "a test"}
)

// options are those of most tests: plain HTTP and no waiting.
func options() openapi.Options {
	return openapi.Options{
		New: product, Credentials: static(temporary), Protocol: "HTTP", Clock: &instant.Clock{},
		ReadTimeout: 20 * time.Second,
	}
}

func client(t *testing.T, o openapi.Options) *openapi.Client {
	t.Helper()
	c, err := openapi.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serve starts a server for the test and returns its host.
func serve(t *testing.T, handler http.HandlerFunc, watch ...func(net.Conn, http.ConnState)) string {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	for _, w := range watch {
		server.Config.ConnState = w
	}
	// It would complain about connections that tests break on purpose.
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
	server.Start()
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func respond(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func request(host string) openapi.Request {
	return openapi.Request{
		Operation: "StartAIAgentInstance", Version: "2020-11-09", Host: host,
		Query:   map[string]string{"AIAgentId": "agent-1", "RuntimeConfig": `{"AuthToken":"` + authToken + `"}`},
		Secrets: []string{authToken},
	}
}

// failure makes a call that has to fail.
func failure(t *testing.T, c *openapi.Client, r openapi.Request) *openapi.Error {
	t.Helper()
	_, err := c.Do(t.Context(), r)
	return typed(t, err)
}

func typed(t *testing.T, err error) *openapi.Error {
	t.Helper()
	var e *openapi.Error
	if !errors.As(err, &e) {
		t.Fatalf("want an *openapi.Error, got %T: %v", err, err)
	}
	leaksNothing(t, fmt.Sprintf("%v\n%+v\n%#v\n%s", e, e, *e, marshalled(t, e)))
	return e
}

func marshalled(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// leaksNothing fails when a text holds a secret of the tests, in any encoding
// used here, or a piece of the URL.
func leaksNothing(t *testing.T, text string) {
	t.Helper()
	for _, canary := range []string{"canary", "RuntimeConfig", "AIAgentId", "agent-1", "Signature=", "/?"} {
		if strings.Contains(text, canary) {
			t.Errorf("%q appears in: %s", canary, text)
		}
	}
}

// TestMain runs the test binary as a small program when its first argument is
// "call": what is read from the environment once per process is tested in a
// process of its own.
func TestMain(m *testing.M) {
	if len(os.Args) != 3 || os.Args[1] != "call" {
		os.Exit(m.Run())
	}
	scheme, host, _ := strings.Cut(os.Args[2], "://")
	o := options()
	o.Protocol = scheme
	o.RetryFor = -1
	o.ConnectTimeout = 30 * time.Second // A busy machine is no reason to give up.
	c, err := openapi.New(o)
	if err == nil {
		_, err = c.Do(context.Background(), request(host))
	}
	for _, variable := range os.Environ() { //nolint:forbidigo // Shows what is left of DEBUG.
		if strings.HasPrefix(variable, "DEBUG=") {
			fmt.Fprintf(os.Stderr, "%s ", variable)
		}
	}
	fmt.Fprintf(os.Stderr, "err=%v", err)
	os.Exit(0)
}
