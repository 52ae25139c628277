package emulator

// OpSpeech makes the agent speak in a call.
const OpSpeech = "SendAIAgentSpeech"

// maxSpeech is the length of the longest text, in characters.
const maxSpeech = 1024

// The values of the parameter Type.
const (
	typeText     = "Text"
	typeAudioURL = "AudioUrl"
)

func init() {
	declare(operation{
		name: OpSpeech,
		params: []param{
			{name: "InstanceId", required: true},
			{name: "Text", required: true, schema: &fact{Type: "string", MaxLength: maxSpeech}},
			{name: "EnableInterrupt", typ: booleanType},
			{name: "Type", schema: &fact{Type: "string", Enum: []any{typeText, typeAudioURL}}},
		},
		run: speak,
	})
}

func speak(s *service, account string, v values) (map[string]any, *apiError) {
	i, err := findInstance(s, account, v.text("InstanceId"), describeUnknownID)
	if err != nil {
		return nil, err
	}
	if i.status != StatusExecuting {
		return s.unheard(i.status)
	}
	i.spoken = append(i.spoken, Speech{
		Text: v.text("Text"), Audio: v.text("Type") == typeAudioURL,
		Interrupt: v.boolean("EnableInterrupt", true), At: s.clock.now(),
	})
	return map[string]any{}, nil
}

// unheard answers for a call in which nobody listens.
func (s *service) unheard(status string) (map[string]any, *apiError) {
	name, message := speechNotExecuting, "Nobody has joined the instance yet."
	if status == StatusFinished {
		name, message = speechFinished, "The instance has finished."
	}
	if s.settings.is(name, valueNoEffect) {
		return map[string]any{}, nil
	}
	return nil, s.settings.refusal(name, message)
}
