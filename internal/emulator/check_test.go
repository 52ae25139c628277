package emulator_test

import (
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

func TestParameters_AnInvalidOneIsNamedByItsPath(t *testing.T) {
	t.Parallel()
	_, c := emulate(t)
	good := func() map[string]string {
		return map[string]string{"AIAgentId": emulator.AgentID, "RuntimeConfig": runtimeConfig}
	}
	long := strings.Repeat("é", 65)
	for _, tc := range []struct{ param, value, message string }{
		{"Nonsense", "1", "Nonsense is not a parameter of StartAIAgentInstance"},
		{"AgentConfig", `{`, "AgentConfig is not valid JSON"},
		{"AgentConfig", `{} {}`, "AgentConfig is not valid JSON"},
		{"AgentConfig", `[]`, "AgentConfig must be a JSON object"},
		{"AgentConfig", `{"Foo":1}`, "AgentConfig.Foo is not a parameter"},
		{"AgentConfig", `{"Greeting":null}`, "AgentConfig.Greeting must be a string"},
		{"AgentConfig", `{"Greeting":1}`, "AgentConfig.Greeting must be a string"},
		{"AgentConfig", `{"EnablePushToTalk":"true"}`, "AgentConfig.EnablePushToTalk must be a boolean"},
		{"AgentConfig", `{"Volume":"1"}`, "AgentConfig.Volume must be a number"},
		{"AgentConfig", `{"Volume":1.5}`, "AgentConfig.Volume must be an integer of 64 bits"},
		{"AgentConfig", `{"Volume":401}`, "AgentConfig.Volume must be between 0 and 400"},
		{"AgentConfig", `{"MaxIdleTime":2147483648}`, "AgentConfig.MaxIdleTime must be an integer of 32 bits"},
		{"AgentConfig", `{"TtsConfig":{"SpeechRate":2.01}}`, "AgentConfig.TtsConfig.SpeechRate must be between 0.5 and 2"},
		{"AgentConfig", `{"TtsConfig":{"VoiceId":"` + long + `"}}`, "AgentConfig.TtsConfig.VoiceId must have at most 64 characters"},
		{"AgentConfig", `{"TtsConfig":{"PronunciationRules":[{"Word":""}]}}`, "AgentConfig.TtsConfig.PronunciationRules[0].Word must have at least 1 characters"},
		{"AgentConfig", `{"AsrConfig":{"AsrLanguageId":"ja"}}`, "AgentConfig.AsrConfig.AsrLanguageId must be one of zh_mandarin, en, zh_en, es, jp"},
		{"AgentConfig", `{"AsrConfig":{"VadDuration":199}}`, "AgentConfig.AsrConfig.VadDuration must be between 200 and 2000 or 0"},
		{"AgentConfig", `{"AsrConfig":"x"}`, "AgentConfig.AsrConfig must be a JSON object"},
		{"AgentConfig", `{"AsrConfig":{"AsrHotWords":"x"}}`, "AgentConfig.AsrConfig.AsrHotWords must be a JSON array"},
		{"AgentConfig", `{"AsrConfig":{"AsrHotWords":["a",null]}}`, "AgentConfig.AsrConfig.AsrHotWords[1] must be a string"},
		{"AgentConfig", `{"AsrConfig":{"AsrHotWords":[` + strings.Repeat(`"a",`, 128) + `"a"]}}`, "AgentConfig.AsrConfig.AsrHotWords must have at most 128 items"},
		{"AgentConfig", `{"LlmConfig":{"BailianAppParams":"{"}}`, "AgentConfig.LlmConfig.BailianAppParams must be JSON text"},
		{"AgentConfig", `{"AutoSpeechConfig":{"UserIdle":{"MaxRepeats":1}}}`, "AgentConfig.AutoSpeechConfig.UserIdle.WaitTime is required"},
		{"AgentConfig", `{"BackChannelingConfigs":[{"Enabled":true,"Probability":1,"Words":[{"Probability":0.5,"Text":"a"}]}]}`, "the Probability values of AgentConfig.BackChannelingConfigs[0].Words must add up to 1"},
		{"TemplateConfig", `{"VoiceChat":{"Greeting":"` + long + long + `"}}`, "TemplateConfig.VoiceChat.Greeting must have at most 128 characters"},
		{"TemplateConfig", `{"VideoChat":{}}`, "TemplateConfig.VideoChat is not a parameter"},
		{"TemplateConfig", `{"VoiceChat":{"AvatarId":"1"}}`, "TemplateConfig.VoiceChat.AvatarId is not a parameter"},
		{"RuntimeConfig", `{"AgentUserId":"a b","AuthToken":"t","ChannelId":"c"}`, "RuntimeConfig.AgentUserId must match ^[A-Za-z0-9_-]{1,64}$"},
		{"RuntimeConfig", `{"AgentUserId":"a","AuthToken":"t","ChannelId":"` + strings.Repeat("c", 65) + `"}`, "RuntimeConfig.ChannelId must have at most 64 characters"},
		{"RuntimeConfig", `{"Region":"cn-shanghai"}`, "RuntimeConfig.Region is not a parameter"},
		{"RuntimeConfig", `{"AgentUserId":"a","ChannelId":"c"}`, "RuntimeConfig.AuthToken is required"},
		{"ChatSyncConfig", `{"ReceiverId":1}`, "ChatSyncConfig.ReceiverId must be a string"},
	} {
		params := good()
		params[tc.param] = tc.value
		a := c.call(t, emulator.OpStart, params)
		if a.status != 400 || a.code() != "InvalidParameter" || a.at("Message") != tc.message {
			t.Errorf("%s=%s: %d %s, want %q", tc.param, tc.value, a.status, a.text, tc.message)
		}
	}
}

func TestParameters_AMissingOneIsNamed(t *testing.T) {
	t.Parallel()
	_, c := emulate(t)
	for operation, want := range map[string]string{
		emulator.OpStart:    "MissingAIAgentId",
		emulator.OpList:     "MissingAIAgentId",
		emulator.OpDescribe: "MissingInstanceId",
		emulator.OpUpdate:   "MissingInstanceId",
		emulator.OpStop:     "MissingInstanceId",
	} {
		if a := c.call(t, operation, nil); a.status != 400 || a.code() != want {
			t.Errorf("%s: %s", operation, a.text)
		}
	}
}

func TestParameters_ValuesAtTheBoundsAreAccepted(t *testing.T) {
	t.Parallel()
	_, c := emulate(t)
	for _, config := range []string{
		`{}`, `{"Volume":0}`, `{"Volume":400}`, `{"Greeting":""}`, `{"AsrConfig":{"VadDuration":0}}`,
		`{"TurnDetectionConfig":{"SemanticWaitDuration":-1}}`, `{"TtsConfig":{"SpeechRate":0.5}}`,
		`{"TtsConfig":{"SpeechRate":1}}`, `{"AsrConfig":{"AsrHotWords":[]}}`, `{"MaxIdleTime":2147483647}`,
		`{"AutoSpeechConfig":{"LlmPending":{"Mode":"random","WaitTime":500,"Messages":[{"Probability":0.3,"Text":"a"},{"Probability":0.7,"Text":"b"}]}}}`,
		`{"TtsConfig":{"PronunciationRules":[{"Word":"一二三四五六七八九","Pronunciation":"a","Type":"replacement"}]}}`,
	} {
		c.start(t, map[string]string{"AgentConfig": config})
	}
	c.start(t, map[string]string{"TemplateConfig": `{"VoiceChat":{"AppId":""},"MessageChat":{"AppId":""}}`})
}
