package emulator_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const otherAgent = "00000000000000000000000000000001"

func TestDescribe_TheResponseHasNoIDs(t *testing.T) {
	t.Parallel()
	_, c := emulate(t)
	id := c.start(t, map[string]string{"UserData": `{"a":1}`, "SessionId": "session-1"})
	a := c.describe(t, id)
	instance, _ := a.at("Instance").(map[string]any)
	var keys []string
	for _, key := range []string{
		"AIAgentId", "InstanceId", "AgentConfig", "CallInfo", "CallLogUrl", "GmtCreate", "GmtModified", "RuntimeConfig",
		"SessionId", "Status", "TemplateConfig", "UserData",
	} {
		if _, there := instance[key]; there {
			keys = append(keys, key)
		}
	}
	want := []string{
		"AgentConfig", "GmtCreate", "GmtModified", "RuntimeConfig", "SessionId", "Status", "TemplateConfig", "UserData",
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(a.text, id) || strings.Contains(a.text, emulator.AgentID) {
		t.Error("an id is in the answer: " + a.text)
	}
	created, _ := instance["GmtCreate"].(string)
	if !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$`).MatchString(created) {
		t.Errorf("GmtCreate %q", created)
	}
}

func TestStart_IDsAreTheSameInEveryRun(t *testing.T) {
	t.Parallel()
	var runs [2][]string
	for n := range runs {
		s, c := emulate(t)
		runs[n] = append(runs[n], c.start(t, nil), c.start(t, nil), s.Calls()[1].RequestID)
	}
	if diff := cmp.Diff(runs[0], runs[1]); diff != "" {
		t.Error(diff)
	}
	if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(runs[0][0]) || runs[0][0] == runs[0][1] {
		t.Errorf("instance ids %q", runs[0])
	}
	if !regexp.MustCompile(`^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`).MatchString(runs[0][2]) {
		t.Errorf("request id %q", runs[0][2])
	}
}

// TestStart_TheMoreSpecificSettingWins has a setting for each combination of layers.
func TestStart_TheMoreSpecificSettingWins(t *testing.T) {
	t.Parallel()
	_, c := emulate(t, emulator.WithAgent(otherAgent, emulator.AvatarChat3D, map[string]any{
		"AsrConfig":       map[string]any{"AsrMaxSilence": 500, "VadLevel": 5, "AsrHotWords": []string{"console"}},
		"InterruptConfig": map[string]any{"NoInterruptMode": "discard"},
		"Greeting":        "console",
	}))
	id := c.start(t, map[string]string{
		"AIAgentId": otherAgent,
		"TemplateConfig": `{"AvatarChat3D":{"AsrMaxSilence":600,"VadLevel":6,"AvatarId":"42","AsrHotWords":["template"]},` +
			`"VoiceChat":{"Greeting":"not my type"}}`,
		"AgentConfig": `{"AsrConfig":{"AsrMaxSilence":700,"AsrHotWords":["agent"]},"Volume":0,"EnablePushToTalk":false}`,
	})
	a := c.describe(t, id)
	for path, want := range map[string]any{
		"AsrConfig.AsrMaxSilence":              json.Number("700"),
		"AsrConfig.VadLevel":                   json.Number("6"),
		"AsrConfig.AsrHotWords":                []any{"agent"},
		"AvatarConfig.AvatarId":                "42",
		"InterruptConfig.NoInterruptMode":      "discard",
		"InterruptConfig.EnableVoiceInterrupt": true,
		"Greeting":                             "console",
		"Volume":                               json.Number("0"),
		"EnablePushToTalk":                     false,
		"UserOnlineTimeout":                    json.Number("60"),
	} {
		if diff := cmp.Diff(want, a.at("Instance.AgentConfig."+path)); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	if got := a.at("Instance.TemplateConfig.AvatarChat3D.AsrMaxSilence"); got != json.Number("700") {
		t.Errorf("template form: %v", got)
	}
	if got := a.at("Instance.TemplateConfig.VoiceChat"); got != nil {
		t.Errorf("block of another type: %v", got)
	}
}

func TestStart_EveryTemplateFieldTakesEffect(t *testing.T) {
	t.Parallel()
	for _, kind := range []emulator.AgentType{emulator.VoiceChat, emulator.VisionChat, emulator.AvatarChat3D} {
		_, c := emulate(t, emulator.WithAgent(otherAgent, kind, nil))
		block := `{"AsrHotWords":["a"],"AsrLanguageId":"es","AsrMaxSilence":201,"BailianAppParams":"{}","CharBreak":true,` +
			`"EnableIntelligentSegment":false,"EnablePushToTalk":true,"EnableVoiceInterrupt":false,"GracefulShutdown":true,` +
			`"Greeting":"g","InterruptWords":["b"],"LlmHistory":[{"Content":"c","Role":"user"}],"LlmHistoryLimit":1,` +
			`"LlmSystemPrompt":"d","MaxIdleTime":11,"UseVoiceprint":true,"UserOfflineTimeout":12,"UserOnlineTimeout":13,` +
			`"VadLevel":3,"VoiceId":"e","VoiceIdList":["e"],"VoiceprintId":"f","Volume":9,"WakeUpQuery":"h",` +
			`"WorkflowOverrideParams":"{}"}`
		id := c.start(t, map[string]string{
			"AIAgentId": otherAgent, "TemplateConfig": `{"` + string(kind) + `":` + block + `}`,
		})
		var want any
		decoder := json.NewDecoder(strings.NewReader(block))
		decoder.UseNumber()
		if err := decoder.Decode(&want); err != nil {
			t.Fatal(err)
		}
		a := c.describe(t, id)
		if diff := cmp.Diff(want, a.at("Instance.TemplateConfig."+string(kind))); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
		if got := a.at("Instance.AgentConfig.VoiceprintConfig.VoiceprintId"); got != "f" {
			t.Errorf("%s: VoiceprintId %v", kind, got)
		}
	}
}

func TestUpdate_ChangesTheDocumentedFieldsOnly(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, map[string]string{"UserData": "old"})
	before := s.Instances()[0]
	s.Advance(time.Second)
	a := c.update(t, id, map[string]string{
		"AgentConfig": `{"TtsConfig":{"VoiceId":"v","SpeechRate":2},"InterruptConfig":{"EnableVoiceInterrupt":false},` +
			`"Greeting":"g","Volume":0,"EnablePushToTalk":true,"VoiceprintConfig":{"UseVoiceprint":true},` +
			`"LlmConfig":{"BailianAppParams":"{\"a\":1}","LlmSystemPrompt":"p"},"MaxIdleTime":1}`,
		"TemplateConfig": `{"VoiceChat":{"AsrMaxSilence":250,"MaxIdleTime":2}}`,
		"UserData":       "new",
	})
	if a.status != 200 {
		t.Fatal(a.text)
	}
	after := c.describe(t, id)
	for path, want := range map[string]any{
		"AgentConfig.TtsConfig.VoiceId":                    "v",
		"AgentConfig.TtsConfig.SpeechRate":                 json.Number("1.0"),
		"AgentConfig.InterruptConfig.EnableVoiceInterrupt": false,
		"AgentConfig.Greeting":                             "g",
		"AgentConfig.Volume":                               json.Number("0"),
		"AgentConfig.EnablePushToTalk":                     true,
		"AgentConfig.VoiceprintConfig.UseVoiceprint":       true,
		"AgentConfig.LlmConfig.BailianAppParams":           `{"a":1}`,
		"AgentConfig.LlmConfig.LlmSystemPrompt":            "You answer questions about orders, briefly and politely.",
		"AgentConfig.MaxIdleTime":                          json.Number("600"),
		"AgentConfig.AsrConfig.AsrMaxSilence":              json.Number("250"),
		"UserData":                                         "new",
	} {
		if diff := cmp.Diff(want, after.at("Instance."+path)); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	if got := s.Instances()[0].Modified.Sub(before.Modified); got != time.Second {
		t.Errorf("GmtModified moved by %s", got)
	}
}

func TestList_PagesWithinAPeriodAndShowsNoIDs(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.WithAgent(otherAgent, emulator.VoiceChat, nil))
	first := s.Now()
	for _, data := range []string{"1", "2", "3"} {
		id := c.start(t, map[string]string{"UserData": data})
		s.Advance(time.Second)
		if data == "2" {
			ok(t, s.Finish(id))
		}
	}
	c.start(t, map[string]string{"UserData": "another agent's", "AIAgentId": otherAgent})

	iso := func(t time.Time) string { return t.Format("2006-01-02T15:04:05.999999999Z") }
	for _, tc := range []struct {
		situation string
		params    map[string]string
		want      []any
	}{
		{"all", nil, []any{"3", "2", "1"}},
		{"first page", map[string]string{"PageSize": "2"}, []any{"3", "2"}},
		{"second page", map[string]string{"PageSize": "2", "PageNumber": "2"}, []any{"1"}},
		{"behind the end", map[string]string{"PageNumber": "100"}, nil},
		{"from", map[string]string{"StartTime": iso(first.Add(time.Second))}, []any{"3", "2"}},
		{"to", map[string]string{"EndTime": iso(first)}, []any{"1"}},
	} {
		var got []any
		for _, entry := range c.list(t, tc.params) {
			m, _ := entry.(map[string]any)
			got = append(got, m["UserData"])
			if m["InstanceId"] != nil || m["GmtCreate"] != nil {
				t.Errorf("%s: more than the model has: %v", tc.situation, m)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.situation, diff)
		}
	}
	for _, params := range []map[string]string{
		{"PageNumber": "0"},
		{"PageNumber": "101"},
		{"PageSize": "-1"},
		{"PageSize": "101"},
		{"PageSize": "x"},
		{"StartTime": "yesterday"},
		{"EndTime": "1"},
	} {
		params["AIAgentId"] = emulator.AgentID
		if a := c.call(t, emulator.OpList, params); a.code() != "InvalidParameter" {
			t.Errorf("%v: %s", params, a.text)
		}
	}
}

func TestStart_UsesTheRuntimeBlockOfTheAgentsType(t *testing.T) {
	t.Parallel()
	_, c := emulate(t, emulator.WithAgent(otherAgent, emulator.VideoChat, nil))
	trio := `{"AgentUserId":"a","AuthToken":"b","ChannelId":"c"}`
	for _, tc := range []struct{ agent, runtime, missing string }{
		{emulator.AgentID, `{"VoiceChat":` + trio + `}`, ""},
		{emulator.AgentID, `{"VisionChat":` + trio + `}`, "RuntimeConfig.AgentUserId is required"},
		{emulator.AgentID, `{"VoiceChat":{"AgentUserId":"a","ChannelId":"c"}}`, "RuntimeConfig.VoiceChat.AuthToken is required"},
		{emulator.AgentID, `{"VoiceChat":` + trio + `,"ChannelId":"c","AuthToken":"b"}`, "RuntimeConfig.AgentUserId is required"},
		{otherAgent, `{"VoiceChat":` + trio + `}`, "RuntimeConfig.AgentUserId is required"},
		{otherAgent, trio, ""},
	} {
		a := c.call(t, emulator.OpStart, map[string]string{"AIAgentId": tc.agent, "RuntimeConfig": tc.runtime})
		message, _ := a.at("Message").(string)
		if message != tc.missing {
			t.Errorf("%s: %s, want %q", tc.runtime, a.text, tc.missing)
		}
	}
}
