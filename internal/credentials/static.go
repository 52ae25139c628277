// Package credentials says where the keys that sign requests come from.
//
// It owns the choice between sources and the words about them. It must not read
// the environment (it is handed values together with where they were found),
// and must not know what the keys are used for.
package credentials

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Source gives the keys for one request, or says why there are none.
type Source = openapi.Credentials

// Setting is one value with where it was found. No form of printing shows the
// value.
type Setting struct {
	// Value is empty when no place had one.
	Value string

	// From is the place that had it, in words for people, for example
	// "environment variable ALICLOUD_ACCESS_KEY". Empty when Value is.
	From string

	// Places are all places that were looked at, in order and in the same
	// words. The one that served and those after it may be left out.
	Places []string
}

// String shows where the value comes from, not the value.
func (s Setting) String() string {
	if s.Value == "" {
		return "not set"
	}
	return "*** from " + s.From
}

// GoString shows where the value comes from, not the value.
func (s Setting) GoString() string { return s.String() }

// Format shows where the value comes from, whatever the verb.
func (s Setting) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText shows where the value comes from; JSON uses it too.
func (s Setting) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Settings are the parts of static keys, named as in the provider block.
type Settings struct {
	AccessKey     Setting
	SecretKey     Setting
	SecurityToken Setting
}

// Static gives the keys in the settings. Blanks around values are cut: a line
// feed from a file would make a header that cannot be sent. When a part is
// missing, each call fails with a *MissingError.
func Static(s Settings) Source {
	keys := openapi.Keys{
		AccessKeyID:     strings.TrimSpace(s.AccessKey.Value),
		AccessKeySecret: strings.TrimSpace(s.SecretKey.Value),
		SecurityToken:   strings.TrimSpace(s.SecurityToken.Value),
		Source:          source(s),
	}
	missing := missingFrom(s, keys)
	return func(context.Context) (openapi.Keys, error) {
		if missing != nil {
			return openapi.Keys{}, missing
		}
		return keys, nil
	}
}

// source names each place once, in the order access key, secret key, token.
func source(s Settings) string {
	var places []string
	seen := map[string]bool{}
	for _, setting := range []Setting{s.AccessKey, s.SecretKey, s.SecurityToken} {
		if setting.From == "" || seen[setting.From] {
			continue
		}
		seen[setting.From] = true
		places = append(places, setting.From)
	}
	return and(places)
}

func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
