package artctoken_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// alone is a workspace without a provider block, keys and a region.
func alone(t *testing.T, config string) *acctest.Workspace {
	t.Helper()
	w := acctest.NewWorkspace(t, emulator.Start(t), "")
	if err := os.Remove(filepath.Join(w.Dir, "alicloud_override.tf")); err != nil {
		t.Fatal(err)
	}
	w.Write("main.tf", config)
	return w
}

// TestCLI_NeedsNeitherABlockNorCredentials for both names that users give the provider.
func TestCLI_NeedsNeitherABlockNorCredentials(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"alicloud", "ims"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := alone(t, strings.ReplaceAll(`
terraform {
  required_providers {
    NAME = { source = "alicloud-ims/alicloud" }
  }
}
ephemeral "alicloud_ims_artc_token" "agent" {
  provider   = NAME
  app_id     = "abc"
  app_key    = "abckey"
  channel_id = "abcChannel"
  user_id    = "abcUser"
  lifecycle {
    postcondition {
      condition     = provider::NAME::artc_token_claims(self.token).expires_at == self.expires_at
      error_message = "The token and its time differ."
    }
  }
}
output "token" {
  value = provider::NAME::artc_token("abc", "abckey", "abcChannel", "abcUser", 1699423634)
}
output "claims" {
  value = provider::NAME::artc_token_claims(provider::NAME::artc_token("abc", "abckey", "abcChannel", "abcUser", "2023-11-08T06:07:14Z", "AK-1"))
}
`, "NAME", name))
			w.Must("validate", "-no-color")
			w.Must("apply", "-auto-approve", "-no-color")
			var outputs map[string]struct{ Value any }
			if err := json.Unmarshal([]byte(w.Must("output", "-json", "-no-color")), &outputs); err != nil {
				t.Fatal(err)
			}
			want := map[string]any{
				"app_id": "abc", "channel_id": "abcChannel", "user_id": "abcUser", "nonce": "AK-1", "expires_at": "2023-11-08T06:07:14Z",
			}
			if diff := cmp.Diff(want, outputs["claims"].Value); diff != "" || outputs["token"].Value != vectorToken {
				t.Errorf("%v\n%s", outputs, diff)
			}
			if out, code := w.Run("plan", "-detailed-exitcode", "-no-color"); code != 0 {
				t.Errorf("the plan is not empty (exit %d):\n%s", code, out)
			}
		})
	}
}

// TestCLI_TheConsoleMakesAToken and stores nothing. The console of OpenTofu 1.12 cannot
// call the function of a provider, but shows what the configuration has made by it.
func TestCLI_TheConsoleMakesAToken(t *testing.T) {
	t.Parallel()
	w := alone(t, requiredProviders+`
variable "key" {
  type      = string
  sensitive = true
}
locals {
  token = provider::alicloud::artc_token("abc", var.key, "abcChannel", "abcUser", "1699423634")
}
`)
	w.Env = append(w.Env, "TF_VAR_key=abckey")
	expressions := []string{`nonsensitive(local.token)`}
	if !strings.HasPrefix(w.Must("version"), "OpenTofu") {
		expressions = append(expressions, `provider::alicloud::artc_token("abc", "abckey", "abcChannel", "abcUser", "1699423634")`)
	}
	for _, expression := range expressions {
		console := w.Command("console")
		console.Stdin = strings.NewReader(expression + "\n")
		var failure strings.Builder
		console.Stderr = &failure
		out, err := console.Output()
		if err != nil || strings.TrimSpace(string(out)) != `"`+vectorToken+`"` {
			t.Errorf("%s: %v\n%s%s", expression, err, out, failure.String())
		}
	}
	if files, err := filepath.Glob(filepath.Join(w.Dir, "*.tfstate*")); err != nil || len(files) > 0 {
		t.Errorf("a state was written: %v, %v", files, err)
	}
}

const requiredProviders = `
terraform {
  required_providers {
    alicloud = { source = "alicloud-ims/alicloud" }
  }
}
`

func TestCLI_ATestOfAModuleReadsTheToken(t *testing.T) {
	t.Parallel()
	w := alone(t, requiredProviders+`
variable "key" {
  type = string
}
output "v" {
  value = provider::alicloud::artc_token("abc", var.key, "abcChannel", "abcUser", 1699423634)
}
`)
	w.Write("token.tftest.hcl", `
run "the_documented_token" {
  command = plan
  variables {
    key = "abckey"
  }
  assert {
    condition     = jsondecode(base64decode(output.v)).token == "`+vectorSignature+`"
    error_message = "Another signature."
  }
}
`)
	if out := w.Must("test", "-no-color"); !strings.Contains(out, "1 passed, 0 failed") {
		t.Errorf("got\n%s", out)
	}
}

// TestCLI_AWrongArgumentIsNamed shows the texts as users read them.
func TestCLI_AWrongArgumentIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ call, want string }{
		"time":   {`artc_token("abc", "canary", "c", "u", "tomorrow")`, `Invalid value for "expires_at" parameter: ` + wrongTime + `.`},
		"nonce":  {`artc_token("abc", "canary", "c", "u", 1, "a", "b")`, `Invalid value for "nonce" parameter: only one nonce can be given.`},
		"claims": {`artc_token_claims("canary!")`, `Invalid value for "token" parameter: is not an ARTC token: it is not Base64.`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := alone(t, requiredProviders+"output \"v\" {\n  value = provider::alicloud::"+c.call+"\n}\n")
			out, code := w.Run("plan", "-no-color")
			if got := words(out); code != 1 || !strings.Contains(got, words(c.want)) {
				t.Errorf("exit %d:\n%s", code, out)
			}
		})
	}
}

// words undoes the line breaks and the frame of a message.
func words(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(text)), " ")
}
