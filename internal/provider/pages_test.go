package provider_test

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// page is a page of the documentation, by its source.
type page struct {
	// starts is how many calls its first example starts.
	starts int
	// reads: the example needs an instance that runs already.
	reads bool
	// noCall: the first example only configures the provider, or there is none.
	noCall bool
	// elsewhere: the example needs another provider and has a test of its own.
	elsewhere bool
}

var pages = map[string]page{
	"README.md":               {starts: 1},
	"templates/index.md.tmpl": {starts: 1},
	"templates/data-sources/ims_ai_agent_instance.md.tmpl":                       {reads: true},
	"templates/data-sources/ims_ai_agent_instances.md.tmpl":                      {},
	"templates/ephemeral-resources/ims_artc_token.md.tmpl":                       {starts: 1},
	"templates/functions/agent_config.md.tmpl":                                   {starts: 1},
	"templates/functions/artc_token.md.tmpl":                                     {},
	"templates/functions/artc_token_claims.md.tmpl":                              {},
	"templates/resources/ims_ai_agent_instance.md.tmpl":                          {starts: 1},
	"templates/guides/all-settings.md.tmpl":                                      {starts: 1},
	"templates/guides/authentication.md.tmpl":                                    {noCall: true},
	"templates/guides/beside-aliyun-alicloud.md.tmpl":                            {elsewhere: true},
	"templates/guides/drift-and-pipelines.md.tmpl":                               {starts: 1},
	"templates/guides/end-a-call.md.tmpl":                                        {starts: 1},
	"templates/guides/import-and-adopt.md.tmpl":                                  {reads: true},
	"templates/guides/join-the-call.md.tmpl":                                     {starts: 1},
	"templates/guides/life-of-a-call.md.tmpl":                                    {starts: 1},
	"templates/guides/move-from-template-config.md.tmpl":                         {starts: 2},
	"templates/guides/secrets-and-state.md.tmpl":                                 {noCall: true},
	"templates/guides/tokens.md.tmpl":                                            {starts: 1},
	"templates/guides/troubleshooting.md.tmpl":                                   {noCall: true},
	"examples/data-sources/alicloud_ims_ai_agent_instance/data-source.tf":        {reads: true},
	"examples/data-sources/alicloud_ims_ai_agent_instances/data-source.tf":       {},
	"examples/ephemeral-resources/alicloud_ims_artc_token/ephemeral-resource.tf": {starts: 1},
	"examples/functions/agent_config/function.tf":                                {starts: 1},
	"examples/functions/artc_token/function.tf":                                  {},
	"examples/functions/artc_token_claims/function.tf":                           {},
	"examples/resources/alicloud_ims_ai_agent_instance/import-by-string-id.tf":   {elsewhere: true},
	"examples/resources/alicloud_ims_ai_agent_instance/import-by-identity.tf":    {elsewhere: true},
	"examples/resources/alicloud_ims_ai_agent_instance/resource.tf":              {starts: 1},
}

// personToken is a token of user-1 for the channel support-call-1.
const personToken = "eyJhcHBpZCI6ImFwcCIsImNoYW5uZWxpZCI6InN1cHBvcnQtY2FsbC0xIiwidXNlcmlkIjoidXNlci0xIiwibm9uY2UiOiIiLCJ0aW1lc3RhbXAiOjE2OTk0MjM2MzQsInRva2VuIjoicyJ9"

// firstExample is the first configuration that a reader of a page sees, "" if there
// is none.
func firstExample(t *testing.T, source string) string {
	t.Helper()
	text := readFile(t, source)
	if filepath.Ext(source) == ".tf" {
		return text
	}
	text = regexp.MustCompile(`\{\{ tffile "([^"]+)" \}\}`).ReplaceAllStringFunc(text, func(call string) string {
		return "```terraform\n" + readFile(t, strings.Split(call, `"`)[1]) + "```"
	})
	match := regexp.MustCompile("(?s)```(?:terraform|hcl)\n(.*?)```").FindStringSubmatch(text)
	if match == nil {
		return ""
	}
	return match[1]
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(acctest.Root(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPages_AllAreListed fails for a page without an entry in the table.
func TestPages_AllAreListed(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"README.md", "templates/*.tmpl", "templates/*/*.tmpl", "examples/resources/*/*.tf", "examples/data-sources/*/*.tf", "examples/ephemeral-resources/*/*.tf", "examples/functions/*/*.tf"} {
		found, err := filepath.Glob(acctest.Root(pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(found), err)
		}
		for _, name := range found {
			source, err := filepath.Rel(acctest.Root(), name)
			if err != nil {
				t.Fatal(err)
			}
			if _, listed := pages[filepath.ToSlash(source)]; !listed {
				t.Errorf("%s is not in the table", source)
			}
		}
	}
}

// TestPages_TheFirstExampleStandsAlone pastes the first example of each page into an
// empty folder, as a reader does, and runs it from init to destroy.
func TestPages_TheFirstExampleStandsAlone(t *testing.T) {
	t.Parallel()
	for source, p := range pages {
		if p.elsewhere {
			continue
		}
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			example := firstExample(t, source)
			if p.noCall && example == "" {
				return
			}
			if !strings.Contains(example, "required_providers") {
				t.Fatalf("the first example has no required_providers:\n%s", example)
			}
			if strings.Contains(example, " auth_token ") {
				t.Errorf("the token is stored in the state:\n%s", example)
			}
			api := emulator.Start(t, emulator.WithAgent(emulator.AvatarAgentID, emulator.AvatarChat3D, nil))
			w := emptyFolder(t, api)
			if p.reads {
				other := emptyFolder(t, api)
				other.Write("main.tf", firstExample(t, "README.md"))
				other.Must("init", "-no-color")
				other.Must("apply", "-auto-approve", "-no-color")
				w.Env = append(w.Env, "TF_VAR_instance_id="+api.Instances()[0].ID)
				api.Reset()
			}
			w.Write("main.tf", example)
			if out, code := w.Run("fmt", "-check", "-diff", "main.tf"); code != 0 {
				t.Errorf("not formatted:\n%s", out)
			}
			runToTheEnd(t, w)
			if got := api.Count(emulator.OpStart); got != p.starts {
				t.Errorf("%d instances were started, want %d", got, p.starts)
			}
			for _, i := range api.Instances() {
				if p.starts > 0 && i.Status != emulator.StatusFinished {
					t.Errorf("after destroy %s is %s", i.ID, i.Status)
				}
			}
		})
	}
}

func runToTheEnd(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	w.Must("init", "-no-color")
	w.Must("validate", "-no-color")
	w.Must("apply", "-auto-approve", "-no-color")
	if out, code := w.Run("plan", "-detailed-exitcode", "-no-color"); code != 0 {
		t.Errorf("the plan after the apply is not empty (exit %d):\n%s", code, out)
	}
	w.Must("destroy", "-auto-approve", "-no-color")
}

// emptyFolder is a workspace with nothing but what leads the provider to the
// emulator. The provider comes from a filesystem mirror, so that init works.
func emptyFolder(t *testing.T, api *emulator.Server) *acctest.Workspace {
	t.Helper()
	w := acctest.NewWorkspace(t, api, "")
	if err := os.Remove(filepath.Join(w.Dir, "alicloud_override.tf")); err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile(filepath.Join(w.Dir, "cli.tfrc"))
	if err != nil {
		t.Fatal(err)
	}
	binary := regexp.MustCompile(`/alicloud" = "([^"]+)"`).FindSubmatch(config)
	if binary == nil {
		t.Fatalf("no folder with the provider in\n%s", config)
	}
	mirror := filepath.Join(t.TempDir(), "mirror")
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		version := filepath.Join(mirror, registry, "alicloud-ims", "alicloud", "0.1.0")
		if err := os.MkdirAll(version, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(string(binary[1]), filepath.Join(version, runtime.GOOS+"_"+runtime.GOARCH)); err != nil {
			t.Fatal(err)
		}
	}
	w.Write("cli.tfrc", "provider_installation {\n  filesystem_mirror {\n    path = \""+mirror+"\"\n  }\n}\n")
	w.Write("emulator_override.tf", "provider \"alicloud\" {\n  protocol = \"HTTP\"\n}\n")
	w.Env = append(w.Env,
		"ALIBABA_CLOUD_ACCESS_KEY_ID="+emulator.AccessKeyID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET="+emulator.AccessKeySecret,
		"ALIBABA_CLOUD_ENDPOINT_ICE="+api.Endpoint(), "TF_VAR_artc_app_id=app", "TF_VAR_artc_app_key=key-of-the-app", "TF_VAR_person_token="+personToken, "TF_VAR_model_query=api-key=key-of-the-model")
	return w
}

// TestPages_TheConsoleCommandsMakeAToken runs the line that a reader copies, beside the
// first example of the page. The console of OpenTofu cannot call functions of providers.
func TestPages_TheConsoleCommandsMakeAToken(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"README.md", "templates/guides/join-the-call.md.tmpl", "templates/guides/tokens.md.tmpl", "templates/functions/artc_token.md.tmpl"} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			line := regexp.MustCompile(`(?m)^echo .*provider::alicloud::artc_token\(.* \| terraform console$`).FindString(readFile(t, source))
			if line == "" {
				t.Fatal("there is no such line")
			}
			w := emptyFolder(t, emulator.Start(t))
			w.Write("main.tf", firstExample(t, source))
			w.Must("init", "-no-color")
			cli := w.Command("console")
			shell := exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll(line, "| terraform console", "| '"+cli.Path+"' console"))
			shell.Dir, shell.Env = cli.Dir, cli.Env
			out, err := shell.CombinedOutput()
			made := err == nil && regexp.MustCompile(`"eyJ[A-Za-z0-9+/=]+"`).Match(out)
			if opentofu := strings.HasPrefix(w.Must("version"), "OpenTofu"); made == opentofu {
				t.Errorf("%s\n%v\n%s", line, err, out)
			}
		})
	}
}

// TestPages_TheTokenScriptIsRight compares the script of the guide with the token
// that the vendor documents.
func TestPages_TheTokenScriptIsRight(t *testing.T) {
	t.Parallel()
	command := exec.CommandContext(t.Context(), "sh", acctest.Root("examples", "guides", "join-the-call", "token.sh"), "abcChannel", "abcUser", "1699423634")
	command.Env = append(command.Environ(), "ARTC_APP_ID=abc", "ARTC_APP_KEY=abckey")
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	token, err := base64.StdEncoding.DecodeString(string(out))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"appid":"abc","channelid":"abcChannel","userid":"abcUser","nonce":"","timestamp":1699423634,` +
		`"token":"3c9ee8d9f8734f0b7560ed8022a0590659113955819724fc9345ab8eedf84f31"}`
	if string(token) != want {
		t.Errorf("got %s", token)
	}
}
