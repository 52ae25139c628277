package credentials

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// fromCloudSSO gives keys for the access token that `aliyun configure` has put
// into a profile. The profile is read again at each refresh: a new sign-in
// counts at once. It is own code, as fromOAuth is: the vendor's library tells no
// expiry, so that old keys could not go on when a refresh fails, and its errors
// hold the answer.
func fromCloudSSO(c Config, name string, read func() (profile, error)) fetch {
	advice := "Sign in again with `aliyun configure --mode CloudSSO`"
	w := newWeb(name, advice, c.Timeout, false)
	return func(ctx context.Context) (lease, error) {
		p, err := read()
		if err != nil {
			return lease{}, err
		}
		if p.SSOSignInURL == "" || p.SSOAccountID == "" || p.SSOAccessConfig == "" || p.SSOAccessToken == "" {
			return lease{}, w.failed(Incomplete, "cloud_sso_sign_in_url, cloud_sso_account_id, cloud_sso_access_config or access_token is missing")
		}
		if over(c, p.SSOAccessTokenExpire) {
			return lease{}, w.failed(Expired, "the sign-in is over")
		}
		body, err := json.Marshal(map[string]string{"AccountId": p.SSOAccountID, "AccessConfigurationId": p.SSOAccessConfig})
		if err != nil {
			return lease{}, w.failed(Bug, "the request could not be made")
		}
		text, err := w.do(ctx, http.MethodPost, address(p.SSOSignInURL, "/cloud-credentials"), string(body), bearer(p.SSOAccessToken))
		if err != nil {
			return lease{}, err
		}
		var answer struct{ CloudCredential granted }
		if err := w.object(text, &answer); err != nil {
			return lease{}, err
		}
		return answer.CloudCredential.lease(name)
	}
}

// fromOAuth gives keys for the OAuth access token that the vendor's CLI keeps
// in a profile. It never renews that token: the renewal makes the one in
// config.json worthless, and to write the new one there is the CLI's affair,
// which knows all the keys of its file. The vendor's library renews, and writes
// the file without the keys that it does not know.
func fromOAuth(c Config, name string, read func() (profile, error)) fetch {
	advice := "Renew the sign-in with any command of the Alibaba Cloud CLI that uses this profile, such as `aliyun sts GetCallerIdentity`"
	w := newWeb(name, advice, c.Timeout, false)
	return func(ctx context.Context) (lease, error) {
		p, err := read()
		if err != nil {
			return lease{}, err
		}
		site, known := c.OAuthSites[strings.ToUpper(p.OAuthSiteType)]
		switch {
		case !known:
			return lease{}, w.failed(Incomplete, "oauth_site_type is neither CN nor INTL")
		case p.OAuthAccessToken == "":
			return lease{}, w.failed(Incomplete, "oauth_access_token is missing")
		case over(c, p.OAuthAccessTokenExpire):
			return lease{}, w.failed(Expired, "the sign-in is over")
		}
		text, err := w.do(ctx, http.MethodPost, address(site, "/v1/exchange"), "", bearer(p.OAuthAccessToken))
		if err != nil {
			return lease{}, err
		}
		var answer granted
		if err := w.object(text, &answer); err != nil {
			return lease{}, err
		}
		return answer.lease(name)
	}
}

// over says that a sign-in has ended; 0 means that the profile does not tell.
func over(c Config, seconds int64) bool {
	return seconds != 0 && !c.Now().Before(time.Unix(seconds, 0))
}

func address(site, path string) string {
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
