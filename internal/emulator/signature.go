package emulator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// AccessKeyID is the access key that every emulator knows. It is made up.
	AccessKeyID = "LTAI5tEmulatorExampleKey"

	// AccessKeySecret belongs to AccessKeyID.
	AccessKeySecret = "emulator-example-secret"

	algorithm = "ACS3-HMAC-SHA256"
	skew      = 15 * time.Minute
	dateForm  = "2006-01-02T15:04:05Z"
)

type key struct {
	secret string
	token  string
	denied []string
}

// String shows nothing of the key.
func (key) String() string { return "(key)" }

// verifier checks signatures as the API's gateway does. Its clock is the real
// one, whatever the clock of the calls says: clients sign with theirs.
type verifier struct {
	keys map[string]*key
	now  func() time.Time

	mu     sync.Mutex
	nonces map[string]bool
}

// authorization is a parsed Authorization header.
type authorization struct {
	id        string
	signed    []string
	signature string
}

// verify gives the access key id that signed, or says what is wrong. The order
// of the checks is the gateway's: nothing is believed before it is proved.
func (v *verifier) verify(r *http.Request, body []byte) (string, *refusal) {
	auth, wrong := parseAuthorization(r.Header.Get("Authorization"))
	if wrong != nil {
		return "", wrong
	}
	k, ok := v.keys[auth.id]
	if !ok {
		return "", refuse(http.StatusNotFound, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
	}
	hash := sha256.Sum256(body)
	if r.Header.Get("X-Acs-Content-Sha256") != hex.EncodeToString(hash[:]) {
		return auth.id, mismatch()
	}
	if wrong := auth.complete(r.Header); wrong != nil {
		return auth.id, wrong
	}
	// A pair that cannot be decoded would be in neither the signature nor the
	// parameters.
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return auth.id, mismatch()
	}
	signature, err := hex.DecodeString(auth.signature)
	if err != nil || !hmac.Equal(signature, sign(k.secret, canonicalRequest(r, query, auth.signed))) {
		return auth.id, mismatch()
	}
	return auth.id, v.protected(r.Header, auth.id, k)
}

// protected checks what only a good signature makes worth checking.
func (v *verifier) protected(header http.Header, id string, k *key) *refusal {
	date, err := time.Parse(dateForm, header.Get("X-Acs-Date"))
	if err != nil || v.now().Sub(date).Abs() > skew {
		return refuse(http.StatusBadRequest, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
	}
	token := header.Get("X-Acs-Security-Token")
	if token != k.token || (token != "" && header.Get("X-Acs-Accesskey-Id") != id) {
		return refuse(http.StatusBadRequest, "InvalidSecurityToken", "Specified SecurityToken does not belong to the access key.")
	}
	nonce := header.Get("X-Acs-Signature-Nonce")
	v.mu.Lock()
	defer v.mu.Unlock()
	if nonce == "" || v.nonces[nonce] {
		return refuse(http.StatusBadRequest, "SignatureNonceUsed", "Specified signature nonce was used already.")
	}
	v.nonces[nonce] = true
	return nil
}

func parseAuthorization(header string) (authorization, *refusal) {
	rest, ok := strings.CutPrefix(header, algorithm+" ")
	if !ok {
		return authorization{}, incomplete("Authorization must begin with " + algorithm)
	}
	parts := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		parts[name] = value
	}
	for _, name := range []string{"Credential", "SignedHeaders", "Signature"} {
		if parts[name] == "" {
			return authorization{}, incomplete("Authorization has no " + name)
		}
	}
	return authorization{
		id:        parts["Credential"],
		signed:    strings.Split(parts["SignedHeaders"], ";"),
		signature: parts["Signature"],
	}, nil
}

// complete demands that all that matters is signed: an unsigned x-acs-* header
// could be added on the way.
func (a authorization) complete(header http.Header) *refusal {
	if !slices.IsSorted(a.signed) {
		return incomplete("SignedHeaders is not sorted")
	}
	needed := []string{
		"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version",
	}
	for name := range header {
		name = strings.ToLower(name)
		if strings.HasPrefix(name, "x-acs-") || name == "content-type" {
			needed = append(needed, name)
		}
	}
	slices.Sort(needed)
	for _, name := range needed {
		if !slices.Contains(a.signed, name) {
			return incomplete(name + " is not signed")
		}
	}
	return nil
}

func canonicalRequest(r *http.Request, query url.Values, signed []string) string {
	var headers strings.Builder
	for _, name := range signed {
		values := r.Header.Values(name)
		if name == "host" {
			// net/http takes Host out of the header map.
			values = []string{r.Host}
		}
		trimmed := make([]string, len(values))
		for i, value := range values {
			trimmed[i] = strings.TrimSpace(value)
		}
		slices.Sort(trimmed)
		headers.WriteString(name + ":" + strings.Join(trimmed, ",") + "\n")
	}
	path := r.URL.EscapedPath()
	if path == "" {
		path = "/"
	}
	return strings.Join([]string{
		r.Method, path, canonicalQuery(query), headers.String(),
		strings.Join(signed, ";"), r.Header.Get("X-Acs-Content-Sha256"),
	}, "\n")
}

// canonicalQuery sorts by key, not by key=value: "a" comes before "a-1", though
// "=" comes after "-".
func canonicalQuery(query url.Values) string {
	keys := make([]string, 0, len(query))
	for name := range query {
		keys = append(keys, name)
	}
	slices.Sort(keys)
	var pairs []string
	for _, name := range keys {
		values := slices.Clone(query[name])
		slices.Sort(values)
		for _, value := range values {
			pairs = append(pairs, percent(name)+"="+percent(value))
		}
	}
	return strings.Join(pairs, "&")
}

// percent is the encoding of RFC 3986: form encoding but for the blank.
func percent(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func sign(secret, canonical string) []byte {
	sum := sha256.Sum256([]byte(canonical))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(algorithm + "\n" + hex.EncodeToString(sum[:])))
	return mac.Sum(nil)
}

func incomplete(message string) *refusal {
	return refuse(http.StatusBadRequest, "IncompleteSignature", "%s.", message)
}

func mismatch() *refusal {
	return refuse(http.StatusBadRequest, "SignatureDoesNotMatch", "Specified signature does not match our calculation.")
}
