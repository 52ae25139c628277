package instance_test

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/instance"
)

// trio is what every start needs.
func trio() map[string]any {
	return map[string]any{"agent_user_id": "agent-1", "channel_id": "channel-1", "auth_token": "token-of-the-agent"}
}

// minimal is the smallest configuration, with further root attributes.
func minimal(more map[string]any) map[string]any {
	config := map[string]any{"ai_agent_id": emulator.AgentID, "runtime_config": trio()}
	for name, v := range more {
		config[name] = v
	}
	return config
}

func agentConfig(more map[string]any) map[string]any {
	return minimal(map[string]any{"agent_config": more})
}

// typeName is the resource and the data source of one instance.
const typeName = "alicloud_ims_ai_agent_instance"

// world is the resource and the data source of a provider, and the API behind it.
type world struct {
	*acctest.Resource
	t    *testing.T
	api  *emulator.Server
	data *acctest.DataSource
}

func newWorld(t *testing.T, options ...emulator.Option) *world {
	t.Helper()
	return newWorldOf(t, emulator.Start(t, options...))
}

// newWorldOf is one more provider in front of an API.
func newWorldOf(t *testing.T, api *emulator.Server) *world {
	t.Helper()
	return newWorldWith(t, api, acctest.Block(api))
}

// newWorldWith is newWorldOf with a provider block.
func newWorldWith(t *testing.T, api *emulator.Server, block map[string]any) *world {
	t.Helper()
	p := acctest.Configure(t, block)
	return &world{Resource: p.Resource(typeName), t: t, api: api, data: p.DataSource(typeName)}
}

// ReadData reads the data source.
func (w *world) ReadData(values map[string]any) (tftypes.Value, []*acctest.Diagnostic) {
	w.t.Helper()
	return w.data.Read(w.data.Config(values))
}

// start applies a configuration to nothing.
func (w *world) start(config map[string]any) acctest.Instance {
	w.t.Helper()
	w.fine(w.Validate(w.Config(config)))
	plan := w.Plan(w.Config(config), w.Null())
	w.fine(plan.Diagnostics)
	instance, diagnostics := w.Apply(plan)
	w.fine(diagnostics)
	return instance
}

// fine ends the test at an error.
func (w *world) fine(diagnostics []*acctest.Diagnostic) {
	w.t.Helper()
	acctest.Fail(w.t, diagnostics)
}

// refresh reads without problems.
func (w *world) refresh(i acctest.Instance) acctest.Instance {
	w.t.Helper()
	after, diagnostics := w.Read(i)
	w.fine(diagnostics)
	return after
}

// change plans and applies another configuration, which must not replace.
func (w *world) change(i acctest.Instance, config map[string]any) acctest.Instance {
	w.t.Helper()
	plan := w.Plan(w.Config(config), i)
	w.fine(plan.Diagnostics)
	if len(plan.Replace) > 0 {
		w.t.Fatalf("the plan replaces because of %v", plan.Replace)
	}
	after, diagnostics := w.Apply(plan)
	w.fine(diagnostics)
	return after
}

// calm asserts that a plan changes nothing.
func (w *world) calm(i acctest.Instance, config map[string]any) {
	w.t.Helper()
	plan := w.Plan(w.Config(config), i)
	w.fine(plan.Diagnostics)
	if !plan.Planned.Equal(i.State) || len(plan.Replace) > 0 {
		w.t.Errorf("the plan is not empty:\n%s", cmp.Diff(acctest.JSON(w.t, i.State), acctest.JSON(w.t, plan.Planned)))
	}
}

// calls are the operations since the last reset, in short.
func (w *world) calls() string {
	w.t.Helper()
	all := w.api.Calls()
	names := make([]string, 0, len(all))
	for _, c := range all {
		names = append(names, strings.TrimSuffix(c.Operation, "AIAgentInstance"))
	}
	w.api.Reset()
	return strings.Join(names, " ")
}

func (w *world) attribute(i acctest.Instance, name string) any {
	w.t.Helper()
	values, ok := acctest.JSON(w.t, i.State).(map[string]any)
	if !ok {
		w.t.Fatalf("the state is missing: %s", i.State)
	}
	return values[name]
}

func document(t *testing.T, text string) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return v
}

func TestLifecycle_TakesTheFewestCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.calls(); got != "" {
		t.Fatalf("configuring the provider called %s", got)
	}
	config := agentConfig(map[string]any{"greeting": "Hello!", "max_idle_time": 300})
	i := w.start(config)
	if got := w.calls(); got != "Start Describe" {
		t.Errorf("create: %s", got)
	}
	i = w.refresh(i)
	if got := w.calls(); got != "Describe" {
		t.Errorf("read: %s", got)
	}
	w.calm(i, config)
	if got := w.calls(); got != "" {
		t.Errorf("plan: %s", got)
	}
	i = w.change(i, agentConfig(map[string]any{"greeting": "Bye!", "max_idle_time": 300}))
	if got := w.calls(); got != "Update Describe" {
		t.Errorf("update: %s", got)
	}
	after, diagnostics := w.Apply(w.Plan(w.Null().State, i))
	w.fine(diagnostics)
	if !after.State.IsNull() {
		t.Errorf("after a destroy the state is %s", after.State)
	}
	if got := w.calls(); got != "Describe Stop Describe" {
		t.Errorf("delete: %s", got)
	}
	if instances := w.api.Instances(); len(instances) != 1 || instances[0].Status != emulator.StatusFinished {
		t.Errorf("the service has %v", instances)
	}
}

func TestCreate_TheStateOfAStartedInstance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(agentConfig(map[string]any{"greeting": "Hello!"}))
	id := w.api.Instances()[0].ID
	for name, want := range map[string]any{
		"id": id, "instance_id": id, "status": "Created", "region": "cn-shanghai", "session_id": nil, "call_log_url": nil, "call_info": nil,
		"runtime_config": trio(), "agent_config": map[string]any{"greeting": "Hello!"},
	} {
		if diff := cmp.Diff(want, w.attribute(i, name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, name := range []string{"create_time", "update_time"} {
		if s, ok := w.attribute(i, name).(string); !ok || !strings.HasSuffix(s, "+00:00") {
			t.Errorf("%s is %v", name, w.attribute(i, name))
		}
	}
	text, ok := w.attribute(i, "effective_agent_config").(string)
	if !ok {
		t.Fatalf("effective_agent_config is %v", w.attribute(i, "effective_agent_config"))
	}
	effective := document(t, text)
	if effective["Greeting"] != "Hello!" || effective["UserOnlineTimeout"] == nil {
		t.Errorf("effective_agent_config lacks the merged settings: %s", text)
	}
}

func TestUpdate_EachSettingIsSentAlone(t *testing.T) {
	t.Parallel()
	before := map[string]any{
		"greeting": "a", "volume": 1, "enable_push_to_talk": true,
		"tts_config": map[string]any{"voice_id": "a"}, "interrupt_config": map[string]any{"enable_voice_interrupt": true},
		"voiceprint_config": map[string]any{"use_voiceprint": true, "voiceprint_id": "v"}, "llm_config": map[string]any{"bailian_app_params": `{"a":1}`},
	}
	for name, c := range map[string]struct {
		change map[string]any
		want   string
	}{
		"greeting":               {map[string]any{"greeting": "b"}, `{"Greeting":"b"}`},
		"empty greeting":         {map[string]any{"greeting": ""}, `{"Greeting":""}`},
		"volume":                 {map[string]any{"volume": 0}, `{"Volume":0}`},
		"enable_push_to_talk":    {map[string]any{"enable_push_to_talk": false}, `{"EnablePushToTalk":false}`},
		"voice_id":               {map[string]any{"tts_config": map[string]any{"voice_id": "b"}}, `{"TtsConfig":{"VoiceId":"b"}}`},
		"enable_voice_interrupt": {map[string]any{"interrupt_config": map[string]any{"enable_voice_interrupt": false}}, `{"InterruptConfig":{"EnableVoiceInterrupt":false}}`},
		"use_voiceprint": {
			map[string]any{"voiceprint_config": map[string]any{"use_voiceprint": false, "voiceprint_id": "v"}},
			`{"VoiceprintConfig":{"UseVoiceprint":false}}`,
		},
		"bailian_app_params": {map[string]any{"llm_config": map[string]any{"bailian_app_params": `{"a":2}`}}, `{"LlmConfig":{"BailianAppParams":"{\"a\":2}"}}`},
		"two at once":        {map[string]any{"greeting": "b", "volume": 7}, `{"Greeting":"b","Volume":7}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(agentConfig(before))
			w.api.Reset()
			after := map[string]any{}
			for k, v := range before {
				after[k] = v
			}
			for k, v := range c.change {
				after[k] = v
			}
			i = w.change(i, agentConfig(after))
			updates := w.api.Calls(emulator.OpUpdate)
			if len(updates) != 1 || len(updates[0].Query) != 2 || updates[0].Query.Get("AgentConfig") != c.want {
				t.Errorf("sent %v, want AgentConfig=%s alone", updates[0].Query, c.want)
			}
			w.calm(w.refresh(i), agentConfig(after))
		})
	}
}

// TestPlan_FiveHundredConfigurationsSettle goes from validation to an empty second
// plan, with core's own checks, for random trees in every form.
func TestPlan_FiveHundredConfigurationsSettle(t *testing.T) {
	t.Parallel()
	forms := []string{"flat", "voice_chat", "vision_chat", "avatar_chat_3d"}
	kinds := []emulator.AgentType{emulator.VoiceChat, emulator.VoiceChat, emulator.VisionChat, emulator.AvatarChat3D}
	each := uint64(125)
	if testing.Short() {
		each = 15
	}
	for part := range uint64(4) {
		t.Run(forms[part], func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, emulator.WithAgent("agent-of-the-test", kinds[part], nil))
			for seed := range each {
				r := rand.New(rand.NewPCG(seed, part))
				config := instance.SampleConfig(r, forms[part], float64(r.IntN(5))/4)
				config["ai_agent_id"] = "agent-of-the-test"
				if r.IntN(2) == 0 {
					config["user_data"] = `{"seed": ` + strconv.FormatUint(seed, 10) + `}`
				}
				i := w.refresh(w.start(config))
				w.calm(i, config)
				if t.Failed() {
					t.Fatalf("seed %d: %v", seed, config)
				}
			}
			if got := w.api.Count(emulator.OpUpdate) + w.api.Count(emulator.OpStop); got > 0 {
				t.Errorf("%d updates and stops", got)
			}
		})
	}
}

func TestCreate_AGatewayErrorDuringTheWaitTaintsNothing(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"a page":            {Status: 404, Body: "<html>not found</html>", ContentType: "text/html"},
		"an overload":       {Status: 503, Code: "ServiceUnAvailable"},
		"a lost connection": {Drop: emulator.DropConnection},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			fault.Operation, fault.Times = emulator.OpDescribe, 2
			w.api.Inject(fault)
			i := w.start(greet("Hello!"))
			if got := w.attribute(i, "status"); got != "Created" {
				t.Errorf("status is %v", got)
			}
			fault.Times = -1
			w.api.Inject(fault)
			patient := greet("Hello!")
			patient["timeouts"] = map[string]any{"create": "2s"}
			i, diagnostics := w.Apply(w.Plan(w.Config(patient), w.Null()))
			// An error would taint a good call.
			if text := acctest.Text(diagnostics); acctest.Failed(diagnostics) || !strings.Contains(text, "warning: The started AI agent instance could not be read") {
				t.Errorf("a gateway that is broken for good is not warned of:\n%s", text)
			}
			if w.attribute(i, "instance_id") == nil {
				t.Error("the ID of the call is lost")
			}
		})
	}
}

func TestRead_WhatTheServiceHasLaterAppears(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(greet("Hello!"))
	id := w.api.Instances()[0].ID
	w.must(w.api.SetField(id, "CallInfo.CallDuration", 5))
	w.must(w.api.SetField(id, "CallInfo.CallerNumber", "183*****333"))
	w.must(w.api.Finish(id))
	i = w.refresh(i)
	want := map[string]any{"call_duration": jsonNumber("5"), "caller_number": "183*****333"}
	if diff := cmp.Diff(want, w.attribute(i, "call_info")); diff != "" {
		t.Errorf("call_info (-want +got):\n%s", diff)
	}
	if url, ok := w.attribute(i, "call_log_url").(string); !ok || url == "" {
		t.Errorf("call_log_url is %v", w.attribute(i, "call_log_url"))
	}
	w.calm(i, greet("Hello!"))
}
