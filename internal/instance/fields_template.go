package instance

import (
	"sync"

	. "github.com/alicloud-ims/terraform-provider-alicloud/internal/field" //nolint:revive,staticcheck // As in fields.go.
)

// templateConfig is the API structure AIAgentTemplateConfig, the deprecated form
// of agentConfig: three blocks with nearly the same fields, one for each type of
// agent.
var templateConfig = sync.OnceValue(func() *Field {
	return Object("template_config", "TemplateConfig", "Deprecated form of `agent_config`, with one block for each type of agent. If both set the same setting, the service uses the one in `agent_config`.",
		callChanges, Deprecated("Use agent_config. The guide \"Moving from template_config\" shows where each setting goes."),
		Object("avatar_chat_3d", "AvatarChat3D", "Settings of a digital human.",
			template(String("avatar_id", "AvatarId", "ID of the digital human's model."))...,
		),
		Object("vision_chat", "VisionChat", "Settings of an agent that sees the user's camera.",
			template()...,
		),
		Object("voice_chat", "VoiceChat", "Settings of a voice agent.",
			template(
				String("avatar_url", "AvatarUrl", "URL of the picture that represents the agent."),
				String("avatar_url_type", "AvatarUrlType", "Type of `avatar_url`.", Known("USER")),
			)...,
		),
	)
})

func template(more ...Part) []Part {
	return append([]Part{
		Strings("asr_hot_words", "AsrHotWords", "Words that speech recognition should prefer.", Content, MaxItems(128)),
		String("asr_language_id", "AsrLanguageId", "Language of the user: `zh_mandarin` is Mandarin, `zh_en` mixed Chinese and English, `jp` Japanese.", OneOf("zh_mandarin", "en", "zh_en", "es", "jp")),
		Int("asr_max_silence", "AsrMaxSilence", "Length of the pause that ends a sentence of the user. Only this form can change it on a running call.", InPlace, Between(200, 1200), Unit("ms"), Default("400")),
		JSON("bailian_app_params", "BailianAppParams", "Parameters for a Model Studio (Bailian) application.", Content),
		Bool("char_break", "CharBreak", "The API does not document this setting."),
		Bool("enable_intelligent_segment", "EnableIntelligentSegment", "Whether short utterances of the user are joined into one sentence.", Default("true")),
		Bool("enable_push_to_talk", "EnablePushToTalk", "Whether the user must press a button to talk.", InPlace, Default("false")),
		Bool("enable_voice_interrupt", "EnableVoiceInterrupt", "Whether the user can interrupt the agent by talking.", InPlace, Default("true")),
		Bool("graceful_shutdown", "GracefulShutdown", "Whether the agent finishes its current sentence when the instance is stopped, which takes up to 10 s.", Default("false")),
		String("greeting", "Greeting", "First sentence that the agent speaks when it joins.", Content, InPlace, Length(0, 128)),
		Strings("interrupt_words", "InterruptWords", "Phrases of the user that interrupt the agent.", Content),
		Objects("llm_history", "LlmHistory", "Earlier conversation that is given to the model when the call starts.",
			String("content", "Content", "Text of the message.", Content),
			String("role", "Role", "Role of the speaker.", OneOf("user", "assistant", "system", "function", "plugin", "tool")),
		),
		Int("llm_history_limit", "LlmHistoryLimit", "How much of the recent conversation is given to the model as context.", Unit("turns"), Default("10")),
		String("llm_system_prompt", "LlmSystemPrompt", "System prompt of the model.", Content),
		Int("max_idle_time", "MaxIdleTime", "The call ends after this time without interaction.", Unit("s"), Default("600")),
		Bool("use_voiceprint", "UseVoiceprint", "Whether speaker recognition is on.", InPlace, Default("false")),
		Int("user_offline_timeout", "UserOfflineTimeout", "How long after the user has left the channel the call ends.", Unit("s"), Default("5")),
		Int("user_online_timeout", "UserOnlineTimeout", "The call ends if no user joins the channel within this time.", Unit("s"), Default("60")),
		Int("vad_level", "VadLevel", "How hard it is to interrupt the agent by voice: 0 turns the detection off, and 11 is a separate mode.", Between(0, 11), Default("11")),
		String("voice_id", "VoiceId", "Voice of the agent. A new voice is used from the next sentence on.", InPlace, Length(0, 64)),
		Strings("voice_id_list", "VoiceIdList", "Voices that the client offers to the user."),
		String("voiceprint_id", "VoiceprintId", "ID of a voiceprint that was registered with the API operation SetAIAgentVoiceprint."),
		Int("volume", "Volume", "Volume of the agent in percent: 0 is silent, 100 unchanged. If it is not set, the volume is adaptive.", InPlace, Between(0, 400)),
		String("wake_up_query", "WakeUpQuery", "Question of the user that the agent answers right after the start.", Content),
		JSON("workflow_override_params", "WorkflowOverrideParams", "Parameters that override those of the agent's workflow in the console.", Content),
	}, more...)
}
