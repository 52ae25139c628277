package instance_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/golden"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// sensitiveIn lists the sensitive attributes below a place.
func sensitiveIn(at string, attributes []*tfprotov6.SchemaAttribute) []string {
	var all []string
	for _, a := range attributes {
		if a.Sensitive {
			all = append(all, at+a.Name)
		}
		if a.NestedType != nil {
			all = append(all, sensitiveIn(at+a.Name+".", a.NestedType.Attributes)...)
		}
	}
	return all
}

func TestSensitive_AttributesAreThese(t *testing.T) {
	t.Parallel()
	server := acctest.Configure(t, acctest.Block(emulator.Start(t))).Resource(typeName).Server()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, kind := range []struct {
		title  string
		schema *tfprotov6.Schema
	}{
		{"resource " + typeName, schemas.ResourceSchemas[typeName]},
		{"data source " + typeName, schemas.DataSourceSchemas[typeName]},
		{"data source " + listName, schemas.DataSourceSchemas[listName]},
	} {
		b.WriteString("# " + kind.title + "\n" + strings.Join(slices.Sorted(slices.Values(sensitiveIn("", kind.schema.Block.Attributes))), "\n") + "\n\n")
	}
	golden.Compare(t, "testdata/sensitive.txt", b.String())
}

// describes lets Describe and List respond with an instance of a test's own.
func (w *world) describes(instance map[string]any) {
	w.t.Helper()
	whole := map[string]any{"Status": "Executing", "GmtCreate": "2026-11-27T04:00:00.000+00:00"}
	maps.Copy(whole, instance)
	for operation, body := range map[string]any{
		emulator.OpDescribe: map[string]any{"RequestId": "R", "Instance": whole},
		emulator.OpList:     map[string]any{"RequestId": "R", "Instances": []any{whole}},
	} {
		text, err := json.Marshal(body)
		w.must(err)
		w.api.Inject(emulator.Fault{Operation: operation, Times: -1, Body: string(text)})
	}
}

// TestSensitive_ASecretReachesNoState: a service may show a secret wherever it
// likes, and may write an object as its JSON text.
func TestSensitive_ASecretReachesNoState(t *testing.T) {
	t.Parallel()
	const secret = "api-key=canary"
	asText := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	shown := map[string]any{"OpenAIExtraQuery": secret, "LlmHistoryLimit": 3}
	for name, agent := range map[string]any{
		"as documented":               map[string]any{"LlmConfig": shown},
		"an object as text":           map[string]any{"LlmConfig": asText(shown)},
		"the whole tree as text":      asText(map[string]any{"LlmConfig": shown}),
		"text in text":                asText(map[string]any{"LlmConfig": asText(shown)}),
		"in another object":           map[string]any{"TtsConfig": map[string]any{"OpenAIExtraQuery": secret}},
		"in another object as text":   map[string]any{"TtsConfig": asText(map[string]any{"OpenAIExtraQuery": secret})},
		"at the root":                 map[string]any{"OpenAIExtraQuery": secret},
		"in an unknown object":        map[string]any{"Later": map[string]any{"LlmConfig": shown}},
		"in unknown text":             map[string]any{"Later": asText(map[string]any{"LlmConfig": shown})},
		"in a list":                   map[string]any{"Later": []any{shown, asText(shown)}},
		"in a document":               map[string]any{"LlmConfig": map[string]any{"BailianAppParams": asText(shown)}},
		"text that ends too early":    map[string]any{"LlmConfig": `{"OpenAIExtraQuery":"` + secret},
		"a list instead of an object": map[string]any{"LlmConfig": []any{shown}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(minimal(nil))
			w.describes(map[string]any{"AgentConfig": agent})
			after, diagnostics := w.Read(i)
			data, said := w.ReadData(map[string]any{"instance_id": "i-1"})
			list := listOf(t, w.api)
			listed, heard := list.Read(list.Config(map[string]any{"ai_agent_id": emulator.AgentID}))
			if name == "in a document" { // The user's own text, which the data source shows whole and as sensitive.
				data = tftypes.NewValue(tftypes.String, effective(t, data))
			}
			for what, text := range map[string]string{
				"state": after.State.String() + string(after.Private), "data source": data.String(), "list": listed.String(),
				"messages": acctest.Text(diagnostics) + acctest.Text(said) + acctest.Text(heard),
			} {
				if at := strings.Index(text, "canary"); at >= 0 {
					t.Errorf("the %s shows the secret: …%s…", what, text[max(0, at-80):min(len(text), at+20)])
				}
			}
			if got := effective(t, after.State); name == "an object as text" && !strings.Contains(got, "LlmHistoryLimit") {
				t.Errorf("the rest is lost: %s", got)
			}
		})
	}
}

// effective is effective_agent_config of a state.
func effective(t *testing.T, state tftypes.Value) string {
	t.Helper()
	values, _ := acctest.JSON(t, state).(map[string]any)
	text, _ := values["effective_agent_config"].(string)
	return text
}

// listOf is the data source of an agent's instances.
func listOf(t *testing.T, api *emulator.Server) *acctest.DataSource {
	t.Helper()
	return acctest.Configure(t, acctest.Block(api)).DataSource(listName)
}

const sensitiveHCL = `
variable "greeting" {
  sensitive = true
  default   = "canary greeting"
}
variable "text" {
  sensitive = true
  default   = "canary text"
}
variable "idle" {
  type    = number
  default = 300
}
provider "alicloud" {}
resource "alicloud_ims_ai_agent_instance" "test" {
  ai_agent_id    = "` + emulator.AgentID + `"
  runtime_config = { agent_user_id = "a", channel_id = "c", auth_token = "canary-token" }
  user_data      = var.text
  agent_config = {
    greeting         = var.greeting
    max_idle_time    = var.idle
    wake_up_query    = var.text
    asr_config       = { asr_hot_words = [var.text] }
    interrupt_config = { interrupt_words = [var.text] }
    llm_config = {
      llm_system_prompt  = var.text
      llm_history        = [{ role = "user", content = var.text }]
      bailian_app_params = jsonencode({ a = var.text })
      openai_extra_query = "api-key=canary"
    }
    workflow_override_params = jsonencode({ a = var.text })
  }
  template_config = { voice_chat = { llm_system_prompt = var.text, llm_history = [{ role = "user", content = var.text }] } }
}
`

// TestSensitive_ARealCLIShowsNoValueThatTheUserMarked: a provider cannot see the
// marks, so nothing that repeats a setting may be shown in clear.
func TestSensitive_ARealCLIShowsNoValueThatTheUserMarked(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	w := acctest.NewWorkspace(t, api, "")
	w.Write("main.tf", sensitiveHCL)
	clean := func(what, out string) {
		t.Helper()
		if strings.Contains(out, "canary") {
			t.Errorf("%s shows a marked value:\n%s", what, out)
		}
		if strings.Contains(out, "LlmConfig") {
			t.Errorf("%s shows effective_agent_config:\n%s", what, out)
		}
	}
	clean("the first plan", w.Must("plan", "-no-color"))
	clean("the apply", w.Must("apply", "-auto-approve", "-no-color"))
	clean("show", w.Must("show", "-no-color"))
	if err := api.SetField(api.Instances()[0].ID, "AgentConfig.Greeting", "canary of somebody else"); err != nil {
		t.Fatal(err)
	}
	clean("a plan after a foreign change", w.Must("plan", "-no-color"))
	out := w.Must("plan", "-no-color", "-var=greeting=canary 2", "-out=saved")
	clean("a plan in place", out)
	if strings.Count(out, "effective_agent_config") != 1 || !regexp.MustCompile(`effective_agent_config += \(sensitive value\)\n`).MatchString(out) {
		t.Errorf("the plan in place has more or less than one line for effective_agent_config:\n%s", out)
	}
	clean("show of a saved plan", w.Must("show", "-no-color", "saved"))
	clean("a replacement", w.Must("plan", "-no-color", "-var=idle=200"))
	w.Write("data.tf", "data \""+typeName+"\" \"test\" {\n  instance_id = alicloud_ims_ai_agent_instance.test.instance_id\n}\n")
	clean("apply with a data source", w.Must("apply", "-auto-approve", "-no-color"))
	clean("show with a data source", w.Must("show", "-no-color"))
	clean("a plan without a change", w.Must("plan", "-no-color"))
	marked := map[string]any{}
	shown := w.Must("show", "-json")
	if err := json.Unmarshal([]byte(shown), &marked); err != nil || !strings.Contains(shown, `"effective_agent_config":true`) {
		t.Errorf("the JSON does not mark effective_agent_config as sensitive (%v):\n%s", err, shown)
	}
	clean("a destroy", w.Must("destroy", "-auto-approve", "-no-color"))
}
