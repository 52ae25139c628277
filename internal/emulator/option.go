package emulator

import (
	"fmt"
	"time"
)

// Option changes an emulator before it answers its first call.
type Option func(*Emulator) error

// Switch chooses a behaviour of Switches. An unknown name or value is an error.
func Switch(name, value string) Option {
	return func(e *Emulator) error { return e.settings.set(name, value) }
}

// Key adds a long-lived access key.
func Key(id, secret string) Option { return STSKey(id, secret, "") }

// STSKey adds an access key that needs its security token.
func STSKey(id, secret, token string) Option {
	return func(e *Emulator) error {
		e.verifier.keys[id] = &key{secret: secret, token: token}
		return nil
	}
}

// Deny makes RAM refuse operations, such as OpStart, to a key: 403 NoPermission.
func Deny(id string, operations ...string) Option {
	return func(e *Emulator) error {
		k, ok := e.verifier.keys[id]
		if !ok {
			return fmt.Errorf("there is no access key %q to deny anything to", id)
		}
		k.denied = append(k.denied, operations...)
		return nil
	}
}

// WithAgent adds an agent as AddAgent does.
func WithAgent(id string, kind AgentType, console map[string]any) Option {
	return func(e *Emulator) error { return e.AddAgent(id, kind, console) }
}

// WithTLS makes Start listen with TLS. Clients must trust Server.Certificate.
func WithTLS() Option {
	return func(e *Emulator) error {
		e.tls = true
		return nil
	}
}

// Speed lets the clock of the calls run, at a multiple of real time; 0, the
// default, stands still until Advance, so that no call ends by itself in a test.
// With 1 it agrees with a client's clock, which List's StartTime and EndTime
// need.
func Speed(factor float64) Option {
	return func(e *Emulator) error {
		if factor < 0 {
			return fmt.Errorf("time does not run backwards: speed %v", factor)
		}
		e.clock.speed = factor
		return nil
	}
}

// Step moves the clock of the calls on by this much with every operation. Where a
// client polls, a test need not wait: with a second, what takes 12 s is over
// after 12 calls.
func Step(d time.Duration) Option {
	return func(e *Emulator) error {
		e.clock.step = d
		return nil
	}
}

// Log is called with every call once its answer is known, before the client has
// it, possibly from several goroutines at once.
func Log(log func(Call)) Option {
	return func(e *Emulator) error {
		e.log = log
		return nil
	}
}
