package emulator

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // The older signature is HMAC-SHA1.
	"encoding/base64"
	"maps"
)

// verifyRPC checks the older signature of the vendor's RPC clients.
func verifyRPC(r *request, secret string) (signature, *apiError) {
	for _, name := range []string{"Action", "Version", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp"} {
		if r.rpc.Get(name) == "" {
			return signature{}, incomplete(name + " is missing")
		}
	}
	sent, err := base64.StdEncoding.DecodeString(r.rpc.Get("Signature"))
	if err != nil || r.badQuery || len(r.rpc["Signature"]) > 1 || !hmac.Equal(sent, signRPC(secret, rpcStringToSign(r))) {
		return signature{}, mismatch()
	}
	if r.rpc.Get("SignatureMethod") != "HMAC-SHA1" || r.rpc.Get("SignatureVersion") != "1.0" {
		return signature{}, incomplete("SignatureMethod must be HMAC-SHA1 and SignatureVersion must be 1.0")
	}
	return signature{
		token: r.rpc.Get("SecurityToken"), tokenOwner: r.rpc.Get("AccessKeyId"),
		nonce: r.rpc.Get("SignatureNonce"), date: r.rpc.Get("Timestamp"),
	}, nil
}

// rpcStringToSign covers all parameters but the signature itself, wherever they
// are. The path is always "/".
func rpcStringToSign(r *request) string {
	signed := maps.Clone(r.rpc)
	signed.Del("Signature")
	return r.Method + "&" + percent("/") + "&" + percent(canonicalQuery(signed))
}

func signRPC(secret, text string) []byte {
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
