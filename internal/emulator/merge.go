package emulator

import (
	"slices"
	"strings"
)

// counterpart names the place in AgentConfig of a field of a TemplateConfig
// block, where it is not the same name. CharBreak has none.
func counterpart(name string) string {
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

// fromTemplate writes a block of TemplateConfig in the form of AgentConfig.
func fromTemplate(block map[string]any) map[string]any {
	config := map[string]any{}
	for name, value := range block {
		if path := counterpart(name); path != "" {
			put(config, path, cloneValue(value))
		}
	}
	return config
}

// toTemplate writes a configuration in the form of a block with these fields.
func toTemplate(config map[string]any, f *fact) map[string]any {
	block := map[string]any{}
	for name := range f.Fields {
		if value, ok := get(config, counterpart(name)); ok {
			block[name] = cloneValue(value)
		}
	}
	return block
}

// overlay lays one document over another, field by field, and gives a new one.
// Lists replace, or are appended.
func overlay(base, over map[string]any, appendLists bool) map[string]any {
	merged := clone(base)
	for name, value := range over {
		switch value := value.(type) {
		case map[string]any:
			below, _ := merged[name].(map[string]any)
			merged[name] = overlay(below, value, appendLists)
		case []any:
			below, ok := merged[name].([]any)
			if !ok || !appendLists {
				below = nil
			}
			merged[name] = slices.Concat([]any{}, below, cloneList(value))
		default:
			merged[name] = value
		}
	}
	return merged
}

func clone(m map[string]any) map[string]any {
	copied := make(map[string]any, len(m))
	for name, value := range m {
		copied[name] = cloneValue(value)
	}
	return copied
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return clone(v)
	case []any:
		return cloneList(v)
	default:
		return v
	}
}

func cloneList(list []any) []any {
	copied := make([]any, len(list))
	for i, item := range list {
		copied[i] = cloneValue(item)
	}
	return copied
}

// get reads a value at a path of object keys.
func get(m map[string]any, path string) (any, bool) {
	name, rest, deeper := strings.Cut(path, ".")
	value, ok := m[name]
	if !deeper {
		return value, ok
	}
	inner, _ := value.(map[string]any)
	return get(inner, rest)
}

// put writes a value at a path of object keys and makes the objects on the way.
func put(m map[string]any, path string, value any) {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		m[name] = value
		return
	}
	inner, ok := m[name].(map[string]any)
	if !ok {
		inner = map[string]any{}
		m[name] = inner
	}
	put(inner, rest, value)
}
