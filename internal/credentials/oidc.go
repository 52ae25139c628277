package credentials

import (
	"context"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// fromOIDC returns the fetch for a role that is assumed with the token of an
// identity provider. A token file is read at each refresh: its token is
// short-lived, and the program that wrote it renews it.
func fromOIDC(c Config, origin string, o OIDC) (string, fetch) {
	o.TokenFile.Value = c.expandHome(o.TokenFile.Value)
	name := "role " + readable(o.RoleARN.Value) + ", assumed with the OIDC token of " + origin
	s := newSTS(c.STS, nil)
	return name, func(ctx context.Context) (lease, error) {
		token, err := oidcToken(name, o)
		if err == nil {
			err = malformedPart(name, "OIDC token", token)
		}
		if err != nil {
			return lease{}, err
		}
		form := role{
			arn: o.RoleARN.Value, sessionName: o.SessionName.Value, policy: o.Policy, expiration: o.Expiration,
		}.form()
		form["OIDCProviderArn"] = o.ProviderARN.Value
		form["OIDCToken"] = token
		response, err := s.call(ctx, openapi.Request{
			Operation: "AssumeRoleWithOIDC", Form: form, Anonymous: true, Secrets: []string{token},
		})
		if err != nil {
			return lease{}, stsError(name, err)
		}
		return assumed(name, response)
	}
}

// oidcToken returns the token, or else the content of its file.
func oidcToken(source string, o OIDC) (string, error) {
	if token := strings.TrimSpace(o.Token.Value); token != "" {
		return token, nil
	}
	text, err := readFile(o.TokenFile.Value)
	if err != nil {
		return "", &Error{
			Source: source, Class: Incomplete, Detail: "the token file " + o.TokenFile.Value + " " + fileProblem(o.TokenFile.Value, err),
			Advice: "Check oidc_token_file, and the program that writes the file",
		}
	}
	// Programs that write such files end them with a line feed.
	token := strings.TrimSpace(string(text))
	if token == "" {
		return "", &Error{Source: source, Class: Incomplete, Detail: "the token file " + o.TokenFile.Value + " is empty"}
	}
	return token, nil
}
