package emulator

import (
	"net/http"
	"time"
)

// Gate checks signatures as the API's gateway does, for other services of the
// same gateway that are emulated. It is not safe for concurrent use.
type Gate struct{ verifier *verifier }

// NewGate makes a gate that knows no key.
func NewGate() *Gate {
	return &Gate{verifier: &verifier{keys: map[string]*key{}, now: time.Now, nonces: map[string]bool{}}}
}

// Add makes a key known; token is empty for a long-lived one.
func (g *Gate) Add(id, secret, token string) {
	g.verifier.keys[id] = &key{secret: secret, token: token}
}

// Check gives the access key id that signed the request, or the status, code and
// message with which the gateway refuses it; the status is 0 for a request that
// is let in.
func (g *Gate) Check(r *http.Request, body []byte) (id string, status int, code, message string) {
	id, wrong := g.verifier.verify(r, body)
	if wrong == nil {
		return id, 0, "", ""
	}
	return id, wrong.status, wrong.code, wrong.message
}
