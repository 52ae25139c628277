package artctoken_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/artctoken"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// arguments are valid, but for what changes them.
func arguments(changed map[string]any) map[string]any {
	all := map[string]any{"app_id": "abc", "app_key": "canary-key", "channel_id": "abcChannel", "user_id": "abcUser"}
	for name, value := range changed {
		all[name] = value
	}
	return all
}

func TestEphemeral_MakesATokenThatIsValidFromNow(t *testing.T) {
	t.Parallel()
	e := acctest.Configure(t, nil).Ephemeral("alicloud_ims_artc_token")
	for name, c := range map[string]struct {
		changed map[string]any
		valid   time.Duration
		nonce   string
	}{
		"nothing else":         {nil, 24 * time.Hour, ""},
		"a minute":             {map[string]any{"valid_for": "1m"}, time.Minute, ""},
		"a week":               {map[string]any{"valid_for": "168h"}, 168 * time.Hour, ""},
		"an hour and a half":   {map[string]any{"valid_for": "1h30m"}, 90 * time.Minute, ""},
		"a nonce":              {map[string]any{"nonce": "AK-1"}, 24 * time.Hour, "AK-1"},
		"a nonce of no length": {map[string]any{"nonce": ""}, 24 * time.Hour, ""},
	} {
		config := e.Config(arguments(c.changed))
		acctest.Fail(t, e.Validate(config))
		before := time.Now().Truncate(time.Second)
		result, diagnostics := e.Open(config)
		after := time.Now()
		acctest.Fail(t, diagnostics)
		got, _ := acctest.JSON(t, result).(map[string]any)
		token, _ := got["token"].(string)
		claims, err := artctoken.Parse(token)
		if err != nil {
			t.Fatal(err)
		}
		if opened := claims.ExpiresAt.Add(-c.valid); opened.Before(before) || opened.After(after) {
			t.Errorf("%s: expires at %s, opened between %s and %s", name, claims.ExpiresAt, before, after)
		}
		want := arguments(c.changed)
		want["token"] = artctoken.New(artctoken.Claims{
			AppID: "abc", ChannelID: "abcChannel", UserID: "abcUser", Nonce: c.nonce, ExpiresAt: claims.ExpiresAt,
		}, "canary-key")
		want["expires_at"] = claims.ExpiresAt.Format(time.RFC3339)
		if diff := cmp.Diff(want, acctest.JSON(t, result)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestEphemeral_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	e := acctest.Configure(t, nil).Ephemeral("alicloud_ims_artc_token")
	for name, c := range map[string]struct{ argument, value, want string }{
		"no app":                  {"app_id", "", "must not be empty"},
		"no key":                  {"app_key", "", "must not be empty"},
		"a key with a line feed":  {"app_key", "canary\n", blankText},
		"a channel with a blank":  {"channel_id", "my channel", wrongID},
		"a long user":             {"user_id", strings.Repeat("u", 65), wrongID},
		"less than a minute":      {"valid_for", "59s", "must be a duration from 1m to 168h, such as 24h, got \"59s\""},
		"more than a week":        {"valid_for", "168h1s", "must be a duration from 1m to 168h, such as 24h, got \"168h1s\""},
		"days":                    {"valid_for", "7d", "must be a duration from 1m to 168h, such as 24h, got \"7d\""},
		"a number":                {"valid_for", "3600", "must be a duration from 1m to 168h, such as 24h, got \"3600\""},
		"none":                    {"valid_for", "", "must be a duration from 1m to 168h, such as 24h, got \"\""},
		"backwards":               {"valid_for", "-24h", "must be a duration from 1m to 168h, such as 24h, got \"-24h\""},
		"the key instead of time": {"valid_for", strings.Repeat("canary", 5), "must be a duration from 1m to 168h, such as 24h, got a text of 30 characters"},
	} {
		config := e.Config(arguments(map[string]any{c.argument: c.value}))
		want := "error: Invalid value for " + c.argument + " (" + c.argument + ")\n`" + c.argument + "` " + c.want + "."
		if got := acctest.Text(e.Validate(config)); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
		// What was not known at plan comes without a validation from OpenTofu.
		result, diagnostics := e.Open(config)
		if made, _ := acctest.JSON(t, result).(map[string]any); acctest.Text(diagnostics) != want || made["token"] != nil {
			t.Errorf("%s when it is opened:\n%s\nwant\n%s", name, acctest.Text(diagnostics), want)
		}
	}
	for _, argument := range []string{"app_id", "app_key", "channel_id", "user_id", "valid_for", "nonce"} {
		acctest.Fail(t, e.Validate(e.Config(arguments(map[string]any{argument: acctest.Unknown}))))
	}
}

func TestEphemeral_HidesTheKeyAndTheToken(t *testing.T) {
	t.Parallel()
	got := acctest.Configure(t, nil).Ephemeral("alicloud_ims_artc_token").Sensitive()
	if diff := cmp.Diff([]string{"app_key", "token"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestTokens_NoRequestIsMade by the ephemeral resource and the functions.
func TestTokens_NoRequestIsMade(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	p := acctest.Configure(t, acctest.Block(api))
	e := p.Ephemeral("alicloud_ims_artc_token")
	_, diagnostics := e.Open(e.Config(arguments(nil)))
	acctest.Fail(t, diagnostics)
	if _, problem, _ := p.Call("artc_token", "abc", "key", "c", "u", "1"); problem != "" {
		t.Error(problem)
	}
	if _, problem, _ := p.Call("artc_token_claims", vectorToken); problem != "" {
		t.Error(problem)
	}
	if calls := api.Calls(); len(calls) > 0 {
		t.Errorf("%d requests were made", len(calls))
	}
}
