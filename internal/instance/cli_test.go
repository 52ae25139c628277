package instance_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// avatarAgent is the agent of the example with a digital human.
const avatarAgent = "39f8e0bc005e4f309379701645f40002"

// exampleVariables are the variables that a user of an example sets.
var exampleVariables = []string{
	"TF_VAR_agent_token=token-of-the-agent", "TF_VAR_artc_app_id=app", "TF_VAR_artc_app_key=key-of-the-app",
	"TF_VAR_person_token=eyJhcHBpZCI6ImFwcCIsImNoYW5uZWxpZCI6InN1cHBvcnQtY2FsbC0xIiwidXNlcmlkIjoidXNlci0xIiwibm9uY2UiOiIiLCJ0aW1lc3RhbXAiOjE2OTk0MjM2MzQsInRva2VuIjoicyJ9",
	"TF_VAR_model_query=api-version=1&api-key=key-of-the-model",
}

// TestExamples_ApplyAndDestroy applies each folder of examples with a real CLI as it
// stands, plans again without a difference, and destroys.
func TestExamples_ApplyAndDestroy(t *testing.T) {
	t.Parallel()
	var folders []string
	err := filepath.WalkDir(acctest.Root("examples"), func(at string, entry os.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			if files, _ := filepath.Glob(filepath.Join(at, "*.tf")); len(files) > 0 {
				folders = append(folders, at)
			}
		}
		return err
	})
	if err != nil || len(folders) < 7 {
		t.Fatalf("%d folders with examples: %v", len(folders), err)
	}
	for _, folder := range folders {
		name := strings.TrimPrefix(folder, acctest.Root("examples")+string(filepath.Separator))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := []emulator.Option{
				emulator.WithAgent(avatarAgent, emulator.AvatarChat3D, nil),
				// Parts of it are sensitive, which an output must not be by accident.
				emulator.Switch("call_info_for_artc", "present without numbers"),
			}
			if strings.HasSuffix(name, "job") {
				options = append(options, emulator.Step(20*time.Second)) // Its apply ends with the call.
			}
			api := emulator.Start(t, options...)
			w := newExample(t, api, folder)
			w.Must("apply", "-auto-approve", "-no-color")
			if out, code := w.Run("plan", "-detailed-exitcode", "-no-color"); code != 0 {
				t.Errorf("the second plan is not empty (exit %d):\n%s", code, out)
			}
			w.Must("destroy", "-auto-approve", "-no-color")
			for _, i := range api.Instances() {
				if i.Status != emulator.StatusFinished && !strings.HasPrefix(name, "data-sources/") {
					t.Errorf("after destroy %s is %s", i.ID, i.Status)
				}
			}
		})
	}
}

// newExample is a workspace with an example. Examples about an instance that is
// there already get one; import blocks beside a resource need it too.
func newExample(t *testing.T, api *emulator.Server, folder string) *acctest.Workspace {
	t.Helper()
	w := acctest.NewWorkspace(t, api, folder)
	for _, name := range []string{"import-by-identity.tf", "import-by-string-id.tf"} { // Applied by TestImport_BlocksOfTheDocumentation.
		if err := os.RemoveAll(filepath.Join(w.Dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	w.Env = append(w.Env, exampleVariables...)
	if strings.Contains(folder, "data-sources") || strings.HasSuffix(folder, "import") {
		other := newWorldOf(t, api)
		other.start(agentConfig(map[string]any{"greeting": "Hello!"}))
		api.Reset()
		w.Env = append(w.Env, "TF_VAR_instance_id="+api.Instances()[0].ID)
	}
	return w
}

// TestImport_BlocksOfTheDocumentation applies the import blocks of the examples
// beside their resource: nothing is started, stopped or replaced.
func TestImport_BlocksOfTheDocumentation(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"import-by-string-id.tf", "import-by-identity.tf"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			api := emulator.Start(t)
			other := newWorldOf(t, api)
			other.start(agentConfig(map[string]any{"greeting": "Hello!"}))
			api.Reset()
			folder := acctest.Root("examples", "resources", typeName)
			w := newExample(t, api, folder)
			block, err := os.ReadFile(filepath.Join(folder, file))
			if err != nil {
				t.Fatal(err)
			}
			w.Write(file, strings.ReplaceAll(string(block), "7b117af52a16412cb127fa6175ed1ad0", api.Instances()[0].ID))
			out, code := w.Run("apply", "-auto-approve", "-no-color")
			if strings.Contains(file, "identity") && !acctest.KnowsIdentity(t) {
				if code == 0 || !strings.Contains(out, `"identity" is not expected here`) {
					t.Errorf("a CLI without identities took the block (exit %d):\n%s", code, out)
				}
				return
			}
			if code != 0 || !strings.Contains(out, "1 imported, 0 added, 1 changed, 0 destroyed") {
				t.Errorf("exit %d:\n%s", code, out)
			}
			if api.Count(emulator.OpStart)+api.Count(emulator.OpStop)+api.Count(emulator.OpUpdate) > 0 {
				t.Errorf("the import called %v", api.Calls())
			}
			if out, code := w.Run("plan", "-detailed-exitcode", "-no-color"); code != 0 {
				t.Errorf("the plan after the import is not empty:\n%s", out)
			}
		})
	}
}

// TestImport_AGeneratedConfigurationPlansWithoutACall lets the CLI write the
// configuration of a running call, uses it, and adds the secret that no response
// shows.
func TestImport_AGeneratedConfigurationPlansWithoutACall(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]map[string]any{
		"current form": agentConfig(map[string]any{
			"greeting": "Hello!", "volume": 0, "tts_config": map[string]any{"speech_rate": 0.7},
			"llm_config": map[string]any{"bailian_app_params": `{"a":[1,"<&>"]}`, "llm_history": []any{map[string]any{"role": "user", "content": "x"}}},
		}),
		"deprecated form": with(minimal(nil), set("runtime_config", map[string]any{"voice_chat": trio()}),
			set("template_config", map[string]any{"voice_chat": map[string]any{"greeting": "Hello!"}})),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := emulator.Start(t)
			newWorldOf(t, api).start(with(before, set("user_data", `{"a":1}`)))
			api.Reset()
			w := acctest.NewWorkspace(t, api, "")
			w.Write("main.tf", "provider \"alicloud\" {}\nimport {\n  to = "+address+"\n  id = \""+emulator.AgentID+"/"+api.Instances()[0].ID+"\"\n}\n")
			out := w.Must("plan", "-no-color", "-generate-config-out=generated.tf")
			if !strings.Contains(out, "1 to import, 0 to add, 0 to change, 0 to destroy") {
				t.Errorf("the first plan prints:\n%s", out)
			}
			if out := w.Must("apply", "-auto-approve", "-no-color"); !strings.Contains(out, "1 imported, 0 added, 0 changed, 0 destroyed") {
				t.Errorf("the apply prints:\n%s", out)
			}
			generated, err := os.ReadFile(filepath.Join(w.Dir, "generated.tf"))
			if err != nil {
				t.Fatal(err)
			}
			withToken, n := strings.NewReplacer("null # sensitive", `"token"`), strings.Count(string(generated), "auth_token ")
			if n == 0 {
				t.Errorf("the generated file has no line for the token:\n%s", generated)
			}
			lines := strings.Split(string(generated), "\n")
			for i, line := range lines {
				if strings.HasPrefix(strings.TrimSpace(line), "auth_token ") {
					lines[i] = withToken.Replace(line)
				}
			}
			w.Write("generated.tf", strings.Join(lines, "\n"))
			if out := w.Must("apply", "-auto-approve", "-no-color"); !strings.Contains(out, "0 added, 1 changed, 0 destroyed") {
				t.Errorf("with the token the apply prints:\n%s\n%s", out, generated)
			}
			if got := api.Count(emulator.OpStart) + api.Count(emulator.OpStop) + api.Count(emulator.OpUpdate); got > 0 {
				t.Errorf("%d calls changed something: %v", got, api.Calls())
			}
		})
	}
}

func TestImport_AWrongIDIsExplained(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	for id, want := range map[string]string{
		"cn-shanghai/i-1":                  "<region>/<ai_agent_id>/<instance_id>",
		"":                                 "The import ID \"\" has none of the accepted forms",
		" ":                                "The import ID \" \" has none of the accepted forms",
		emulator.AgentID + "/":             "has none of the accepted forms",
		emulator.AgentID + "/unknown-id":   "There is no instance unknown-id in region cn-shanghai",
		"cn-beijing/some_agent/unknown-id": "There is no instance unknown-id in region cn-beijing",
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorkspace(t, api, acctest.Root("examples", "guides", "demo"))
			w.Env = append(w.Env, exampleVariables...)
			out, code := w.Run("import", "-no-color", typeName+".service_desk", id)
			if code == 0 || !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
				t.Errorf("exit %d, want %q in:\n%s", code, want, out)
			}
		})
	}
}
