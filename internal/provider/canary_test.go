package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

// scene is a source of credentials as a user of a real CLI configures it. Each
// secret contains the word canary, or is issued.
type scene struct {
	name string
	// block goes into the provider block, env into the environment, and files
	// into the home folder. STS, URI and HOME stand for what the test starts.
	block string
	env   []string
	files map[string]string
}

var scenes = []scene{
	{name: "static", env: []string{"ALICLOUD_ACCESS_KEY=LTAI-base", "ALICLOUD_SECRET_KEY=" + baseSecret}},
	{
		name: "assume_role", env: []string{"ALICLOUD_ACCESS_KEY=LTAI-base", "ALICLOUD_SECRET_KEY=" + baseSecret},
		files: map[string]string{"external-id": "canary-external-id"},
		block: "assume_role {\n role_arn = \"" + roleARN + "\"\n external_id = file(\"external-id\")\n}\naccount_id = \"" + identity.Account + "\"",
	},
	{
		name: "OIDC environment variables",
		env:  []string{"ALIBABA_CLOUD_ROLE_ARN=" + roleARN, "ALIBABA_CLOUD_OIDC_PROVIDER_ARN=p", "ALIBABA_CLOUD_OIDC_TOKEN=canary.oidc.token"},
	},
	{name: "credentials_uri", env: []string{"ALIBABA_CLOUD_CREDENTIALS_URI=URI/canary-path?token=canary-query"}},
	{
		name: "profile External", env: []string{"ALIBABA_CLOUD_PROFILE=command"},
		files: map[string]string{
			".aliyun/config.json": `{"profiles":[{"name":"command","mode":"External","process_command":"sh HOME/keys.sh canary-argument"}]}`,
			"keys.sh":             "echo canary-error >&2\ntest -f HOME/broken && { cat HOME/broken; exit; }\ncat HOME/keys.json",
			"keys.json":           `{"mode":"AK","access_key_id":"LTAI-base","access_key_secret":"` + baseSecret + `"}`,
		},
	},
	{
		name: "profile of mode RamRoleArn", env: []string{"ALIBABA_CLOUD_PROFILE=role"},
		files: map[string]string{
			".aliyun/config.json": `{"profiles":[{"name":"role","mode":"RamRoleArn","access_key_id":"LTAI-base","access_key_secret":"` + baseSecret +
				`","ram_role_arn":"` + roleARN + `","oauth_refresh_token":"canary-refresh"}]}`,
		},
	},
}

// stage is a workspace for a scene.
type stage struct {
	*acctest.Workspace
	t        *testing.T
	services []*identity.Server
	api      *emulator.Server
	trace    string
}

func (s scene) stage(t *testing.T) *stage {
	t.Helper()
	uri := identity.StartURI(t, "uri")
	options := append(identity.Accept("sts", 9), identity.Accept("uri", 9)...)
	api := emulator.Start(t, append(options, emulator.Key(baseID, baseSecret))...)
	sts := identity.StartSTS(t, "sts", "canary.oidc.token")
	sts.Know(baseID, baseSecret, "")
	w := &stage{Workspace: acctest.NewWorkspace(t, api, ""), t: t, services: []*identity.Server{uri, sts}, api: api}
	w.Write("alicloud_override.tf", `
terraform {
  required_providers {
    alicloud = { source = "alicloud-ims/alicloud" }
  }
}
provider "alicloud" {
  region   = "cn-shanghai"
  protocol = "HTTP"
  `+s.block+`
  endpoints {
    ice = "`+api.Endpoint()+`"
    sts = "`+sts.Endpoint()+`"
  }
}
`)
	w.Write("main.tf", `
provider "alicloud" {}
resource "alicloud_ims_ai_agent_instance" "test" {
  ai_agent_id = "`+emulator.AgentID+`"
  runtime_config = {
    agent_user_id = "agent-1"
    channel_id    = "channel-1"
    auth_token    = "token-of-the-agent"
  }
}
`)
	if err := os.MkdirAll(filepath.Join(w.Dir, ".aliyun"), 0o700); err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer("HOME", w.Dir, "URI/", uri.URL()+"/")
	for name, text := range s.files {
		w.Write(name, fill.Replace(text))
	}
	w.trace = filepath.Join(t.TempDir(), "trace.log")
	w.Env = append(w.Env, "TF_LOG=TRACE", "TF_LOG_PATH="+w.trace)
	for _, pair := range s.env {
		w.Env = append(w.Env, fill.Replace(pair))
	}
	return w
}

// clean requires that a text shows no secret.
func clean(t *testing.T, what, text string) {
	t.Helper()
	for _, word := range []string{"canary", "issued-secret", "issued-token"} {
		if at := strings.Index(text, word); at >= 0 {
			t.Errorf("%s shows a secret: …%s…", what, text[max(0, at-200):min(len(text), at+100)])
		}
	}
}

// TestSecrets_ARealCLIShowsNone runs each scene at TF_LOG=TRACE with success and
// with failures, and searches all output for secrets.
func TestSecrets_ARealCLIShowsNone(t *testing.T) {
	t.Parallel()
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			w := s.stage(t)
			clean(t, "plan", w.Must("plan", "-no-color", "-out=saved"))
			clean(t, "saved plan", w.Must("show", "-json", "saved"))
			clean(t, "apply", w.Must("apply", "-no-color", "saved"))
			state, err := os.ReadFile(filepath.Join(w.Dir, "terraform.tfstate"))
			if err != nil || !strings.Contains(string(state), "channel-1") {
				t.Errorf("no state: %v", err)
			}
			clean(t, "state", string(state))
			if s.name != "static" {
				for _, fault := range []identity.Fault{identity.Refuse, identity.HTML} {
					for _, service := range w.services {
						service.Break(fault)
					}
					w.Write("broken", "canary "+string(fault))
					out, code := w.Run("plan", "-no-color")
					if code == 0 || !strings.Contains(out, "No credentials from ") {
						t.Errorf("exit %d after %s:\n%s", code, fault, out)
					}
					clean(t, "failure", out)
				}
			}
			trace, err := os.ReadFile(w.trace)
			if err != nil || !strings.Contains(string(trace), "API call") {
				t.Errorf("the trace has no call of the API: %v", err)
			}
			clean(t, "trace", string(trace))
		})
	}
}
