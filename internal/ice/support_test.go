package ice_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/instant"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// service responds to every call with the same body and records the calls.
type service struct {
	status int
	body   string

	mutex sync.Mutex
	calls []call
}

type call struct {
	Action, Version string
	Query           map[string]string
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := call{Action: r.Header.Get("X-Acs-Action"), Version: r.Header.Get("X-Acs-Version"), Query: map[string]string{}}
	for name, values := range r.URL.Query() {
		c.Query[name] = strings.Join(values, "|")
	}
	s.mutex.Lock()
	s.calls = append(s.calls, c)
	s.mutex.Unlock()
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(s.status)
	_, _ = io.WriteString(w, s.body)
}

func credentials(context.Context) (openapi.Credentials, error) {
	return openapi.Credentials{AccessKeyID: "LTAI-fake-id", AccessKeySecret: "fake-secret", Source: "a test"}, nil
}

func options(endpoint string) ice.Options {
	return ice.Options{
		Region: "cn-shanghai", Endpoint: endpoint, Protocol: "HTTP", Credentials: credentials,
		Clock: &instant.Clock{},
	}
}

func client(t *testing.T, o ice.Options) *ice.Client {
	t.Helper()
	c, err := ice.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// against returns a client of a service with this response.
func against(t *testing.T, status int, body string) (*ice.Client, *service) {
	t.Helper()
	s := &service{status: status, body: body}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return client(t, options(strings.TrimPrefix(server.URL, "http://"))), s
}

func pointer(s string) *string { return &s }
