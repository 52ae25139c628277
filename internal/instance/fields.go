package instance

import (
	"sync"

	. "github.com/alicloud-ims/terraform-provider-alicloud/internal/field" //nolint:revive,staticcheck // The rows are the table language; a prefix on every word would hide them.
)

// agentConfig is the API structure AIAgentConfig.
var agentConfig = sync.OnceValue(func() *Field {
	return Object("agent_config", "AgentConfig", "Settings of this instance. Each one overrides the agent's setting in the IMS console; what is left out keeps the console's value.",
		callChanges,
		Object("ambient_sound_config", "AmbientSoundConfig", "Background sound that is mixed into the call.",
			String("resource_id", "ResourceId", "Id of the background sound, as the console shows it under the agent's advanced settings."),
			Int("volume", "Volume", "Loudness of the background sound; 0 mutes it.", Between(0, 100)),
		),
		Object("asr_config", "AsrConfig", "Speech recognition: how the agent hears the user.",
			Strings("asr_hot_words", "AsrHotWords", "Words that the recogniser should favour, such as product and place names.", MaxItems(128)),
			String("asr_language_id", "AsrLanguageId", "Language to recognise: `zh_mandarin` is Mandarin, `zh_en` mixed Chinese and English, `jp` Japanese.", OneOf("zh_mandarin", "en", "zh_en", "es", "jp")),
			Int("asr_max_silence", "AsrMaxSilence", "Pause after which what the user said counts as a finished sentence. Shorter answers faster, longer interrupts slow speakers less.", Between(200, 1200), Unit("ms"), Default("400")),
			String("custom_params", "CustomParams", "Parameters for a recogniser of your own, passed on unread; usually `key=value` pairs joined by `&`."),
			Int("vad_duration", "VadDuration", "How long the user must talk without a break before the agent lets itself be interrupted; 0 switches the check off. 200 to 500 is usual, about one to four Chinese characters.", Between(200, 2000), Also(0), Unit("ms")),
			Int("vad_level", "VadLevel", "How hard it is to interrupt the agent by voice: 0 switches detection off, 1 to 10 grow harder, 11 is a mode of its own with less distortion and more resistance to noise.", Between(0, 11), Default("11")),
		),
		Object("auto_speech_config", "AutoSpeechConfig", "What the agent says by itself: while the language model is slow, and while the user is silent.",
			Object("llm_pending", "LlmPending", "Filler phrases for the time in which the language model has not answered yet.",
				Objects("messages", "Messages", "Phrases to choose from.", MaxItems(10), SumsToOne("probability"),
					Float("probability", "Probability", "How likely the phrase is picked.", Between(0, 1)),
					String("text", "Text", "Phrase to speak.", Length(0, 100)),
				),
				String("mode", "Mode", "Order in which the phrases are taken.", Required, OneOf("random", "sequence")),
				Int("wait_time", "WaitTime", "How long the model may take before a phrase is spoken.", Required, Between(500, 10000), Unit("ms")),
			),
			Object("user_idle", "UserIdle", "Prompts for a user who stays silent. They can end the call.",
				String("hangup_end_word", "HangupEndWord", "Goodbye that is spoken before the agent hangs up on a silent user."),
				Int("max_repeats", "MaxRepeats", "How many prompts are spoken; after that the call ends.", Required, Between(0, 10)),
				Objects("messages", "Messages", "Prompts to choose from.", MaxItems(10), SumsToOne("probability"),
					Float("probability", "Probability", "How likely the prompt is picked.", Between(0, 1)),
					String("text", "Text", "Prompt to speak.", Length(0, 100)),
				),
				Int("wait_time", "WaitTime", "Silence after which a prompt is spoken.", Required, Between(5000, 600000), Unit("ms")),
			),
		),
		Object("avatar_config", "AvatarConfig", "The digital human. Ignored unless the agent's workflow in the console has an avatar node.",
			String("avatar_id", "AvatarId", "Id of the digital human's model."),
		),
		String("avatar_url", "AvatarUrl", "Address of the picture that is shown for the agent in a voice call."),
		String("avatar_url_type", "AvatarUrlType", "Kind of `avatar_url`.", Known("USER")),
		Objects("back_channeling_config", "BackChannelingConfig", "Old form of `back_channeling_configs`.",
			backChanneling(Deprecated("Use back_channeling_configs, which has the same shape."))...,
		),
		Objects("back_channeling_configs", "BackChannelingConfigs", "Rules for the short listening noises, such as \"mm-hm\", that the agent makes while the user talks.",
			backChanneling()...,
		),
		Bool("enable_intelligent_segment", "EnableIntelligentSegment", "Joins short utterances of the user into one sentence before the agent answers.", Default("true")),
		Bool("enable_push_to_talk", "EnablePushToTalk", "The user must press a button to talk.", InPlace, Default("false")),
		String("experimental_config", "ExperimentalConfig", "Switches for trial features; the vendor's support tells the content."),
		Bool("graceful_shutdown", "GracefulShutdown", "When the instance is stopped, the agent first finishes the sentence that it is speaking. Delays the end of the call by up to 10 s, which `terraform destroy` waits for.", Default("false")),
		String("greeting", "Greeting", "First sentence that the agent speaks when it joins. A greeting that was already spoken is not repeated: the change counts for the next session.", InPlace),
		Object("interrupt_config", "InterruptConfig", "How the user may cut the agent off.",
			Bool("enable_voice_interrupt", "EnableVoiceInterrupt", "Lets the user interrupt by talking; takes effect at once.", InPlace, Default("true")),
			Strings("interrupt_words", "InterruptWords", "Phrases that interrupt the agent."),
			Bool("keep_interrupt_words_for_llm", "KeepInterruptWordsForLLM", "Passes the interrupting phrase on to the language model instead of dropping it.", Default("false")),
			String("no_interrupt_mode", "NoInterruptMode", "What happens to speech of the user during a passage that may not be interrupted: `cache` keeps it for the next turn, `discard` drops it.", OneOf("cache", "discard"), Default("cache")),
		),
		Object("llm_config", "LlmConfig", "The language model.",
			JSON("bailian_app_params", "BailianAppParams", "Parameters for a Model Studio (Bailian) application, such as memory ids, plug-in parameters and retrieval filters.", InPlace),
			Objects("function_map", "FunctionMap", "Maps functions that an OpenAI-compatible model of your own calls to functions of the agent.",
				String("function", "Function", "Function of the agent; `hangup` ends the call.", OneOf("hangup")),
				String("match_function", "MatchFunction", "Name of the function that the model calls."),
			),
			Bool("history_sync_with_tts", "HistorySyncWithTTS", "Keeps only what was really spoken in the history; where the user interrupted, the marker `<ims_agent_interrupted>` is written.", Default("false")),
			Bool("llm_complete_reply", "LlmCompleteReply", "Sends the model's answer to the client in one piece when it is complete; subtitles still stream."),
			Objects("llm_history", "LlmHistory", "Earlier conversation that the model is given at the start.",
				String("content", "Content", "Text of the message."),
				String("role", "Role", "Who said it.", OneOf("user", "assistant", "system", "function", "plugin", "tool")),
			),
			Int("llm_history_limit", "LlmHistoryLimit", "Number of recent turns that the model is given as context.", Unit("turns"), Default("10")),
			String("llm_system_prompt", "LlmSystemPrompt", "System prompt of the model from the start of the call. It travels in the URL of the request, as all settings do: keep it to a few thousand characters."),
			String("openai_extra_query", "OpenAIExtraQuery", "Further URL parameters for an OpenAI-compatible model, `key=value` joined by `&`; may hold an API key.", Secret),
			Int("output_max_delay", "OutputMaxDelay", "How long text is held back at most before it goes to speech synthesis; 0 is no limit.", Between(1000, 10000), Also(0), Unit("ms")),
			Int("output_min_length", "OutputMinLength", "Shortest piece of text that goes to speech synthesis; 0 does not hold text back.", Between(0, 100), Unit("characters")),
		),
		Int("max_idle_time", "MaxIdleTime", "The call ends after this long without interaction.", Unit("s"), Default("600")),
		Object("tts_config", "TtsConfig", "Speech synthesis: how the agent sounds.",
			String("emotion", "Emotion", "Tone of voice, for MiniMax voices only.", Known("happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm")),
			String("language_id", "LanguageId", "Language or dialect to favour, for MiniMax voices only; `auto` leaves it to the model.", Known("Chinese", "Chinese,Yue", "English", "Arabic", "Russian", "Spanish", "French", "Portuguese", "German", "Turkish", "Dutch", "Ukrainian", "Vietnamese", "Indonesian", "Japanese", "Italian", "Korean", "Thai", "Polish", "Romanian", "Greek", "Czech", "Finnish", "Hindi", "auto")),
			String("model_id", "ModelId", "Synthesis model, for MiniMax voices only.", Known("speech-01-turbo", "speech-02-turbo")),
			Objects("pronunciation_rules", "PronunciationRules", "Replacements in what is spoken, applied in this order.", MaxItems(20),
				String("pronunciation", "Pronunciation", "What to say instead, in Chinese characters without blanks.", Length(1, 9)),
				String("type", "Type", "Kind of rule.", OneOf("replacement")),
				String("word", "Word", "Word to replace, in Chinese characters without blanks.", Length(1, 9)),
			),
			Float("speech_rate", "SpeechRate", "Speed of the voice; 1 is normal. For CosyVoice and MiniMax voices.", Between(0.5, 2), Default("1.0")),
			String("voice_id", "VoiceId", "Voice of the agent; without it the console's voice is used. A change counts from the next sentence on.", InPlace, Length(0, 64)),
			Strings("voice_id_list", "VoiceIdList", "Voices that the client offers to the user; the vendor's apps read entries as `voiceId` or `voiceId:title`."),
		),
		Object("turn_detection_config", "TurnDetectionConfig", "How the agent notices that the user has finished talking.",
			String("eagerness", "Eagerness", "How fast to answer after a pause, in mode `Semantic`: `Low` waits up to 6 s, `Medium` 4 s, `High` 2 s.", OneOf("Low", "Medium", "High")),
			String("mode", "Mode", "`Normal` looks at pauses only, `Semantic` at the meaning as well.", OneOf("Normal", "Semantic"), Default("Normal")),
			Int("semantic_wait_duration", "SemanticWaitDuration", "Pause to wait for in mode `Semantic`; -1 leaves it to the model, 0 to 1500 is recommended.", Between(0, 10000), Also(-1), Unit("ms"), Default("-1")),
			Strings("turn_end_words", "TurnEndWords", "Words with which the user ends a turn."),
		),
		Int("user_offline_timeout", "UserOfflineTimeout", "The call ends this long after the user has left the channel.", Unit("s"), Default("5")),
		Int("user_online_timeout", "UserOnlineTimeout", "The call ends if no user joins the channel within this time. It decides how long an instance that nobody joins lives, and is billed.", Unit("s"), Default("60")),
		Object("vcr_config", "VcrConfig", "Video content recognition; what is recognised is reported to the client.",
			Object("equipment", "Equipment", "Recognition of devices.", enabled(Default("false"))),
			Object("head_motion", "HeadMotion", "Recognition of head movements.", enabled(Default("false"))),
			Object("invalid_frame_motion", "InvalidFrameMotion", "Recognition of an unusable picture.", callbackDelay(), enabled()),
			Object("look_away", "LookAway", "Recognition of a user who looks away.", enabled(Default("false"))),
			Object("people_count", "PeopleCount", "Counting of people.", enabled(Default("false"))),
			Object("still_frame_motion", "StillFrameMotion", "Recognition of a frozen picture.", callbackDelay(), enabled(Default("false"))),
		),
		Object("voiceprint_config", "VoiceprintConfig", "Recognition of the speaker.",
			String("registration_mode", "RegistrationMode", "`Explicit` uses a voiceprint that was registered before, `Implicit` collects it during the call.", OneOf("Explicit", "Implicit"), Default("Explicit")),
			Bool("use_voiceprint", "UseVoiceprint", "Turns speaker recognition on; `voiceprint_id` is needed then.", InPlace, Default("false")),
			String("voiceprint_id", "VoiceprintId", "Id of a registered voiceprint."),
		),
		Int("volume", "Volume", "Loudness of the agent in per cent of the workflow's volume: 0 is silent, 100 unchanged, 200 double. Without it the loudness adapts by itself.", InPlace, Between(0, 400)),
		String("wake_up_query", "WakeUpQuery", "Question of the user that the agent answers right after the start."),
		JSON("workflow_override_params", "WorkflowOverrideParams", "Overrides of the workflow that the console shows for the agent."),
	)
})

func backChanneling(more ...Part) []Part {
	return append([]Part{
		Bool("enabled", "Enabled", "Turns the rule on.", Required),
		Float("probability", "Probability", "How likely the rule fires.", Required, Between(0, 1)),
		String("trigger_stage", "TriggerStage", "When the rule may fire.", OneOf("pause_detected")),
		Objects("words", "Words", "Phrases to choose from.", MaxItems(10), SumsToOne("probability"),
			Float("probability", "Probability", "How likely the phrase is picked.", Required, Between(0, 1)),
			String("text", "Text", "Phrase, in any language.", Required, Length(0, 20)),
		),
	}, more...)
}

func enabled(more ...Part) *Field {
	return Bool("enabled", "Enabled", "Turns the detector on.", more...)
}

func callbackDelay() *Field {
	return Int("callback_delay", "CallbackDelay", "How long the condition must last before it is reported; without it the console's value counts.", Between(200, 5000), Unit("ms"))
}

// runtimeConfig is the API structure AIAgentRuntimeConfig. The two ids and a
// token of one form are demanded by the resource, not here: after an import
// there is no token.
var runtimeConfig = sync.OnceValue(func() *Field {
	return Object("runtime_config", "RuntimeConfig", "Where the agent joins: the ARTC channel, the agent's user id there, and its token. Nothing of it can be changed on a running call.",
		trio(
			Required, callChanges,
			deprecatedTrio("voice_chat", "VoiceChat", "a voice agent"),
			deprecatedTrio("vision_chat", "VisionChat", "an agent that sees the user's camera"),
			deprecatedTrio("avatar_chat_3d", "AvatarChat3D", "a digital human"),
		)...,
	)
})

func deprecatedTrio(name, key, agent string) *Field {
	return Object(name, key, "Old form of the ids and the token, for "+agent+".",
		append(trio(), Deprecated("Use agent_user_id, channel_id and auth_token of runtime_config itself; the change starts a new instance."))...)
}

func trio(more ...Part) []Part {
	return append([]Part{
		String("agent_user_id", "AgentUserId", "User id under which the agent joins the channel.", Length(1, 64), Pattern(identifier(), identifierForm)),
		String("channel_id", "ChannelId", "ARTC channel that the agent joins; the user's app joins the same one.", Length(1, 64), Pattern(identifier(), identifierForm)),
		String("auth_token", "AuthToken", "ARTC token of the agent's user id, not of the human's, made from the AppKey of the ARTC application that the console shows on the agent's page.", Secret, StartOnly),
	}, more...)
}

// chatSyncConfig is the parameter ChatSyncConfig of StartAIAgentInstance.
var chatSyncConfig = sync.OnceValue(func() *Field {
	return Object("chat_sync_config", "ChatSyncConfig", "Copies the dialogue of the call into the history of a message-chat agent.",
		callChanges,
		String("im_ai_agent_id", "IMAIAgentId", "Id of the message-chat agent."),
		String("receiver_id", "ReceiverId", "User to whom the copied messages are addressed."),
	)
})

// callInfo is the API structure AIAgentCallInfo.
var callInfo = sync.OnceValue(func() *Field {
	return Object("call_info", "CallInfo", "Details of a telephone call; absent for other calls.",
		Int("call_duration", "CallDuration", "Length of the call.", Unit("s")),
		String("call_end_time", "CallEndTime", "End of the call, ISO 8601 with offset and microseconds."),
		String("call_start_time", "CallStartTime", "Begin of the call, ISO 8601 with offset and microseconds."),
		String("callee_number", "CalleeNumber", "Telephone number that was called.", Sensitive),
		String("caller_number", "CallerNumber", "Telephone number that called.", Sensitive),
		Int("hangup_role", "HangupRole", "Who ended the call: 0 the agent, 1 the user, 2 the system because of a transfer.", Between(0, 2)),
		String("status", "Status", "Status of the telephone call, as the service writes it."),
	)
})
