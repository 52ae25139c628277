package instance_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const notUnderstood = "warning A part of the response is not understood"

// shows lets the next Describes respond with an instance of a test's own.
func (w *world) shows(times int, instance map[string]any) {
	w.t.Helper()
	whole := map[string]any{"Status": "Created", "GmtCreate": "2026-11-27T04:00:00.000+00:00"}
	maps.Copy(whole, instance)
	text, err := json.Marshal(map[string]any{"RequestId": "R", "Instance": whole})
	w.must(err)
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: times, Body: string(text)})
}

// TestOdd_AComputedPartPreventsNothing: no attribute that only tells something may
// keep a call from being read, changed or stopped.
func TestOdd_AComputedPartPreventsNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		response map[string]any
		// odd is what the warning names, null the attribute.
		odd, null string
	}{
		"CallInfo is a list":            {set("CallInfo", []any{}), "CallInfo", "call_info"},
		"CallInfo is a number":          {set("CallInfo", 5), "CallInfo", "call_info"},
		"CallInfo is text":              {set("CallInfo", "none"), "CallInfo", "call_info"},
		"CallInfo is true":              {set("CallInfo", true), "CallInfo", "call_info"},
		"a number of it is text":        {set("CallInfo", set("CallDuration", "long")), "CallInfo", "call_info"},
		"a text of it is a list":        {set("CallInfo", set("CallerNumber", []any{})), "CallInfo", "call_info"},
		"CallLogUrl is an object":       {set("CallLogUrl", map[string]any{}), "CallLogUrl", "call_log_url"},
		"GmtModified is a list":         {set("GmtModified", []any{}), "GmtModified", "update_time"},
		"GmtCreate is true":             {set("GmtCreate", true), "GmtCreate", "create_time"},
		"several parts, in their order": {map[string]any{"GmtModified": []any{}, "CallInfo": 5}, "CallInfo, GmtModified", "call_info"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.shows(1, c.response)
			plan := w.Plan(w.Config(greet("Hello!")), w.Null())
			i, diagnostics := w.Apply(plan)
			w.oneWarning("create", diagnostics, c.odd)

			w.shows(1, c.response)
			i, diagnostics = w.Read(i)
			w.oneWarning("refresh", diagnostics, c.odd)
			if got := w.attribute(i, c.null); got != nil {
				t.Errorf("%s is %v", c.null, got)
			}
			if got := w.attribute(i, "status"); got != "Created" {
				t.Errorf("status is %v", got)
			}
			w.calm(i, greet("Hello!"))

			w.shows(1, c.response)
			state, diagnostics := w.ReadData(map[string]any{"instance_id": w.api.Instances()[0].ID})
			w.oneWarning("data source", diagnostics, c.odd)
			values, _ := acctest.JSON(t, state).(map[string]any)
			if values[c.null] != nil || values["status"] != "Created" {
				t.Errorf("the data source has %s = %v and status %v", c.null, values[c.null], values["status"])
			}

			w.shows(1, c.response)
			_, diagnostics = w.Apply(w.Plan(w.Config(greet("Bye!")), i))
			if acctest.Failed(diagnostics) {
				t.Errorf("update:\n%s", acctest.Text(diagnostics))
			}
			w.api.Reset()
			w.shows(1, c.response)
			after, diagnostics := w.Apply(w.Plan(w.Null().State, i))
			w.fine(diagnostics)
			if got := w.calls(); got != "Describe Stop Describe" || !after.State.IsNull() {
				t.Errorf("destroy called %s, the state is %s", got, after.State)
			}
		})
	}
}

func (w *world) oneWarning(step string, diagnostics []*acctest.Diagnostic, odd string) {
	w.t.Helper()
	text := acctest.Text(diagnostics)
	if diff := cmp.Diff([]string{notUnderstood}, summaries(diagnostics)); diff != "" || !strings.Contains(text, " in "+odd+".") {
		w.t.Errorf("%s, want one warning of %s: %s\n%s", step, odd, diff, text)
	}
}

// TestOdd_OnlyConfiguredSettingsAreRead: what nobody configured may look as it likes.
func TestOdd_OnlyConfiguredSettingsAreRead(t *testing.T) {
	t.Parallel()
	voice := func(values map[string]any) map[string]any { return map[string]any{"VoiceChat": values} }
	old := minimal(set("template_config", set("voice_chat", set("greeting", "Hello!"))))
	for name, c := range map[string]struct {
		config, response map[string]any
	}{
		"Volume":               {greet("Hello!"), set("AgentConfig", map[string]any{"Greeting": "Hello!", "Volume": "adaptive"})},
		"VoiceId":              {greet("Hello!"), set("AgentConfig", map[string]any{"Greeting": "Hello!", "TtsConfig": set("VoiceId", []any{})})},
		"EnablePushToTalk":     {greet("Hello!"), set("AgentConfig", map[string]any{"Greeting": "Hello!", "EnablePushToTalk": "auto"})},
		"a whole object":       {greet("Hello!"), set("AgentConfig", map[string]any{"Greeting": "Hello!", "TtsConfig": "default"})},
		"what is not in place": {agentConfig(map[string]any{"greeting": "Hello!", "max_idle_time": 9}), set("AgentConfig", map[string]any{"Greeting": "Hello!", "MaxIdleTime": "never"})},
		"no agent_config":      {minimal(nil), set("AgentConfig", set("Volume", "adaptive"))},
		"the deprecated form":  {old, map[string]any{"AgentConfig": set("Greeting", "Hello!"), "TemplateConfig": voice(map[string]any{"Greeting": "Hello!", "Volume": "adaptive"})}},
		"its counterpart":      {old, map[string]any{"AgentConfig": set("Volume", "adaptive"), "TemplateConfig": voice(set("Greeting", "Hello!"))}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(c.config)
			w.shows(1, c.response)
			i = w.refresh(i)
			w.calm(i, c.config)
		})
	}
}

func TestOdd_AConfiguredSettingOfAnotherShapeIsAnError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(agentConfig(set("volume", 7)))
	w.shows(1, set("AgentConfig", set("Volume", []any{})))
	after, diagnostics := w.Read(i)
	if text := acctest.Text(diagnostics); !acctest.Failed(diagnostics) || !strings.Contains(text, "Volume should be a whole number and is a list") {
		t.Errorf("the refresh says:\n%s", text)
	}
	if !after.State.Equal(i.State) {
		t.Errorf("the state has changed: %s", after.State)
	}
}

// TestOdd_NullInAListIsNull: the vendor's own SDK writes such elements.
func TestOdd_NullInAListIsNull(t *testing.T) {
	t.Parallel()
	message := map[string]any{"Role": "user", "Content": "x"}
	for name, agent := range map[string]map[string]any{
		"texts":         {"AsrConfig": set("AsrHotWords", []any{"a", nil})},
		"nothing else":  {"InterruptConfig": set("InterruptWords", []any{nil})},
		"objects":       {"LlmConfig": set("LlmHistory", []any{nil, message})},
		"a null list":   {"LlmConfig": set("LlmHistory", nil)},
		"a null object": {"LlmConfig": nil, "TtsConfig": nil},
		"in a list of a list": {"BackChannelingConfigs": []any{
			map[string]any{"Enabled": true, "Probability": 1, "Words": []any{nil, map[string]any{"Text": "mm", "Probability": 1}}},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(greet("Hello!"))
			id := w.api.Instances()[0].ID
			response := map[string]any{"AgentConfig": with(set("Greeting", "Hello!"), agent), "RuntimeConfig": map[string]any{"AgentUserId": "agent-1", "ChannelId": "channel-1"}}
			w.shows(-1, response)
			w.calm(w.refresh(i), greet("Hello!"))
			state, diagnostics := w.ReadData(map[string]any{"instance_id": id})
			if len(diagnostics) > 0 {
				t.Errorf("data source:\n%s", acctest.Text(diagnostics))
			}
			values, _ := acctest.JSON(t, state).(map[string]any)
			read, _ := values["agent_config"].(map[string]any)
			if read["greeting"] != "Hello!" {
				t.Errorf("the data source has %v", read)
			}
			imported, diagnostics := w.Import(emulator.AgentID + "/" + id)
			if len(diagnostics) > 0 {
				t.Errorf("import:\n%s", acctest.Text(diagnostics))
			}
			plan := w.Plan(w.Config(greet("Hello!")), imported)
			w.fine(plan.Diagnostics)
			if len(plan.Replace) > 0 {
				t.Errorf("replaces because of %v", plan.Replace)
			}
		})
	}
}

// TestOdd_ANullElementInAPlanIsADifference: validation refuses one at apply, but core
// may plan it first.
func TestOdd_ANullElementInAPlanIsADifference(t *testing.T) {
	t.Parallel()
	history := func(values ...any) map[string]any { return agentConfig(set("llm_config", set("llm_history", values))) }
	hot := func(values ...any) map[string]any {
		return agentConfig(set("asr_config", set("asr_hot_words", values)))
	}
	message := map[string]any{"role": "user", "content": "x"}
	for name, c := range map[string]struct {
		before, after map[string]any
		want          string
	}{
		"an object":           {history(message), history(nil), "agent_config.llm_config.llm_history[0].content agent_config.llm_config.llm_history[0].role"},
		"the second of two":   {history(message, message), history(message, nil), "agent_config.llm_config.llm_history[1].content agent_config.llm_config.llm_history[1].role"},
		"one more":            {history(message), history(message, nil), "agent_config.llm_config.llm_history"},
		"a text":              {hot("a", "b"), hot("a", nil), "agent_config.asr_config.asr_hot_words[1]"},
		"where nothing stood": {minimal(nil), hot(nil), "agent_config.asr_config.asr_hot_words"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(c.before)
			plan := w.Plan(w.Config(c.after), i)
			w.fine(plan.Diagnostics)
			if got := strings.Join(plan.Replace, " "); got != c.want {
				t.Errorf("replaces because of %q, want %q", got, c.want)
			}
			if problems := w.Validate(w.Config(c.after)); !acctest.Failed(problems) {
				t.Error("validation accepts it")
			}
		})
	}
}
