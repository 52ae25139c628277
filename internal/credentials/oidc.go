package credentials

import (
	"context"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// fromOIDC gives the keys of a role for the token of an identity provider, by
// STS through package openapi. A token file is read at each refresh: its token
// is short-lived, and whoever wrote it renews it.
func fromOIDC(c Config, where string, o OIDC) (string, fetch) {
	name := "role " + o.RoleARN.Value + ", assumed with the OIDC token of " + where
	s := newSTS(c.STS, nil)
	return name, func(ctx context.Context) (lease, error) {
		token, err := oidcToken(name, o)
		if err != nil {
			return lease{}, err
		}
		form := role{
			arn: o.RoleARN.Value, sessionName: o.SessionName.Value, policy: o.Policy, expiration: o.Expiration,
		}.form()
		form["OIDCProviderArn"] = o.ProviderARN.Value
		form["OIDCToken"] = token
		answer, err := s.call(ctx, openapi.Request{
			Operation: "AssumeRoleWithOIDC", Form: form, Anonymous: true, Secrets: []string{token},
		})
		if err != nil {
			return lease{}, ofCall(name, err)
		}
		return assumed(name, answer)
	}
}

// oidcToken is the token, or what its file holds now.
func oidcToken(source string, o OIDC) (string, error) {
	if token := strings.TrimSpace(o.Token.Value); token != "" {
		return token, nil
	}
	text, err := readFile(o.TokenFile.Value)
	if err != nil {
		return "", &Error{
			Source: source, Class: Incomplete, Detail: "the token file " + o.TokenFile.Value + " " + fileProblem(o.TokenFile.Value, err),
			Advice: "Check oidc_token_file, and what writes the file",
		}
	}
	// A line feed at the end is no part of a token.
	token := strings.TrimSpace(string(text))
	if token == "" {
		return "", &Error{Source: source, Class: Incomplete, Detail: "the token file " + o.TokenFile.Value + " is empty"}
	}
	return token, nil
}
