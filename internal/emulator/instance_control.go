package emulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Instance is an instance as the service holds it, with its ids.
type Instance struct {
	ID      string
	AgentID string

	// Account owns the agent.
	Account string

	// Status is StatusCreated, StatusExecuting or StatusFinished.
	Status string

	// AgentConfig holds the effective settings, RuntimeConfig what was sent.
	AgentConfig   map[string]any
	RuntimeConfig map[string]any

	SessionID string

	// UserData is nil if it was never sent.
	UserData *string

	// AgentJoined reports whether the agent joined the channel. If not, nobody can be in
	// the call, and Problem is the reason.
	AgentJoined bool
	Problem     string

	// User is the ARTC user ID of the user who joined with a token.
	User string

	// Spoken is what clients made the agent say, in its order.
	Spoken []Speech

	Created  time.Time
	Modified time.Time
}

// String leaves out the settings, which hold a token.
func (i Instance) String() string { return i.ID + " " + i.Status }

// GoString is String.
func (i Instance) GoString() string { return i.String() }

// Instances returns all instances in the order of their start, the forgotten ones
// too.
func (e *Emulator) Instances() []Instance {
	e.mu.Lock()
	defer e.mu.Unlock()
	found := []Instance{}
	for _, i := range state[instances](e.service).list {
		i.applyDue(e.service.settings, e.service.clock.now())
		found = append(found, Instance{
			ID: i.id, AgentID: i.agent.id, Account: e.service.owner(i.agent), Status: i.status,
			AgentConfig: i.effective(i.sent, e.service.settings), RuntimeConfig: clone(i.runtime),
			SessionID: i.session, UserData: i.sent.userData,
			AgentJoined: i.problem == "", Problem: i.problem, User: i.user, Spoken: slices.Clone(i.spoken),
			Created: i.created, Modified: i.modified,
		})
	}
	return found
}

// Join makes the user join a call in status Created, or come back to a running
// one. It needs no token, also with an application.
func (e *Emulator) Join(id string) error {
	return e.act(id, func(i *instance, now time.Time) error {
		if err := i.closed(e.service.settings); err != nil {
			return err
		}
		i.enter(now)
		return nil
	})
}

// JoinWith is Join for a user who has an ARTC token. A token that does not let its
// holder into the call is a *TokenError. Without an application it is not checked.
func (e *Emulator) JoinWith(id, token string) error {
	return e.act(id, func(i *instance, now time.Time) error {
		if err := i.closed(e.service.settings); err != nil {
			return err
		}
		user, err := i.admitUser(state[apps](e.service), token, now)
		if err != nil {
			return err
		}
		i.enter(now)
		i.user = user
		return nil
	})
}

// closed returns why nobody can join, nil if a user can.
func (i *instance) closed(chosen settings) error {
	switch {
	case i.status == StatusFinished || chosen.is(createdToExecuting, valueNever):
		return fmt.Errorf("nobody can join: instance %s is %s and switch %s is %q",
			i.id, i.status, createdToExecuting, chosen[createdToExecuting])
	case i.problem != "":
		return fmt.Errorf("nobody can join: the agent is not in the call of instance %s, because %s", i.id, i.problem)
	default:
		return nil
	}
}

func (i *instance) enter(now time.Time) {
	if i.status == StatusCreated {
		i.change(event{at: now, status: StatusExecuting})
	}
	i.left = time.Time{}
}

// Leave makes the user leave. The call ends after its UserOfflineTimeout.
func (e *Emulator) Leave(id string) error {
	return e.act(id, func(i *instance, now time.Time) error {
		if i.status != StatusExecuting {
			return fmt.Errorf("the user is not in the call: instance %s is %s", id, i.status)
		}
		i.left = now
		return nil
	})
}

// Finish ends a call, as the agent or somebody else might.
func (e *Emulator) Finish(id string) error {
	return e.act(id, func(i *instance, now time.Time) error {
		if i.status != StatusFinished {
			i.change(event{now, StatusFinished, ByAgent})
		}
		return nil
	})
}

// FinishBy ends a call that somebody hangs up: ByAgent, ByUser or ByTransfer. CallInfo
// says so, whatever the switch call_info_for_artc says.
func (e *Emulator) FinishBy(id, who string) error {
	if err := checkHangup(who); err != nil {
		return err
	}
	return e.act(id, func(i *instance, now time.Time) error {
		if i.status == StatusFinished {
			return fmt.Errorf("nobody can hang up: instance %s is %s", id, i.status)
		}
		i.change(event{now, StatusFinished, who})
		i.told = true
		return nil
	})
}

// Forget makes the service no longer find a call.
func (e *Emulator) Forget(id string) error {
	return e.act(id, func(i *instance, _ time.Time) error {
		i.forgotten = true
		return nil
	})
}

// SetField changes a value as somebody else might. The path is UserData, which takes
// a string, or a field of AgentConfig, TemplateConfig or CallInfo, such as
// AgentConfig.Greeting.
func (e *Emulator) SetField(id, path string, value any) error {
	decoded, err := normalize(value)
	if err != nil {
		return fmt.Errorf("set %s: %w", path, err)
	}
	return e.act(id, func(i *instance, now time.Time) error {
		next := i.sent.clone()
		info := clone(i.info)
		root, rest, deeper := strings.Cut(path, ".")
		place, ok := map[string]map[string]any{
			"AgentConfig": next.agent, "TemplateConfig": next.template, "CallInfo": info,
		}[root]
		text, isText := decoded.(string)
		switch {
		case ok && deeper:
			put(place, rest, decoded)
			if err := (checker{e.service.settings}).value(root, place, loadFacts()[root]); err != nil {
				return fmt.Errorf("set %s: %s", path, err.message)
			}
		case path == "UserData" && isText:
			next.userData = &text
		default:
			return fmt.Errorf("set %s: unknown field or wrong type", path)
		}
		i.sent, i.modified = next, now
		if len(info) > 0 {
			i.info = info
		}
		return nil
	})
}

// act changes an instance that is not forgotten.
func (e *Emulator) act(id string, change func(*instance, time.Time) error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	i, ok := state[instances](e.service).byID[id]
	if !ok || i.forgotten {
		return fmt.Errorf("there is no instance %q", id)
	}
	now := e.service.clock.now()
	i.applyDue(e.service.settings, now)
	return change(i, now)
}
