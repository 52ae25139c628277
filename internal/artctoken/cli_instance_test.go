package artctoken_test

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// The secrets of these tests: the key, and what every token begins with.
const (
	canaryKey  = "canary-artc-app-key"
	tokenBegin = "eyJhcHBpZCI6"
)

// call is a configuration that starts a call. Its key is ephemeral or, where the form
// is to be refused by core only for the argument, sensitive.
func call(channel, token string) string {
	return `
variable "artc_app_key" {
  type      = string
  ephemeral = true
}
variable "ticket" {
  type    = string
  default = "7"
}
resource "terraform_data" "ticket" {
  input = var.ticket
}
locals {
  channel = ` + channel + `
  agent   = "agent-7"
}
ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = "abc"
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}
resource "alicloud_ims_ai_agent_instance" "support" {
  ai_agent_id = "` + emulator.AgentID + `"
  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    ` + token + `
  }
}
`
}

const (
	fromEphemeral = `auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token`
	knownChannel  = `"support-7"`
	lateChannel   = `"support-${terraform_data.ticket.output}"` // Not known before the first apply.
)

// fromFunction makes the token in the function, a day after a time.
func fromFunction(now string) string {
	return `auth_token_wo = provider::alicloud::artc_token("abc", var.artc_app_key, local.channel, local.agent, timeadd(` + now + `, "24h"))`
}

// TestCLI_EachFormStartsACallAndPlansEmptyAfterwards also where the channel is not
// known at plan.
func TestCLI_EachFormStartsACallAndPlansEmptyAfterwards(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]string{
		"ephemeral resource":               call(knownChannel, fromEphemeral),
		"function, plantimestamp":          call(knownChannel, fromFunction("plantimestamp()")),
		"function, timestamp":              call(knownChannel, fromFunction("timestamp()")),
		"ephemeral resource, late channel": call(lateChannel, fromEphemeral),
		"function, late channel":           call(lateChannel, fromFunction("plantimestamp()")),
		"stored":                           stored(call(knownChannel, fromFunction("plantimestamp()"))),
		"stored, late channel":             stored(call(lateChannel, fromFunction("plantimestamp()"))),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := emulator.Start(t)
			w := acctest.NewWorkspace(t, api, "")
			w.Write("main.tf", config)
			w.Env = append(w.Env, "TF_VAR_artc_app_key="+canaryKey)
			w.Must("apply", "-auto-approve", "-no-color")
			if started := api.Instances(); len(started) != 1 {
				t.Errorf("%d calls were started", len(started))
			}
			if out, code := w.Run("plan", "-detailed-exitcode", "-no-color"); code != 0 {
				t.Errorf("the plan is not empty (exit %d):\n%s", code, out)
			}
			w.Must("destroy", "-auto-approve", "-no-color")
		})
	}
}

// TestCLI_AWrongValueThatIsKnownLateStartsNoCall: it is refused in the apply, before the
// call that needs the token.
func TestCLI_AWrongValueThatIsKnownLateStartsNoCall(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	w := acctest.NewWorkspace(t, api, "")
	w.Write("main.tf", strings.Replace(call(knownChannel, fromEphemeral), "user_id    = local.agent", "user_id    = local.agent\n  valid_for  = terraform_data.ticket.output", 1))
	w.Env = append(w.Env, "TF_VAR_artc_app_key="+canaryKey)
	out, code := w.Run("apply", "-auto-approve", "-no-color")
	if code != 1 || !strings.Contains(words(out), "`valid_for` must be a duration from 1m to 168h, such as 24h, got \"7\".") || len(api.Instances()) > 0 {
		t.Errorf("exit %d, %d calls:\n%s", code, len(api.Instances()), out)
	}
}

// stored is a configuration whose token is stored in the state: a new one for the same
// call is made by each plan.
func stored(config string) string {
	return strings.NewReplacer("ephemeral = true", "sensitive = true", "auth_token_wo", "auth_token").Replace(config)
}

// TestCLI_AnEphemeralTokenIsNeverStored: core refuses what would store it.
func TestCLI_AnEphemeralTokenIsNeverStored(t *testing.T) {
	t.Parallel()
	for name, token := range map[string]string{
		"ephemeral resource": strings.Replace(fromEphemeral, "_wo", "", 1),
		"function":           strings.Replace(fromFunction("plantimestamp()"), "_wo", "", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := emulator.Start(t)
			w := acctest.NewWorkspace(t, api, "")
			w.Write("main.tf", call(knownChannel, token))
			w.Env = append(w.Env, "TF_VAR_artc_app_key="+canaryKey)
			out, code := w.Run("apply", "-auto-approve", "-no-color")
			if code != 1 || !strings.Contains(out, "phemeral") || len(api.Instances()) > 0 {
				t.Errorf("exit %d, %d calls:\n%s", code, len(api.Instances()), out)
			}
		})
	}
}

// TestCLI_ASavedPlanNeedsTheKeyAgain: neither the key nor a token is in the plan. The
// plan and a destroy use the token for nothing, so any key will do for them.
func TestCLI_ASavedPlanNeedsTheKeyAgain(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	w := acctest.NewWorkspace(t, api, "")
	w.Write("main.tf", call(knownChannel, fromEphemeral))
	without := w.Env
	use := func(key ...string) {
		w.Env = slices.Clone(without)
		for _, k := range key {
			w.Env = append(w.Env, "TF_VAR_artc_app_key="+k)
		}
	}
	use("not-needed-for-a-plan")
	w.Must("plan", "-no-color", "-out=saved")
	use()
	out, code := w.Run("apply", "-no-color", "-input=false", "saved")
	if code == 0 || !strings.Contains(out, "artc_app_key") || len(api.Instances()) > 0 {
		t.Errorf("exit %d without the key, %d calls:\n%s", code, len(api.Instances()), out)
	}
	use(canaryKey)
	w.Must("apply", "-no-color", "saved")
	if len(api.Instances()) != 1 {
		t.Errorf("%d calls were started", len(api.Instances()))
	}
	use("not-needed-for-a-destroy")
	w.Must("destroy", "-auto-approve", "-no-color")
	for _, i := range api.Instances() {
		if i.Status != emulator.StatusFinished {
			t.Errorf("after destroy %s", i)
		}
	}
}

// TestCLI_NeitherKeyNorTokenIsStoredOrLogged searches everything that a CLI writes.
func TestCLI_NeitherKeyNorTokenIsStoredOrLogged(t *testing.T) {
	t.Parallel()
	for name, token := range map[string]string{
		"ephemeral resource": fromEphemeral,
		"function":           fromFunction("plantimestamp()"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := emulator.Start(t)
			w := acctest.NewWorkspace(t, api, "")
			trace := filepath.Join(t.TempDir(), "trace.log")
			w.Env = append(w.Env, "TF_VAR_artc_app_key="+canaryKey, "TF_LOG=TRACE", "TF_LOG_PATH="+trace)
			w.Write("main.tf", call(knownChannel, token))
			clean(t, "plan", w.Must("plan", "-no-color", "-out=saved"))
			clean(t, "saved plan", unzipped(t, filepath.Join(w.Dir, "saved")))
			clean(t, "shown plan", w.Must("show", "-json", "saved"))
			clean(t, "apply", w.Must("apply", "-no-color", "saved"))
			clean(t, "state", contains(t, filepath.Join(w.Dir, "terraform.tfstate"), "support-7"))
			clean(t, "second plan", w.Must("plan", "-no-color"))

			w.Write("main.tf", call(`"not a channel"`, token))
			out, code := w.Run("plan", "-no-color")
			if code == 0 || !strings.Contains(words(out), wrongID) {
				t.Errorf("exit %d for an invalid channel:\n%s", code, out)
			}
			clean(t, "failure", out)
			clean(t, "trace", contains(t, trace, "alicloud_ims_ai_agent_instance"))
		})
	}
}

func clean(t *testing.T, what, text string) {
	t.Helper()
	for _, secret := range []string{"canary", tokenBegin} {
		if at := strings.Index(text, secret); at >= 0 {
			t.Errorf("%s shows a secret: …%s…", what, text[max(0, at-200):min(len(text), at+100)])
		}
	}
}

// contains reads a file that must contain a word: an empty one proves nothing.
func contains(t *testing.T, name, word string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(text), word) {
		t.Errorf("%s has no %s: %v", name, word, err)
	}
	return string(text)
}

// unzipped returns the contents of all files in an archive.
func unzipped(t *testing.T, name string) string {
	t.Helper()
	archive, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var all strings.Builder
	for _, entry := range archive.File {
		file, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, file); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(all.String(), "support-7") {
		t.Error("the plan does not contain the channel")
	}
	return all.String()
}
