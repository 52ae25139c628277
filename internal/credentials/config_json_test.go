package credentials_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
)

func TestConfigJSON_OddValuesElsewhereDoNoHarm(t *testing.T) {
	t.Parallel()
	const keys = `"name":"chosen","mode":"AK","access_key_id":"LTAI-base","access_key_secret":"canary-base-secret"`
	for name, text := range map[string]string{
		"text for a number in another":  `{"profiles":[{"name":"a","expired_seconds":"3600"},{` + keys + `}]}`,
		"text for a number":             `{"profiles":[{` + keys + `,"expired_seconds":"3600"}]}`,
		"object for a text in another":  `{"profiles":[{` + keys + `},{"name":"b","region_id":{"a":1},"enable_vpc":[]}]}`,
		"float, text for a boolean":     `{"profiles":[{` + keys + `,"expired_seconds":3.6e3,"enable_vpc":"true"}]}`,
		"nulls and unknown keys":        `{"meta":[[{}]],"profiles":[{"x":{"y":[1]},` + keys + `,"expired_seconds":null,"enable_vpc":null}]}`,
		"number for a text, upper case": `{"Profiles":[{` + keys + `,"region_id":5,"EXPIRED_SECONDS":""}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.write(".aliyun/config.json", text)
			w.config.Profile = set("chosen", "profile")
			if found, err := w.chain().Credentials(w.ctx); err != nil || found.AccessKeyID != "LTAI-base" {
				t.Errorf("got %q, %v", found.AccessKeyID, err)
			}
		})
	}
}

func TestConfigJSON_TheRoleOfAProfileTakesTextForANumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.sts()
	w.profiles(profile("RamRoleArn", map[string]any{
		"access_key_id": keyID, "access_key_secret": keySecret, "ram_role_arn": roleARN, "expired_seconds": " 1800 ",
	}))
	w.returns(w.chain().Credentials, 1)
	if got := s.Requests()[0].Form["DurationSeconds"]; got != "1800" {
		t.Errorf("got %q", got)
	}
}

func TestConfigJSON_ABrokenFileIsReportedWithItsPlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"missing comma": {
			"{\n\"profiles\":[\n{\"name\":\"chosen\",\n\"access_key_secret\":\"canary\"\n\"mode\":\"AK\"}]}",
			"is not valid JSON: line 5, profile `chosen`, at or after the key access_key_secret",
		},
		"open quote":              {"{\"profiles\":[\n{\"name\":\"chosen\",\"mode\":\"AK},\n{}]}", "is not valid JSON: line 2, profile `chosen`, at or after the key mode"},
		"secret in place of key":  {"{\"profiles\":[\n{\"name\":\"a\"},\n{\"canary\" \"access_key_id\"}]}", "is not valid JSON: line 3, profile number 2"},
		"end is missing":          {"{\"profiles\":[\n{\"name\":\"chosen\"}\n", "is not valid JSON: line 2"},
		"comment":                 {"// canary\n{\"profiles\":[]}", "is not valid JSON: line 1"},
		"text after the document": {"{\"profiles\":[]}\n canary", "is not valid JSON: line 2"},
		"empty":                   {" \n", "is empty"},
		"a list":                  {"{\"profiles\":\n{\"canary\":1}}", "is not the JSON that `aliyun configure` writes: line 2"},
		"a text for the first":    {"{\"profiles\":[\n\"canary\"]}", "is not the JSON that `aliyun configure` writes: line 2, profile number 1"},
		"a text for a profile":    {"{\"profiles\":[{\"name\":\"chosen\"},\n\"canary\"]}", "is not the JSON that `aliyun configure` writes: line 2, profile number 2"},
		"a word for a number": {
			"{\"profiles\":[{\"name\":\"chosen\",\n\"mode\":\"AK\",\n\"expired_seconds\":\"canary\"}]}",
			"is not valid: line 3, key expired_seconds: must be a whole number",
		},
		"a word for a boolean": {"{\"profiles\":[{\"name\":\"chosen\",\"enable_vpc\":\"canary\"}]}", "is not valid: line 1, key enable_vpc: must be a boolean"},
		"an object for a text": {
			"{\"profiles\":[{\"name\":\"chosen\",\n\"access_key_id\":{\"canary\":1}}]}", "is not valid: line 2, key access_key_id: must be a string",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			path := w.write(".aliyun/config.json", c.text)
			w.config.Profile = set("chosen", "profile")
			_, err := w.chain().Credentials(w.ctx)
			if text := fmt.Sprint(err); !strings.Contains(text, path+" "+c.want+"\n") || !strings.Contains(text, "2. profile: `chosen` ") {
				t.Errorf("got %v, want %q", err, c.want)
			}
			secretFree(t, fmt.Sprint(err))
		})
	}
}

// TestProfile_AnUnknownOneIsNamedWithItsFile covers all ways to name a profile.
func TestProfile_AnUnknownOneIsNamedWithItsFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prepare func(w *world)
		want    string
	}{
		"usual file":     {func(*world) {}, "2. profile: `nope` is not in HOME/.aliyun/config.json, which has `a` and `b`\n"},
		"named file":     {func(w *world) { w.config.File = set("~/other.json", "x") }, "2. profile: `nope` is not in HOME/other.json, which has `c`\n"},
		"absent file":    {func(w *world) { w.config.File = set("~/absent", "x") }, "2. profile: `nope` cannot be read: config.json HOME/absent does not exist\n"},
		"no profiles":    {func(w *world) { w.write(".aliyun/config.json", "{}") }, "2. profile: `nope` is not in HOME/.aliyun/config.json, which has no profiles\n"},
		"ini file":       {func(w *world) { w.write(".alibabacloud/credentials", "[d]\n") }, "7. ini file: HOME/.alibabacloud/credentials has no section [nope]"},
		"source_profile": {func(w *world) { w.config.Profile = set("b", "profile") }, "source_profile `nope` is not in HOME/.aliyun/config.json, which has `a` and `b`"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.write("other.json", `{"profiles":[{"name":"c"}]}`)
			w.profiles(map[string]any{"name": "a"}, map[string]any{"name": "b", "mode": "ChainableRamRoleArn", "ram_role_arn": roleARN, "source_profile": "nope"})
			w.config.Profile = set("nope", "profile")
			c.prepare(w)
			_, err := w.chain().Credentials(w.ctx)
			if text := strings.ReplaceAll(fmt.Sprint(err), w.home, "HOME"); !strings.Contains(text, c.want) {
				t.Errorf("%q is missing in:\n%s", c.want, text)
			}
		})
	}
}

// TestMalformed_CredentialsOfEverySourceAreRefused: no request is sent with them.
func TestMalformed_CredentialsOfEverySourceAreRefused(t *testing.T) {
	t.Parallel()
	const trimmed = "canary-first\ncanary-second"
	for name, c := range map[string]struct {
		prepare func(w *world)
		want    string
	}{
		"settings": {func(w *world) {
			w.config.AccessKey, w.config.SecretKey = set(keyID, "access_key"), set(trimmed, "secret_key")
		}, "provider argument access_key and provider argument secret_key: malformed: the access key secret contains a line feed at position 13. Check"},
		"settings with a role": {func(w *world) {
			w.config.AccessKey, w.config.SecretKey, w.config.SecurityToken = set(keyID, "a"), set(keySecret, "b"), set("canary token", "c")
			w.config.AssumeRole = &credentials.AssumeRole{RoleARN: set(roleARN, "x")}
		}, "malformed: the security token contains a blank at position 7"},
		"profile": {func(w *world) {
			w.profiles(profile("AK", map[string]any{"access_key_id": "\ufeffLTAI", "access_key_secret": keySecret}))
		}, "malformed: the access key ID contains a byte order mark at position 1"},
		"ini file": {func(w *world) {
			w.write(".alibabacloud/credentials", "[default]\ntype=sts\naccess_key_id=LTAI\naccess_key_secret=canary\nsecurity_token=canary\tx\n")
		}, "malformed: the security token contains a tab at position 7"},
		"command": {func(w *world) {
			w.command()
			w.write("behaviour", `echo '{"mode":"AK","access_key_id":"LTAI\u0007","access_key_secret":"canary"}'`)
		}, "malformed: the access key ID contains a control character at position 5"},
		"OIDC token file": {func(w *world) {
			w.sts()
			w.config.OIDC = &credentials.OIDC{RoleARN: set(roleARN, "x"), ProviderARN: set(providerARN, "x"), TokenFile: set(w.write("token", trimmed+"\r\n"), "x")}
		}, "malformed: the OIDC token contains a line feed at position 13"},
		"CloudSSO": {func(w *world) {
			w.profiles(profile("CloudSSO", map[string]any{
				"cloud_sso_sign_in_url": "http://127.0.0.1:1", "cloud_sso_account_id": "1", "cloud_sso_access_config": "c", "access_token": trimmed,
			}))
		}, "malformed: the access_token of the sign-in contains a line feed"},
		"OAuth": {func(w *world) {
			w.profiles(profile("OAuth", map[string]any{"oauth_site_type": "CN", "oauth_access_token": "canary\u200b"}))
		}, "malformed: the oauth_access_token contains the invisible character U+200B at position 7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c.prepare(w)
			_, err := w.chain().Credentials(w.ctx)
			if text := fmt.Sprint(err); !strings.Contains(text, c.want) || !strings.Contains(text, "`trimspace`") {
				t.Errorf("%q is missing in: %v", c.want, err)
			}
			secretFree(t, fmt.Sprint(err))
			if asked := w.asked(); asked > 0 && name != "command" {
				t.Errorf("%d requests were sent", asked)
			}
		})
	}
}

func TestMalformed_BlanksAroundValuesAreRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.sts()
	w.profiles(profile("ChainableRamRoleArn", map[string]any{"ram_role_arn": roleARN, "source_profile": "base"}),
		map[string]any{"name": "base", "mode": "AK", "access_key_id": keyID + "\n", "access_key_secret": " " + keySecret + "\r\n"})
	w.returns(w.chain().Credentials, 1)
	if got := s.Requests()[0].AccessKeyID; got != keyID {
		t.Errorf("got %q", got)
	}
}
