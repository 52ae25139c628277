package emulator

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// apps is the state of this concept: the key of each ARTC application by its ID.
// Without one, tokens are not checked.
type apps struct{ keys map[string]string }

// add fails for what cannot be an application. An error never shows a key.
func (a *apps) add(id, key string) error {
	if id == "" || key == "" {
		return fmt.Errorf("an ARTC application must have an ID and a key")
	}
	if _, taken := a.keys[id]; taken {
		return fmt.Errorf("there is already an ARTC application %q", id)
	}
	if a.keys == nil {
		a.keys = map[string]string{}
	}
	a.keys[id] = key
	return nil
}

func (a *apps) none() bool { return len(a.keys) == 0 }

// artcToken is what a token says, whether true or not.
type artcToken struct {
	app, channel, user, nonce string

	expires   int64 // In seconds since 1970.
	signature string
}

// decodeToken reads a token: Base64 of a JSON object. Other keys, such as gslb of
// older servers, are allowed. The error shows no part of the token.
func decodeToken(text string) (artcToken, error) {
	decoded, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || strings.ContainsAny(text, "\r\n") {
		return artcToken{}, fmt.Errorf("is not Base64")
	}
	object, _ := decodeObject(string(decoded))
	number, _ := object["timestamp"].(json.Number)
	t := artcToken{}
	if t.expires, err = number.Int64(); err != nil {
		return artcToken{}, errNoToken
	}
	for name, into := range map[string]*string{
		"appid": &t.app, "channelid": &t.channel, "userid": &t.user, "token": &t.signature,
	} {
		value, ok := object[name].(string)
		if !ok || value == "" {
			return artcToken{}, errNoToken
		}
		*into = value
	}
	nonce, given := object["nonce"]
	text, isText := nonce.(string)
	if given && !isText {
		return artcToken{}, errNoToken
	}
	t.nonce = text
	return t, nil
}

var errNoToken = fmt.Errorf("is not the Base64 of a JSON object with appid, channelid, userid, nonce, timestamp and token")

// signedWith reports whether the signature was made with the key of an application.
func (t artcToken) signedWith(key string) bool {
	sum := sha256.Sum256([]byte(t.app + key + t.channel + t.user + t.nonce + strconv.FormatInt(t.expires, 10)))
	return subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(t.signature)) == 1
}

// check returns what a valid token says, or why it is not valid. The reason shows the
// IDs and the time, and nothing else of the token.
func (a *apps) check(text string, now time.Time) (t artcToken, reason string) {
	if text == "" {
		return artcToken{}, "is missing"
	}
	t, err := decodeToken(text)
	if err != nil {
		return artcToken{}, err.Error()
	}
	key, known := a.keys[t.app]
	switch {
	case !known:
		return artcToken{}, fmt.Sprintf("is for the application %q, which does not exist", t.app)
	case !t.signedWith(key):
		return artcToken{}, fmt.Sprintf("has a wrong signature: it was not made with the key of the application %q", t.app)
	case now.Unix() >= t.expires:
		return artcToken{}, "expired at " + time.Unix(t.expires, 0).UTC().Format(time.RFC3339)
	}
	return t, ""
}
