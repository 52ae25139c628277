package emulator_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// observation shows the value of a switch from outside.
type observation func(*testing.T, *emulator.Server, client) string

// outcome returns the status and code of a response.
func outcome(a answer) string { return strings.TrimSpace(fmt.Sprint(a.status, " ", a.code())) }

// shown starts an instance and returns a value that Describe shows.
func shown(path string, params map[string]string) observation {
	return func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		return fmt.Sprint(c.describe(t, c.start(t, params)).at("Instance." + path))
	}
}

// started tries to start an instance.
func started(params map[string]string) observation {
	return func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		all := map[string]string{"AIAgentId": emulator.AgentID, "RuntimeConfig": runtimeConfig}
		maps.Copy(all, params)
		if all["RuntimeConfig"] == "" {
			delete(all, "RuntimeConfig")
		}
		return outcome(c.call(t, emulator.OpStart, all))
	}
}

// observed says how to observe a switch, and what to expect for each value.
type observed struct {
	observe observation
	want    map[string]string
}

// observations and callObservations have an entry for every switch.
var observations = map[string]observed{
	"second_stop": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		c.stop(t, id)
		return outcome(c.stop(t, id))
	}, map[string]string{"200": "200", "400 InvalidParameter": "400 InvalidParameter"}},
	"stop_unknown_id": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		return outcome(c.stop(t, unknownInstance))
	}, same("404 ResourceNotFound", "404 InstanceNotFound", "400 InstanceIdNotExist", "404 InvalidInstanceId.NotFound")},
	"describe_unknown_id": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		return outcome(c.describe(t, unknownInstance))
	}, same("404 ResourceNotFound", "404 InstanceNotFound", "400 InstanceIdNotExist", "404 InvalidInstanceId.NotFound")},
	"describe_finished": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		c.stop(t, id)
		s.Advance(5*time.Second - 1)
		early := outcome(c.describe(t, id))
		s.Advance(1)
		return early + ", " + outcome(c.describe(t, id))
	}, map[string]string{"kept for ever": "200, 200", "forgotten after 5 s": "200, 404 ResourceNotFound"}},
	"describe_after_start": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		early := outcome(c.describe(t, id))
		s.Advance(3 * time.Second)
		return early + ", " + outcome(c.describe(t, id))
	}, map[string]string{"found at once": "200, 200", "not found for 3 s": "404 ResourceNotFound, 200"}},
	"describe_after_update": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, map[string]string{"UserData": "old"})
		c.update(t, id, map[string]string{"UserData": "new"})
		early := c.describe(t, id).at("Instance.UserData")
		s.Advance(3 * time.Second)
		return fmt.Sprint(early, ", ", c.describe(t, id).at("Instance.UserData"))
	}, map[string]string{"new values at once": "new, new", "old values for 3 s": "old, new"}},
	"update_finished": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, map[string]string{"UserData": "old"})
		ok(t, s.Finish(id))
		a := c.update(t, id, map[string]string{"UserData": "new"})
		return fmt.Sprint(outcome(a), ", ", c.describe(t, id).at("Instance.UserData"))
	}, map[string]string{"400 InvalidParameter": "400 InvalidParameter, old", "200 without effect": "200, old"}},
	"update_field_outside_list": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		a := c.update(t, id, map[string]string{"AgentConfig": `{"Greeting":"g","WakeUpQuery":"w"}`})
		config := s.Instances()[0].AgentConfig
		return fmt.Sprint(outcome(a), ", ", config["Greeting"] == "g", ", ", config["WakeUpQuery"])
	}, map[string]string{"ignored": "200, true, <nil>", "400 InvalidParameter": "400 InvalidParameter, false, <nil>"}},
	"update_empty_values": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, map[string]string{"AgentConfig": `{"Greeting":"g","Volume":1}`, "UserData": "u"})
		c.update(t, id, map[string]string{"AgentConfig": `{"Greeting":"","Volume":0}`, "UserData": ""})
		a := c.describe(t, id)
		return fmt.Sprint(a.at("Instance.AgentConfig.Greeting"), a.at("Instance.AgentConfig.Volume"), a.at("Instance.UserData"))
	}, map[string]string{"the old value is kept": "g0u", "the value is emptied": "0"}},
	"list_merge": {
		shown("AgentConfig.AsrConfig.AsrHotWords", map[string]string{"AgentConfig": `{"AsrConfig":{"AsrHotWords":["mine"]}}`}),
		map[string]string{"a sent list replaces": "[mine]", "a sent list is appended to the console's": "[refund invoice mine]"},
	},
	"list_order": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		c.start(t, map[string]string{"UserData": "first"})
		c.start(t, map[string]string{"UserData": "second"})
		first, _ := c.list(t, nil)[0].(map[string]any)
		return fmt.Sprint(first["UserData"])
	}, map[string]string{"newest first": "second", "oldest first": "first"}},
	"page_size_0": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		for range 11 {
			c.start(t, nil)
		}
		a := c.call(t, emulator.OpList, map[string]string{"AIAgentId": emulator.AgentID, "PageSize": "0"})
		found, _ := a.at("Instances").([]any)
		return fmt.Sprint(outcome(a), ", ", len(found))
	}, map[string]string{"empty list": "200, 0", "10 entries": "200, 10", "400 InvalidParameter": "400 InvalidParameter, 0"}},
	"start_bad_agent": {
		started(map[string]string{"AIAgentId": "nobody"}), same("404 AgentNotFound", "400 AgentNotFound"),
	},
	"start_missing_runtime": {
		started(map[string]string{"RuntimeConfig": ""}), same("400 MissingRuntimeConfig", "400 MissingParameter"),
	},
	"start_incomplete_trio": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		got := started(map[string]string{"RuntimeConfig": `{"ChannelId":"c"}`})(t, s, c)
		for _, d := range []time.Duration{0, 5 * time.Second} {
			s.Advance(d)
			for _, i := range s.Instances() {
				got += ", " + i.Status
			}
		}
		return got
	}, map[string]string{
		"400 InvalidParameter": "400 InvalidParameter", "accepted; ends as Finished after 5 s": "200, Created, Finished",
	}},
	"runtime_echo": {
		shown("RuntimeConfig", map[string]string{"RuntimeConfig": `{"VoiceChat":{"AgentUserId":"a","AuthToken":"t","ChannelId":"c"}}`}),
		map[string]string{
			"exactly what was sent": "map[VoiceChat:map[AgentUserId:a AuthToken:t ChannelId:c]]",
			"flat trio and all three blocks filled": "map[AgentUserId:a AuthToken:t AvatarChat3D:map[AgentUserId:a AuthToken:t ChannelId:c] ChannelId:c " +
				"VisionChat:map[AgentUserId:a AuthToken:t ChannelId:c] VoiceChat:map[AgentUserId:a AuthToken:t ChannelId:c]]",
			"flat trio only": "map[AgentUserId:a AuthToken:t ChannelId:c]",
		},
	},
	"auth_token_echo": {
		shown("RuntimeConfig", nil),
		map[string]string{
			"as sent":      "map[AgentUserId:agent-1 AuthToken:token-canary ChannelId:channel-1]",
			"masked (***)": "map[AgentUserId:agent-1 AuthToken:*** ChannelId:channel-1]",
			"left out":     "map[AgentUserId:agent-1 ChannelId:channel-1]",
		},
	},
	"agent_config_echo": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		a := c.describe(t, c.start(t, map[string]string{"AgentConfig": `{"Volume":1}`}))
		return fmt.Sprintf("%v %v", a.at("Instance.AgentConfig.Volume"), a.at("Instance.AgentConfig.MaxIdleTime"))
	}, map[string]string{
		"merged: console + TemplateConfig + AgentConfig": "1 600", "only what was sent": "1 <nil>", "left out": "<nil> <nil>",
	}},
	"template_config_echo": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		a := c.describe(t, c.start(t, map[string]string{"TemplateConfig": `{"VoiceChat":{"Volume":1}}`}))
		return fmt.Sprintf("%v %v", a.at("Instance.TemplateConfig.VoiceChat.Volume"), a.at("Instance.TemplateConfig.VoiceChat.MaxIdleTime"))
	}, map[string]string{
		"merged, in the block of the agent type": "1 600", "only what was sent": "1 <nil>", "left out": "<nil> <nil>",
	}},
	"user_data_echo": {
		shown("UserData", map[string]string{"UserData": `{"a":"b"}`}),
		map[string]string{"text": `{"a":"b"}`, "object": "map[a:b]"},
	},
	"session_id_unset": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		instance, _ := c.describe(t, c.start(t, nil)).at("Instance").(map[string]any)
		id, there := instance["SessionId"].(string)
		return fmt.Sprint(there, len(id))
	}, map[string]string{`""`: "true 0", "left out": "false 0", "made by the service": "true 32"}},
	"call_log_url": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		first := c.describe(t, id).at("Instance.CallLogUrl")
		second := c.describe(t, id).at("Instance.CallLogUrl")
		ok(t, s.Finish(id))
		end := c.describe(t, id).at("Instance.CallLogUrl")
		return fmt.Sprint(first != nil, first == second, end != nil)
	}, map[string]string{
		"left out until Finished": "false true true", "always there": "true true true",
		"changes at every Describe (signed)": "true false true",
	}},
	"created_to_executing": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		got := fmt.Sprint(c.describe(t, id).at("Instance.Status"))
		s.Advance(2 * time.Second)
		got += fmt.Sprint(", ", c.describe(t, id).at("Instance.Status"))
		return fmt.Sprint(got, ", ", s.Join(id) == nil)
	}, map[string]string{
		"by a control call": "Created, Created, true", "after 0 s": "Executing, Executing, true",
		"after 2 s": "Created, Executing, true", "never": "Created, Created, false",
	}},
	"user_online_timeout": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		s.Advance(time.Hour)
		return fmt.Sprint(c.describe(t, id).at("Instance.Status"))
	}, map[string]string{"real timer with a speed factor": "Finished", "off": "Created"}},
	"stop_delay": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		c.stop(t, id)
		for seconds := range 20 {
			if c.describe(t, id).at("Instance.Status") == emulator.StatusFinished {
				return fmt.Sprint(seconds)
			}
			s.Advance(time.Second)
		}
		return "never"
	}, map[string]string{"0 s": "0", "2 s": "2", "12 s": "12"}},
	"throttle": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		s.Throttle(emulator.OpStart, 1)
		return started(nil)(t, s, c)
	}, same("429 Throttling.User", "400 Throttling", "403 RequestsTooFrequent", "503 Throttling.Api")},
	"double_encoded_runtime_blocks": {
		started(map[string]string{"RuntimeConfig": `{"VoiceChat":"{\"AgentUserId\":\"a\",\"AuthToken\":\"t\",\"ChannelId\":\"c\"}"}`}),
		map[string]string{"object and JSON text accepted": "200", "object only": "400 InvalidParameter"},
	},
	"number_types": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		a := c.describe(t, c.start(t, map[string]string{
			"RuntimeConfig": `{"AgentUserId":"007","AuthToken":"t","ChannelId":"42"}`,
			"AgentConfig":   `{"AvatarConfig":{"AvatarId":"1231"},"WorkflowOverrideParams":"{\"a\":1}","LlmConfig":{"BailianAppParams":"{}"}}`,
		}))
		return fmt.Sprintf("%T %T %T %T %T", a.at("Instance.RuntimeConfig.AgentUserId"), a.at("Instance.RuntimeConfig.ChannelId"),
			a.at("Instance.AgentConfig.AvatarConfig.AvatarId"), a.at("Instance.AgentConfig.WorkflowOverrideParams"),
			a.at("Instance.AgentConfig.LlmConfig.BailianAppParams"))
	}, map[string]string{
		"as documented": "string string string string string",
		"ids and AvatarId as numbers, WorkflowOverrideParams and BailianAppParams as objects": "string json.Number json.Number map[string]interface {} map[string]interface {}",
	}},
	"normalise": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		a := c.describe(t, c.start(t, map[string]string{
			"AgentConfig": `{"Greeting":" hi\n","TtsConfig":{"SpeechRate":1.25},"BackChannelingConfigs":[{"Enabled":true,"Probability":0.125}]}`,
		}))
		return fmt.Sprintf("%q %v %v", a.at("Instance.AgentConfig.Greeting"), a.at("Instance.AgentConfig.TtsConfig.SpeechRate"),
			a.at("Instance.AgentConfig.BackChannelingConfigs"))
	}, map[string]string{
		"no":                                 `" hi\n" 1.25 [map[Enabled:true Probability:0.125]]`,
		"trims greetings and rounds numbers": `"hi" 1.3 [map[Enabled:true Probability:0.1]]`,
	}},
	"list_instance_id": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		entry, _ := c.list(t, nil)[0].(map[string]any)
		return fmt.Sprint(entry["InstanceId"] == id)
	}, map[string]string{"left out": "false", "included": "true"}},
	"undocumented_keys": {func(t *testing.T, _ *emulator.Server, c client) string {
		t.Helper()
		a := c.describe(t, c.start(t, nil))
		return fmt.Sprintf("%q %v %v", a.at("Instance.RuntimeConfig.ChannelId"),
			a.at("Instance.TemplateConfig.VoiceChat.AppId"), a.at("Instance.TemplateConfig.MessageChat"))
	}, map[string]string{
		"left out": `"channel-1" <nil> <nil>`, "AppId, MessageChat and a line feed behind ChannelId": `"channel-1\n"  map[AppId:]`,
	}},
	"unknown_field": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		field := started(map[string]string{"AgentConfig": `{"Foo":1}`})(t, s, c)
		return field + ", " + started(map[string]string{"Foo": "1"})(t, s, c)
	}, map[string]string{"400 InvalidParameter": "400 InvalidParameter, 400 InvalidParameter", "ignored": "200, 200"}},
	"unknown_enum_value": {
		started(map[string]string{"AgentConfig": `{"AsrConfig":{"AsrLanguageId":"fr"}}`}),
		map[string]string{"400 InvalidParameter": "400 InvalidParameter", "accepted": "200"},
	},
}

// same is for switches whose value is also what to expect.
func same(values ...string) map[string]string {
	want := map[string]string{}
	for _, value := range values {
		want[value] = value
	}
	return want
}

func TestSwitches_EveryValueHasItsEffect(t *testing.T) {
	t.Parallel()
	all := maps.Clone(observations)
	maps.Copy(all, callObservations)
	for _, info := range emulator.Switches() {
		o, seen := all[info.Name]
		if !seen {
			t.Errorf("nothing observes %s", info.Name)
			continue
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(info.Values)), slices.Sorted(maps.Keys(o.want))); diff != "" {
			t.Errorf("values of %s that are not observed: %s", info.Name, diff)
		}
		if effects := slices.Sorted(maps.Values(o.want)); len(slices.Compact(effects)) != len(o.want) {
			t.Errorf("two values of %s do the same", info.Name)
		}
		for _, value := range info.Values {
			t.Run(info.Name+"="+value, func(t *testing.T) {
				t.Parallel()
				s, c := emulate(t, emulator.Switch(info.Name, value))
				if got := o.observe(t, s, c); got != o.want[value] {
					t.Errorf("%s, want %s", got, o.want[value])
				}
			})
		}
		t.Run(info.Name+" by default", func(t *testing.T) {
			t.Parallel()
			s, c := emulate(t)
			if got := o.observe(t, s, c); got != o.want[info.Values[0]] {
				t.Errorf("%s, want %s", got, o.want[info.Values[0]])
			}
		})
	}
}

func TestSwitches_ChangeWhileTheEmulatorRuns(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	ok(t, s.SetSwitch("describe_unknown_id", "404 InstanceNotFound"))
	if a := c.describe(t, unknownInstance); a.code() != "InstanceNotFound" {
		t.Error(a.text)
	}
	if s.SetSwitch("describe_unknown_id", "nonsense") == nil {
		t.Error("a value that the switch does not have was taken")
	}
}

func TestSwitches_NormaliseChangesTheResponseOnly(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.Switch("normalise", "trims greetings and rounds numbers"))
	id := c.start(t, map[string]string{"AgentConfig": `{"BackChannelingConfigs":[{"Enabled":true,"Probability":0.125}]}`})
	c.describe(t, id)
	ok(t, s.SetSwitch("normalise", "no"))
	got := fmt.Sprint(c.describe(t, id).at("Instance.AgentConfig.BackChannelingConfigs"))
	if want := "[map[Enabled:true Probability:0.125]]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
