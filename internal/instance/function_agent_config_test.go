package instance_test

import (
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// written is a value as core makes it of an expression: objects and tuples, and null
// and unknown of no type.
func written(t *testing.T, from any) tftypes.Value {
	t.Helper()
	switch v := from.(type) {
	case map[string]any:
		values, of := map[string]tftypes.Value{}, map[string]tftypes.Type{}
		for name, child := range v {
			values[name] = written(t, child)
			of[name] = values[name].Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: of}, values)
	case []any:
		values, of := make([]tftypes.Value, 0, len(v)), make([]tftypes.Type, 0, len(v))
		for _, child := range v {
			values = append(values, written(t, child))
			of = append(of, values[len(values)-1].Type())
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: of}, values)
	case string:
		return tftypes.NewValue(tftypes.String, v)
	case bool:
		return tftypes.NewValue(tftypes.Bool, v)
	case int:
		return tftypes.NewValue(tftypes.Number, v)
	case float64:
		exact, _, err := big.ParseFloat(big.NewFloat(v).Text('g', -1), 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		return tftypes.NewValue(tftypes.Number, exact)
	default:
		return acctest.Value(t, tftypes.DynamicPseudoType, v)
	}
}

// agentConfigOf calls the function.
func (w *world) agentConfigOf(argument tftypes.Value) (tftypes.Value, string) {
	w.t.Helper()
	value, err := tfprotov6.NewDynamicValue(tftypes.DynamicPseudoType, argument)
	w.must(err)
	response, err := w.Server().CallFunction(w.t.Context(), &tfprotov6.CallFunctionRequest{
		Name: "agent_config", Arguments: []*tfprotov6.DynamicValue{&value},
	})
	w.must(err)
	if response.Error != nil {
		if at := response.Error.FunctionArgument; at == nil || *at != 0 {
			w.t.Errorf("the error points at argument %v", at)
		}
		return tftypes.Value{}, response.Error.Text
	}
	object, ok := w.Type().(tftypes.Object)
	if !ok {
		w.t.Fatalf("the resource is a %s", w.Type())
	}
	result, err := response.Result.Unmarshal(object.AttributeTypes["agent_config"])
	w.must(err)
	return result, ""
}

func TestFunction_RefusesWhatCoreWouldDrop(t *testing.T) {
	t.Parallel()
	llm := func(values map[string]any) map[string]any { return set("llm_config", values) }
	message := func(values map[string]any) map[string]any {
		return llm(set("llm_history", []any{set("role", "user"), values}))
	}
	for name, c := range map[string]struct {
		settings any
		want     []string
	}{
		"a name at the root":        {set("greting", "Hi"), []string{"`agent_config.greting` does not exist. Did you mean `greeting`?"}},
		"a name in an object":       {set("tts_config", set("voiceid", "v")), []string{"`agent_config.tts_config.voiceid` does not exist. Did you mean `voice_id`?"}},
		"the API's spelling":        {set("tts_config", set("VoiceId", "v")), []string{"`agent_config.tts_config.VoiceId` does not exist. Did you mean `voice_id`?"}},
		"a name in a list":          {message(set("contents", "x")), []string{"`agent_config.llm_config.llm_history[1].contents` does not exist. Did you mean `content`?"}},
		"a name three levels down":  {set("auto_speech_config", set("llm_pending", map[string]any{"mode": "random", "wait_time": 500, "mesages": []any{}})), []string{"`agent_config.auto_speech_config.llm_pending.mesages` does not exist. Did you mean `messages`?"}},
		"a name like no other":      {set("zzzzzzzzzzzzzzzzzzzz", 1), []string{"`agent_config.zzzzzzzzzzzzzzzzzzzz` does not exist."}},
		"a null under a wrong name": {set("greting", nil), []string{"`agent_config.greting` does not exist. Did you mean `greeting`?"}},
		"text for a number":         {set("volume", "loud"), []string{"`agent_config.volume` must be a whole number, got text."}},
		"text for a boolean":        {set("enable_push_to_talk", "perhaps"), []string{"`agent_config.enable_push_to_talk` must be true or false, got text."}},
		"an object for text":        {set("greeting", map[string]any{}), []string{"`agent_config.greeting` must be text, got an object."}},
		"text for an object":        {set("tts_config", "v"), []string{"`agent_config.tts_config` must be an object, got text."}},
		"text for a list":           {set("asr_config", set("asr_hot_words", "a")), []string{"`agent_config.asr_config.asr_hot_words` must be a list of texts, got text."}},
		"an object for a list":      {llm(set("llm_history", set("role", "user"))), []string{"`agent_config.llm_config.llm_history` must be a list of objects, got an object."}},
		"a list in a list":          {set("asr_config", set("asr_hot_words", []any{"a", []any{}})), []string{"`agent_config.asr_config.asr_hot_words[1]` must be text, got a list."}},
		"text in a list of objects": {llm(set("llm_history", []any{"x"})), []string{"`agent_config.llm_config.llm_history[0]` must be an object, got text."}},
		"an object for a document":  {set("workflow_override_params", map[string]any{}), []string{"`agent_config.workflow_override_params` must be text, got an object."}},
		"a range":                   {set("volume", 401), []string{"`agent_config.volume` must be between 0 and 400, got 401."}},
		"a fraction":                {set("max_idle_time", 1.5), []string{"`agent_config.max_idle_time` must be a whole number, got 1.5."}},
		"a range of fractions":      {set("tts_config", set("speech_rate", 0.49)), []string{"`agent_config.tts_config.speech_rate` must be between 0.5 and 2, got 0.49."}},
		"a value of a list":         {message(set("role", "robot")), []string{"`agent_config.llm_config.llm_history[1].role` must be one of"}},
		"null in a list":            {set("interrupt_config", set("interrupt_words", []any{"a", nil})), []string{"agent_config.interrupt_config.interrupt_words[1]"}},
		"null in a list of objects": {llm(set("llm_history", []any{set("role", "user"), nil})), []string{"agent_config.llm_config.llm_history[1]"}},
		"a missing value":           {set("auto_speech_config", set("llm_pending", set("wait_time", 500))), []string{"`agent_config.auto_speech_config.llm_pending.mode` must be set."}},
		"a document":                {llm(set("bailian_app_params", "{a:1}")), []string{"`agent_config.llm_config.bailian_app_params` must be a JSON document"}},
		"text for everything":       {"Hi", []string{"`agent_config` must be an object, got text."}},
		"a list for everything":     {[]any{}, []string{"`agent_config` must be an object, got a list."}},
		"several at once": {
			map[string]any{"greting": "Hi", "volume": 401, "tts_config": map[string]any{"speech_rte": 1, "speech_rate": "fast"}},
			[]string{
				"`agent_config.greting` does not exist. Did you mean `greeting`?", "`agent_config.volume` must be between 0 and 400, got 401.",
				"`agent_config.tts_config.speech_rte` does not exist. Did you mean `speech_rate`?", "`agent_config.tts_config.speech_rate` must be a number, got text.",
			},
		},
		"beside an unknown value": {map[string]any{"greeting": acctest.Unknown, "volum": 1}, []string{"`agent_config.volum` does not exist. Did you mean `volume`?"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			_, text := w.agentConfigOf(written(t, c.settings))
			for _, part := range c.want {
				if !strings.Contains(text+".", part) { // Core ends the last one with a full stop.
					t.Errorf("%q is not in:\n%s", part, text)
				}
			}
			if got := strings.Count(text, "\n") + 1; got != len(c.want) {
				t.Errorf("%d problems, want %d:\n%s", got, len(c.want), text)
			}
		})
	}
}

// TestFunction_QuotesNoContent: what people wrote, and secrets, are in no message.
func TestFunction_QuotesNoContent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, settings := range []map[string]any{
		{"tts_config": set("pronunciation_rules", []any{map[string]any{"word": strings.Repeat("canary", 9), "pronunciation": "x", "type": "replacement"}})},
		{"llm_config": map[string]any{"bailian_app_params": "canary{", "openai_extra_query": "canary", "openai_extra_query_wo": "canary", "volume": 1}},
		{"greeting": []any{"canary"}, "wake_up_query": map[string]any{"a": "canary"}},
	} {
		if _, text := w.agentConfigOf(written(t, settings)); text == "" || strings.Contains(text, "canary") {
			t.Errorf("%v: %q", slices.Sorted(maps.Keys(settings)), text)
		}
	}
}

func TestFunction_ReturnsWhatItIsGiven(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]any{
		"nothing": map[string]any{}, "null": nil, "unknown": acctest.Unknown,
		"values": map[string]any{
			"greeting": "Hi", "volume": 0, "enable_push_to_talk": false, "tts_config": map[string]any{"speech_rate": 0.7, "voice_id_list": []any{}},
			"llm_config": map[string]any{"llm_history": []any{map[string]any{"role": "user", "content": ""}}, "bailian_app_params": `{"a": 1.0}`},
		},
		"null inside": map[string]any{"greeting": nil, "tts_config": nil, "asr_config": map[string]any{"asr_hot_words": nil, "vad_level": nil}},
		"unknown inside": map[string]any{
			"greeting": acctest.Unknown, "volume": acctest.Unknown, "tts_config": acctest.Unknown,
			"asr_config": map[string]any{"asr_hot_words": acctest.Unknown}, "interrupt_config": map[string]any{"interrupt_words": []any{"a", acctest.Unknown}},
			"llm_config":              map[string]any{"llm_history": []any{map[string]any{"role": "user", "content": acctest.Unknown}, acctest.Unknown}},
			"back_channeling_configs": acctest.Unknown,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			got, text := w.agentConfigOf(written(t, settings))
			if text != "" {
				t.Fatal(text)
			}
			want := acctest.Value(t, got.Type(), settings)
			if diff := cmp.Diff(acctest.JSON(t, want), acctest.JSON(t, got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestFunction_TakesOtherSpellingsOfAValue: a map is an object, and a list or a set is
// as good as a tuple.
func TestFunction_TakesOtherSpellingsOfAValue(t *testing.T) {
	t.Parallel()
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	hot := func(of tftypes.Type, values []tftypes.Value) tftypes.Value {
		inner := tftypes.NewValue(of, values)
		object := tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"asr_hot_words": of}}, map[string]tftypes.Value{"asr_hot_words": inner})
		return tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"asr_config": object.Type()}}, map[string]tftypes.Value{"asr_config": object})
	}
	for name, c := range map[string]struct {
		argument tftypes.Value
		want     any
	}{
		"a map":  {tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"greeting": text("Hi")}), set("greeting", "Hi")},
		"a list": {hot(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{text("a")}), set("asr_config", set("asr_hot_words", []any{"a"}))},
		"a set":  {hot(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{text("a")}), set("asr_config", set("asr_hot_words", []any{"a"}))},
	} {
		got, problem := newWorld(t).agentConfigOf(c.argument)
		if problem != "" {
			t.Errorf("%s: %s", name, problem)
			continue
		}
		if diff := cmp.Diff(c.want, acctest.JSON(t, got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

const functionHCL = `
variable "greeting" {
  default   = "canary greeting"
  sensitive = true
}
variable "wrong" {
  type    = bool
  default = false
}
resource "terraform_data" "late" { input = "known late" }
provider "alicloud" {}
locals {
  settings = {
    greeting   = "Hello <&> ümlaut"
    volume     = 0
    tts_config = { speech_rate = 0.7, voice_id_list = [] }
    asr_config = { asr_hot_words = ["a", "b"], vad_level = null }
    llm_config = {
      bailian_app_params = jsonencode({ b = [1.50, "<>"], a = null })
      llm_history        = [{ role = "user", content = "x" }, { role = "assistant", content = "" }]
    }
  }
  late = { greeting = terraform_data.late.output, asr_config = { asr_hot_words = ["a", terraform_data.late.output] } }
}
resource "alicloud_ims_ai_agent_instance" "plain" {
  ai_agent_id    = "` + emulator.AgentID + `"
  runtime_config = { agent_user_id = "a", channel_id = "plain", auth_token = "t" }
  agent_config   = local.settings
}
resource "alicloud_ims_ai_agent_instance" "checked" {
  ai_agent_id    = "` + emulator.AgentID + `"
  runtime_config = { agent_user_id = "a", channel_id = "checked", auth_token = "t" }
  agent_config   = provider::alicloud::agent_config(merge(local.settings, var.wrong ? { greting = "Hi" } : {}))
}
resource "alicloud_ims_ai_agent_instance" "late_plain" {
  ai_agent_id    = "` + emulator.AgentID + `"
  runtime_config = { agent_user_id = "a", channel_id = "late_plain", auth_token = "t" }
  agent_config   = local.late
}
resource "alicloud_ims_ai_agent_instance" "late_checked" {
  ai_agent_id    = "` + emulator.AgentID + `"
  runtime_config = { agent_user_id = "a", channel_id = "late_checked", auth_token = "t" }
  agent_config   = provider::alicloud::agent_config(local.late)
}
resource "alicloud_ims_ai_agent_instance" "marked" {
  ai_agent_id    = "` + emulator.AgentID + `"
  runtime_config = { agent_user_id = "a", channel_id = "marked", auth_token = "t" }
  agent_config   = provider::alicloud::agent_config({ greeting = var.greeting })
}
`

// TestFunction_ARealCLIStartsTheSameCall compares the bytes that start a call with and
// without the function.
func TestFunction_ARealCLIStartsTheSameCall(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	w := acctest.NewWorkspace(t, api, "")
	w.Write("main.tf", functionHCL)
	w.Must("validate", "-no-color")
	for _, args := range [][]string{{"plan", "-no-color"}, {"apply", "-auto-approve", "-no-color"}, {"show", "-no-color"}} {
		if out := w.Must(args...); strings.Contains(out, "canary") {
			t.Errorf("%s shows a marked value:\n%s", args[0], out)
		}
	}
	sent := map[string]string{}
	for _, c := range api.Calls(emulator.OpStart) {
		runtime, _ := c.Params["RuntimeConfig"].(map[string]any)
		channel, _ := runtime["ChannelId"].(string)
		sent[channel] = c.Query.Get("AgentConfig")
	}
	for plain, checked := range map[string]string{"plain": "checked", "late_plain": "late_checked"} {
		if sent[plain] == "" || sent[plain] != sent[checked] {
			t.Errorf("with the function %s is sent, without %s", sent[checked], sent[plain])
		}
	}
	if out, code := w.Run("plan", "-no-color", "-detailed-exitcode"); code != 0 {
		t.Errorf("the second plan is not empty (exit %d):\n%s", code, out)
	}
	out, code := w.Run("plan", "-no-color", "-var=wrong=true")
	words := strings.Join(strings.Fields(strings.ReplaceAll(out, "│", "")), " ")
	if code == 0 || !strings.Contains(words, "`agent_config.greting` does not exist. Did you mean `greeting`?") {
		t.Errorf("exit %d, want the name that was meant in:\n%s", code, out)
	}
}
