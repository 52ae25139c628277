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

	// Outside of ECS nothing answers at the address, not even with a refusal.
	metadataTimeout = 5 * time.Second
)

// metadata asks the metadata server of the ECS instance. It is own code: the
// vendor's library follows the proxy variables to it, which would hand the keys
// to the proxy, cannot be led to another host, and panics at some answers.
type metadata struct {
	web
	Metadata
	role string
}

// fromMetadata gives the keys of the RAM role of the ECS instance; an empty
// role is asked for too.
func fromMetadata(c Config, role, from string) (string, fetch) {
	m := newMetadata(c, role, from)
	return m.source, m.fetch
}

func newMetadata(c Config, role, from string) *metadata {
	name := "metadata of the ECS instance (" + from + ")"
	if role != "" {
		name = "metadata of the ECS instance for the role " + role + " (" + from + ")"
	}
	timeout := metadataTimeout
	if c.Timeout > 0 {
		timeout = min(timeout, c.Timeout)
	}
	m := &metadata{
		web:      *newWeb(name, "This works on an ECS instance to which the RAM role is attached, and nowhere else", timeout, true),
		Metadata: c.Metadata, role: role,
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
	var answer struct {
		granted
		Code string `json:"Code"`
	}
	if err := m.object(text, &answer); err != nil {
		return lease{}, err
	}
	if answer.Code != "Success" {
		return lease{}, m.failed(Refused, "its Code is not Success")
	}
	return answer.lease(m.source)
}

// token protects what follows against forged requests from the instance; it is
// empty where the server does not know such tokens and may be asked without.
func (m *metadata) token(ctx context.Context) (string, error) {
	token, err := m.do(ctx, http.MethodPut, "http://"+m.Host+"/latest/api/token", "",
		http.Header{"X-Aliyun-Ecs-Metadata-Token-Ttl-Seconds": {"60"}})
	var e *Error
	if errors.As(err, &e) && e.Class == Refused {
		if m.V2Only != "" {
			e.Detail = "it gave no token (" + e.Detail + "), and " + m.V2Only + " forbids to ask without one"
			return "", e
		}
		return "", nil
	}
	return strings.TrimSpace(token), err
}

func (m *metadata) get(ctx context.Context, token, path string) (string, error) {
	header := http.Header{}
	if token != "" {
		header.Set("X-Aliyun-Ecs-Metadata-Token", token)
	}
	text, err := m.do(ctx, http.MethodGet, "http://"+m.Host+metadataPath+path, "", header)
	var e *Error
	if errors.As(err, &e) && e.Class == Refused && e.Detail == "HTTP 404" {
		e.Detail = "no such role is attached to the instance"
	}
	return text, err
}
