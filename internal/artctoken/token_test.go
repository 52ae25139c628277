package artctoken_test

import (
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/artctoken"
)

// The vendor's documented example, and what the same steps make of it with a nonce:
// https://help.aliyun.com/zh/ims/user-guide/generate-artc-authentication-token
const (
	vectorKey            = "abckey"
	vectorToken          = "eyJhcHBpZCI6ImFiYyIsImNoYW5uZWxpZCI6ImFiY0NoYW5uZWwiLCJ1c2VyaWQiOiJhYmNVc2VyIiwibm9uY2UiOiIiLCJ0aW1lc3RhbXAiOjE2OTk0MjM2MzQsInRva2VuIjoiM2M5ZWU4ZDlmODczNGYwYjc1NjBlZDgwMjJhMDU5MDY1OTExMzk1NTgxOTcyNGZjOTM0NWFiOGVlZGY4NGYzMSJ9"
	vectorSignature      = "3c9ee8d9f8734f0b7560ed8022a0590659113955819724fc9345ab8eedf84f31"
	vectorNonceSignature = "f9582fbc30701790718c3ffbcacbaaa2d373e1fd6505f45ef843a5f631ce695b"
)

func vector() artctoken.Claims {
	return artctoken.Claims{AppID: "abc", ChannelID: "abcChannel", UserID: "abcUser", ExpiresAt: time.Unix(1699423634, 0).UTC()}
}

func TestNew_MakesTheDocumentedToken(t *testing.T) {
	t.Parallel()
	if got := artctoken.New(vector(), vectorKey); got != vectorToken {
		t.Errorf("got  %s\nwant %s", got, vectorToken)
	}
	withNonce := vector()
	withNonce.Nonce = "AK-1"
	want := `{"appid":"abc","channelid":"abcChannel","userid":"abcUser","nonce":"AK-1","timestamp":1699423634,"token":"` + vectorNonceSignature + `"}`
	if got := decoded(t, artctoken.New(withNonce, vectorKey)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func decoded(t *testing.T, token string) string {
	t.Helper()
	document, err := base64.StdEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	return string(document)
}

// TestNew_AnyClaimsComeBack: what Parse returns for a token is what it was made of.
func TestNew_AnyClaimsComeBack(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		characters := []rune("azAZ09-_.~ /+=&?\"\\<>'{}\n\t\u2028éß世界😀")
		made := make([]rune, random.IntN(65))
		for i := range made {
			made[i] = characters[random.IntN(len(characters))]
		}
		return string(made)
	}
	for range 2000 {
		want := artctoken.Claims{
			AppID: text(), ChannelID: text(), UserID: text(), Nonce: text(),
			ExpiresAt: time.Unix(random.Int64N(253402300800), 0).UTC(),
		}
		key := text() + "key"
		token := artctoken.New(want, key)
		got, err := artctoken.Parse(token)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
		var document struct{ Token string }
		if err := json.Unmarshal([]byte(decoded(t, token)), &document); err != nil || len(document.Token) != 64 {
			t.Fatalf("the signature is %q, %v", document.Token, err)
		}
		if token == artctoken.New(want, key+"2") {
			t.Fatal("the key does not count")
		}
	}
}

func TestNew_CutsFractionsOfASecond(t *testing.T) {
	t.Parallel()
	claims := vector()
	claims.ExpiresAt = claims.ExpiresAt.Add(999 * time.Millisecond).In(time.FixedZone("", 8*3600))
	if got := artctoken.New(claims, vectorKey); got != vectorToken {
		t.Errorf("got %s", got)
	}
}

func TestParse_ReadsTheTokensOfOthers(t *testing.T) {
	t.Parallel()
	// Its Base64 has all of + / and padding.
	document := `{"gslb":["https://gw.example.com"],"appid":"a?>~","channelid":"c??>","userid":"u","nonce":"~~~?","timestamp":1699423634,"token":"s"}`
	want := artctoken.Claims{AppID: "a?>~", ChannelID: "c??>", UserID: "u", Nonce: "~~~?", ExpiresAt: time.Unix(1699423634, 0).UTC()}
	plain := base64.StdEncoding.EncodeToString([]byte(document))
	timestamp := func(text string) string {
		return base64.StdEncoding.EncodeToString([]byte(strings.Replace(document, "1699423634", text, 1)))
	}
	for name, token := range map[string]string{
		"with padding":            plain,
		"without padding":         strings.TrimRight(plain, "="),
		"URL-safe":                base64.URLEncoding.EncodeToString([]byte(document)),
		"URL-safe and no padding": base64.RawURLEncoding.EncodeToString([]byte(document)),
		"in lines":                plain[:76] + "\r\n" + plain[76:] + "\n",
		"timestamp as text":       timestamp(`"1699423634"`),
		"timestamp with fraction": timestamp(`1699423634.7`),
		"timestamp with exponent": timestamp(`1.699423634e+09`),
	} {
		got, err := artctoken.Parse(token)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	for name, nonce := range map[string]string{"no nonce": ``, "nonce null": `"nonce":null,`} {
		token := base64.StdEncoding.EncodeToString([]byte(strings.Replace(document, `"nonce":"~~~?",`, nonce, 1)))
		got, err := artctoken.Parse(token)
		if err != nil || got.Nonce != "" || got.UserID != "u" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestParse_RefusesWhatIsNoToken(t *testing.T) {
	t.Parallel()
	const (
		notBase64 = "is not an ARTC token: it is not Base64"
		notToken  = "is not an ARTC token: it is not the Base64 of a JSON object with appid, channelid, userid and timestamp"
	)
	const whole = `{"appid":"a","channelid":"c","userid":"u","nonce":"n","timestamp":1,"token":"s"}`
	replaced := func(from, to string) string {
		return base64.StdEncoding.EncodeToString([]byte(strings.Replace(whole, from, to, 1)))
	}
	for name, c := range map[string]struct{ token, want string }{
		"not Base64":         {"s3cret!", notBase64},
		"a blank":            {"czNj cmV0", notBase64},
		"one character":      {"s", notBase64},
		"empty":              {"", notToken},
		"no JSON":            {base64.StdEncoding.EncodeToString([]byte("s3cret")), notToken},
		"null":               {base64.StdEncoding.EncodeToString([]byte("null")), notToken},
		"a list":             {base64.StdEncoding.EncodeToString([]byte("[" + whole + "]")), notToken},
		"two objects":        {base64.StdEncoding.EncodeToString([]byte(whole + whole)), notToken},
		"no appid":           {replaced(`"appid":"a",`, ``), notToken},
		"no channelid":       {replaced(`"channelid":"c",`, ``), notToken},
		"no userid":          {replaced(`"userid":"u",`, ``), notToken},
		"other case":         {replaced(`appid`, `AppID`), notToken},
		"appid null":         {replaced(`"a"`, `null`), notToken},
		"appid a number":     {replaced(`"a"`, `1`), notToken},
		"nonce a number":     {replaced(`"n"`, `1`), notToken},
		"no timestamp":       {replaced(`"timestamp":1,`, ``), notToken},
		"timestamp null":     {replaced(`:1,`, `:null,`), notToken},
		"timestamp empty":    {replaced(`:1,`, `:"",`), notToken},
		"timestamp words":    {replaced(`:1,`, `:"tomorrow",`), notToken},
		"timestamp NaN":      {replaced(`:1,`, `:"NaN",`), notToken},
		"timestamp infinite": {replaced(`:1,`, `:1e999,`), notToken},
		"timestamp too late": {replaced(`:1,`, `:253402300800,`), notToken},
		"milliseconds":       {replaced(`:1,`, `:1699423634000,`), notToken},
		"timestamp too soon": {replaced(`:1,`, `:-62167219201,`), notToken},
	} {
		claims, err := artctoken.Parse(c.token)
		if err == nil || err.Error() != c.want || claims != (artctoken.Claims{}) {
			t.Errorf("%s: %v, %+v", name, err, claims)
		}
	}
}
