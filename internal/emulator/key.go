package emulator

import "net/http"

const (
	// AccessKeyID is the access key that every emulator has. It is made up.
	AccessKeyID = "LTAI5tEmulatorExampleKey"

	// AccessKeySecret belongs to AccessKeyID.
	AccessKeySecret = "emulator-example-secret"
)

// key is an access key.
type key struct {
	secret  string
	token   string   // Security token; empty for a long-lived key.
	denied  []string // Operations that RAM denies.
	account string
}

// String hides the key.
func (key) String() string { return "(key)" }

// signature is what a request says about its signature, verified as far as the
// secret goes.
type signature struct {
	token string
	nonce string
	date  string

	// tokenOwner is the access key that the request names beside the token.
	tokenOwner string
}

func incomplete(message string) *apiError {
	return newError(http.StatusBadRequest, "IncompleteSignature", "%s.", message)
}

func mismatch() *apiError {
	return newError(http.StatusBadRequest, "SignatureDoesNotMatch", "Specified signature does not match our calculation.")
}
