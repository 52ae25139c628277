package instance_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// places returns the diagnostics as severity, path and first line.
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

func TestPlan_BadInputIsRefusedWithItsPath(t *testing.T) {
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
		"nothing at all":        {runtime(nil, "agent_user_id", "channel_id", "auth_token"), "error runtime_config: Missing agent_user_id\nerror runtime_config: Missing channel_id\nerror runtime_config: Missing auth_token"},
		"two tokens":            {runtime(map[string]any{"auth_token_wo": "x"}), "error runtime_config.auth_token_wo: Two values for auth_token"},
		"two forms":             {runtime(map[string]any{"vision_chat": trio()}), "error runtime_config.vision_chat: Two forms of runtime_config"},
		"block without token":   {map[string]any{"ai_agent_id": emulator.AgentID, "runtime_config": map[string]any{"voice_chat": map[string]any{"agent_user_id": "a", "channel_id": "b"}}}, "error runtime_config.voice_chat: Missing auth_token"},
		"empty agent":           {minimal(map[string]any{"ai_agent_id": ""}), "error ai_agent_id: Invalid value for ai_agent_id"},
		"nothing in an object":  {agentConfig(map[string]any{"tts_config": map[string]any{}}), ""},
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

func TestPlan_ValuesKnownLateComeTrue(t *testing.T) {
	t.Parallel()
	full := with(agentConfig(map[string]any{
		"greeting": "Hello!", "volume": 7, "max_idle_time": 300, "asr_config": map[string]any{"asr_hot_words": []any{"a", "b"}},
		"llm_config": map[string]any{"llm_history": []any{map[string]any{"role": "user", "content": "x"}}, "bailian_app_params": `{"a":1}`},
	}), map[string]any{
		"user_data": "x", "chat_sync_config": map[string]any{"im_ai_agent_id": "im-1", "receiver_id": "r"},
		"timeouts": map[string]any{"create": "1m"}, "wait_for": "found", "stop_on_destroy": true, "prevent_interrupt": false,
	})
	agent := func(more map[string]any) map[string]any {
		all, _ := full["agent_config"].(map[string]any)
		return with(full, set("agent_config", with(all, more)))
	}
	const nothing, updated, replaced = "", "Update Describe", "Describe Stop Describe Start Describe"
	for name, c := range map[string]struct {
		before func(w *world, id string)
		after  map[string]any
		late   string
		calls  string
	}{
		"greeting":                      {nil, agent(set("greeting", "Bye!")), "agent_config.greeting", updated},
		"greeting, unchanged":           {nil, full, "agent_config.greeting", nothing},
		"idle time of an ended call":    {finish, agent(set("max_idle_time", 200)), "agent_config.max_idle_time", "Describe Start Describe"},
		"setting that is added":         {nil, agent(set("enable_push_to_talk", true)), "agent_config.enable_push_to_talk", updated},
		"document":                      {nil, agent(set("llm_config", map[string]any{"llm_history": []any{map[string]any{"role": "user", "content": "x"}}, "bailian_app_params": `{"a":2}`})), "agent_config.llm_config.bailian_app_params", updated},
		"idle time":                     {nil, agent(set("max_idle_time", 200)), "agent_config.max_idle_time", replaced},
		"idle time, unchanged":          {nil, full, "agent_config.max_idle_time", replaced},
		"element of a list":             {nil, agent(set("asr_config", map[string]any{"asr_hot_words": []any{"a", "c"}})), "agent_config.asr_config.asr_hot_words[1]", replaced},
		"list":                          {nil, agent(set("asr_config", map[string]any{"asr_hot_words": []any{"c"}})), "agent_config.asr_config.asr_hot_words", replaced},
		"object, unchanged":             {nil, full, "agent_config.llm_config", replaced},
		"agent_config":                  {nil, agent(set("greeting", "Bye!")), "agent_config", replaced},
		"channel":                       {nil, with(full, set("runtime_config", with(trio(), set("channel_id", "other")))), "runtime_config.channel_id", replaced},
		"token":                         {nil, with(full, set("runtime_config", with(trio(), set("auth_token", "new")))), "runtime_config.auth_token", nothing},
		"runtime_config, unchanged":     {nil, full, "runtime_config", replaced},
		"chat_sync_config":              {nil, with(full, set("chat_sync_config", map[string]any{"im_ai_agent_id": "im-2", "receiver_id": "r"})), "chat_sync_config.im_ai_agent_id", replaced},
		"user_data":                     {nil, with(full, set("user_data", "y")), "user_data", updated},
		"user_data, unchanged":          {nil, full, "user_data", nothing},
		"ai_agent_id, unchanged":        {nil, full, "ai_agent_id", replaced},
		"timeouts":                      {nil, with(full, set("timeouts", map[string]any{"create": "2m"})), "timeouts", nothing},
		"wait_for":                      {nil, with(full, set("wait_for", "executing")), "wait_for", nothing},
		"stop_on_destroy":               {nil, with(full, set("stop_on_destroy", false)), "stop_on_destroy", nothing},
		"prevent_interrupt":             {nil, with(full, set("prevent_interrupt", true)), "prevent_interrupt", nothing},
		"wait_for of an ended call":     {finish, with(full, set("wait_for", "executing")), "wait_for", nothing},
		"template_config that is added": {nil, with(full, set("template_config", map[string]any{"voice_chat": map[string]any{"greeting": "Hi"}})), "template_config", replaced},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(full)
			if c.before != nil {
				c.before(w, w.api.Instances()[0].ID)
				i = w.refresh(i)
			}
			w.api.Reset()
			config := w.Config(c.after)
			plan := w.PlanLate(config, i, c.late)
			w.fine(plan.Diagnostics)
			if len(plan.Replace) > 0 {
				plan = w.PlanLate(config, acctest.Instance{State: w.Null().State, Private: plan.Private}, c.late)
				w.fine(plan.Diagnostics)
				_, diagnostics := w.Apply(w.PlanReplaced(i))
				w.fine(diagnostics)
			}
			after, diagnostics := w.Apply(plan)
			w.fine(diagnostics)
			if got := w.calls(); got != c.calls {
				t.Errorf("called %q, want %q", got, c.calls)
			}
			w.calm(w.refresh(after), c.after)
		})
	}
}

func TestPlan_ANewInstanceMayBeUnknownInEveryPart(t *testing.T) {
	t.Parallel()
	config := with(agentConfig(map[string]any{
		"greeting": "Hello!", "llm_config": map[string]any{"llm_history": []any{map[string]any{"role": "user", "content": "x"}}},
	}), map[string]any{
		"user_data": "x", "session_id": "s", "region": "cn-shanghai", "chat_sync_config": map[string]any{"im_ai_agent_id": "im-1", "receiver_id": "r"},
		"timeouts": map[string]any{"create": "1m"}, "on_finished": "recreate", "wait_for": "found", "stop_on_destroy": true, "prevent_interrupt": true,
	})
	all := []string{"agent_config.llm_config", "agent_config.llm_config.llm_history", "agent_config.llm_config.llm_history[0]"}
	for name := range config {
		all = append(all, name)
	}
	for _, late := range append(all, strings.Join(all[3:], " ")) {
		t.Run(late, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			plan := w.PlanLate(w.Config(config), w.Null(), strings.Fields(late)...)
			w.fine(plan.Diagnostics)
			i, diagnostics := w.Apply(plan)
			w.fine(diagnostics)
			w.calm(w.refresh(i), config)
		})
	}
}

func TestCreate_ARefusedStartIsExplainedAndLeavesNoState(t *testing.T) {
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
		"no credentials": {
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
