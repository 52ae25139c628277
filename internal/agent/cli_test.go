package agent_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// avatarAgent is the agent of the example with a digital human.
const avatarAgent = "39f8e0bc005e4f309379701645f40002"

// exampleVariables are the values that an example's user would give.
var exampleVariables = []string{
	"TF_VAR_agent_token=token-of-the-agent", "TF_VAR_model_query=api-version=1&api-key=key-of-the-model",
}

// TestEveryExampleApplies applies each folder of examples with a real CLI as it
// stands, plans again without a difference, and destroys.
func TestEveryExampleApplies(t *testing.T) {
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
			api := emulator.Start(t, emulator.WithAgent(avatarAgent, emulator.AvatarChat3D, nil))
			w := newExample(t, api, folder)
			w.Must("apply", "-auto-approve", "-no-color")
			if out, code := w.Run("plan", "-detailed-exitcode", "-no-color"); code != 0 {
				t.Errorf("the second plan is not empty (exit %d):\n%s", code, out)
			}
			w.Must("destroy", "-auto-approve", "-no-color")
			for _, i := range api.Instances() {
				if i.Status != emulator.StatusFinished && name != "data-sources/"+acctest.TypeName {
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
	for _, name := range []string{"import-by-identity.tf", "import-by-string-id.tf"} { // Applied by TestImportBlocksOfTheDocumentation.
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
