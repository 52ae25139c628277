package openapi_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// TestAFormGoesIntoTheBody with a signature over it, and never into the URL; an
// anonymous request has no signature and needs no credentials.
func TestAFormGoesIntoTheBody(t *testing.T) {
	t.Parallel()
	for name, anonymous := range map[string]bool{"signed": false, "anonymous": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got *http.Request
			var body string
			host := serve(t, func(w http.ResponseWriter, r *http.Request) {
				text, _ := io.ReadAll(r.Body)
				got, body = r, string(text)
				respond(w, 400, `{"Code":"InvalidToken","Message":"token `+authToken+` in `+url.QueryEscape(authToken)+`"}`)
			})
			o := options()
			o.Parameters = map[string]string{"SourceIp": "10.0.0.1", "Own": "no"}
			if anonymous {
				o.Credentials = func(context.Context) (openapi.Credentials, error) {
					return openapi.Credentials{}, errors.New("was asked")
				}
			}
			e := failure(t, client(t, o), openapi.Request{
				Operation: "AssumeRoleWithOIDC", Version: "2015-04-01", Host: host, HostFrom: "a test",
				Query: map[string]string{"Own": "yes"}, Form: map[string]string{"Token": authToken, "Text": "a b&c=é", "Empty": ""},
				Anonymous: anonymous, Secrets: []string{authToken},
			})
			if e.Code != "InvalidToken" || e.HostFrom != "a test" {
				t.Errorf("got %v of a host from %q", e, e.HostFrom)
			}
			form, err := url.ParseQuery(body)
			if diff := cmp.Diff(url.Values{"Token": {authToken}, "Text": {"a b&c=é"}, "Empty": {""}}, form); diff != "" || err != nil {
				t.Errorf("%v\n%s", err, diff)
			}
			// The SDK asks for JSON by a parameter when there is no signature.
			query := strings.TrimPrefix(got.URL.RawQuery, "Format=json&")
			if query != "Own=yes&SourceIp=10.0.0.1" {
				t.Errorf("the query is %s", query)
			}
			if signed := got.Header.Get("Authorization") != ""; signed == anonymous {
				t.Errorf("signed: %v", signed)
			}
			if !anonymous && !strings.Contains(got.Header.Get("Authorization"), "content-type") {
				t.Error("the type of the body is not signed")
			}
		})
	}
}

func TestErrorsListTheSourcesThatWereSkipped(t *testing.T) {
	t.Parallel()
	host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		respond(w, 404, `{"Code":"InvalidAccessKeyId.NotFound"}`)
	})
	o := options()
	c := temporary
	c.Skipped = "1. another source: not set"
	o.Credentials = static(c)
	if e := failure(t, client(t, o), request(host)); e.CredentialSource != "a test" || e.CredentialSkipped != c.Skipped {
		t.Errorf("got %q after %q", e.CredentialSource, e.CredentialSkipped)
	}
}
