package emulator

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// documented is the request of the known answer: its signature was computed by
// the official SDK and by an independent implementation.
func documented(t *testing.T) *http.Request {
	t.Helper()
	query := url.Values{"InstanceId": {"i-1"}, "Text": {"a b+c*~é"}, "Empty": {""}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		"https://ice.cn-shanghai.aliyuncs.com/?"+query.Encode(), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"x-acs-action":               "SendAIAgentText",
		"x-acs-version":              "2020-11-09",
		"x-acs-date":                 "2026-01-02T03:04:05Z",
		"x-acs-signature-nonce":      "0123456789abcdef0123456789abcdef",
		"x-acs-content-sha256":       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"x-acs-credentials-provider": "static_sts",
		"x-acs-accesskey-id":         "STS.example",
		"x-acs-security-token":       "tok/en+==",
		"Authorization": "ACS3-HMAC-SHA256 Credential=STS.example,SignedHeaders=host;x-acs-accesskey-id;x-acs-action;" +
			"x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-security-token;x-acs-signature-nonce;" +
			"x-acs-version,Signature=6ae030494c360dcb65846e742b0f5f902b9a8ebdd045ad74069cb37c3a7ca26c",
	} {
		r.Header.Set(name, value)
	}
	return r
}

func documentedVerifier(now string) *verifier {
	return &verifier{
		keys:   map[string]*key{"STS.example": {secret: "example-secret", token: "tok/en+=="}},
		nonces: map[string]bool{},
		now: func() time.Time {
			t, err := time.Parse(time.RFC3339, now)
			if err != nil {
				panic(err)
			}
			return t
		},
	}
}

func TestSignature_TheKnownAnswerIsAccepted(t *testing.T) {
	t.Parallel()
	id, wrong := documentedVerifier("2026-01-02T03:04:05Z").verify(newRequest(documented(t), nil))
	if wrong != nil || id != "STS.example" {
		t.Errorf("id %q, refused with %+v", id, wrong)
	}
}

func TestSignature_TheClockMayBe15MinutesOff(t *testing.T) {
	t.Parallel()
	for now, want := range map[string]string{
		"2026-01-02T02:49:05Z": "",
		"2026-01-02T03:19:05Z": "",
		"2026-01-02T02:49:04Z": "InvalidTimeStamp.Expired",
		"2026-01-02T03:19:06Z": "InvalidTimeStamp.Expired",
	} {
		got := ""
		if _, wrong := documentedVerifier(now).verify(newRequest(documented(t), nil)); wrong != nil {
			got = wrong.code
		}
		if got != want {
			t.Errorf("at %s: %q, want %q", now, got, want)
		}
	}
}

func TestSignature_TheQueryIsSortedByKeyAndNotByPair(t *testing.T) {
	t.Parallel()
	got := canonicalQuery(url.Values{"a-1": {"x"}, "a": {"z", "y"}, "A": {"~ *+"}})
	if want := "A=~%20%2A%2B&a=y&a=z&a-1=x"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
