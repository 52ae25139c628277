package instance_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// places are the diagnostics as severity, path and first line.
func places(diagnostics []*acctest.Diagnostic) string {
	lines := make([]string, 0, len(diagnostics))
	for _, d := range diagnostics {
		at := ""
		if d.Attribute != nil {
			at = acctest.Path(d.Attribute)
		}
		lines = append(lines, strings.ToLower(d.Severity.String())+" "+at+": "+d.Summary)
	}
	return strings.Join(lines, "\n")
}

func TestBadInputIsRefusedAtPlanWithItsPath(t *testing.T) {
	t.Parallel()
	runtime := func(more map[string]any, without ...string) map[string]any {
		all := trio()
		for k, v := range more {
			all[k] = v
		}
		for _, k := range without {
			delete(all, k)
		}
		return map[string]any{"ai_agent_id": emulator.AgentID, "runtime_config": all}
	}
	for name, c := range map[string]struct {
		config map[string]any
		want   string
	}{
		"number out of range":   {agentConfig(map[string]any{"volume": 401}), "error agent_config.volume: Invalid value for volume"},
		"fraction below":        {agentConfig(map[string]any{"tts_config": map[string]any{"speech_rate": 0.49}}), "error agent_config.tts_config.speech_rate: Invalid value for speech_rate"},
		"value outside":         {agentConfig(map[string]any{"asr_config": map[string]any{"asr_language_id": "ja"}}), "error agent_config.asr_config.asr_language_id: Invalid value for asr_language_id"},
		"outside a catalogue":   {agentConfig(map[string]any{"tts_config": map[string]any{"model_id": "speech-03"}}), "warning agent_config.tts_config.model_id: Undocumented value for model_id"},
		"malformed document":    {agentConfig(map[string]any{"llm_config": map[string]any{"bailian_app_params": "{a:1}"}}), "error agent_config.llm_config.bailian_app_params: Invalid value for bailian_app_params"},
		"in a list":             {agentConfig(map[string]any{"llm_config": map[string]any{"llm_history": []any{map[string]any{"role": "user"}, map[string]any{"role": "robot"}}}}), "error agent_config.llm_config.llm_history[1].role: Invalid value for role"},
		"forbidden character":   {runtime(map[string]any{"channel_id": "a b"}), "error runtime_config.channel_id: Invalid value for channel_id"},
		"too long an id":        {runtime(map[string]any{"agent_user_id": strings.Repeat("a", 65)}), "error runtime_config.agent_user_id: Invalid value for agent_user_id"},
		"chances":               {agentConfig(map[string]any{"auto_speech_config": map[string]any{"user_idle": map[string]any{"wait_time": 5000, "max_repeats": 1, "messages": []any{map[string]any{"text": "a", "probability": 0.5}}}}}), "error agent_config.auto_speech_config.user_idle.messages: Invalid value for messages"},
		"null in a list":        {agentConfig(map[string]any{"interrupt_config": map[string]any{"interrupt_words": []any{"a", nil}}}), "error agent_config.interrupt_config.interrupt_words[1]: Null element in interrupt_words"},
		"no user":               {runtime(nil, "agent_user_id"), "error runtime_config: Missing agent_user_id"},
		"no channel":            {runtime(nil, "channel_id"), "error runtime_config: Missing channel_id"},
		"no token":              {runtime(nil, "auth_token"), "error runtime_config: Missing auth_token"},
		"nothing at all":        {runtime(nil, "agent_user_id", "channel_id", "auth_token"), "warning runtime_config: Nothing is set in runtime_config\nerror runtime_config: Missing agent_user_id\nerror runtime_config: Missing channel_id\nerror runtime_config: Missing auth_token"},
		"two tokens":            {runtime(map[string]any{"auth_token_wo": "x"}), "error runtime_config.auth_token_wo: Two tokens for one instance"},
		"two forms":             {runtime(map[string]any{"vision_chat": trio()}), "error runtime_config.vision_chat: Two forms of runtime_config"},
		"block without token":   {map[string]any{"ai_agent_id": emulator.AgentID, "runtime_config": map[string]any{"voice_chat": map[string]any{"agent_user_id": "a", "channel_id": "b"}}}, "error runtime_config.voice_chat: Missing auth_token"},
		"empty agent":           {minimal(map[string]any{"ai_agent_id": ""}), "error ai_agent_id: Invalid value for ai_agent_id"},
		"nothing in an object":  {agentConfig(map[string]any{"tts_config": map[string]any{}}), "warning agent_config.tts_config: Nothing is set in tts_config"},
		"nothing wrong":         {minimal(nil), ""},
		"token not known yet":   {runtime(map[string]any{"auth_token": acctest.Unknown, "channel_id": acctest.Unknown}), ""},
		"runtime not known yet": {minimal(map[string]any{"runtime_config": acctest.Unknown}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			found := w.Validate(w.Config(c.config))
			var warned []*acctest.Diagnostic
			for _, d := range found { // Deprecations are the framework's.
				if !strings.HasSuffix(d.Summary, "Deprecated") {
					warned = append(warned, d)
				}
			}
			if !acctest.Failed(warned) {
				warned = append(warned, w.Plan(w.Config(c.config), w.Null()).Diagnostics...)
			}
			if diff := cmp.Diff(c.want, places(warned)); diff != "" {
				t.Errorf("%s\n%s", diff, acctest.Text(warned))
			}
			if calls := w.calls(); calls != "" {
				t.Errorf("the plan called %s", calls)
			}
		})
	}
}

func TestARefusedStartSaysWhatItMeansAndLeavesNoState(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options []emulator.Option
		block   map[string]any
		config  map[string]any
		want    []string
	}{
		"wrong secret key": {
			block: map[string]any{"secret_key": "wrong"}, config: minimal(nil),
			want: []string{"No instance was started", "access key secret does not belong to the access key ID", "provider argument access_key", "Code SignatureDoesNotMatch, HTTP 400, request ID "},
		},
		"no such agent": {
			config: minimal(map[string]any{"ai_agent_id": "another-agent"}),
			want:   []string{"(ai_agent_id)", "No instance was started", "Check ai_agent_id", "region cn-shanghai", "Code AgentNotFound, HTTP 404, request ID "},
		},
		"denied by RAM": {
			options: []emulator.Option{emulator.Deny(emulator.AccessKeyID, emulator.OpStart)}, config: minimal(nil),
			want: []string{"No instance was started", "`ice:StartAIAgentInstance`", "HTTP 403, request ID "},
		},
		"no keys": {
			block: map[string]any{"access_key": nil, "secret_key": nil}, config: minimal(nil),
			want: []string{"No instance was started", "provider argument access_key", "ALICLOUD_SECRET_KEY", "ALIBABACLOUD_ACCESS_KEY_SECRET"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := emulator.Start(t, c.options...)
			block := acctest.Block(api)
			for k, v := range c.block {
				block[k] = v
			}
			w := newWorldWith(t, api, block)
			plan := w.Plan(w.Config(c.config), w.Null())
			w.fine(plan.Diagnostics)
			after, diagnostics := w.Apply(plan)
			text := acctest.Text(diagnostics)
			for _, part := range c.want {
				if !strings.Contains(text, part) {
					t.Errorf("%q is not in:\n%s", part, text)
				}
			}
			if !after.State.IsNull() || len(api.Instances()) > 0 {
				t.Errorf("a state is left: %s", after.State)
			}
		})
	}
}
