package credentials

import (
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// staticCredentials takes each value from the settings, or else from the profile, as
// aliyun/alicloud does.
func staticCredentials(c Config, f files) candidate {
	access, secret, token := c.static(f)
	if access.Value == "" || secret.Value == "" {
		return skip(missingParts(access, secret, token))
	}
	from := origins(access, secret, token)
	return candidate{name: from, source: fixed(openapi.Credentials{
		AccessKeyID: access.Value, AccessKeySecret: secret.Value, SecurityToken: token.Value, Source: from,
	})}
}

// static merges the settings with the profile.
func (c Config) static(f files) (access, secret, token Setting) {
	access, secret, token = c.AccessKey, c.SecretKey, c.SecurityToken
	if p := f.profile; !p.dynamic() && p.Mode != modeECSRAMRole {
		from := "profile " + quoted(p.Name) + " of " + f.jsonPath
		access = access.or(p.AccessKeyID, from)
		secret = secret.or(p.AccessKeySecret, from)
		if p.Mode == modeStsToken {
			token = token.or(p.SecurityToken, from)
		}
	}
	return access, secret, token
}

// missingParts describes which value of static credentials is missing, and which are
// useless without it.
func missingParts(access, secret, token Setting) string {
	var sentences []string
	switch {
	case access.Value != "":
		sentences = []string{"secret_key is " + secret.unset(), "the access key from " + access.From + " is set but its secret is not"}
	case secret.Value != "":
		sentences = []string{"access_key is " + access.unset(), "the secret from " + secret.From + " is set but its access key is not"}
	default:
		sentences = []string{"access_key is " + access.unset(), "secret_key is " + secret.unset()}
	}
	if token.Value != "" {
		sentences = append(sentences, "the security token from "+token.From+" is set but its access key is not")
	}
	return strings.Join(sentences, "; ")
}

// origins lists where the settings were found, each once.
func origins(settings ...Setting) string {
	var names []string
	seen := map[string]bool{"": true}
	for _, s := range settings {
		if !seen[s.From] {
			names = append(names, s.From)
		}
		seen[s.From] = true
	}
	return and(names)
}
