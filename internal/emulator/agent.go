package emulator

import "fmt"

// AgentID is the agent that every emulator has: a voice agent with settings made
// in the console.
const AgentID = "39f8e0bc005e4f309379701645f4e0a1"

// AgentType is the kind of call an agent makes. It is a property of the agent in
// the console and no parameter of the API.
type AgentType string

// The types that StartAIAgentInstance can start. VideoChat has no block of its
// own in RuntimeConfig and TemplateConfig.
const (
	VoiceChat    AgentType = "VoiceChat"
	VisionChat   AgentType = "VisionChat"
	AvatarChat3D AgentType = "AvatarChat3D"
	VideoChat    AgentType = "VideoChat"
)

type agent struct {
	id      string
	kind    AgentType
	console map[string]any
}

// AddAgent makes an agent as its owner would in the console. The settings have
// the form of AgentConfig; nil for none. It fails on an id that is in use, an
// unknown type and settings that the API does not have.
func (e *Emulator) AddAgent(id string, kind AgentType, console map[string]any) error {
	switch kind {
	case VoiceChat, VisionChat, AvatarChat3D, VideoChat:
	default:
		return fmt.Errorf("agent %s: no instance of type %q can be started", id, kind)
	}
	if console == nil {
		console = map[string]any{}
	}
	decoded, err := plain(console)
	if err != nil {
		return fmt.Errorf("agent %s: %w", id, err)
	}
	if wrong := (checker{defaults()}).document("AgentConfig", decoded, loadFacts()["AgentConfig"]); wrong != nil {
		return fmt.Errorf("agent %s: %s", id, wrong.message)
	}
	settings, _ := decoded.(map[string]any)
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, taken := e.agents[id]; taken || id == "" {
		return fmt.Errorf("agent id %q is empty or in use", id)
	}
	e.agents[id] = &agent{id: id, kind: kind, console: settings}
	return nil
}

// exampleConsole is what somebody set in the console for AgentID.
func exampleConsole() map[string]any {
	return map[string]any{
		"Greeting": "Hello, this is the service desk. How can I help you?",
		"AsrConfig": map[string]any{
			"AsrHotWords":   []string{"refund", "invoice"},
			"AsrLanguageId": "zh_en",
		},
		"LlmConfig": map[string]any{"LlmSystemPrompt": "You answer questions about orders, briefly and politely."},
		"TtsConfig": map[string]any{
			"VoiceId":     "zhixiaoxia",
			"VoiceIdList": []string{"zhixiaoxia", "zhixiaobai:Bai"},
		},
	}
}
