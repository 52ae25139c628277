package credentials

import (
	"context"
	"net/http"
	"net/url"
)

// fromURI returns the fetch for a URL that returns credentials, such as that of a
// sidecar. It is our own code: the vendor's library puts the URL and the response,
// including the credentials, into its errors, and aliyun/alicloud never refreshes
// them.
func fromURI(c Config) (string, fetch) {
	name := "credentials_uri of " + c.URI.From
	advice := "Check the service at this URL"
	if u, err := url.Parse(c.URI.Value); err == nil && u.Host != "" {
		// Path and query may be secret.
		name += " (" + u.Scheme + "://" + u.Host + ")"
	}
	h := newHTTPSource(name, advice, c.Timeout, false)
	return name, func(ctx context.Context) (lease, error) {
		text, err := h.do(ctx, http.MethodGet, c.URI.Value, "", http.Header{})
		if err != nil {
			return lease{}, err
		}
		var response struct {
			document
			Code string `json:"Code"`
		}
		if err := h.decode(text, &response); err != nil {
			return lease{}, err
		}
		if response.Code != "" && response.Code != "Success" {
			return lease{}, h.failed(Refused, "the Code of the response is not Success")
		}
		return response.lease(name)
	}
}
