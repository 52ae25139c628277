package instance

import (
	"sync"

	. "github.com/alicloud-ims/terraform-provider-alicloud/internal/field" //nolint:revive,staticcheck // The rows are the table language; a prefix on every word would hide them.
)

// agentConfig is the API structure AIAgentConfig.
var agentConfig = sync.OnceValue(func() *Field {
	return Object("agent_config", "AgentConfig", "Settings of this instance. Each one overrides the agent's setting in the IMS console; a setting that is left out keeps the console's value. All settings are sent in the URL of one request, so keep prompts to a few thousand characters.",
		callChanges,
		Object("ambient_sound_config", "AmbientSoundConfig", "Background sound of the call.",
			String("resource_id", "ResourceId", "ID of the background sound. The console shows it in the agent's advanced settings."),
			Int("volume", "Volume", "Volume of the background sound; 0 mutes it.", Between(0, 100)),
		),
		Object("asr_config", "AsrConfig", "Speech recognition: how the agent understands the user.",
			Strings("asr_hot_words", "AsrHotWords", "Words that speech recognition should prefer, such as product and place names.", Content, MaxItems(128)),
			String("asr_language_id", "AsrLanguageId", "Language of the user: `zh_mandarin` is Mandarin, `zh_en` mixed Chinese and English, `jp` Japanese.", OneOf("zh_mandarin", "en", "zh_en", "es", "jp")),
			Int("asr_max_silence", "AsrMaxSilence", "Length of the pause that ends a sentence of the user. With a shorter pause the agent responds faster, with a longer one it interrupts slow speakers less.", Between(200, 1200), Unit("ms"), Default("400")),
			String("custom_params", "CustomParams", "Parameters for a speech recognition service of your own, passed on unchanged; usually `key=value` pairs joined by `&`."),
			Int("vad_duration", "VadDuration", "How long the user must talk without a break to interrupt the agent; 0 turns the check off. Usual values are 200 to 500, the time of about one to four Chinese characters.", Between(200, 2000), Also(0), Unit("ms")),
			Int("vad_level", "VadLevel", "How hard it is to interrupt the agent by voice: 0 turns the detection off, from 1 to 10 it becomes harder, and 11 is a separate mode with less distortion and more resistance to noise.", Between(0, 11), Default("11")),
		),
		Object("auto_speech_config", "AutoSpeechConfig", "What the agent says while it waits for the language model, and while the user is silent.",
			Object("llm_pending", "LlmPending", "Phrases that the agent speaks until the language model responds.",
				Objects("messages", "Messages", "Phrases to choose from.", MaxItems(10), SumsToOne("probability"),
					Float("probability", "Probability", "Probability that this phrase is spoken.", Between(0, 1)),
					String("text", "Text", "The phrase.", Content, Length(0, 100)),
				),
				String("mode", "Mode", "Order of the phrases.", Required, OneOf("random", "sequence")),
				Int("wait_time", "WaitTime", "Time without a response of the model after which a phrase is spoken.", Required, Between(500, 10000), Unit("ms")),
			),
			Object("user_idle", "UserIdle", "Prompts that the agent speaks while the user is silent. They can end the call.",
				String("hangup_end_word", "HangupEndWord", "Goodbye that the agent speaks before it hangs up because the user is silent.", Content),
				Int("max_repeats", "MaxRepeats", "Number of prompts that are spoken before the call ends.", Required, Between(0, 10)),
				Objects("messages", "Messages", "Prompts to choose from.", MaxItems(10), SumsToOne("probability"),
					Float("probability", "Probability", "Probability that this prompt is spoken.", Between(0, 1)),
					String("text", "Text", "The prompt.", Content, Length(0, 100)),
				),
				Int("wait_time", "WaitTime", "Silence after which a prompt is spoken.", Required, Between(5000, 600000), Unit("ms")),
			),
		),
		Object("avatar_config", "AvatarConfig", "The digital human. Ignored unless the agent's workflow in the console has an avatar node.",
			String("avatar_id", "AvatarId", "ID of the digital human's model."),
		),
		String("avatar_url", "AvatarUrl", "URL of the picture that represents the agent in a voice call."),
		String("avatar_url_type", "AvatarUrlType", "Type of `avatar_url`.", Known("USER")),
		Objects("back_channeling_config", "BackChannelingConfig", "Deprecated form of `back_channeling_configs`.",
			backChanneling(Deprecated("Use back_channeling_configs, which has the same attributes."))...,
		),
		Objects("back_channeling_configs", "BackChannelingConfigs", "Rules for the short sounds, such as \"mm-hm\", that the agent makes while the user talks.",
			backChanneling()...,
		),
		Bool("enable_intelligent_segment", "EnableIntelligentSegment", "Whether short utterances of the user are joined into one sentence before the agent responds.", Default("true")),
		Bool("enable_push_to_talk", "EnablePushToTalk", "Whether the user must press a button to talk.", InPlace, Default("false")),
		String("experimental_config", "ExperimentalConfig", "Settings for experimental features, as given by the vendor's support."),
		Bool("graceful_shutdown", "GracefulShutdown", "Whether the agent finishes its current sentence when the instance is stopped. This delays the end of the call, and `terraform destroy`, by up to 10 s.", Default("false")),
		String("greeting", "Greeting", "First sentence that the agent speaks when it joins. The agent greets only once: a new greeting is spoken in the next session.", Content, InPlace),
		Object("interrupt_config", "InterruptConfig", "How the user can interrupt the agent.",
			Bool("enable_voice_interrupt", "EnableVoiceInterrupt", "Whether the user can interrupt the agent by talking. A new value applies immediately.", InPlace, Default("true")),
			Strings("interrupt_words", "InterruptWords", "Phrases of the user that interrupt the agent.", Content),
			Bool("keep_interrupt_words_for_llm", "KeepInterruptWordsForLLM", "Whether the phrase that interrupted the agent is passed on to the language model.", Default("false")),
			String("no_interrupt_mode", "NoInterruptMode", "What happens to what the user says while the agent must not be interrupted: `cache` keeps it for the next turn, `discard` drops it.", OneOf("cache", "discard"), Default("cache")),
		),
		Object("llm_config", "LlmConfig", "The language model.",
			JSON("bailian_app_params", "BailianAppParams", "Parameters for a Model Studio (Bailian) application, such as memory IDs, plug-in parameters and retrieval filters. They can contain tokens for plug-ins.", Content, InPlace),
			Objects("function_map", "FunctionMap", "Maps the functions that your own OpenAI-compatible model calls to functions of the agent.",
				String("function", "Function", "Function of the agent; `hangup` ends the call.", OneOf("hangup")),
				String("match_function", "MatchFunction", "Name of the function that the model calls."),
			),
			Bool("history_sync_with_tts", "HistorySyncWithTTS", "Whether the history contains only what was really spoken. An interruption is then recorded as `<ims_agent_interrupted>`.", Default("false")),
			Bool("llm_complete_reply", "LlmCompleteReply", "Whether the model's response is sent to the client in one piece when it is complete. Subtitles are streamed in any case."),
			Objects("llm_history", "LlmHistory", "Earlier conversation that is given to the model when the call starts.",
				String("content", "Content", "Text of the message.", Content),
				String("role", "Role", "Role of the speaker.", OneOf("user", "assistant", "system", "function", "plugin", "tool")),
			),
			Int("llm_history_limit", "LlmHistoryLimit", "How much of the recent conversation is given to the model as context.", Unit("turns"), Default("10")),
			String("llm_system_prompt", "LlmSystemPrompt", "System prompt of the model, from the start of the call.", Content),
			String("openai_extra_query", "OpenAIExtraQuery", "Additional URL parameters for an OpenAI-compatible model, as `key=value` pairs joined by `&`. They can contain an API key.", Secret),
			Int("output_max_delay", "OutputMaxDelay", "The longest time that text is held back before speech synthesis; 0 means no limit.", Between(1000, 10000), Also(0), Unit("ms")),
			Int("output_min_length", "OutputMinLength", "The shortest text that is passed on to speech synthesis; 0 turns buffering off.", Between(0, 100), Unit("characters")),
		),
		Int("max_idle_time", "MaxIdleTime", "The call ends after this time without interaction.", Unit("s"), Default("600")),
		Object("tts_config", "TtsConfig", "Speech synthesis: the voice of the agent.",
			String("emotion", "Emotion", "Emotion of the voice, for MiniMax voices only.", Known("happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm")),
			String("language_id", "LanguageId", "Language or dialect to prefer, for MiniMax voices only; with `auto` the model decides.", Known("Chinese", "Chinese,Yue", "English", "Arabic", "Russian", "Spanish", "French", "Portuguese", "German", "Turkish", "Dutch", "Ukrainian", "Vietnamese", "Indonesian", "Japanese", "Italian", "Korean", "Thai", "Polish", "Romanian", "Greek", "Czech", "Finnish", "Hindi", "auto")),
			String("model_id", "ModelId", "Speech synthesis model, for MiniMax voices only.", Known("speech-01-turbo", "speech-02-turbo")),
			Objects("pronunciation_rules", "PronunciationRules", "Replacements in the text before it is spoken, in this order.", MaxItems(20),
				String("pronunciation", "Pronunciation", "What is spoken instead of the word: Chinese characters without spaces.", Content, Length(1, 9)),
				String("type", "Type", "Type of the rule.", OneOf("replacement")),
				String("word", "Word", "Word to replace: Chinese characters without spaces.", Content, Length(1, 9)),
			),
			Float("speech_rate", "SpeechRate", "Speed of the voice, for CosyVoice and MiniMax voices; 1 is normal speed.", Between(0.5, 2), Default("1.0")),
			String("voice_id", "VoiceId", "Voice of the agent. A new voice is used from the next sentence on.", InPlace, Length(0, 64)),
			Strings("voice_id_list", "VoiceIdList", "Voices that the client offers to the user. The vendor's apps expect entries of the form `voiceId` or `voiceId:title`."),
		),
		Object("turn_detection_config", "TurnDetectionConfig", "How the agent detects that the user has finished talking.",
			String("eagerness", "Eagerness", "How soon the agent responds after a pause, in mode `Semantic`: `Low` waits up to 6 s, `Medium` up to 4 s, `High` up to 2 s.", OneOf("Low", "Medium", "High")),
			String("mode", "Mode", "Whether the end is detected by pauses alone (`Normal`) or also by the meaning of what was said (`Semantic`).", OneOf("Normal", "Semantic"), Default("Normal")),
			Int("semantic_wait_duration", "SemanticWaitDuration", "Length of the pause that ends a turn in mode `Semantic`; with -1 the model decides, and 0 to 1500 is recommended. It has no effect in mode `Normal`.", Between(0, 10000), Also(-1), Unit("ms"), Default("-1")),
			Strings("turn_end_words", "TurnEndWords", "Words that end the user's turn.", Content),
		),
		Int("user_offline_timeout", "UserOfflineTimeout", "How long after the user has left the channel the call ends.", Unit("s"), Default("5")),
		Int("user_online_timeout", "UserOnlineTimeout", "The call ends if no user joins the channel within this time. The call is billed while it waits.", Unit("s"), Default("60")),
		Object("vcr_config", "VcrConfig", "Video content recognition. The results are reported to the client.",
			Object("equipment", "Equipment", "Detects devices.", enabled(Default("false"))),
			Object("head_motion", "HeadMotion", "Detects head movements.", enabled(Default("false"))),
			Object("invalid_frame_motion", "InvalidFrameMotion", "Detects an unusable picture.", callbackDelay(), enabled()),
			Object("look_away", "LookAway", "Detects a user who looks away.", enabled(Default("false"))),
			Object("people_count", "PeopleCount", "Counts people.", enabled(Default("false"))),
			Object("still_frame_motion", "StillFrameMotion", "Detects a frozen picture.", callbackDelay(), enabled(Default("false"))),
		),
		Object("voiceprint_config", "VoiceprintConfig", "Speaker recognition.",
			String("registration_mode", "RegistrationMode", "Where the voiceprint comes from: with `Explicit` it was registered before, with `Implicit` it is collected during the call.", OneOf("Explicit", "Implicit"), Default("Explicit")),
			Bool("use_voiceprint", "UseVoiceprint", "Whether speaker recognition is on. It requires `voiceprint_id`.", InPlace, Default("false")),
			String("voiceprint_id", "VoiceprintId", "ID of a voiceprint that was registered with the API operation SetAIAgentVoiceprint."),
		),
		Int("volume", "Volume", "Volume of the agent in percent of the workflow's volume: 0 is silent, 100 unchanged, 200 double. If it is not set, the volume is adaptive.", InPlace, Between(0, 400)),
		String("wake_up_query", "WakeUpQuery", "Question of the user that the agent answers right after the start.", Content),
		JSON("workflow_override_params", "WorkflowOverrideParams", "Parameters that override those of the agent's workflow in the console.", Content),
	)
})

func backChanneling(more ...Part) []Part {
	return append([]Part{
		Bool("enabled", "Enabled", "Whether the rule is on.", Required),
		Float("probability", "Probability", "Probability that the rule is applied.", Required, Between(0, 1)),
		String("trigger_stage", "TriggerStage", "When the rule can be applied.", OneOf("pause_detected")),
		Objects("words", "Words", "Phrases to choose from.", MaxItems(10), SumsToOne("probability"),
			Float("probability", "Probability", "Probability that this phrase is spoken.", Required, Between(0, 1)),
			String("text", "Text", "The phrase, in any language.", Content, Required, Length(0, 20)),
		),
	}, more...)
}

func enabled(more ...Part) *Field {
	return Bool("enabled", "Enabled", "Whether the detector is on.", more...)
}

func callbackDelay() *Field {
	return Int("callback_delay", "CallbackDelay", "How long the condition must last before it is reported.", Between(200, 5000), Unit("ms"))
}

// runtimeConfig is the API structure AIAgentRuntimeConfig. No row is required:
// the resource checks for the IDs and the token, because the state has no token
// after an import.
var runtimeConfig = sync.OnceValue(func() *Field {
	return Object("runtime_config", "RuntimeConfig", "The ARTC channel that the agent joins, the agent's user ID in it, and the token for it.",
		trio(
			Required, callChanges,
			deprecatedTrio("voice_chat", "VoiceChat", "a voice agent"),
			deprecatedTrio("vision_chat", "VisionChat", "an agent that sees the user's camera"),
			deprecatedTrio("avatar_chat_3d", "AvatarChat3D", "a digital human"),
		)...,
	)
})

func deprecatedTrio(name, key, agent string) *Field {
	return Object(name, key, "Deprecated form of the IDs and the token, for "+agent+".",
		append(trio(), Deprecated("Set agent_user_id, channel_id and the token directly in runtime_config. Moving them replaces the instance."))...)
}

func trio(more ...Part) []Part {
	return append([]Part{
		String("agent_user_id", "AgentUserId", "User ID of the agent in the channel.", Length(1, 64), Pattern(identifier(), identifierForm)),
		String("channel_id", "ChannelId", "ARTC channel that the agent joins. The user's app must join the same channel.", Length(1, 64), Pattern(identifier(), identifierForm)),
		String("auth_token", "AuthToken", "ARTC token for the agent's user ID, not for the human user's. It is generated with the AppKey of the ARTC application that the agent's page in the console shows.", NoBlanks, Secret, StartOnly),
	}, more...)
}

// chatSyncConfig is the parameter ChatSyncConfig of StartAIAgentInstance.
var chatSyncConfig = sync.OnceValue(func() *Field {
	return Object("chat_sync_config", "ChatSyncConfig", "Copies the dialogue of the call into the history of a message-chat agent.",
		callChanges,
		String("im_ai_agent_id", "IMAIAgentId", "ID of the message-chat agent."),
		String("receiver_id", "ReceiverId", "User ID of the receiver of the copied messages."),
	)
})

// callInfo is the API structure AIAgentCallInfo.
var callInfo = sync.OnceValue(func() *Field {
	return Object("call_info", "CallInfo", "Details of a telephone call; null for other calls.",
		Int("call_duration", "CallDuration", "Duration of the call.", Unit("s")),
		String("call_end_time", "CallEndTime", "End of the call, ISO 8601 with offset and microseconds."),
		String("call_start_time", "CallStartTime", "Start of the call, ISO 8601 with offset and microseconds."),
		String("callee_number", "CalleeNumber", "Telephone number that was called.", Sensitive),
		String("caller_number", "CallerNumber", "Telephone number of the caller.", Sensitive),
		Int("hangup_role", "HangupRole", "Who ended the call: 0 is the agent, 1 the user, 2 the system because of a transfer.", Between(0, 2)),
		String("status", "Status", "Status of the telephone call, as the service returns it."),
	)
})
