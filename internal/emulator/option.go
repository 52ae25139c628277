package emulator

import (
	"fmt"
	"strings"
	"time"
)

// Switch sets a switch, see Switches. An unknown name or value is an error.
func Switch(name, value string) Option {
	return func(e *Emulator) error { return e.service.settings.set(name, value) }
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

// InAccount assigns an access key, which an earlier option added, to an account.
// Agents and their instances are found with the access keys of their account only.
// Agents that WithAgent and AddAgent create belong to the account of AccessKeyID.
func InAccount(accessKeyID, account string) Option {
	return func(e *Emulator) error {
		k, ok := e.verifier.keys[accessKeyID]
		if !ok {
			return fmt.Errorf("there is no access key %q to assign to account %s", accessKeyID, account)
		}
		if err := checkAccount(account); err != nil {
			return err
		}
		k.account = account
		return nil
	}
}

func checkAccount(account string) error {
	if account == "" || strings.Trim(account, "0123456789") != "" {
		// The value may be a part of a secret that was written in the wrong place.
		return fmt.Errorf("an account ID must consist of digits")
	}
	return nil
}

// Deny makes RAM deny operations, such as OpStart, to an access key: 403
// NoPermission.
func Deny(id string, operations ...string) Option {
	return func(e *Emulator) error {
		k, ok := e.verifier.keys[id]
		if !ok {
			return fmt.Errorf("there is no access key %q to deny operations to", id)
		}
		k.denied = append(k.denied, operations...)
		return nil
	}
}

// WithAgent adds an agent as AddAgent does.
func WithAgent(id string, kind AgentType, console map[string]any) Option {
	return func(e *Emulator) error { return e.AddAgent(id, kind, console) }
}

// WithAgentOf adds an agent as AddAgent does. It belongs to the account.
func WithAgentOf(account, id string, kind AgentType, console map[string]any) Option {
	return func(e *Emulator) error {
		if err := checkAccount(account); err != nil {
			return err
		}
		a, err := newAgent(id, kind, console)
		if err != nil {
			return err
		}
		a.account = account
		return e.service.addAgent(a)
	}
}

// App adds an ARTC application. With one, a token must be one of an application: an
// agent whose token is not valid does not join its call, see the switch
// artc_token_check, and a user needs a token for JoinWith.
func App(id, key string) Option {
	return func(e *Emulator) error { return state[apps](e.service).add(id, key) }
}

// WithTLS makes Start listen with TLS. Clients must trust Server.Certificate.
func WithTLS() Option {
	return func(e *Emulator) error {
		e.tls = true
		return nil
	}
}

// WithFaults adds faults as AddFaults does.
func WithFaults(faults ...Fault) Option {
	return func(e *Emulator) error { return e.AddFaults(faults...) }
}

// Rate admits at most limit requests of an account in each window, by a token
// bucket on the real time. The service refuses the others with Throttling.User,
// HTTP 400. A long window makes a test independent of time.
func Rate(limit int, window time.Duration) Option {
	return func(e *Emulator) error {
		if limit < 1 || window <= 0 {
			return fmt.Errorf("the rate must be at least 1 request in a window longer than 0, got %d in %s", limit, window)
		}
		e.limiter = newLimiter(limit, window)
		return nil
	}
}

// Speed makes the clock of the service run at a multiple of real time. With 0, the
// default, it stands still until Advance, so that no call ends by itself in a test.
// With 1 it agrees with the client's clock, which List's StartTime and EndTime
// need.
func Speed(factor float64) Option {
	return func(e *Emulator) error {
		if factor < 0 {
			return fmt.Errorf("the speed must not be negative, got %v", factor)
		}
		e.service.clock.speed = factor
		return nil
	}
}

// Step advances the clock of the service with every operation, so that a test of a
// client that polls need not wait: with a second, 12 s have passed after 12
// requests.
func Step(d time.Duration) Option {
	return func(e *Emulator) error {
		e.service.clock.step = d
		return nil
	}
}

// Log calls the function with every request once its response is known, before the
// client has it, possibly from several goroutines at once.
func Log(log func(Call)) Option {
	return func(e *Emulator) error {
		e.log = log
		return nil
	}
}
