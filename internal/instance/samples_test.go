package instance_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// startSample is the response that the documentation of StartAIAgentInstance shows.
const startSample = `{
  "RequestId": "7B117AF5-2A16-412C-B127-FA6175ED1AD0",
  "InstanceId": "39f8e0bc005e4f309379701645f4****"
}`

// documented is an API that responds as the documentation's samples do: user data
// as an object, a number as avatar ID, a block MessageChat, a line feed behind a
// channel id, an empty session id.
func documented(t *testing.T) *world {
	t.Helper()
	describe, err := os.ReadFile("testdata/describe-sample.json")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.api.Inject(emulator.Fault{Operation: emulator.OpStart, Times: -1, Body: startSample})
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: -1, Body: string(describe)})
	return w
}

func TestSamples_MakeAState(t *testing.T) {
	t.Parallel()
	w := documented(t)
	config := minimal(map[string]any{
		"user_data":       `{"Preferences":{"Language":"en"},"Email":"johndoe@example.com"}`,
		"template_config": map[string]any{"voice_chat": map[string]any{"greeting": "Hi", "volume": 100}},
		"runtime_config": map[string]any{
			"channel_id": "70f22d5784194938a7e387052f2b3208", "agent_user_id": "877ae632caae49b1afc81c2e8194ffb4", "auth_token": "eyJhcHBpZCI6",
		},
	})
	i := w.start(config)
	for name, want := range map[string]any{
		"id": "39f8e0bc005e4f309379701645f4****", "status": "Finished", "session_id": nil, "call_log_url": "https://example.com/call_logs/12345",
		"user_data": `{"Preferences":{"Language":"en"},"Email":"johndoe@example.com"}`, "effective_agent_config": nil, "create_time": nil,
		"template_config": map[string]any{"voice_chat": map[string]any{"greeting": "Hi", "volume": jsonNumber("100")}},
	} {
		if diff := cmp.Diff(want, w.attribute(i, name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	i = w.refresh(i)
	w.calm(i, config)
}

func TestSamples_FillTheDataSource(t *testing.T) {
	t.Parallel()
	w := documented(t)
	state, diagnostics := w.ReadData(map[string]any{"instance_id": "i-1"})
	w.fine(diagnostics)
	got, ok := acctest.JSON(t, state).(map[string]any)
	if !ok {
		t.Fatal(state)
	}
	ids := map[string]any{"agent_user_id": "877ae632caae49b1afc81c2e8194ffb4", "channel_id": "70f22d5784194938a7e387052f2b3208"}
	runtime := map[string]any{"voice_chat": ids, "vision_chat": ids, "avatar_chat_3d": ids}
	for k, v := range ids {
		runtime[k] = v
	}
	if diff := cmp.Diff(runtime, got["runtime_config"]); diff != "" {
		t.Errorf("runtime_config (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(`{"Email":"johndoe@example.com","Preferences":{"Language":"en"}}`, got["user_data"]); diff != "" {
		t.Error(diff)
	}
	template, ok := got["template_config"].(map[string]any)
	if !ok || len(template) != 3 {
		t.Fatalf("template_config is %v", got["template_config"])
	}
	avatar, ok := template["avatar_chat_3d"].(map[string]any)
	if !ok || avatar["avatar_id"] != "1231" || avatar["workflow_override_params"] != "{}" || avatar["max_idle_time"] != jsonNumber("600") {
		t.Errorf("avatar_chat_3d is %v", template["avatar_chat_3d"])
	}
}

func TestSamples_CanBeImported(t *testing.T) {
	t.Parallel()
	w := documented(t)
	i, diagnostics := w.Import(emulator.AgentID + "/i-1")
	w.fine(diagnostics)
	for name, want := range map[string]any{
		"ai_agent_id": emulator.AgentID, "instance_id": "i-1", "region": "cn-shanghai", "template_config": nil,
		"user_data": `{"Email":"johndoe@example.com","Preferences":{"Language":"en"}}`,
		"runtime_config": map[string]any{
			"agent_user_id": "877ae632caae49b1afc81c2e8194ffb4", "channel_id": "70f22d5784194938a7e387052f2b3208",
		},
	} {
		if diff := cmp.Diff(want, w.attribute(i, name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
