package artctoken

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Claims is what a token says, apart from its signature.
type Claims struct {
	AppID     string    // ID of the ARTC application
	ChannelID string    // the channel that the token lets into
	UserID    string    // the user that the token lets in
	Nonce     string    // may be empty, which the vendor recommends
	ExpiresAt time.Time // in whole seconds, UTC
}

// The texts of Parse complete a sentence about the token, and never contain any of it.
var (
	errNotBase64 = errors.New("is not an ARTC token: it is not Base64")
	errNotToken  = errors.New("is not an ARTC token: it is not the Base64 of a JSON object with appid, channelid, userid and timestamp")
)

// New returns the token for claims, signed with the key of the ARTC application. A
// fraction of a second in ExpiresAt is cut off.
func New(claims Claims, appKey string) string {
	c := claims
	expires := strconv.FormatInt(c.ExpiresAt.Unix(), 10)
	signature := sha256.Sum256([]byte(c.AppID + appKey + c.ChannelID + c.UserID + c.Nonce + expires))
	var document bytes.Buffer
	fmt.Fprintf(&document, `{"appid":%s,"channelid":%s,"userid":%s,"nonce":%s,"timestamp":%s,"token":"%s"}`,
		quoted(c.AppID), quoted(c.ChannelID), quoted(c.UserID), quoted(c.Nonce), expires, hex.EncodeToString(signature[:]))
	return base64.StdEncoding.EncodeToString(document.Bytes())
}

// quoted is a text in JSON, with <, > and & as they are.
func quoted(text string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic(err) // a string can always be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Parse returns what a token says, without checking its signature, for which the key
// would be needed. It also reads what other makers of tokens write: the URL-safe
// alphabet, Base64 without padding or in lines, a timestamp in quotes, and further keys.
func Parse(token string) (Claims, error) {
	plain := strings.NewReplacer("-", "+", "_", "/", "\r", "", "\n", "").Replace(token)
	decoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(plain, "="))
	if err != nil {
		return Claims{}, errNotBase64
	}
	var document map[string]json.RawMessage
	if json.Unmarshal(decoded, &document) != nil {
		return Claims{}, errNotToken
	}
	var c Claims
	if !text(document["appid"], &c.AppID) || !text(document["channelid"], &c.ChannelID) || !text(document["userid"], &c.UserID) {
		return Claims{}, errNotToken
	}
	if nonce, given := document["nonce"]; given && string(nonce) != "null" && !text(nonce, &c.Nonce) {
		return Claims{}, errNotToken
	}
	expires, ok := timestamp(document["timestamp"])
	if !ok {
		return Claims{}, errNotToken
	}
	c.ExpiresAt = expires
	return c, nil
}

// text reports whether raw is a JSON string, and puts it into a claim.
func text(raw json.RawMessage, into *string) bool {
	return len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, into) == nil
}

// Years outside these have no notation in RFC 3339.
var (
	firstSecond = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	lastSecond  = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
)

// timestamp reads seconds since 1970 from a JSON number or string.
func timestamp(raw json.RawMessage) (time.Time, bool) {
	digits := strings.Trim(string(raw), `"`)
	seconds, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		// Some languages write whole numbers as 1.699423634e9.
		fraction, err := strconv.ParseFloat(digits, 64)
		if err != nil || !(math.Abs(fraction) < 1e12) {
			return time.Time{}, false
		}
		seconds = int64(fraction)
	}
	if seconds < firstSecond.Unix() || seconds > lastSecond.Unix() {
		return time.Time{}, false
	}
	return time.Unix(seconds, 0).UTC(), true
}
