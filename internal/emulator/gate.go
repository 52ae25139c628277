package emulator

import "net/http"

// Gate verifies signatures as the API's gateway does, for emulators of other
// services behind the same gateway. It is not safe for concurrent use.
type Gate struct{ verifier *verifier }

// NewGate returns a gate without access keys.
func NewGate() *Gate { return &Gate{verifier: newVerifier()} }

// Add adds an access key; token is empty for a long-lived one.
func (g *Gate) Add(id, secret, token string) {
	g.verifier.keys[id] = &key{secret: secret, token: token}
}

// Check returns the access key id that signed the request. If the gateway rejects
// the request, it returns the status, code and message of the error as well; the
// status is 0 otherwise.
func (g *Gate) Check(r *http.Request, body []byte) (id string, status int, code, message string) {
	id, err := g.verifier.verify(newRequest(r, body))
	if err == nil {
		return id, 0, "", ""
	}
	return id, err.status, err.code, err.message
}
