package main

import "encoding/json"

// The structures of the API, as far as the configuration of the benchmark
// needs them. Fields are in the order of their keys, as the SDK has them.
type (
	wireRuntime struct {
		AgentUserID string `json:"AgentUserId,omitempty"`
		AuthToken   string `json:"AuthToken,omitempty"`
		ChannelID   string `json:"ChannelId,omitempty"`
	}

	wireAgent struct {
		ASR                *wireASR        `json:"AsrConfig,omitempty"`
		AutoSpeech         *wireAutoSpeech `json:"AutoSpeechConfig,omitempty"`
		EnablePushToTalk   *bool           `json:"EnablePushToTalk,omitempty"`
		GracefulShutdown   *bool           `json:"GracefulShutdown,omitempty"`
		Greeting           *string         `json:"Greeting,omitempty"`
		Interrupt          *wireInterrupt  `json:"InterruptConfig,omitempty"`
		LLM                *wireLLM        `json:"LlmConfig,omitempty"`
		MaxIdleTime        *int64          `json:"MaxIdleTime,omitempty"`
		TTS                *wireTTS        `json:"TtsConfig,omitempty"`
		UserOfflineTimeout *int64          `json:"UserOfflineTimeout,omitempty"`
		UserOnlineTimeout  *int64          `json:"UserOnlineTimeout,omitempty"`
		Volume             *int64          `json:"Volume,omitempty"`
		WakeUpQuery        *string         `json:"WakeUpQuery,omitempty"`
	}

	wireASR struct {
		HotWords   []string `json:"AsrHotWords,omitempty"`
		LanguageID *string  `json:"AsrLanguageId,omitempty"`
		MaxSilence *int64   `json:"AsrMaxSilence,omitempty"`
	}

	wireAutoSpeech struct {
		UserIdle *wireUserIdle `json:"UserIdle,omitempty"`
	}

	wireUserIdle struct {
		HangupEndWord *string       `json:"HangupEndWord,omitempty"`
		MaxRepeats    *int64        `json:"MaxRepeats,omitempty"`
		Messages      []wireMessage `json:"Messages,omitempty"`
		WaitTime      *int64        `json:"WaitTime,omitempty"`
	}

	wireMessage struct {
		Probability *float64 `json:"Probability,omitempty"`
		Text        *string  `json:"Text,omitempty"`
	}

	wireInterrupt struct {
		EnableVoiceInterrupt *bool    `json:"EnableVoiceInterrupt,omitempty"`
		InterruptWords       []string `json:"InterruptWords,omitempty"`
	}

	wireLLM struct {
		BailianAppParams *string       `json:"BailianAppParams,omitempty"`
		History          []wireHistory `json:"LlmHistory,omitempty"`
		HistoryLimit     *int64        `json:"LlmHistoryLimit,omitempty"`
		SystemPrompt     *string       `json:"LlmSystemPrompt,omitempty"`
	}

	wireHistory struct {
		Content *string `json:"Content,omitempty"`
		Role    *string `json:"Role,omitempty"`
	}

	wireTTS struct {
		SpeechRate *float64 `json:"SpeechRate,omitempty"`
		VoiceID    *string  `json:"VoiceId,omitempty"`
	}
)

type startAnswer struct {
	InstanceID string `json:"InstanceId"`
}

type describeAnswer struct {
	Instance wireInstance
}

// wireInstance has the settings twice over: as text for the effective_*
// attributes, from which the typed ones are read.
type wireInstance struct {
	AgentConfig    json.RawMessage
	CallLogURL     string `json:"CallLogUrl"`
	GmtCreate      string
	GmtModified    string
	SessionID      string `json:"SessionId"`
	Status         string
	TemplateConfig json.RawMessage
	UserData       *string
}
