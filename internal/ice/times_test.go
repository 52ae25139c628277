package ice

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

func keys(context.Context) (openapi.Credentials, error) {
	return openapi.Credentials{AccessKeyID: "LTAI-fake-id", AccessKeySecret: "fake-secret"}, nil
}

// TestTimes_AreThoseThatAreDocumented: a start is worth waiting for.
func TestTimes_AreThoseThatAreDocumented(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ read, grace, wantStart, wantGrace time.Duration }{
		{0, 0, time.Minute, 30 * time.Second},
		{time.Second, time.Hour, time.Second, time.Hour},
	} {
		client, err := New(Options{Region: "cn-shanghai", Credentials: keys, ReadTimeout: c.read, StartGrace: c.grace})
		if err != nil {
			t.Fatal(err)
		}
		if client.startTimeout != c.wantStart || client.grace != c.wantGrace {
			t.Errorf("%+v: start %s, grace %s", c, client.startTimeout, client.grace)
		}
	}
}

// TestTimes_AStartHasItsOwn: the error names the time that was waited.
func TestTimes_AStartHasItsOwn(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(server.Close)
	host := strings.TrimPrefix(server.URL, "http://")
	client, err := New(Options{Region: "cn-shanghai", Endpoint: host, Protocol: "HTTP", Credentials: keys, ReadTimeout: 20 * time.Millisecond, RetryFor: -1})
	if err != nil {
		t.Fatal(err)
	}
	client.startTimeout = 30 * time.Millisecond
	_, start := client.Start(t.Context(), StartRequest{AIAgentID: "a"})
	_, describe := client.Describe(t.Context(), "", "i-1")
	for want, err := range map[string]error{"30ms": start, "20ms": describe} {
		var e *Error
		if !errors.As(err, &e) || e.Reason != TimedOut || e.Detail != "no response from "+host+" within "+want {
			t.Errorf("want %s, got %v", want, err)
		}
	}
}
