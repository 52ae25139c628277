package emulator

import "time"

// AddAgent creates an agent as its owner would in the console, in the account of
// AccessKeyID. The settings have the form of AgentConfig; nil for none. It fails for
// an id in use, an unknown type and settings that the API does not have.
func (e *Emulator) AddAgent(id string, kind AgentType, console map[string]any) error {
	a, err := newAgent(id, kind, console)
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.service.addAgent(a)
}

// Now returns the time of the service.
func (e *Emulator) Now() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.service.clock.now()
}

// Advance moves the clock of the service forward. Signatures are checked with the
// real time, which it does not change.
func (e *Emulator) Advance(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.service.clock.offset += d
}

// SetSwitch changes a switch, see Switches. An unknown name or value is an error.
func (e *Emulator) SetSwitch(name, value string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.service.settings.set(name, value)
}

// Before adds a hook that runs before every request of an operation is executed,
// once its signature is verified. A hook plays another actor and may use the
// emulator. Before panics for an unknown operation, which is a mistake in the test.
func (e *Emulator) Before(operation string, act func()) {
	e.BeforeCall(operation, func(Call) { act() })
}

// BeforeCall is Before for a hook that has to know the request.
func (e *Emulator) BeforeCall(operation string, act func(Call)) {
	mustKnow(operation)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.before[operation] = append(e.before[operation], act)
}

// After adds a hook that runs after the operation was executed and before the client
// has the response, see Before.
func (e *Emulator) After(operation string, act func()) {
	e.AfterCall(operation, func(Call) { act() })
}

// AfterCall is After for a hook that has to know the request.
func (e *Emulator) AfterCall(operation string, act func(Call)) {
	mustKnow(operation)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.after[operation] = append(e.after[operation], act)
}

// Inject adds a fault after the pending ones. It panics for what AddFaults refuses,
// which is a mistake in the test.
func (e *Emulator) Inject(fault Fault) {
	if err := e.AddFaults(fault); err != nil {
		panic("inject a fault: " + err.Error())
	}
}

// AddFaults adds faults after the pending ones. If one is invalid, it returns an error
// and adds none.
func (e *Emulator) AddFaults(faults ...Fault) error { return e.faults.add(faults...) }

// Faults returns the pending faults with what is left of their Skip and Times.
func (e *Emulator) Faults() []Fault { return e.faults.left() }

// Throttle refuses the next requests of an operation with the error of the switch
// "throttle". 0 times is once, a negative number is always.
func (e *Emulator) Throttle(operation string, times int) {
	e.mu.Lock()
	r := e.service.settings.apiError(throttle, throttledMessage)
	e.mu.Unlock()
	e.Inject(Fault{Operation: operation, Times: times, Status: r.status, Code: r.code, Message: r.message})
}

// ClearFaults removes all pending faults.
func (e *Emulator) ClearFaults() { e.faults.clear() }

// Calls returns the journal, or its entries of some operations, in the order in
// which the requests arrived. It contains requests that were refused.
func (e *Emulator) Calls(operations ...string) []Call { return e.journal.calls(operations) }

// Count returns the number of requests of an operation.
func (e *Emulator) Count(operation string) int { return e.journal.count(operation) }

// Reset clears the journal and nothing else.
func (e *Emulator) Reset() { e.journal.reset() }
