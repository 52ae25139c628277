package credentials

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// fromCloudSSO returns the fetch for the access token that `aliyun configure` has
// written into a profile. The profile is read again at each refresh, so that a
// new sign-in applies at once. Like fromOAuth it is our own code: the vendor's
// library does not expose the expiration, so that the current credentials could
// not stay in use when a refresh fails, and its errors hold the response.
func fromCloudSSO(c Config, name string, read func() (profile, error)) fetch {
	advice := "Sign in again with `aliyun configure --mode CloudSSO`"
	h := newHTTPSource(name, advice, c.Timeout, false)
	return func(ctx context.Context) (lease, error) {
		p, err := read()
		if err != nil {
			return lease{}, err
		}
		if p.SSOSignInURL == "" || p.SSOAccountID == "" || p.SSOAccessConfig == "" || p.SSOAccessToken == "" {
			return lease{}, h.failed(Incomplete, "cloud_sso_sign_in_url, cloud_sso_account_id, cloud_sso_access_config or access_token is missing")
		}
		if err := malformedPart(name, "access_token of the sign-in", p.SSOAccessToken); err != nil {
			return lease{}, err
		}
		if expired(c, p.SSOAccessTokenExpire) {
			return lease{}, h.failed(Expired, "the sign-in is no longer valid")
		}
		body, err := json.Marshal(map[string]string{"AccountId": p.SSOAccountID, "AccessConfigurationId": p.SSOAccessConfig})
		if err != nil {
			return lease{}, h.failed(Bug, "the request could not be built")
		}
		text, err := h.do(ctx, http.MethodPost, siteURL(p.SSOSignInURL, "/cloud-credentials"), string(body), bearer(p.SSOAccessToken))
		if err != nil {
			return lease{}, err
		}
		var response struct{ CloudCredential document }
		if err := h.decode(text, &response); err != nil {
			return lease{}, err
		}
		return response.CloudCredential.lease(name)
	}
}

// fromOAuth returns the fetch for the OAuth access token that the vendor's CLI
// keeps in a profile. It never renews that token: a renewal makes the one in
// config.json invalid, and only the CLI knows all keys of its file and can write
// the new one there. The vendor's library renews it, and writes the file without
// the keys that it does not know.
func fromOAuth(c Config, name string, read func() (profile, error)) fetch {
	advice := "Renew the sign-in with any command of the Alibaba Cloud CLI that uses this profile, such as `aliyun sts GetCallerIdentity`"
	h := newHTTPSource(name, advice, c.Timeout, false)
	return func(ctx context.Context) (lease, error) {
		p, err := read()
		if err != nil {
			return lease{}, err
		}
		site, known := c.OAuthSites[strings.ToUpper(p.OAuthSiteType)]
		switch {
		case !known:
			return lease{}, h.failed(Incomplete, "oauth_site_type must be CN or INTL")
		case p.OAuthAccessToken == "":
			return lease{}, h.failed(Incomplete, "oauth_access_token is missing")
		case expired(c, p.OAuthAccessTokenExpire):
			return lease{}, h.failed(Expired, "the sign-in is no longer valid")
		}
		if err := malformedPart(name, "oauth_access_token", p.OAuthAccessToken); err != nil {
			return lease{}, err
		}
		text, err := h.do(ctx, http.MethodPost, siteURL(site, "/v1/exchange"), "", bearer(p.OAuthAccessToken))
		if err != nil {
			return lease{}, err
		}
		var response document
		if err := h.decode(text, &response); err != nil {
			return lease{}, err
		}
		return response.lease(name)
	}
}

// expired reports whether a sign-in has expired; 0 means that the profile does
// not state when.
func expired(c Config, seconds int64) bool {
	return seconds != 0 && !c.Now().Before(time.Unix(seconds, 0))
}

func siteURL(site, path string) string {
	scheme, rest, _ := strings.Cut(site, "://")
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host + path
}

func bearer(token string) http.Header {
	return http.Header{
		"Authorization": {"Bearer " + token},
		"Content-Type":  {"application/json"},
		"Accept":        {"application/json"},
	}
}
