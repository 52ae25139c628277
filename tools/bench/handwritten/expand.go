package main

import "github.com/hashicorp/terraform-plugin-framework/types"

func (m *runtimeModel) expand() wireRuntime {
	return wireRuntime{
		AgentUserID: m.AgentUserID.ValueString(),
		AuthToken:   m.AuthToken.ValueString(),
		ChannelID:   m.ChannelID.ValueString(),
	}
}

func (m *agentModel) expand() wireAgent {
	w := wireAgent{
		EnablePushToTalk:   m.EnablePushToTalk.ValueBoolPointer(),
		GracefulShutdown:   m.GracefulShutdown.ValueBoolPointer(),
		Greeting:           m.Greeting.ValueStringPointer(),
		MaxIdleTime:        m.MaxIdleTime.ValueInt64Pointer(),
		UserOfflineTimeout: m.UserOfflineTimeout.ValueInt64Pointer(),
		UserOnlineTimeout:  m.UserOnlineTimeout.ValueInt64Pointer(),
		Volume:             m.Volume.ValueInt64Pointer(),
		WakeUpQuery:        m.WakeUpQuery.ValueStringPointer(),
	}
	if a := m.ASRConfig; a != nil {
		w.ASR = &wireASR{
			HotWords: texts(a.ASRHotWords), LanguageID: a.ASRLanguageID.ValueStringPointer(),
			MaxSilence: a.ASRMaxSilence.ValueInt64Pointer(),
		}
	}
	if a := m.AutoSpeechConfig; a != nil {
		w.AutoSpeech = &wireAutoSpeech{UserIdle: a.UserIdle.expand()}
	}
	if i := m.InterruptConfig; i != nil {
		w.Interrupt = &wireInterrupt{
			EnableVoiceInterrupt: i.EnableVoiceInterrupt.ValueBoolPointer(), InterruptWords: texts(i.InterruptWords),
		}
	}
	if l := m.LLMConfig; l != nil {
		w.LLM = l.expand()
	}
	if t := m.TTSConfig; t != nil {
		w.TTS = &wireTTS{SpeechRate: t.SpeechRate.ValueFloat64Pointer(), VoiceID: t.VoiceID.ValueStringPointer()}
	}
	return w
}

func (m *userIdleModel) expand() *wireUserIdle {
	if m == nil {
		return nil
	}
	w := &wireUserIdle{
		HangupEndWord: m.HangupEndWord.ValueStringPointer(), MaxRepeats: m.MaxRepeats.ValueInt64Pointer(),
		WaitTime: m.WaitTime.ValueInt64Pointer(),
	}
	for _, message := range m.Messages {
		w.Messages = append(w.Messages, wireMessage{
			Probability: message.Probability.ValueFloat64Pointer(), Text: message.Text.ValueStringPointer(),
		})
	}
	return w
}

func (m *llmModel) expand() *wireLLM {
	w := &wireLLM{
		BailianAppParams: m.BailianAppParams.ValueStringPointer(), HistoryLimit: m.LLMHistoryLimit.ValueInt64Pointer(),
		SystemPrompt: m.LLMSystemPrompt.ValueStringPointer(),
	}
	for _, message := range m.LLMHistory {
		w.History = append(w.History, wireHistory{
			Content: message.Content.ValueStringPointer(), Role: message.Role.ValueStringPointer(),
		})
	}
	return w
}

func texts(values []types.String) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = v.ValueString()
	}
	return all
}
