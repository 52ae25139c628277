package artctoken_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
)

// Texts of several tests.
const (
	wrongID   = "must be 1 to 64 letters, digits, - and _"
	wrongTime = "must be a time such as 2027-01-02T15:04:05Z, or seconds since 1970"
	tooLarge  = "looks like milliseconds; seconds since 1970 are meant"
	blankText = "must not contain spaces, line feeds or control characters; trimspace() removes those at the ends"
)

func TestFunction_MakesTheDocumentedToken(t *testing.T) {
	t.Parallel()
	p := acctest.Configure(t, nil)
	for name, expiresAt := range map[string]string{
		"seconds":               "1699423634",
		"seconds with fraction": "1699423634.99",
		"UTC":                   "2023-11-08T06:07:14Z",
		"another zone":          "2023-11-08T14:07:14+08:00",
		"a fraction":            "2023-11-08T06:07:14.999Z",
	} {
		got, problem, _ := p.Call("artc_token", "abc", vectorKey, "abcChannel", "abcUser", expiresAt)
		if problem != "" || acctest.JSON(t, got) != vectorToken {
			t.Errorf("%s: %s %v", name, problem, got)
		}
	}
	for nonce, want := range map[string]string{"": vectorSignature, "AK-1": vectorNonceSignature} {
		got, problem, _ := p.Call("artc_token", "abc", vectorKey, "abcChannel", "abcUser", "1699423634", nonce)
		token, _ := acctest.JSON(t, got).(string)
		if problem != "" || !strings.HasSuffix(decoded(t, token), `"token":"`+want+`"}`) {
			t.Errorf("nonce %q: %s %v", nonce, problem, got)
		}
	}
}

func TestFunction_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	const appID, appKey, channel, user, expires, nonce, second = 0, 1, 2, 3, 4, 5, 6
	p := acctest.Configure(t, nil)
	for name, c := range map[string]struct {
		at    int
		value string
		want  string
	}{
		"no app":                     {appID, "", "must not be empty"},
		"an app with a blank":        {appID, "ab c", blankText},
		"no key":                     {appKey, "", "must not be empty"},
		"a key with a line feed":     {appKey, "canary\n", blankText},
		"no channel":                 {channel, "", wrongID},
		"a long channel":             {channel, strings.Repeat("c", 65), wrongID},
		"a channel with a blank":     {channel, "my channel", wrongID},
		"a channel with a line feed": {channel, "channel\n", wrongID},
		"a channel in Chinese":       {channel, "频道", wrongID},
		"no user":                    {user, "", wrongID},
		"a user with a dot":          {user, "ada.l", wrongID},
		"no time":                    {expires, "", wrongTime},
		"a word":                     {expires, "tomorrow", wrongTime},
		"a date":                     {expires, "2027-01-02", wrongTime},
		"a time without zone":        {expires, "2027-01-02T15:04:05", wrongTime},
		"a duration":                 {expires, "24h", wrongTime},
		"hexadecimal":                {expires, "0x65000000", wrongTime},
		"an exponent":                {expires, "1e999999999", wrongTime},
		"no date at all":             {expires, "2027-02-30T00:00:00Z", wrongTime},
		"milliseconds":               {expires, "1699423634000", tooLarge},
		"the first milliseconds":     {expires, "100000000000", tooLarge},
		"far in the past":            {expires, "-100000000000", wrongTime},
		"two nonces":                 {second, "b", "only one nonce can be given"},
	} {
		arguments := []string{"abc", "canary-key", "abcChannel", "abcUser", "1699423634"}
		if c.at >= nonce {
			arguments = append(arguments, "a", "b")
		}
		arguments[c.at] = c.value
		got, problem, at := p.Call("artc_token", arguments...)
		if problem != c.want || at != int64(c.at) {
			t.Errorf("%s: %q about argument %d, %v", name, problem, at, got)
		}
	}
	for name, expires := range map[string]string{"the last seconds": "99999999999", "the past": "-1.5", "zero": "0", "the year 9999": "9999-12-31T23:59:59Z"} {
		if _, problem, _ := p.Call("artc_token", "abc", "key", "c", "u", expires); problem != "" {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

func TestClaims_AreThoseOfTheToken(t *testing.T) {
	t.Parallel()
	p := acctest.Configure(t, nil)
	token, problem, _ := p.Call("artc_token", "abc", vectorKey, "abcChannel", "abcUser", "1699423634", "AK-1")
	if problem != "" {
		t.Fatal(problem)
	}
	text, _ := acctest.JSON(t, token).(string)
	got, problem, _ := p.Call("artc_token_claims", text)
	want := map[string]any{
		"app_id": "abc", "channel_id": "abcChannel", "user_id": "abcUser", "nonce": "AK-1", "expires_at": "2023-11-08T06:07:14Z",
	}
	if diff := cmp.Diff(want, acctest.JSON(t, got)); problem != "" || diff != "" {
		t.Errorf("%s\n%s", problem, diff)
	}
	for token, want := range map[string]string{
		"canary!":      "is not an ARTC token: it is not Base64",
		"Y2FuYXJ5\n  ": "is not an ARTC token: it is not Base64",
		"Y2FuYXJ5":     "is not an ARTC token: it is not the Base64 of a JSON object with appid, channelid, userid and timestamp",
	} {
		if _, problem, at := p.Call("artc_token_claims", token); problem != want || at != 0 {
			t.Errorf("%q: %q about argument %d", token, problem, at)
		}
	}
}
