package credentials

import (
	"context"
	"strings"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// lease is credentials with their expiration; zero when the source does not
// state one.
type lease struct {
	hidden

	credentials openapi.Credentials
	expires     time.Time
}

// unusableBefore is how long before they expire credentials are no longer used: a
// request takes a moment to arrive, and clocks differ.
const unusableBefore = 10 * time.Second

// usable reports whether there are credentials and they can be used.
func (l lease) usable(now time.Time) bool {
	return l.credentials.AccessKeyID != "" && (l.expires.IsZero() || now.Add(unusableBefore).Before(l.expires))
}

// fetch asks a source for credentials. Its error is an *Error or the context's.
type fetch func(context.Context) (lease, error)

// named gives the credentials of a fetch another name.
func named(name string, f fetch) fetch {
	return func(ctx context.Context) (lease, error) {
		l, err := f(ctx)
		l.credentials.Source = name
		return l, err
	}
}

// document is how sources write credentials in JSON. Its names match in upper
// and lower case.
type document struct {
	hidden

	AccessKeyID     string `json:"AccessKeyId"`
	AccessKeySecret string `json:"AccessKeySecret"`
	SecurityToken   string `json:"SecurityToken"`
	Expiration      string `json:"Expiration"`
}

// lease converts the document; the asker checks that the credentials are
// complete and have not expired.
func (d document) lease(source string) (lease, error) {
	l := lease{credentials: openapi.Credentials{
		AccessKeyID:     strings.TrimSpace(d.AccessKeyID),
		AccessKeySecret: strings.TrimSpace(d.AccessKeySecret),
		SecurityToken:   strings.TrimSpace(d.SecurityToken),
		Source:          source,
	}}
	if d.Expiration == "" {
		return l, nil
	}
	expires, err := time.Parse(time.RFC3339, d.Expiration)
	if err != nil {
		return lease{}, &Error{Source: source, Class: Unreadable, Detail: "the expiration is not a date"}
	}
	l.expires = expires
	return l, nil
}
