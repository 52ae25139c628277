package credentials

import (
	"context"
	"strings"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// lease is keys with the end of their time; zero when the source states none.
type lease struct {
	hidden

	keys    openapi.Keys
	expires time.Time
}

// fetch asks a source for keys. Its error is an *Error or the context's.
type fetch func(context.Context) (lease, error)

// granted is how sources write keys. JSON names match in any case.
type granted struct {
	hidden

	AccessKeyID     string `json:"AccessKeyId"`
	AccessKeySecret string `json:"AccessKeySecret"`
	SecurityToken   string `json:"SecurityToken"`
	Expiration      string `json:"Expiration"`
}

// lease makes keys of an answer; the refresher checks that they are complete
// and not over.
func (g granted) lease(source string) (lease, error) {
	l := lease{keys: openapi.Keys{
		AccessKeyID:     strings.TrimSpace(g.AccessKeyID),
		AccessKeySecret: strings.TrimSpace(g.AccessKeySecret),
		SecurityToken:   strings.TrimSpace(g.SecurityToken),
		Source:          source,
	}}
	if g.Expiration == "" {
		return l, nil
	}
	expires, err := time.Parse(time.RFC3339, g.Expiration)
	if err != nil {
		return lease{}, &Error{Source: source, Class: Unreadable, Detail: "the expiry is not a date"}
	}
	l.expires = expires
	return l, nil
}

// named gives the keys of a fetch another name.
func named(name string, f fetch) fetch {
	return func(ctx context.Context) (lease, error) {
		l, err := f(ctx)
		l.keys.Source = name
		return l, err
	}
}
