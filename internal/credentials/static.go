package credentials

import (
	"context"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// staticKeys takes each value from the settings, else from the profile, as the
// incumbent does.
func staticKeys(c Config, f files) candidate {
	access, secret, token := c.static(f)
	if access.Value == "" || secret.Value == "" {
		return passedOver(halfKeys(access, secret, token))
	}
	keys := openapi.Keys{
		AccessKeyID: access.Value, AccessKeySecret: secret.Value, SecurityToken: token.Value,
		Source: places(access, secret, token),
	}
	return candidate{name: keys.Source, source: func(context.Context) (openapi.Keys, error) { return keys, nil }}
}

// static merges the settings with the profile.
func (c Config) static(f files) (access, secret, token Setting) {
	access, secret, token = c.AccessKey, c.SecretKey, c.SecurityToken
	if p := f.profile; !p.dynamic() && p.Mode != modeECSRAMRole {
		from := "profile `" + p.Name + "` of " + f.json
		access = access.or(p.AccessKeyID, from)
		secret = secret.or(p.AccessKeySecret, from)
		if p.Mode == modeStsToken {
			token = token.or(p.SecurityToken, from)
		}
	}
	return access, secret, token
}

// halfKeys says which part of static keys is missing, and what is there without
// it.
func halfKeys(access, secret, token Setting) string {
	var sentences []string
	switch {
	case access.Value != "":
		sentences = []string{"secret_key is " + secret.unset(), "the access key of " + access.From + " is set but its secret is not"}
	case secret.Value != "":
		sentences = []string{"access_key is " + access.unset(), "the secret of " + secret.From + " is set but its access key is not"}
	default:
		sentences = []string{"access_key is " + access.unset(), "secret_key is " + secret.unset()}
	}
	if token.Value != "" {
		sentences = append(sentences, "the security token of "+token.From+" is set but its access key is not")
	}
	return strings.Join(sentences, "; ")
}

// places names each place once.
func places(all ...Setting) string {
	var names []string
	seen := map[string]bool{"": true}
	for _, s := range all {
		if !seen[s.From] {
			names = append(names, s.From)
		}
		seen[s.From] = true
	}
	return and(names)
}

// or takes another value where there is none.
func (s Setting) or(value, from string) Setting {
	if s.Value == "" && strings.TrimSpace(value) != "" {
		s.Value, s.From = strings.TrimSpace(value), from
	}
	return s
}
