package emulator

import (
	"net/http"
	"sync"
	"time"
)

const (
	maxSkew  = 15 * time.Minute
	dateForm = "2006-01-02T15:04:05Z"
)

// verifier checks signatures as the API's gateway does. It uses the real time,
// whatever the clock of the service says: clients sign with theirs.
type verifier struct {
	keys map[string]*key
	now  func() time.Time

	mu     sync.Mutex
	nonces map[string]bool
}

func newVerifier() *verifier {
	return &verifier{keys: map[string]*key{}, now: time.Now, nonces: map[string]bool{}}
}

// verify returns the access key id that signed the request. Nothing in the request
// is used before its signature is verified.
func (v *verifier) verify(r *request) (string, *apiError) {
	id, check := r.rpc.Get("AccessKeyId"), verifyRPC
	if r.rpc == nil {
		auth, err := parseAuthorization(r.Header.Get("Authorization"))
		if err != nil {
			return "", err
		}
		id, check = auth.id, auth.verify
	}
	if id == "" {
		return "", incomplete("AccessKeyId is missing")
	}
	k, ok := v.keys[id]
	if !ok {
		return "", newError(http.StatusNotFound, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
	}
	signed, err := check(r, k.secret)
	if err != nil {
		return id, err
	}
	return id, v.checkSigned(signed, id, k)
}

// checkSigned checks what is only worth checking under a valid signature.
func (v *verifier) checkSigned(s signature, id string, k *key) *apiError {
	date, err := time.Parse(dateForm, s.date)
	if err != nil || v.now().Sub(date).Abs() > maxSkew {
		return newError(http.StatusBadRequest, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
	}
	if s.token != k.token || (s.token != "" && s.tokenOwner != id) {
		return newError(http.StatusBadRequest, "InvalidSecurityToken", "Specified SecurityToken does not belong to the access key.")
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if s.nonce == "" || v.nonces[s.nonce] {
		return newError(http.StatusBadRequest, "SignatureNonceUsed", "Specified signature nonce was used already.")
	}
	v.nonces[s.nonce] = true
	return nil
}

// signedText returns what the gateway signs to check a signature.
func signedText(r *request) string {
	if r.rpc != nil {
		return rpcStringToSign(r)
	}
	auth, err := parseAuthorization(r.Header.Get("Authorization"))
	if err != nil {
		return ""
	}
	return canonicalRequest(r, auth.signed)
}
