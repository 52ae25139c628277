package provider_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

// snippets are the examples in a guide.
func snippets(t *testing.T, guide string) []string {
	t.Helper()
	text, err := os.ReadFile(acctest.Root("templates", "guides", guide+".md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for i, part := range strings.Split(string(text), "```terraform\n") {
		if snippet, _, ok := strings.Cut(part, "```"); ok && i > 0 {
			all = append(all, snippet)
		}
	}
	return all
}

// TestEachExampleOfTheAuthenticationGuideIsValid asks a real CLI.
func TestEachExampleOfTheAuthenticationGuideIsValid(t *testing.T) {
	t.Parallel()
	all := snippets(t, "authentication")
	if len(all) < 7 {
		t.Fatalf("there are %d examples", len(all))
	}
	api := emulator.Start(t)
	for i, snippet := range all {
		t.Run(strconv.Itoa(i+1), func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorkspace(t, api, "")
			w.Write("alicloud_override.tf", "terraform {\n  required_providers {\n    alicloud = { source = \"alicloud-ims/alicloud\" }\n  }\n}\n")
			w.Write("main.tf", snippet)
			w.Must("validate", "-no-color")
			if out, code := w.Run("fmt", "-check", "-diff", "main.tf"); code != 0 {
				t.Errorf("not formatted:\n%s", out)
			}
		})
	}
}

// TestTheExampleBesideTheIncumbentWorks validates and applies the example of the
// guide as it stands, with a stand-in for the other provider.
func TestTheExampleBesideTheIncumbentWorks(t *testing.T) {
	t.Parallel()
	all := snippets(t, "beside-aliyun-alicloud")
	if len(all) != 1 {
		t.Fatalf("there are %d examples", len(all))
	}
	neighbour := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(neighbour, "terraform-provider-alicloud"), "./internal/acctest/neighbour")
	build.Dir = acctest.Root()
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	api := emulator.Start(t)
	w := acctest.NewWorkspace(t, api, "")
	config, err := os.ReadFile(filepath.Join(w.Dir, "cli.tfrc"))
	if err != nil {
		t.Fatal(err)
	}
	w.Write("cli.tfrc", strings.Replace(string(config), "dev_overrides {", "dev_overrides {\n"+
		"    \"registry.terraform.io/aliyun/alicloud\" = \""+neighbour+"\"\n    \"registry.opentofu.org/aliyun/alicloud\" = \""+neighbour+"\"", 1))
	if err := os.Remove(filepath.Join(w.Dir, "alicloud_override.tf")); err != nil {
		t.Fatal(err)
	}
	w.Write("main.tf", all[0])
	w.Must("validate", "-no-color")
	if out, code := w.Run("fmt", "-check", "-diff", "main.tf"); code != 0 {
		t.Errorf("not formatted:\n%s", out)
	}
	w.Write("ims_override.tf", "provider \"ims\" {\n  protocol = \"HTTP\"\n  endpoints {\n    ice = \""+api.Endpoint()+"\"\n  }\n}\n")
	w.Env = append(w.Env, "TF_VAR_artc_app_id=app", "TF_VAR_artc_app_key=key", "ALICLOUD_ACCESS_KEY="+emulator.AccessKeyID, "ALICLOUD_SECRET_KEY="+emulator.AccessKeySecret)
	w.Must("apply", "-auto-approve", "-no-color")
	if api.Count(emulator.OpStart) != 1 {
		t.Errorf("%d instances were started", api.Count(emulator.OpStart))
	}
	w.Must("destroy", "-auto-approve", "-no-color")

	w.Write("main.tf", strings.ReplaceAll(all[0], "  provider = ims\n\n", ""))
	if out, code := w.Run("validate", "-no-color"); code == 0 {
		t.Errorf("without the argument `provider` it is valid:\n%s", out)
	}
}

// TestTheLeastPolicyIsEnough denies each action that the guide does not name.
func TestTheLeastPolicyIsEnough(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile(acctest.Root("templates", "guides", "authentication.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	var denied []string
	for _, operation := range []string{emulator.OpStart, emulator.OpDescribe, emulator.OpUpdate, emulator.OpStop, emulator.OpList} {
		if !strings.Contains(string(guide), `"ice:`+operation+`"`) {
			denied = append(denied, operation)
		}
	}
	api := emulator.Start(t, emulator.Deny(emulator.AccessKeyID, denied...))
	p := configure(t, block(api, identity.StartSTS(t, "sts", ""), map[string]any{
		"access_key": emulator.AccessKeyID, "secret_key": emulator.AccessKeySecret,
	}))
	state, diagnostics := p.Apply(p.Plan(p.Config(instance("channel-1")), p.Null()))
	acctest.Fail(t, diagnostics)
	state, diagnostics = p.Read(state)
	acctest.Fail(t, diagnostics)
	changed := instance("channel-1")
	changed["user_data"] = "other"
	state, diagnostics = p.Apply(p.Plan(p.Config(changed), state))
	acctest.Fail(t, diagnostics)
	_, diagnostics = p.Apply(p.Plan(p.Null().State, state))
	acctest.Fail(t, diagnostics)
}
