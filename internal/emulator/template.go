package emulator

// agentConfigPath returns the path in AgentConfig of a field of a TemplateConfig
// block. CharBreak and AppId have none.
func agentConfigPath(name string) string {
	switch name {
	case "AsrHotWords", "AsrLanguageId", "AsrMaxSilence", "VadLevel":
		return "AsrConfig." + name
	case "AvatarId":
		return "AvatarConfig." + name
	case "BailianAppParams", "LlmHistory", "LlmHistoryLimit", "LlmSystemPrompt":
		return "LlmConfig." + name
	case "EnableVoiceInterrupt", "InterruptWords":
		return "InterruptConfig." + name
	case "VoiceId", "VoiceIdList":
		return "TtsConfig." + name
	case "UseVoiceprint", "VoiceprintId":
		return "VoiceprintConfig." + name
	case "CharBreak", "AppId":
		return ""
	default:
		return name
	}
}

// fromTemplate converts a block of TemplateConfig to the form of AgentConfig.
func fromTemplate(block map[string]any) map[string]any {
	config := map[string]any{}
	for name, value := range block {
		if path := agentConfigPath(name); path != "" {
			put(config, path, cloneValue(value))
		}
	}
	return config
}

// toTemplate converts an AgentConfig to a TemplateConfig block with the fields of
// f.
func toTemplate(config map[string]any, f *fact) map[string]any {
	block := map[string]any{}
	for name := range f.Fields {
		if value, ok := get(config, agentConfigPath(name)); ok {
			block[name] = cloneValue(value)
		}
	}
	return block
}
