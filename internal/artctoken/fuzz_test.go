package artctoken_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/artctoken"
)

// FuzzParse_TakesAnyText: no text makes Parse panic or show the text, and the claims
// that it reads can be written again.
func FuzzParse_TakesAnyText(f *testing.F) {
	f.Add(vectorToken)
	f.Add(base64.StdEncoding.EncodeToString([]byte(`{"appid":"","channelid":"","userid":"","timestamp":"-1.5e3"}`)))
	f.Fuzz(func(t *testing.T, token string) {
		claims, err := artctoken.Parse(token)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "is not an ARTC token: it is not ") {
				t.Errorf("the error is %q", err)
			}
			return
		}
		if _, err := time.Parse(time.RFC3339, claims.ExpiresAt.Format(time.RFC3339)); err != nil {
			t.Errorf("%v", err)
		}
		for _, text := range []string{claims.AppID, claims.ChannelID, claims.UserID, claims.Nonce} {
			if !utf8.ValidString(text) {
				t.Errorf("%q is not UTF-8", text)
			}
		}
		again, err := artctoken.Parse(artctoken.New(claims, "key"))
		if diff := cmp.Diff(claims, again); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
	})
}
