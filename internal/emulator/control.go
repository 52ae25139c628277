package emulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Instance is what the service holds of one call, ids included.
type Instance struct {
	ID      string
	AgentID string

	// Status is one of StatusCreated, StatusExecuting, StatusFinished.
	Status string

	// AgentConfig is what is in force, RuntimeConfig what was sent.
	AgentConfig   map[string]any
	RuntimeConfig map[string]any

	SessionID string

	// UserData is nil when it was never sent.
	UserData *string

	Created  time.Time
	Modified time.Time
}

// String is one line without the settings, which hold a token.
func (i Instance) String() string { return i.ID + " " + i.Status }

// GoString is String.
func (i Instance) GoString() string { return i.String() }

// Instances lists the calls in the order of their start, the forgotten too.
func (e *Emulator) Instances() []Instance {
	e.mu.Lock()
	defer e.mu.Unlock()
	found := []Instance{}
	for _, i := range e.instances {
		i.settle(e.settings, e.clock.now())
		found = append(found, Instance{
			ID: i.id, AgentID: i.agent.id, Status: i.status,
			AgentConfig: i.effective(i.sent, e.settings), RuntimeConfig: clone(i.runtime),
			SessionID: i.session, UserData: i.sent.userData,
			Created: i.created, Modified: i.modified,
		})
	}
	return found
}

// Now is the time of the calls.
func (e *Emulator) Now() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.clock.now()
}

// Advance moves the clock of the calls on; the clock that signatures are checked
// with is the real one and stays.
func (e *Emulator) Advance(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.clock.offset += d
}

// SetSwitch chooses another behaviour from now on; see Switch.
func (e *Emulator) SetSwitch(name, value string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.settings.set(name, value)
}

// Before calls act ahead of every request of an operation, once its signature is
// checked; After, when it was executed and before the client has the answer. So
// another actor comes in between. Act may use the emulator. An operation that the
// emulator does not have is a mistake in the test and panics.
func (e *Emulator) Before(operation string, act func()) {
	demand(operation)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.before[operation] = append(e.before[operation], act)
}

// After is described at Before.
func (e *Emulator) After(operation string, act func()) {
	demand(operation)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.after[operation] = append(e.after[operation], act)
}

// demand panics where a hook or fault would wait for ever.
func demand(operation string) {
	if _, known := operations[operation]; !known {
		panic("the emulator has no operation " + operation)
	}
}

// Inject adds a fault behind those that wait already. It panics for an operation
// that the emulator does not have.
func (e *Emulator) Inject(fault Fault) {
	if fault.Operation != "" {
		demand(fault.Operation)
	}
	e.faults.add(fault)
}

// Throttle refuses the next calls of an operation in the way that the switch
// "throttle" says. 0 times is once, a negative number for ever.
func (e *Emulator) Throttle(operation string, times int) {
	e.mu.Lock()
	r := e.settings.refuse(throttle, "Request was denied due to user flow control.")
	e.mu.Unlock()
	e.Inject(Fault{Operation: operation, Times: times, Status: r.status, Code: r.code, Message: r.message})
}

// ClearFaults forgets all faults.
func (e *Emulator) ClearFaults() { e.faults.clear() }

// Calls gives the journal, or its entries of some operations, in the order in
// which the requests came. Requests that were refused are in it.
func (e *Emulator) Calls(operations ...string) []Call { return e.journal.calls(operations) }

// Count is the number of calls of an operation.
func (e *Emulator) Count(operation string) int { return e.journal.count(operation) }

// Reset empties the journal and nothing else.
func (e *Emulator) Reset() { e.journal.reset() }

// Join lets the user join a call in status Created, or come back to one that
// goes on.
func (e *Emulator) Join(id string) error {
	return e.act(id, func(i *instance, now time.Time) error {
		if i.status == StatusFinished || e.settings.is(createdToExecuting, valueNever) {
			return fmt.Errorf("nobody can join: %s is %s and %s is %q",
				id, i.status, createdToExecuting, e.settings[createdToExecuting])
		}
		if i.status == StatusCreated {
			i.change(StatusExecuting, now)
		}
		i.left = time.Time{}
		return nil
	})
}

// Leave lets the user go; the call ends after its UserOfflineTimeout.
func (e *Emulator) Leave(id string) error {
	return e.act(id, func(i *instance, now time.Time) error {
		if i.status != StatusExecuting {
			return fmt.Errorf("nobody is in the call: %s is %s", id, i.status)
		}
		i.left = now
		return nil
	})
}

// Finish ends a call, as its own logic or somebody else does.
func (e *Emulator) Finish(id string) error {
	return e.act(id, func(i *instance, now time.Time) error {
		if i.status != StatusFinished {
			i.change(StatusFinished, now)
		}
		return nil
	})
}

// Forget makes the service not know a call any more.
func (e *Emulator) Forget(id string) error {
	return e.act(id, func(i *instance, _ time.Time) error {
		i.forgotten = true
		return nil
	})
}

// SetField changes a value in the name of somebody else. The path begins with
// AgentConfig, TemplateConfig, CallInfo (with a field each, such as
// AgentConfig.Greeting), or is UserData, which takes a string.
func (e *Emulator) SetField(id, path string, value any) error {
	decoded, err := plain(value)
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
			if wrong := (checker{e.settings}).document(root, place, loadFacts()[root]); wrong != nil {
				return fmt.Errorf("set %s: %s", path, wrong.message)
			}
		case path == "UserData" && isText:
			next.userData = &text
		default:
			return fmt.Errorf("set %s: there is no such field, or its value does not fit", path)
		}
		i.sent, i.modified = next, now
		if len(info) > 0 {
			i.info = info
		}
		return nil
	})
}

// act does something to an instance that the service knows.
func (e *Emulator) act(id string, change func(*instance, time.Time) error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	index := slices.IndexFunc(e.instances, func(i *instance) bool { return i.id == id && !i.forgotten })
	if index < 0 {
		return fmt.Errorf("there is no instance %q", id)
	}
	now := e.clock.now()
	e.instances[index].settle(e.settings, now)
	return change(e.instances[index], now)
}
