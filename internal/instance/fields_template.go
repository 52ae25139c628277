package instance

import (
	"sync"

	. "github.com/alicloud-ims/terraform-provider-alicloud/internal/field" //nolint:revive,staticcheck // As in fields.go.
)

// templateConfig is the API structure AIAgentTemplateConfig, the old form of
// agentConfig: one block per type of agent, nearly the same three times.
var templateConfig = sync.OnceValue(func() *Field {
	return Object("template_config", "TemplateConfig", "Old form of `agent_config`, with one block per type of agent. Where both set the same thing, `agent_config` wins.",
		callChanges, Deprecated("Use agent_config; the guide in the documentation of the resource says how to move."),
		Object("avatar_chat_3d", "AvatarChat3D", "Settings of a digital human.",
			template(String("avatar_id", "AvatarId", "Id of the digital human's model."))...,
		),
		Object("vision_chat", "VisionChat", "Settings of an agent that sees the user's camera.",
			template()...,
		),
		Object("voice_chat", "VoiceChat", "Settings of a voice agent.",
			template(
				String("avatar_url", "AvatarUrl", "Address of the picture that is shown for the agent."),
				String("avatar_url_type", "AvatarUrlType", "Kind of `avatar_url`.", Known("USER")),
			)...,
		),
	)
})

func template(more ...Part) []Part {
	return append([]Part{
		Strings("asr_hot_words", "AsrHotWords", "Words that the recogniser should favour.", MaxItems(128)),
		String("asr_language_id", "AsrLanguageId", "Language to recognise: `jp` is Japanese, `zh_en` mixed Chinese and English.", OneOf("zh_mandarin", "en", "zh_en", "es", "jp")),
		Int("asr_max_silence", "AsrMaxSilence", "Pause after which what the user said counts as a finished sentence. This form alone can change it on a running call.", InPlace, Between(200, 1200), Unit("ms"), Default("400")),
		JSON("bailian_app_params", "BailianAppParams", "Parameters for a Model Studio (Bailian) application."),
		Bool("char_break", "CharBreak", "A switch of the API without documentation."),
		Bool("enable_intelligent_segment", "EnableIntelligentSegment", "Joins short utterances of the user into one sentence.", Default("true")),
		Bool("enable_push_to_talk", "EnablePushToTalk", "The user must press a button to talk.", InPlace, Default("false")),
		Bool("enable_voice_interrupt", "EnableVoiceInterrupt", "Lets the user interrupt by talking.", InPlace, Default("true")),
		Bool("graceful_shutdown", "GracefulShutdown", "When the instance is stopped, the agent first finishes its sentence, for up to 10 s.", Default("false")),
		String("greeting", "Greeting", "First sentence that the agent speaks; without it the console's greeting.", InPlace, Length(0, 128)),
		Strings("interrupt_words", "InterruptWords", "Phrases that interrupt the agent."),
		Objects("llm_history", "LlmHistory", "Earlier conversation that the model is given at the start.",
			String("content", "Content", "Text of the message."),
			String("role", "Role", "Who said it.", OneOf("user", "assistant", "system", "function", "plugin", "tool")),
		),
		Int("llm_history_limit", "LlmHistoryLimit", "Number of recent turns that the model is given as context.", Unit("turns"), Default("10")),
		String("llm_system_prompt", "LlmSystemPrompt", "System prompt of the model."),
		Int("max_idle_time", "MaxIdleTime", "The call ends after this long without interaction.", Unit("s"), Default("600")),
		Bool("use_voiceprint", "UseVoiceprint", "Turns speaker recognition on.", InPlace, Default("false")),
		Int("user_offline_timeout", "UserOfflineTimeout", "The call ends this long after the user has left the channel.", Unit("s"), Default("5")),
		Int("user_online_timeout", "UserOnlineTimeout", "The call ends if no user joins the channel within this time.", Unit("s"), Default("60")),
		Int("vad_level", "VadLevel", "How hard it is to interrupt the agent by voice: 0 is off, 11 a mode of its own.", Between(0, 11), Default("11")),
		String("voice_id", "VoiceId", "Voice of the agent; a change counts from the next sentence on.", InPlace, Length(0, 64)),
		Strings("voice_id_list", "VoiceIdList", "Voices that the client offers to the user."),
		String("voiceprint_id", "VoiceprintId", "Id of a registered voiceprint."),
		Int("volume", "Volume", "Loudness of the agent in per cent: 0 is silent, 100 unchanged.", InPlace, Between(0, 400)),
		String("wake_up_query", "WakeUpQuery", "Question of the user that the agent answers right after the start."),
		JSON("workflow_override_params", "WorkflowOverrideParams", "Overrides of the workflow that the console shows for the agent."),
	}, more...)
}
