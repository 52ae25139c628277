package instance_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/instance"
)

func jsonNumber(s string) json.Number { return json.Number(s) }

// TestWire_AllLeavesArriveAsConfigured sends every leaf of the four trees, in
// as many configurations as the rules need, and compares what the server decoded
// with the configuration.
func TestWire_AllLeavesArriveAsConfigured(t *testing.T) {
	t.Parallel()
	arrived := map[string]bool{}
	seeds := uint64(6)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		for _, form := range []string{"flat", "voice_chat", "vision_chat", "avatar_chat_3d"} {
			kind := map[string]emulator.AgentType{
				"flat": emulator.VoiceChat, "voice_chat": emulator.VoiceChat, "vision_chat": emulator.VisionChat, "avatar_chat_3d": emulator.AvatarChat3D,
			}[form]
			w := newWorld(t, emulator.WithAgent("agent-of-the-test", kind, nil))
			config := instance.SampleConfig(rand.New(rand.NewPCG(seed, 5)), form, 1)
			config["ai_agent_id"] = "agent-of-the-test"
			i := w.start(config)
			call := w.api.Calls(emulator.OpStart)[0]
			for parameter, attribute := range map[string]string{
				"AgentConfig": "agent_config", "TemplateConfig": "template_config", "RuntimeConfig": "runtime_config", "ChatSyncConfig": "chat_sync_config",
			} {
				want := instance.SampleDocument(attribute, config[attribute])
				if diff := cmp.Diff(want, call.Params[parameter]); diff != "" {
					t.Errorf("seed %d, %s, %s (-configured +arrived):\n%s", seed, form, parameter, diff)
				}
				raw := call.Query.Get(parameter)
				if compact := sortedCompact(t, raw); compact != raw {
					t.Errorf("%s is not compact with sorted keys:\n%s", parameter, raw)
				}
				leavesOf(call.Params[parameter], parameter, arrived)
			}
			w.calm(w.refresh(i), config)
		}
	}
	if want := instance.ConfiguredLeaves(t); len(arrived) != want {
		t.Errorf("%d leaves arrived, want %d", len(arrived), want)
	}
}

func leavesOf(value any, at string, all map[string]bool) {
	switch v := value.(type) {
	case map[string]any:
		for k, child := range v {
			leavesOf(child, at+"."+k, all)
		}
	case []any:
		for _, child := range v {
			leavesOf(child, at, all)
		}
	default:
		all[at] = true
	}
}

// sortedCompact is the text as it should have been sent.
func sortedCompact(t *testing.T, raw string) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(document(t, raw)); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestWire_ZerosFalseAndEmptyValuesAreSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := minimal(map[string]any{
		"user_data": "",
		"agent_config": map[string]any{
			"greeting": "", "volume": 0, "graceful_shutdown": false, "asr_config": map[string]any{"asr_hot_words": []any{}, "vad_duration": 0},
			"llm_config": map[string]any{}, "wake_up_query": "<a href=\"x\">&amp;</a>",
		},
	})
	i := w.start(config)
	call := w.api.Calls(emulator.OpStart)[0]
	want := `{"AsrConfig":{"AsrHotWords":[],"VadDuration":0},"GracefulShutdown":false,"Greeting":"","LlmConfig":{},"Volume":0,"WakeUpQuery":"<a href=\"x\">&amp;</a>"}`
	if got := call.Query.Get("AgentConfig"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !slices.Contains(strings.Split(call.RawQuery, "&"), "UserData=") {
		t.Error("an empty user_data was not sent")
	}
	for _, parameter := range []string{"SessionId", "TemplateConfig", "ChatSyncConfig"} {
		if call.Query.Has(parameter) {
			t.Errorf("%s was sent", parameter)
		}
	}
	w.calm(w.refresh(i), config)
}

func TestWire_AWriteOnlyTokenIsSentAndKeptNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := minimal(map[string]any{
		"runtime_config": map[string]any{
			"agent_user_id": "agent-1", "channel_id": "channel-1", "auth_token_wo": "secret-of-the-test", "auth_token_wo_version": 1,
		},
		"agent_config": map[string]any{"llm_config": map[string]any{"openai_extra_query_wo": "api-key=secret-of-the-test"}},
	})
	i := w.start(config)
	call := w.api.Calls(emulator.OpStart)[0]
	if want := `{"AgentUserId":"agent-1","AuthToken":"secret-of-the-test","ChannelId":"channel-1"}`; call.Query.Get("RuntimeConfig") != want {
		t.Errorf("sent %s", call.Query.Get("RuntimeConfig"))
	}
	if want := `{"LlmConfig":{"OpenAIExtraQuery":"api-key=secret-of-the-test"}}`; call.Query.Get("AgentConfig") != want {
		t.Errorf("sent %s", call.Query.Get("AgentConfig"))
	}
	if strings.Contains(i.State.String(), "secret-of-the-test") || strings.Contains(string(i.Private), "secret-of-the-test") {
		t.Error("the token is in the state")
	}
	w.calm(w.refresh(i), config)
}

// TestState_HoldsNoSecretOfAResponse: a service may echo a key of the language model
// in the settings that are in force.
func TestState_HoldsNoSecretOfAResponse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(agentConfig(map[string]any{"llm_config": map[string]any{"openai_extra_query": "api-key=secret-of-the-test"}}))
	text, ok := w.attribute(i, "effective_agent_config").(string)
	if !ok || strings.Contains(text, "secret-of-the-test") || !strings.Contains(text, "LlmConfig") {
		t.Errorf("effective_agent_config is %v", text)
	}
	data, diagnostics := w.ReadData(map[string]any{"instance_id": w.api.Instances()[0].ID})
	w.fine(diagnostics)
	if strings.Contains(data.String(), "secret-of-the-test") || strings.Contains(data.String(), "token-of-the-agent") {
		t.Error("the data source shows a secret")
	}
}
