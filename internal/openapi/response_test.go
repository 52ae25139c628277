package openapi_test

import (
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

func TestErrorsOfTheServiceKeepWhatSupportNeeds(t *testing.T) {
	t.Parallel()
	html := "<html>canary-key-secret</html>"
	cases := map[string]struct {
		status int
		kind   string
		header map[string]string
		body   string
		once   bool
		want   openapi.Error
		text   string
	}{
		"refusal with a code": {
			status: 404, body: `{"Code":"AgentNotFound","Message":"No such agent.","RequestId":"RID-B","HostId":"h"}`,
			want: openapi.Error{Code: "AgentNotFound", Message: "No such agent.", RequestID: "RID-B"},
			text: "StartAIAgentInstance: AgentNotFound: No such agent. (HTTP 404, request ID RID-B)",
		},
		"refusal by RAM": {
			status: 403, body: `{"Code":"NoPermission","Message":"m","AccessDeniedDetail":{"AuthAction":"ice:StartAIAgentInstance",
				"AuthPrincipalDisplayName":"222","AuthPrincipalType":"SubUser","NoPermissionType":"ImplicitDeny","PolicyType":"AccountLevelIdentityBasedPolicy"}}`,
			want: openapi.Error{Code: "NoPermission", Message: "m", RequestID: "RID-H", AccessDenied: &openapi.AccessDenied{
				Action: "ice:StartAIAgentInstance", Principal: "222", PrincipalType: "SubUser",
				PolicyType: "AccountLevelIdentityBasedPolicy", Kind: "ImplicitDeny",
			}},
			text: "StartAIAgentInstance: NoPermission: m (HTTP 403, request ID RID-H)",
		},
		"error inside the service": {
			status: 500, body: `{"code":"InternalError","message":"x","requestId":7}`,
			want: openapi.Error{Code: "InternalError", Message: "x", RequestID: "7", MaybeReceived: true},
			text: "StartAIAgentInstance: InternalError: x (HTTP 500, request ID 7)",
		},
		"503 in HTML, with a pause in seconds": {
			status: 503, kind: "text/html", header: map[string]string{"Retry-After": "2"}, body: html,
			want: openapi.Error{RequestID: "RID-H", MaybeReceived: true, RetryAfter: 2 * time.Second, Detail: "HTML instead of JSON"},
			text: "StartAIAgentInstance: error response without a code or a message: HTML instead of JSON (HTTP 503, request ID RID-H)",
		},
		"502 without a body": {
			status: 502,
			want:   openapi.Error{RequestID: "RID-H", MaybeReceived: true, Detail: "an empty response"},
			text:   "StartAIAgentInstance: error response without a code or a message: an empty response (HTTP 502, request ID RID-H)",
		},
		"414 in text, possibly from a proxy": {
			status: 414, kind: "text/plain", body: "too long",
			want: openapi.Error{RequestID: "RID-H", Detail: "text/plain instead of JSON"},
			text: "StartAIAgentInstance: error response without a code or a message: text/plain instead of JSON (HTTP 414, request ID RID-H)",
		},
		"error without a code": {
			status: 400, body: `{}`,
			want: openapi.Error{RequestID: "RID-H", MaybeReceived: true},
			text: "StartAIAgentInstance: error response without a code or a message (HTTP 400, request ID RID-H)",
		},
		"throttled with status 503, and a pause in milliseconds": {
			status: 503, header: map[string]string{"X-Acs-Retry-After": "1500", "Retry-After": "9"}, body: `{"Code":"Throttling.User","Message":"slow"}`,
			want: openapi.Error{Code: "Throttling.User", Message: "slow", RequestID: "RID-H", RetryAfter: 1500 * time.Millisecond},
			text: "StartAIAgentInstance: Throttling.User: slow (HTTP 503, request ID RID-H)",
		},
		"used nonce of a request to be executed once": {
			status: 400, once: true, body: `{"Code":"SignatureNonceUsed","Message":"used"}`,
			want: openapi.Error{Code: "SignatureNonceUsed", Message: "used", RequestID: "RID-H", MaybeReceived: true},
			text: "StartAIAgentInstance: SignatureNonceUsed: used (HTTP 400, request ID RID-H)",
		},
		"message with secrets, long and on many lines": {
			status: 400, body: `{"Code":"InvalidParameter","Message":"bad\n token canary/auth+token== canary%2Fauth%2btoken%3D%3D\tkey canary-key-secret sts canary%2Fsts%2Btoken%3D%3D ` + strings.Repeat("x", 5000) + `"}`,
			want: openapi.Error{Code: "InvalidParameter", Message: "bad token *** *** key *** sts *** " + strings.Repeat("x", 2000-34) + "…", RequestID: "RID-H"},
			text: "StartAIAgentInstance: InvalidParameter: bad token *** *** key *** sts *** " + strings.Repeat("x", 2000-34) + "… (HTTP 400, request ID RID-H)",
		},
		"success in HTML": {
			status: 200, kind: "text/html", body: html,
			want: openapi.Error{Reason: openapi.Unreadable, RequestID: "RID-H", MaybeReceived: true, Detail: "HTML instead of JSON"},
			text: "StartAIAgentInstance: HTML instead of JSON (HTTP 200, request ID RID-H)",
		},
		"success that is a list": {
			status: 200, body: `[1]`,
			want: openapi.Error{Reason: openapi.Unreadable, RequestID: "RID-H", MaybeReceived: true, Detail: "not a JSON object"},
			text: "StartAIAgentInstance: not a JSON object (HTTP 200, request ID RID-H)",
		},
		"success cut short": {
			status: 200, body: `{"InstanceId":"i`,
			want: openapi.Error{Reason: openapi.Unreadable, RequestID: "RID-H", MaybeReceived: true, Detail: "not a JSON object"},
			text: "StartAIAgentInstance: not a JSON object (HTTP 200, request ID RID-H)",
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Acs-Request-Id", "RID-H")
				for k, v := range tc.header {
					w.Header().Set(k, v)
				}
				w.Header().Set("Content-Type", "application/json")
				if tc.kind != "" {
					w.Header().Set("Content-Type", tc.kind)
				}
				w.WriteHeader(tc.status)
				_, _ = w.Write([]byte(tc.body))
			})
			o := options()
			o.RetryFor = -1
			r := request(host)
			r.Once = tc.once
			got := failure(t, client(t, o), r)

			want := tc.want
			want.Operation, want.Host, want.Status = "StartAIAgentInstance", host, tc.status
			want.Attempts, want.CredentialSource = 1, "a test"
			got.OutOfTime, got.Elapsed = false, 0
			if diff := cmp.Diff(&want, got, cmpopts.IgnoreUnexported(openapi.Error{})); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.text, got.Error()); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNumbersOfAResponseAreKeptAsWritten(t *testing.T) {
	t.Parallel()
	host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		respond(w, 200, `{"Big":9007199254740993,"Small":0.10}`)
	})
	response, err := client(t, options()).Do(t.Context(), request(host))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"Big": json.Number("9007199254740993"), "Small": json.Number("0.10")}
	if diff := cmp.Diff(want, response.Body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
}

// Trap F: the SDK follows redirects with all signed headers.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		var followed bool
		other := serve(t, func(w http.ResponseWriter, _ *http.Request) { followed = true; respond(w, 200, `{}`) })
		host := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://"+other+r.URL.RequestURI(), status)
		})
		e := failure(t, client(t, options()), request(host))
		if followed {
			t.Errorf("%d: the redirect was followed", status)
		}
		if e.Reason != openapi.Unreadable || e.Status != status || !e.MaybeReceived || e.Detail != "a redirect, which is not followed" {
			t.Errorf("%d: %+v", status, e)
		}
	}
}

func TestAResponseThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	host := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Acs-Request-Id", "RID-H")
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		_, _ = packed.Write([]byte(`{"A":"`))
		chunk := []byte(strings.Repeat("x", 1<<20))
		for range 9 {
			if _, err := packed.Write(chunk); err != nil || r.Context().Err() != nil {
				return
			}
		}
		_, _ = packed.Write([]byte(`"}`))
		_ = packed.Close()
	})
	r := request(host)
	r.Once = true
	e := failure(t, client(t, options()), r)
	if want := "StartAIAgentInstance: the response is larger than 8 MiB (HTTP 200, request ID RID-H)"; e.Error() != want {
		t.Errorf("got %q, want %q", e.Error(), want)
	}
	if e.Reason != openapi.Unreadable || !e.MaybeReceived {
		t.Errorf("%+v", e)
	}
}

func TestAResponseThatCannotBeUsedCountsAsReceived(t *testing.T) {
	t.Parallel()
	host := serve(t, func(w http.ResponseWriter, _ *http.Request) { respond(w, 200, `{"RequestId":"RID-1"}`) })
	response, err := client(t, options()).Do(t.Context(), request(host))
	if err != nil {
		t.Fatal(err)
	}
	e := typed(t, response.Mismatch("the response has no InstanceId"))
	if want := "StartAIAgentInstance: the response has no InstanceId (HTTP 200, request ID RID-1)"; e.Error() != want {
		t.Errorf("got %q, want %q", e.Error(), want)
	}
	if !e.MaybeReceived || e.CredentialSource != "a test" || e.Host != host {
		t.Errorf("%+v", e)
	}
}

// TestRefusals_OfTheSizeAreCertain: the other bare statuses of a gateway do not show
// whether the service executed the request.
func TestRefusals_OfTheSizeAreCertain(t *testing.T) {
	t.Parallel()
	for status, certain := range map[int]bool{
		411: true, 413: true, 414: true, 431: true,
		400: false, 401: false, 403: false, 404: false, 405: false, 408: false, 421: false, 451: false, 499: false, 500: false, 502: false, 505: false,
	} {
		for kind, body := range map[string]string{"text/html": "<html>", "application/json": "{}", "": ""} {
			host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", kind)
				w.WriteHeader(status)
				_, _ = w.Write([]byte(body))
			})
			r := request(host)
			r.Once = true
			if e := failure(t, client(t, options()), r); e.MaybeReceived == certain || e.Status != status || e.Attempts != 1 {
				t.Errorf("HTTP %d, %q: maybe received %v, status %d, %d attempts", status, kind, e.MaybeReceived, e.Status, e.Attempts)
			}
		}
	}
}

func TestResponses_WithoutABodyAreASuccessOnlyIfNothingIsNeeded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		body   string
		allow  bool
		want   bool
	}{
		{200, "", true, true},
		{202, " \r\n", true, true},
		{204, "", true, true},
		{200, `{"RequestId":"r"}`, true, true},
		{200, "", false, false},
		{204, "", false, false},
		{200, "<html>", true, false},
		{500, "", true, false},
		{302, "", true, false},
	} {
		host := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			if c.body != "" {
				_, _ = w.Write([]byte(c.body))
			}
		})
		r := request(host)
		r.EmptySuccess = c.allow
		if _, err := client(t, options()).Do(t.Context(), r); (err == nil) != c.want {
			t.Errorf("%+v: got %v", c, err)
		}
	}
}
