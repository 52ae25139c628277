package credentials

import (
	"context"
	"net/http"
	"net/url"
)

// fromURI gives the keys that an address answers with, as a sidecar does. It is
// own code: the vendor's library puts the address and the answer, keys
// included, into its errors, and the incumbent never asks again.
func fromURI(c Config) (string, fetch) {
	name := "credentials_uri of " + c.URI.From
	advice := "Check what serves this address"
	if u, err := url.Parse(c.URI.Value); err == nil && u.Host != "" {
		// Path and query may be secret.
		name += " (" + u.Scheme + "://" + u.Host + ")"
	}
	w := newWeb(name, advice, c.Timeout, false)
	return name, func(ctx context.Context) (lease, error) {
		text, err := w.do(ctx, http.MethodGet, c.URI.Value, "", http.Header{})
		if err != nil {
			return lease{}, err
		}
		var answer struct {
			granted
			Code string `json:"Code"`
		}
		if err := w.object(text, &answer); err != nil {
			return lease{}, err
		}
		if answer.Code != "" && answer.Code != "Success" {
			return lease{}, w.failed(Refused, "its Code is not Success")
		}
		return answer.lease(name)
	}
}
