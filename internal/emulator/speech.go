package emulator

import "time"

// Speech is what a client made the agent say.
type Speech struct {
	// Text is the text, or the URL of a recording with Audio.
	Text  string
	Audio bool

	// Interrupt reports whether it could cut off what the agent was saying.
	Interrupt bool

	// At is when the agent began to speak, by the clock of the service.
	At time.Time
}
