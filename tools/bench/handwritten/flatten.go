package main

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// observe writes what the service alone sets.
func (m *instanceModel) observe(w *wireInstance) error {
	m.Status, m.CallLogURL = textOf(w.Status), textOf(w.CallLogURL)
	m.CreateTime, m.UpdateTime = textOf(w.GmtCreate), textOf(w.GmtModified)
	if m.SessionID.IsNull() || m.SessionID.IsUnknown() {
		m.SessionID = textOf(w.SessionID)
	}
	m.CallInfo = types.ObjectNull(callInfoTypes)
	var err error
	if m.EffectiveAgentConfig, err = document(w.AgentConfig); err != nil {
		return fmt.Errorf("AgentConfig of the answer: %w", err)
	}
	if m.EffectiveTemplateConfig, err = document(w.TemplateConfig); err != nil {
		return fmt.Errorf("TemplateConfig of the answer: %w", err)
	}
	return nil
}

// callInfoTypes is call_info, which no voice agent's call has.
var callInfoTypes = map[string]attr.Type{
	"call_duration": types.Int64Type, "call_end_time": types.StringType, "call_start_time": types.StringType,
	"callee_number": types.StringType, "caller_number": types.StringType, "hangup_role": types.Int64Type,
	"status": types.StringType,
}

// document is the JSON text with sorted keys.
func document(raw json.RawMessage) (types.String, error) {
	var value map[string]any
	if err := json.Unmarshal(raw, &value); err != nil {
		return types.StringNull(), err
	}
	text, err := json.Marshal(value)
	return types.StringValue(string(text)), err
}

// refresh takes the configured settings from the answer.
func (m *instanceModel) refresh(w *wireInstance) error {
	if w.UserData != nil {
		m.UserData = types.StringValue(*w.UserData)
	}
	if m.AgentConfig == nil {
		return nil
	}
	var answer wireAgent
	if err := json.Unmarshal(w.AgentConfig, &answer); err != nil {
		return fmt.Errorf("AgentConfig of the answer: %w", err)
	}
	m.AgentConfig.flatten(&answer)
	return nil
}

func (m *agentModel) flatten(w *wireAgent) {
	setBool(&m.EnablePushToTalk, w.EnablePushToTalk)
	setBool(&m.GracefulShutdown, w.GracefulShutdown)
	setText(&m.Greeting, w.Greeting)
	setInt(&m.MaxIdleTime, w.MaxIdleTime)
	setInt(&m.UserOfflineTimeout, w.UserOfflineTimeout)
	setInt(&m.UserOnlineTimeout, w.UserOnlineTimeout)
	setInt(&m.Volume, w.Volume)
	setText(&m.WakeUpQuery, w.WakeUpQuery)
	if a := m.ASRConfig; a != nil && w.ASR != nil {
		setTexts(&a.ASRHotWords, w.ASR.HotWords)
		setText(&a.ASRLanguageID, w.ASR.LanguageID)
		setInt(&a.ASRMaxSilence, w.ASR.MaxSilence)
	}
	if a := m.AutoSpeechConfig; a != nil && a.UserIdle != nil && w.AutoSpeech != nil && w.AutoSpeech.UserIdle != nil {
		a.UserIdle.flatten(w.AutoSpeech.UserIdle)
	}
	if i := m.InterruptConfig; i != nil && w.Interrupt != nil {
		setBool(&i.EnableVoiceInterrupt, w.Interrupt.EnableVoiceInterrupt)
		setTexts(&i.InterruptWords, w.Interrupt.InterruptWords)
	}
	if l := m.LLMConfig; l != nil && w.LLM != nil {
		l.flatten(w.LLM)
	}
	if t := m.TTSConfig; t != nil && w.TTS != nil {
		setFloat(&t.SpeechRate, w.TTS.SpeechRate)
		setText(&t.VoiceID, w.TTS.VoiceID)
	}
}

func (m *userIdleModel) flatten(w *wireUserIdle) {
	setText(&m.HangupEndWord, w.HangupEndWord)
	setInt(&m.MaxRepeats, w.MaxRepeats)
	setInt(&m.WaitTime, w.WaitTime)
	old := m.Messages
	m.Messages = make([]messageModel, len(w.Messages))
	for i, message := range w.Messages {
		if i < len(old) {
			m.Messages[i] = old[i]
		}
		setFloat(&m.Messages[i].Probability, message.Probability)
		setText(&m.Messages[i].Text, message.Text)
	}
}

func (m *llmModel) flatten(w *wireLLM) {
	setText(&m.BailianAppParams, w.BailianAppParams)
	setInt(&m.LLMHistoryLimit, w.HistoryLimit)
	setText(&m.LLMSystemPrompt, w.SystemPrompt)
	m.LLMHistory = make([]historyModel, len(w.History))
	for i, message := range w.History {
		m.LLMHistory[i] = historyModel{
			Content: types.StringPointerValue(message.Content), Role: types.StringPointerValue(message.Role),
		}
	}
}

func textOf(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// The setters leave alone what is not configured and what the answer lacks.

func setText(to *types.String, v *string) {
	if v != nil && !to.IsNull() {
		*to = types.StringValue(*v)
	}
}

func setTexts(to *[]types.String, values []string) {
	if *to == nil {
		return
	}
	all := make([]types.String, len(values))
	for i, v := range values {
		all[i] = types.StringValue(v)
	}
	*to = all
}

func setBool(to *types.Bool, v *bool) {
	if v != nil && !to.IsNull() {
		*to = types.BoolValue(*v)
	}
}

func setInt(to *types.Int64, v *int64) {
	if v != nil && !to.IsNull() {
		*to = types.Int64Value(*v)
	}
}

// setFloat keeps an equal value: the decimal of the configuration is more exact
// than a float64 made from it.
func setFloat(to *types.Float64, v *float64) {
	if v != nil && !to.IsNull() && to.ValueFloat64() != *v {
		*to = types.Float64Value(*v)
	}
}
