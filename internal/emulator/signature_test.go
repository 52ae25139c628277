package emulator_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const unknownInstance = "0123456789abcdef0123456789abcdef"

var describeUnknown = map[string]string{"InstanceId": unknownInstance}

// withBody gives a request a form as its body.
func withBody(r *http.Request, body string) {
	r.Body = io.NopCloser(strings.NewReader(body))
	r.ContentLength = int64(len(body))
	r.Header.Set("x-acs-content-sha256", hexSHA256(body))
	r.Header.Set("content-type", "application/x-www-form-urlencoded")
}

// authorize rewrites a signed request's Authorization.
func authorize(r *http.Request, change func(string) string) {
	r.Header.Set("Authorization", change(r.Header.Get("Authorization")))
}

func TestSignature_ValidOnesAreAccepted(t *testing.T) {
	t.Parallel()
	for _, opts := range [][]emulator.Option{nil, {emulator.WithTLS()}} {
		s := emulator.Start(t, append(opts, emulator.STSKey("STS.one", "sts-secret", "tok/en+=="))...)
		ak := clientOf(s)
		sts := client{url: s.URL(), id: "STS.one", secret: "sts-secret", token: "tok/en+==", http: s.Client()}
		for name, c := range map[string]client{"AK": ak, "STS": sts} {
			for _, operation := range []string{
				emulator.OpStart, emulator.OpDescribe, emulator.OpUpdate, emulator.OpStop, emulator.OpList,
			} {
				for _, params := range []map[string]string{
					nil, describeUnknown, {"UserData": "\"+*~%&=/?# \u2028 你好"}, {"InstanceId": ""},
				} {
					a := c.call(t, operation, params)
					if strings.Contains(a.code(), "Signature") || a.status == http.StatusForbidden {
						t.Errorf("%s %s %v: %s", name, operation, params, a.text)
					}
				}
			}
		}
	}
}

func TestSignature_UnsignedHeadersMayDiffer(t *testing.T) {
	t.Parallel()
	_, c := emulate(t)
	for name, change := range map[string]func(*http.Request){
		"user agent": func(r *http.Request) { r.Header.Set("User-Agent", "another") },
		"accept":     func(r *http.Request) { r.Header.Set("Accept", "text/plain") },
		"%20 for +":  func(r *http.Request) { r.URL.RawQuery = strings.ReplaceAll(r.URL.RawQuery, "+", "%20") },
	} {
		r := c.request(t.Context(), emulator.OpDescribe, map[string]string{"InstanceId": "a b c"})
		c.sign(r)
		change(r)
		a, err := c.do(r)
		if err != nil || a.code() != "ResourceNotFound" {
			t.Errorf("%s: %v %s", name, err, a.text)
		}
	}
}

func TestSignature_CoversFormMethodAndPath(t *testing.T) {
	t.Parallel()
	_, c := emulate(t)
	for want, change := range map[string]func(*http.Request){
		"ResourceNotFound":      func(r *http.Request) { withBody(r, "a=b&c=d") },
		"UnsupportedHTTPMethod": func(r *http.Request) { r.Method = http.MethodGet },
		"InvalidAction.NotFound": func(r *http.Request) {
			r.URL.Path = "/a b"
		},
	} {
		r := c.request(t.Context(), emulator.OpDescribe, describeUnknown)
		change(r)
		c.sign(r)
		a, err := c.do(r)
		if err != nil || a.code() != want {
			t.Errorf("want %s: %v %s", want, err, a.text)
		}
	}
}

func TestSignature_InvalidOnesAreRefusedWithTheirCode(t *testing.T) {
	t.Parallel()
	s := emulator.Start(t, emulator.STSKey("STS.one", "sts-secret", "token"))
	ak := clientOf(s)
	sts := client{url: s.URL(), id: "STS.one", secret: "sts-secret", token: "token", http: s.Client()}
	with := func(c client, change func(*client)) client { change(&c); return c }
	keep := func(*http.Request) {}
	query := func(text string) func(*http.Request) {
		return func(r *http.Request) { r.URL.RawQuery = text }
	}
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	remove := func(name string) func(*http.Request) { return func(r *http.Request) { r.Header.Del(name) } }
	old := time.Now().Add(-16 * time.Minute).UTC().Format("2006-01-02T15:04:05Z")

	for _, tc := range []struct {
		situation     string
		client        client
		before, after func(*http.Request)
		unsigned      []string
		want          string
	}{
		{"wrong secret", with(ak, func(c *client) { c.secret = "wrong" }), keep, keep, nil, "SignatureDoesNotMatch"},
		{"unknown id", with(ak, func(c *client) { c.id = "nobody" }), keep, keep, nil, "InvalidAccessKeyId.NotFound"},
		{"missing token", with(sts, func(c *client) { c.token = "" }), keep, keep, nil, "InvalidSecurityToken"},
		{"other token", with(sts, func(c *client) { c.token = "x" }), keep, keep, nil, "InvalidSecurityToken"},
		{"superfluous token", with(ak, func(c *client) { c.token = "x" }), keep, keep, nil, "InvalidSecurityToken"},
		{"other accesskey-id header", sts, header("x-acs-accesskey-id", "else"), keep, nil, "InvalidSecurityToken"},
		{"old HMAC-SHA1 request", ak, query("SignatureMethod=HMAC-SHA1&Signature=x"), remove("Authorization"), nil, "IncompleteSignature"},
		{"changed query", ak, keep, query("InstanceId=other"), nil, "SignatureDoesNotMatch"},
		{"added query", ak, keep, query("InstanceId=" + unknownInstance + "&A=b"), nil, "SignatureDoesNotMatch"},
		{"added pair that cannot be decoded", ak, keep, query("InstanceId=" + unknownInstance + "&A=%zz"), nil, "SignatureDoesNotMatch"},
		{"removed query", ak, keep, query(""), nil, "SignatureDoesNotMatch"},
		{"changed action", ak, keep, header(op, emulator.OpStop), nil, "SignatureDoesNotMatch"},
		{"changed version", ak, keep, header("x-acs-version", "2017-01-11"), nil, "SignatureDoesNotMatch"},
		{"changed date", ak, keep, header("x-acs-date", "2026-01-02T03:04:05Z"), nil, "SignatureDoesNotMatch"},
		{"changed host", ak, keep, func(r *http.Request) { r.Host = "ice.example.com" }, nil, "SignatureDoesNotMatch"},
		{"changed method", ak, keep, func(r *http.Request) { r.Method = http.MethodPut }, nil, "SignatureDoesNotMatch"},
		{"changed path", ak, keep, func(r *http.Request) { r.URL.Path = "/x" }, nil, "SignatureDoesNotMatch"},
		{"added body", ak, keep, func(r *http.Request) {
			hash := r.Header.Get("x-acs-content-sha256")
			withBody(r, "a=b")
			r.Header.Set("x-acs-content-sha256", hash)
		}, nil, "SignatureDoesNotMatch"},
		{"unsigned x-acs header", ak, keep, header("x-acs-extra", "1"), nil, "IncompleteSignature"},
		{"unsigned content type", ak, keep, header("content-type", "text/plain"), nil, "IncompleteSignature"},
		{"host not signed", ak, keep, keep, []string{"host"}, "IncompleteSignature"},
		{"nonce not signed", ak, keep, keep, []string{"x-acs-signature-nonce"}, "IncompleteSignature"},
		{"nonce dropped", ak, keep, remove("x-acs-signature-nonce"), nil, "SignatureDoesNotMatch"},
		{"nonce empty", ak, header("x-acs-signature-nonce", ""), keep, nil, "SignatureNonceUsed"},
		{"one nibble changed", ak, keep, func(r *http.Request) {
			authorize(r, func(s string) string {
				last := "0"
				if strings.HasSuffix(s, "0") {
					last = "1"
				}
				return s[:len(s)-1] + last
			})
		}, nil, "SignatureDoesNotMatch"},
		{"headers not sorted", ak, keep, func(r *http.Request) {
			authorize(r, func(s string) string { return strings.Replace(s, "host;x-acs-action", "x-acs-action;host", 1) })
		}, nil, "IncompleteSignature"},
		{"no Credential", ak, keep, func(r *http.Request) {
			authorize(r, func(s string) string { return strings.Replace(s, "Credential=", "Other=", 1) })
		}, nil, "IncompleteSignature"},
		{"no Authorization", ak, keep, remove("Authorization"), nil, "IncompleteSignature"},
		{"16 minutes old", ak, header("x-acs-date", old), keep, nil, "InvalidTimeStamp.Expired"},
	} {
		t.Run(tc.situation, func(t *testing.T) {
			t.Parallel()
			r := tc.client.request(t.Context(), emulator.OpDescribe, describeUnknown)
			tc.before(r)
			tc.client.sign(r, tc.unsigned...)
			tc.after(r)
			a, err := tc.client.do(r)
			if err != nil || a.code() != tc.want {
				t.Errorf("want %s: %v %s", tc.want, err, a.text)
			}
		})
	}
}

func TestSignature_AReplayIsRefusedAndNotExecuted(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	r := c.request(t.Context(), emulator.OpStart,
		map[string]string{"AIAgentId": emulator.AgentID, "RuntimeConfig": runtimeConfig})
	c.sign(r)
	var got []string
	for range 2 {
		a, err := c.do(r.Clone(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(a.status, a.code()))
	}
	if diff := cmp.Diff([]string{"200", "400SignatureNonceUsed"}, got); diff != "" {
		t.Error(diff)
	}
	if n := len(s.Instances()); n != 1 {
		t.Errorf("%d instances", n)
	}
}

func TestSignature_DoesNotUseTheClockOfTheService(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	s.Advance(48 * time.Hour)
	if a := c.describe(t, unknownInstance); a.code() != "ResourceNotFound" {
		t.Error(a.text)
	}
}

func TestRAM_NamesTheActionItDenies(t *testing.T) {
	t.Parallel()
	s := emulator.Start(t, emulator.Key("reader", "secret"), emulator.Deny("reader", emulator.OpStart))
	c := client{url: s.URL(), id: "reader", secret: "secret", http: s.Client()}
	a := c.call(t, emulator.OpStart, map[string]string{"AIAgentId": emulator.AgentID, "RuntimeConfig": runtimeConfig})
	got := []any{a.status, a.code(), a.at("AccessDeniedDetail.AuthAction"), len(s.Instances())}
	want := []any{http.StatusForbidden, "NoPermission", "ice:StartAIAgentInstance", 0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if a := c.describe(t, unknownInstance); a.code() != "ResourceNotFound" {
		t.Errorf("an operation that is not denied: %s", a.text)
	}
}

func TestGateway_OtherActionsAndVersionsDoNotExist(t *testing.T) {
	t.Parallel()
	_, c := emulate(t)
	for name, change := range map[string]func(*http.Request){
		"action":  func(r *http.Request) { r.Header.Set(op, "GenerateAIAgentCall") },
		"version": func(r *http.Request) { r.Header.Set("x-acs-version", "2017-01-11") },
	} {
		r := c.request(t.Context(), emulator.OpDescribe, nil)
		change(r)
		c.sign(r)
		a, err := c.do(r)
		if err != nil || a.status != http.StatusNotFound || a.code() != "InvalidAction.NotFound" {
			t.Errorf("%s: %v %d %s", name, err, a.status, a.text)
		}
	}
}

func TestGateway_ErrorsHaveItsEnvelope(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	a := c.describe(t, unknownInstance)
	want := map[string]any{
		"RequestId": a.header.Get("x-acs-request-id"),
		"HostId":    s.Endpoint(),
		"Code":      "ResourceNotFound",
		"Message":   "The specified instance does not exist.",
		"Recommend": "https://api.aliyun.com/troubleshoot?q=ResourceNotFound&product=ICE",
	}
	if diff := cmp.Diff(want, a.body); diff != "" {
		t.Error(diff)
	}
	if got := a.header.Get("content-type"); got != "application/json;charset=utf-8" {
		t.Errorf("content type %q", got)
	}
}
