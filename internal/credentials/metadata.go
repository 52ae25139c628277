package credentials

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	metadataHost = "100.100.100.200"
	metadataPath = "/latest/meta-data/ram/security-credentials/"

	// Outside of ECS nothing responds at this IP address, not even with a refusal.
	metadataTimeout = 5 * time.Second
)

// metadata calls the metadata server of the ECS instance. It is our own code: the
// vendor's library follows the proxy variables to it, which would give the
// credentials to the proxy, cannot use another host, and panics at some
// responses.
type metadata struct {
	httpSource
	Metadata
	role string
}

// fromMetadata returns the fetch for the RAM role of the ECS instance. Without a
// role it asks the server for its name first.
func fromMetadata(c Config, role, from string) (string, fetch) {
	m := newMetadata(c, role, from)
	return m.source, m.fetch
}

func newMetadata(c Config, role, from string) *metadata {
	name := "metadata of the ECS instance (" + from + ")"
	if role != "" {
		name = "metadata of the ECS instance for the role " + readable(role) + " (" + from + ")"
	}
	timeout := metadataTimeout
	if c.Timeout > 0 {
		timeout = min(timeout, c.Timeout)
	}
	m := &metadata{
		httpSource: *newHTTPSource(name, "This source works only on an ECS instance to which the RAM role is attached", timeout, true),
		Metadata:   c.Metadata, role: role,
	}
	if m.Host == "" {
		m.Host = metadataHost
	}
	return m
}

func (m *metadata) fetch(ctx context.Context) (lease, error) {
	if m.Disabled != "" {
		return lease{}, &Error{Source: m.source, Class: Forbidden, Detail: m.Disabled + " is set"}
	}
	token, err := m.token(ctx)
	if err != nil {
		return lease{}, err
	}
	role := m.role
	if role == "" {
		if role, err = m.get(ctx, token, ""); err != nil {
			return lease{}, err
		}
		role, _, _ = strings.Cut(strings.TrimSpace(role), "\n")
	}
	text, err := m.get(ctx, token, url.PathEscape(strings.TrimSpace(role)))
	if err != nil {
		return lease{}, err
	}
	var response struct {
		document
		Code string `json:"Code"`
	}
	if err := m.decode(text, &response); err != nil {
		return lease{}, err
	}
	if response.Code != "Success" {
		return lease{}, m.failed(Refused, "the Code of the response is not Success")
	}
	return response.lease(m.source)
}

// token returns the token that protects the next requests against forgery. It is
// empty where the server has no such tokens and requests without one are allowed.
func (m *metadata) token(ctx context.Context) (string, error) {
	token, err := m.do(ctx, http.MethodPut, "http://"+m.Host+"/latest/api/token", "",
		http.Header{"X-Aliyun-Ecs-Metadata-Token-Ttl-Seconds": {"60"}})
	var e *Error
	if errors.As(err, &e) && e.Class == Refused && e.again == 0 {
		if m.V2Only != "" {
			e.Detail = "it returned no token (" + e.Detail + "), and " + m.V2Only + " forbids requests without one"
			return "", e
		}
		return "", nil
	}
	token = strings.TrimSpace(token)
	if err == nil && Malformed(token) != "" {
		return "", m.mayPass(Unreadable, "the token of the metadata server is not valid", againAfterFailure)
	}
	return token, err
}

func (m *metadata) get(ctx context.Context, token, path string) (string, error) {
	header := http.Header{}
	if token != "" {
		header.Set("X-Aliyun-Ecs-Metadata-Token", token)
	}
	text, err := m.do(ctx, http.MethodGet, "http://"+m.Host+metadataPath+path, "", header)
	var e *Error
	if errors.As(err, &e) && e.Detail == "HTTP 404" {
		e.Detail = "this role is not attached to the instance"
	}
	return text, err
}
