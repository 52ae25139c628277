package emulator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
)

const acs3Algorithm = "ACS3-HMAC-SHA256"

// authorization is a parsed Authorization header.
type authorization struct {
	id        string
	signed    []string
	signature string
}

func parseAuthorization(header string) (authorization, *apiError) {
	rest, ok := strings.CutPrefix(header, acs3Algorithm+" ")
	if !ok {
		return authorization{}, incomplete("Authorization must begin with " + acs3Algorithm)
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

// verify checks the signature with the secret of the access key. The order of the
// checks is the gateway's.
func (a authorization) verify(r *request, secret string) (signature, *apiError) {
	hash := sha256.Sum256(r.body)
	if r.Header.Get("X-Acs-Content-Sha256") != hex.EncodeToString(hash[:]) {
		return signature{}, mismatch()
	}
	if err := a.checkSigned(r.Header); err != nil {
		return signature{}, err
	}
	// A pair that cannot be decoded would be neither signed nor a parameter.
	if r.badQuery {
		return signature{}, mismatch()
	}
	sent, err := hex.DecodeString(a.signature)
	if err != nil || !hmac.Equal(sent, signACS3(secret, canonicalRequest(r, a.signed))) {
		return signature{}, mismatch()
	}
	return signature{
		token: r.Header.Get("X-Acs-Security-Token"), tokenOwner: r.Header.Get("X-Acs-Accesskey-Id"),
		nonce: r.Header.Get("X-Acs-Signature-Nonce"), date: r.Header.Get("X-Acs-Date"),
	}, nil
}

// checkSigned requires that everything that matters is signed. An x-acs-* header
// that is not could have been added on the way.
func (a authorization) checkSigned(header http.Header) *apiError {
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

func canonicalRequest(r *request, signed []string) string {
	var headers strings.Builder
	for _, name := range signed {
		values := r.Header.Values(name)
		if name == "host" {
			// net/http removes Host from the headers.
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
		r.Method, path, canonicalQuery(r.query), headers.String(),
		strings.Join(signed, ";"), r.Header.Get("X-Acs-Content-Sha256"),
	}, "\n")
}

func signACS3(secret, canonical string) []byte {
	sum := sha256.Sum256([]byte(canonical))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(acs3Algorithm + "\n" + hex.EncodeToString(sum[:])))
	return mac.Sum(nil)
}
