package openapi_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// signature is an ACS3-HMAC-SHA256 made by the standard library alone.
func signature(r *http.Request, names []string, key string) (canonicalHash, signed string) {
	values := r.URL.Query()
	var query []string
	for _, k := range sortedKeys(values) {
		for _, v := range values[k] {
			query = append(query, escape(k)+"="+escape(v))
		}
	}
	var headers strings.Builder
	for _, n := range names {
		value := strings.TrimSpace(strings.Join(r.Header.Values(n), ","))
		if n == "host" {
			value = r.Host
		}
		headers.WriteString(n + ":" + value + "\n")
	}
	canonical := strings.Join([]string{
		r.Method, r.URL.EscapedPath(), strings.Join(query, "&"), headers.String(),
		strings.Join(names, ";"), r.Header.Get("X-Acs-Content-Sha256"),
	}, "\n")
	hash := sha256.Sum256([]byte(canonical))
	canonicalHash = hex.EncodeToString(hash[:])
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte("ACS3-HMAC-SHA256\n" + canonicalHash))
	return canonicalHash, hex.EncodeToString(mac.Sum(nil))
}

func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// signable are the names that have to be signed, in order.
func signable(h http.Header) []string {
	names := []string{"host"}
	for name := range h {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "x-acs-") || lower == "content-type" {
			names = append(names, lower)
		}
	}
	slices.Sort(names)
	return names
}

func TestTheVerifierOfTheseTestsIsRight(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "https://ice.cn-shanghai.aliyuncs.com/?"+url.Values{
		"InstanceId": {"i-1"}, "Text": {"a b+c*~é"}, "Empty": {""},
	}.Encode(), nil)
	for name, value := range map[string]string{
		"X-Acs-Action": "SendAIAgentText", "X-Acs-Version": "2020-11-09", "X-Acs-Date": "2026-01-02T03:04:05Z",
		"X-Acs-Signature-Nonce": "0123456789abcdef0123456789abcdef", "X-Acs-Content-Sha256": emptyHash,
		"X-Acs-Credentials-Provider": "static_sts", "X-Acs-Accesskey-Id": "STS.example", "X-Acs-Security-Token": "tok/en+==",
	} {
		r.Header.Set(name, value)
	}
	hash, signed := signature(r, signable(r.Header), "example-secret")
	if want := "f1498bb1e927820a132dd4346a1cce83be1d4731728174bcbcb77cf8f1bd68a4"; hash != want {
		t.Errorf("canonical request: got %s, want %s", hash, want)
	}
	if want := "6ae030494c360dcb65846e742b0f5f902b9a8ebdd045ad74069cb37c3a7ca26c"; signed != want {
		t.Errorf("signature: got %s, want %s", signed, want)
	}
}

// Trap A: the constructor of the product chose HMAC-SHA1, with the access key ID,
// the token and the signature in the URL.
func TestRequestsAreSignedWithACS3AndTheURLHoldsNoCredentials(t *testing.T) {
	t.Parallel()
	query := map[string]string{
		"AIAgentId": "agent-1", "UserData": "", "a": "1", "a-1": "2",
		"AgentConfig": `{"Greeting":"héllo 你好 +*~%&=/?#<>\"'\\\n"}`,
	}
	for name, credentials := range map[string]openapi.Credentials{"long-lived": longLived, "temporary": temporary} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got *http.Request
			var body []byte
			host := serve(t, func(w http.ResponseWriter, r *http.Request) {
				got = r.Clone(r.Context())
				body, _ = io.ReadAll(r.Body)
				respond(w, 200, `{"RequestId":"RID-1"}`)
			})
			o := options()
			o.Credentials = static(credentials)
			o.UserAgent = "terraform-provider-alicloud/test"
			r := request(host)
			r.Query = query
			response, err := client(t, o).Do(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if response.RequestID != "RID-1" || response.Attempts != 1 || response.Status != 200 {
				t.Errorf("response: %+v", response)
			}
			verify(t, got, credentials)
			if len(body) != 0 || got.Header.Get("Content-Type") != "" {
				t.Errorf("body %q of type %q", body, got.Header.Get("Content-Type"))
			}
			arrived := map[string]string{}
			for k, v := range got.URL.Query() {
				arrived[k] = strings.Join(v, "|")
			}
			if diff := cmp.Diff(query, arrived); diff != "" {
				t.Errorf("parameters (-want +got):\n%s", diff)
			}
			if !strings.HasSuffix(got.UserAgent(), " terraform-provider-alicloud/test") {
				t.Errorf("user agent %q", got.UserAgent())
			}
		})
	}
}

func verify(t *testing.T, r *http.Request, credentials openapi.Credentials) {
	t.Helper()
	want := map[string]string{
		"Accept": "application/json", "X-Acs-Action": "StartAIAgentInstance", "X-Acs-Version": "2020-11-09",
		"X-Acs-Content-Sha256": emptyHash, "X-Acs-Credentials-Provider": "static_ak",
	}
	if credentials.SecurityToken != "" {
		want["X-Acs-Credentials-Provider"] = "static_sts"
		want["X-Acs-Security-Token"] = credentials.SecurityToken
		want["X-Acs-Accesskey-Id"] = credentials.AccessKeyID
	}
	for name, value := range want {
		if got := r.Header.Get(name); got != value {
			t.Errorf("header %s: got %q, want %q", name, got, value)
		}
	}
	if credentials.SecurityToken == "" && r.Header.Get("X-Acs-Security-Token") != "" {
		t.Error("a token was sent with long-lived credentials")
	}
	names := signable(r.Header)
	_, signed := signature(r, names, credentials.AccessKeySecret)
	authorization := "ACS3-HMAC-SHA256 Credential=" + credentials.AccessKeyID + ",SignedHeaders=" + strings.Join(names, ";") + ",Signature=" + signed
	if diff := cmp.Diff(authorization, r.Header.Get("Authorization")); diff != "" {
		t.Errorf("authorization (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(r.RequestURI, "/?") || r.Method != http.MethodPost {
		t.Errorf("request line: %s %s", r.Method, r.RequestURI)
	}
}
