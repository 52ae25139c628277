package emulator

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzParseFault requires that a fault that is read can be written as JSON and read
// again.
func FuzzParseFault(f *testing.F) {
	for _, text := range []string{
		"StartAIAgentInstance: throttled, times=3", "half-body, executed", `status=503, body="<a, \"b\">", type=text/html`, "delay=2s, times=forever",
		`code=X, message="a, b", quote`, `header="A: b", header="A:c"`, ": 502", "pad=10, bytes=-1, interval=1ms, drip-body", "executed=1, 500", "x=", `"`, "a:b:c",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fault, err := ParseFault(text)
		if err != nil {
			if !cmp.Equal(fault, Fault{}) || err.Error() == "" || len(err.Error()) > len(text)*4+1000 {
				t.Errorf("%q: %+v, %v", text, fault, err)
			}
			return
		}
		checkFault(t, fault)
	})
}

// FuzzFaultJSON does the same for a fault that is written as JSON.
func FuzzFaultJSON(f *testing.F) {
	for _, text := range []string{
		`{"operation":"StartAIAgentInstance","kind":"throttled","times":"forever"}`, `{"status":"503","header":["A: b","a: c"],"delay":"1m"}`,
		`{"body":"x","header":"A:","executed":"true","skip":7}`, `{"kind":"502"}}`, `{"code":"X","quote":1}`, `{"status":2e2,"kind":null}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var fault Fault
		if err := json.Unmarshal(text, &fault); err == nil && string(text) != "null" {
			checkFault(t, fault)
		}
		direct := Fault{Skip: 1}
		if err := direct.UnmarshalJSON(text); err == nil && !json.Valid(text) {
			t.Errorf("%q was read as %+v", text, direct)
		}
	})
}

func checkFault(t *testing.T, fault Fault) {
	t.Helper()
	if _, err := fault.effect(); err != nil {
		t.Errorf("%+v cannot be injected: %v", fault, err)
	}
	text, err := json.Marshal(fault)
	if err != nil {
		t.Fatal(err)
	}
	var back Fault
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if valid := utf8.ValidString(strings.Join([]string{fault.Operation, fault.Code, fault.Message, fault.Body, fault.ContentType, headerText(fault.Header)}, " ")); valid && !cmp.Equal(fault, back) {
		t.Errorf("%s is not what was written:\n%s", text, cmp.Diff(fault, back))
	}
}

// FuzzToken reads anything as an ARTC token. What is read can be written and read again,
// nobody is let in, and a reason shows nothing but the IDs and the time.
func FuzzToken(f *testing.F) {
	for _, text := range []string{
		`{"appid":"app","channelid":"c","userid":"u","nonce":"","timestamp":1,"token":"s"}`, `{"appid":"app","channelid":"c","userid":"u","timestamp":99999999999,"token":"s","gslb":[]}`,
		`{"timestamp":1e3}`, `{"timestamp":"1"}`, `[]`, `null`, ``, `{}{}`, "{\"appid\":\"\xff\"}",
	} {
		f.Add(base64.StdEncoding.EncodeToString([]byte(text)))
		f.Add(base64.RawURLEncoding.EncodeToString([]byte(text)))
	}
	known := &apps{keys: map[string]string{"app": "key"}}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		if _, reason := known.check(text, now); reason == "" || strings.Contains(reason, "key\"") {
			t.Errorf("%q is accepted, or a key shows: %s", text, reason)
		}
		read, err := decodeToken(text)
		if err != nil {
			if read != (artcToken{}) || err.Error() != "is not Base64" && !errors.Is(err, errNoToken) {
				t.Errorf("%q: %+v, %v", text, read, err)
			}
			return
		}
		again := base64.StdEncoding.EncodeToString(encodeJSON(map[string]any{
			"appid": read.app, "channelid": read.channel, "userid": read.user, "nonce": read.nonce, "timestamp": read.expires, "token": read.signature,
		}))
		if back, err := decodeToken(again); err != nil || back != read {
			t.Errorf("%q: %+v is read again as %+v, %v", text, read, back, err)
		}
	})
}

func headerText(header http.Header) string { return strings.Join(headerLines(header), " ") }

// fuzzRequest is a request as the gateway reads it.
func fuzzRequest(rawQuery, body string, header map[string]string) *request {
	r := &http.Request{Method: http.MethodPost, Host: "h", URL: &url.URL{Path: "/", RawQuery: rawQuery}, Header: http.Header{}}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	return newRequest(r, []byte(body))
}

func fuzzVerifier() *verifier {
	v := newVerifier()
	v.keys["id"] = &key{secret: "secret"}
	v.now = func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	return v
}

// FuzzSignature_OfAnything must never be accepted: nobody knows the secret.
func FuzzSignature_OfAnything(f *testing.F) {
	f.Add("Action=A&Signature=eA==&AccessKeyId=id", "", "")
	f.Add("AccessKeyId=id&Action=A&Version=v&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&SignatureNonce=n&Timestamp=2026-01-02T03:04:05Z&Signature=", "a=b&Signature=x", "")
	f.Add("a=%zz;b", "", "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;x-acs-action,Signature=00")
	f.Add("", "", "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=")
	f.Fuzz(func(t *testing.T, query, body, authorization string) {
		header := map[string]string{
			"X-Acs-Action": "A", "X-Acs-Content-Sha256": hexOf(body), "Content-Type": "application/x-www-form-urlencoded",
		}
		if authorization != "" {
			header["Authorization"] = authorization
		}
		r := fuzzRequest(query, body, header)
		id, err := fuzzVerifier().verify(r)
		if err == nil || err.code == "" || err.status < 400 || err.status > 499 {
			t.Errorf("%q is accepted for %q: %+v", query, id, err)
		}
		for name := range r.params {
			if r.rpc != nil && slices.Contains(rpcParams, name) {
				t.Errorf("%s is a parameter", name)
			}
		}
		_ = signedText(r)
	})
}

func hexOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// FuzzSignature_CoversTheParameters signs a request in both styles, and changes it.
func FuzzSignature_CoversTheParameters(f *testing.F) {
	f.Add("a=b&a-1=c&a=%20+", "a=b&a-1=c&a=++", "x=y")
	f.Add("RuntimeConfig=%7B%7D", "RuntimeConfig=%7B%7D&", "")
	f.Add("a=b", "a=b&a=b", "")
	f.Add("a=b", "a=c", "x=y")
	f.Add("a=bcde", "a=bcdf", "")
	f.Add("a=%zz", "a=b;c", "")
	f.Add("a=~*'", "a=%7e%2A%27", "")
	f.Fuzz(func(t *testing.T, query, other, form string) {
		for _, sign := range []func(string, string) (*request, func(*request)){signedByRPC, signedByACS3} {
			r, copySignature := sign(query, form)
			_, err := fuzzVerifier().verify(r)
			if (err == nil) == r.badQuery {
				t.Fatalf("%q and %q: %+v, bad: %t", query, form, err, r.badQuery)
			}
			changed, _ := sign(other, form)
			copySignature(changed)
			reread := newRequest(changed.Request, changed.body)
			_, err = fuzzVerifier().verify(reread)
			if same := sameParameters(reread.params, r.params); err == nil && !same {
				t.Errorf("%q has the signature of %q", other, query)
			} else if err != nil && same && !reread.badQuery && !r.badQuery {
				t.Errorf("%q and %q are the same: %+v", other, query, err)
			}
		}
	})
}

// sameParameters ignores the order of the values of a name.
func sameParameters(a, b url.Values) bool {
	return maps.EqualFunc(a, b, func(x, y []string) bool {
		return slices.Equal(slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y)))
	})
}

// signedByRPC returns a signed request, and what gives another its signature.
func signedByRPC(query, form string) (*request, func(*request)) {
	const own = "AccessKeyId=id&Action=A&Version=v&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&SignatureNonce=n&Timestamp=2026-01-02T03:04:05Z&"
	header := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	unsigned := fuzzRequest(own+"Signature=&"+query, form, header)
	signature := "Signature=" + url.QueryEscape(base64.StdEncoding.EncodeToString(signRPC("secret", rpcStringToSign(unsigned)))) + "&"
	signed := fuzzRequest(own+signature+query, form, header)
	return signed, func(r *request) {
		_, rest, _ := strings.Cut(r.URL.RawQuery[len(own):], "&")
		r.URL.RawQuery = own + signature + rest
	}
}

// signedByACS3 does the same for the signature in a header.
func signedByACS3(query, form string) (*request, func(*request)) {
	names := []string{"content-type", "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}
	header := map[string]string{
		"X-Acs-Action": "A", "X-Acs-Version": "v", "X-Acs-Date": "2026-01-02T03:04:05Z", "X-Acs-Signature-Nonce": "n",
		"X-Acs-Content-Sha256": hexOf(form), "Content-Type": "application/x-www-form-urlencoded", "Authorization": "x",
	}
	r := fuzzRequest(query, form, header)
	value := acs3Algorithm + " Credential=id,SignedHeaders=" + strings.Join(names, ";") +
		",Signature=" + hex.EncodeToString(signACS3("secret", canonicalRequest(r, names)))
	r.Header.Set("Authorization", value)
	return r, func(other *request) { other.Header.Set("Authorization", value) }
}
