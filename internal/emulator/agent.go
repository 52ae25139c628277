package emulator

import "fmt"

const (
	// AgentID is the agent that every emulator has: a voice agent with settings
	// made in the console.
	AgentID = "39f8e0bc005e4f309379701645f4e0a1"

	// AvatarAgentID is the avatar agent of the provider's examples. Only the
	// command has it without being asked, see ExampleAgents.
	AvatarAgentID = "39f8e0bc005e4f309379701645f40002"
)

// AgentType is the kind of call an agent makes. It is set in the console and is
// not a parameter of the API.
type AgentType string

// The types that StartAIAgentInstance can start. VideoChat has no block of its
// own in RuntimeConfig and TemplateConfig.
const (
	VoiceChat    AgentType = "VoiceChat"
	VisionChat   AgentType = "VisionChat"
	AvatarChat3D AgentType = "AvatarChat3D"
	VideoChat    AgentType = "VideoChat"
)

// ExampleAgents returns the agents that the provider's examples use, with the
// type that fits each.
func ExampleAgents() map[string]AgentType {
	return map[string]AgentType{AgentID: VoiceChat, AvatarAgentID: AvatarChat3D}
}

// agent is an agent as its owner created it in the console.
type agent struct {
	id      string
	kind    AgentType
	console map[string]any // In the form of AgentConfig.

	// account owns the agent and its instances. Empty: that of AccessKeyID.
	account string
}

func newAgent(id string, kind AgentType, console map[string]any) (*agent, error) {
	switch kind {
	case VoiceChat, VisionChat, AvatarChat3D, VideoChat:
	default:
		return nil, fmt.Errorf("agent %s: instances of type %q cannot be started", id, kind)
	}
	if console == nil {
		console = map[string]any{}
	}
	decoded, err := normalize(console)
	if err != nil {
		return nil, fmt.Errorf("agent %s: %w", id, err)
	}
	if err := (checker{defaults()}).value("AgentConfig", decoded, loadFacts()["AgentConfig"]); err != nil {
		return nil, fmt.Errorf("agent %s: %s", id, err.message)
	}
	settings, _ := decoded.(map[string]any)
	return &agent{id: id, kind: kind, console: settings}, nil
}

// exampleConsole returns the console settings of AgentID.
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
