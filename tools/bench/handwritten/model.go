package main

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// instanceModel is the whole resource; what the configuration of the benchmark
// leaves out is carried without being looked at.
type instanceModel struct {
	ID         types.String `tfsdk:"id"`
	InstanceID types.String `tfsdk:"instance_id"`
	Region     types.String `tfsdk:"region"`

	AIAgentID      types.String  `tfsdk:"ai_agent_id"`
	RuntimeConfig  *runtimeModel `tfsdk:"runtime_config"`
	AgentConfig    *agentModel   `tfsdk:"agent_config"`
	TemplateConfig types.Object  `tfsdk:"template_config"`
	ChatSyncConfig types.Object  `tfsdk:"chat_sync_config"`
	SessionID      types.String  `tfsdk:"session_id"`
	UserData       types.String  `tfsdk:"user_data"`

	OnFinished       types.String `tfsdk:"on_finished"`
	WaitFor          types.String `tfsdk:"wait_for"`
	StopOnDestroy    types.Bool   `tfsdk:"stop_on_destroy"`
	PreventInterrupt types.Bool   `tfsdk:"prevent_interrupt"`

	Status                  types.String `tfsdk:"status"`
	CreateTime              types.String `tfsdk:"create_time"`
	UpdateTime              types.String `tfsdk:"update_time"`
	CallLogURL              types.String `tfsdk:"call_log_url"`
	CallInfo                types.Object `tfsdk:"call_info"`
	EffectiveAgentConfig    types.String `tfsdk:"effective_agent_config"`
	EffectiveTemplateConfig types.String `tfsdk:"effective_template_config"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

type identityModel struct {
	InstanceID types.String `tfsdk:"instance_id"`
	Region     types.String `tfsdk:"region"`
}

type runtimeModel struct {
	AgentUserID        types.String `tfsdk:"agent_user_id"`
	ChannelID          types.String `tfsdk:"channel_id"`
	AuthToken          types.String `tfsdk:"auth_token"`
	AuthTokenWO        types.String `tfsdk:"auth_token_wo"`
	AuthTokenWOVersion types.Int64  `tfsdk:"auth_token_wo_version"`
	VoiceChat          types.Object `tfsdk:"voice_chat"`
	VisionChat         types.Object `tfsdk:"vision_chat"`
	AvatarChat3D       types.Object `tfsdk:"avatar_chat_3d"`
}

type agentModel struct {
	AmbientSoundConfig       types.Object     `tfsdk:"ambient_sound_config"`
	ASRConfig                *asrModel        `tfsdk:"asr_config"`
	AutoSpeechConfig         *autoSpeechModel `tfsdk:"auto_speech_config"`
	AvatarConfig             types.Object     `tfsdk:"avatar_config"`
	AvatarURL                types.String     `tfsdk:"avatar_url"`
	AvatarURLType            types.String     `tfsdk:"avatar_url_type"`
	BackChannelingConfig     types.List       `tfsdk:"back_channeling_config"`
	BackChannelingConfigs    types.List       `tfsdk:"back_channeling_configs"`
	EnableIntelligentSegment types.Bool       `tfsdk:"enable_intelligent_segment"`
	EnablePushToTalk         types.Bool       `tfsdk:"enable_push_to_talk"`
	ExperimentalConfig       types.String     `tfsdk:"experimental_config"`
	GracefulShutdown         types.Bool       `tfsdk:"graceful_shutdown"`
	Greeting                 types.String     `tfsdk:"greeting"`
	InterruptConfig          *interruptModel  `tfsdk:"interrupt_config"`
	LLMConfig                *llmModel        `tfsdk:"llm_config"`
	MaxIdleTime              types.Int64      `tfsdk:"max_idle_time"`
	TTSConfig                *ttsModel        `tfsdk:"tts_config"`
	TurnDetectionConfig      types.Object     `tfsdk:"turn_detection_config"`
	UserOfflineTimeout       types.Int64      `tfsdk:"user_offline_timeout"`
	UserOnlineTimeout        types.Int64      `tfsdk:"user_online_timeout"`
	VCRConfig                types.Object     `tfsdk:"vcr_config"`
	VoiceprintConfig         types.Object     `tfsdk:"voiceprint_config"`
	Volume                   types.Int64      `tfsdk:"volume"`
	WakeUpQuery              types.String     `tfsdk:"wake_up_query"`
	WorkflowOverrideParams   types.String     `tfsdk:"workflow_override_params"`
}

type asrModel struct {
	ASRHotWords   []types.String `tfsdk:"asr_hot_words"`
	ASRLanguageID types.String   `tfsdk:"asr_language_id"`
	ASRMaxSilence types.Int64    `tfsdk:"asr_max_silence"`
	CustomParams  types.String   `tfsdk:"custom_params"`
	VADDuration   types.Int64    `tfsdk:"vad_duration"`
	VADLevel      types.Int64    `tfsdk:"vad_level"`
}

type autoSpeechModel struct {
	LLMPending types.Object   `tfsdk:"llm_pending"`
	UserIdle   *userIdleModel `tfsdk:"user_idle"`
}

type userIdleModel struct {
	HangupEndWord types.String   `tfsdk:"hangup_end_word"`
	MaxRepeats    types.Int64    `tfsdk:"max_repeats"`
	Messages      []messageModel `tfsdk:"messages"`
	WaitTime      types.Int64    `tfsdk:"wait_time"`
}

type messageModel struct {
	Probability types.Float64 `tfsdk:"probability"`
	Text        types.String  `tfsdk:"text"`
}

type interruptModel struct {
	EnableVoiceInterrupt     types.Bool     `tfsdk:"enable_voice_interrupt"`
	InterruptWords           []types.String `tfsdk:"interrupt_words"`
	KeepInterruptWordsForLLM types.Bool     `tfsdk:"keep_interrupt_words_for_llm"`
	NoInterruptMode          types.String   `tfsdk:"no_interrupt_mode"`
}

type llmModel struct {
	BailianAppParams          types.String   `tfsdk:"bailian_app_params"`
	FunctionMap               types.List     `tfsdk:"function_map"`
	HistorySyncWithTTS        types.Bool     `tfsdk:"history_sync_with_tts"`
	LLMCompleteReply          types.Bool     `tfsdk:"llm_complete_reply"`
	LLMHistory                []historyModel `tfsdk:"llm_history"`
	LLMHistoryLimit           types.Int64    `tfsdk:"llm_history_limit"`
	LLMSystemPrompt           types.String   `tfsdk:"llm_system_prompt"`
	OpenAIExtraQuery          types.String   `tfsdk:"openai_extra_query"`
	OpenAIExtraQueryWO        types.String   `tfsdk:"openai_extra_query_wo"`
	OpenAIExtraQueryWOVersion types.Int64    `tfsdk:"openai_extra_query_wo_version"`
	OutputMaxDelay            types.Int64    `tfsdk:"output_max_delay"`
	OutputMinLength           types.Int64    `tfsdk:"output_min_length"`
}

type historyModel struct {
	Content types.String `tfsdk:"content"`
	Role    types.String `tfsdk:"role"`
}

type ttsModel struct {
	Emotion            types.String  `tfsdk:"emotion"`
	LanguageID         types.String  `tfsdk:"language_id"`
	ModelID            types.String  `tfsdk:"model_id"`
	PronunciationRules types.List    `tfsdk:"pronunciation_rules"`
	SpeechRate         types.Float64 `tfsdk:"speech_rate"`
	VoiceID            types.String  `tfsdk:"voice_id"`
	VoiceIDList        types.List    `tfsdk:"voice_id_list"`
}
