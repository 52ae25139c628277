package emulator

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// request is an HTTP request as the gateway reads it. There are two styles of
// signature: ACS3-HMAC-SHA256 with action, version and signature in headers, and
// the older RPC style with all of them in the parameters.
type request struct {
	*http.Request

	body    []byte
	action  string
	version string

	// query holds the decoded parameters of the URL. With badQuery, some could not
	// be decoded.
	query    url.Values
	badQuery bool

	// rpc holds all parameters of a request of the RPC style, those of the
	// signature included; nil for the other style.
	rpc url.Values

	// params are the parameters of the operation.
	params url.Values
}

// rpcParams are the parameters of the RPC style that belong to no operation.
var rpcParams = []string{
	"AccessKeyId", "Action", "Format", "SecurityToken", "Signature", "SignatureMethod", "SignatureNonce", "SignatureType",
	"SignatureVersion", "Timestamp", "Version",
}

func newRequest(r *http.Request, body []byte) *request {
	query, err := url.ParseQuery(r.URL.RawQuery)
	read := &request{
		Request: r, body: body, action: r.Header.Get("X-Acs-Action"), version: r.Header.Get("X-Acs-Version"),
		query: query, badQuery: err != nil, params: query,
	}
	if r.Header.Get("Authorization") != "" {
		return read
	}
	all := maps.Clone(query)
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		form, err := url.ParseQuery(string(body))
		read.badQuery = read.badQuery || err != nil
		for name, sent := range form {
			all[name] = append(all[name], sent...)
		}
	}
	if !all.Has("Signature") {
		return read
	}
	read.rpc, read.action, read.version = all, all.Get("Action"), all.Get("Version")
	read.params = maps.Clone(all)
	for _, name := range rpcParams {
		read.params.Del(name)
	}
	return read
}
