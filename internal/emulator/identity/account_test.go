package identity_test

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

func hash(text string) string { sum := sha256.Sum256([]byte(text)); return hex.EncodeToString(sum[:]) }

// callerIdentity makes a signed GetCallerIdentity and returns status and body.
func callerIdentity(t *testing.T, s *identity.Server, id, secret string) (int, string) {
	t.Helper()
	names := []string{"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}
	header := map[string]string{
		"host": s.Endpoint(), "x-acs-action": "GetCallerIdentity", "x-acs-content-sha256": hash(""),
		"x-acs-date": time.Now().UTC().Format("2006-01-02T15:04:05Z"), "x-acs-signature-nonce": rand.Text(), "x-acs-version": "2015-04-01",
	}
	canonical := "POST\n/\n\n"
	for _, name := range names {
		canonical += name + ":" + header[name] + "\n"
	}
	canonical += "\n" + strings.Join(names, ";") + "\n" + hash("")
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("ACS3-HMAC-SHA256\n" + hash(canonical)))
	header["Authorization"] = "ACS3-HMAC-SHA256 Credential=" + id + ",SignedHeaders=" + strings.Join(names, ";") +
		",Signature=" + hex.EncodeToString(mac.Sum(nil))
	delete(header, "host")
	return ask(t, "POST", s.URL()+"/", header, "")
}

func TestAccounts_STSAgreesWithTheEmulator(t *testing.T) {
	t.Parallel()
	const account = "1000000000000002"
	api := emulator.Start(t, emulator.Key("key-a", "secret-a"), emulator.Key("key-b", "secret-b"), emulator.InAccount("key-b", account))
	alone, together := identity.StartSTS(t, "s", ""), identity.StartSTS(t, "s", "")
	together.Accounts(api.AccountOf)
	for _, s := range []*identity.Server{alone, together} {
		s.Know("key-a", "secret-a", "")
		s.Know("key-b", "secret-b", "")
	}
	for _, tc := range []struct {
		sts     *identity.Server
		id      string
		account string
	}{
		{alone, "key-a", identity.Account},
		{alone, "key-b", identity.Account},
		{together, "key-a", identity.Account},
		{together, "key-b", account},
	} {
		status, text := callerIdentity(t, tc.sts, tc.id, "secret-"+strings.TrimPrefix(tc.id, "key-"))
		if want := `"AccountId":"` + tc.account + `"`; status != 200 || !strings.Contains(text, want) {
			t.Errorf("%s: %d %s, want %s", tc.id, status, text, want)
		}
	}
}
