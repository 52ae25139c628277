package emulator

import (
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Names of the operations, as the header x-acs-action has them.
const (
	OpStart    = "StartAIAgentInstance"
	OpDescribe = "DescribeAIAgentInstance"
	OpUpdate   = "UpdateAIAgentInstance"
	OpStop     = "StopAIAgentInstance"
	OpList     = "ListAIAgentInstance"
)

const (
	apiVersion = "2020-11-09"
	maxBody    = 1 << 20
)

// Emulator is the service without a listener, an http.Handler. It is safe for
// concurrent use and shares nothing with other emulators.
type Emulator struct {
	verifier *verifier
	journal  journal
	faults   faults
	log      func(Call)
	tls      bool

	// closed is closed when nobody is going to read answers any more.
	closed    chan struct{}
	closeOnce sync.Once

	// mu guards what follows.
	mu        sync.Mutex
	settings  settings
	clock     *clock
	agents    map[string]*agent
	instances []*instance
	byID      map[string]*instance
	before    map[string][]func()
	after     map[string][]func()
}

// New makes an emulator with one agent, AgentID, and one key. It fails when an
// option does not fit: an unknown switch, a bad console setting.
func New(opts ...Option) (*Emulator, error) {
	e := &Emulator{
		verifier: &verifier{
			keys:   map[string]*key{AccessKeyID: {secret: AccessKeySecret}},
			now:    time.Now,
			nonces: map[string]bool{},
		},
		log:      func(Call) {},
		closed:   make(chan struct{}),
		settings: defaults(),
		clock:    newClock(),
		agents:   map[string]*agent{},
		byID:     map[string]*instance{},
		before:   map[string][]func(){},
		after:    map[string][]func(){},
	}
	if err := e.AddAgent(AgentID, VoiceChat, exampleConsole()); err != nil {
		return nil, err
	}
	for _, opt := range opts {
		if err := opt(e); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// String says what it is; a dump of the fields would show secrets.
func (*Emulator) String() string { return "emulator of ICE " + apiVersion }

// GoString is String.
func (e *Emulator) GoString() string { return e.String() }

// ServeHTTP answers one request.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// A body that is too long is cut, and then fails the signature.
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		// The client has gone.
		panic(http.ErrAbortHandler)
	}
	call := e.journal.open(r)
	answer := e.handle(r, body, call)
	e.journal.note(func() {
		if answer.drop != DropConnection && answer.drop != ResetConnection {
			call.Status = answer.status
		}
	})
	e.log(e.journal.copyOf(call))
	answer.write(w)
}

// handle is a request's way through the service: gateway, then operation.
func (e *Emulator) handle(r *http.Request, body []byte, call *Call) reply {
	id, wrong := e.verifier.verify(r, body)
	e.journal.note(func() { call.AccessKeyID = id })
	if wrong == nil {
		wrong = e.admit(r, id, call.Operation)
	}
	if wrong != nil {
		return e.refused(call, wrong)
	}

	e.play(e.before, call.Operation)
	fault := e.faults.take(call.Operation)
	if fault != nil && !fault.Executed {
		e.wait(r.Context(), fault.Delay)
		if !fault.silent() {
			e.journal.note(func() { call.Code = fault.Code })
			return fault.spoil(call.RequestID, call.Host, reply{})
		}
	}

	answer := e.execute(call)
	e.play(e.after, call.Operation)
	if fault == nil {
		return answer
	}
	if fault.Executed {
		e.wait(r.Context(), fault.Delay)
	}
	if !fault.silent() {
		e.journal.note(func() { call.Code = fault.Code })
	}
	return fault.spoil(call.RequestID, call.Host, answer)
}

// admit is what the gateway checks after the signature.
func (e *Emulator) admit(r *http.Request, id, operation string) *refusal {
	_, known := operations[operation]
	if !known || r.Header.Get("X-Acs-Version") != apiVersion || r.URL.Path != "/" {
		return refuse(http.StatusNotFound, "InvalidAction.NotFound",
			"Specified api is not found, please check your url and method.")
	}
	if r.Method != http.MethodPost {
		return refuse(http.StatusMethodNotAllowed, "UnsupportedHTTPMethod", "This http method is not supported.")
	}
	if slices.Contains(e.verifier.keys[id].denied, operation) {
		action := "ice:" + operation
		return &refusal{
			status:  http.StatusForbidden,
			code:    "NoPermission",
			message: "You are not authorized to do this action. You should be authorized by RAM: " + action + ".",
			denied: map[string]any{
				"AuthAction":               action,
				"AuthPrincipalType":        "SubUser",
				"AuthPrincipalDisplayName": "emulator",
				"NoPermissionType":         "ImplicitDeny",
				"PolicyType":               "AccountLevelIdentityBasedPolicy",
			},
		}
	}
	return nil
}

// execute runs the operation alone: nothing else happens meanwhile.
func (e *Emulator) execute(call *Call) reply {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.clock.tick()
	q := query{values: call.Query, checker: checker{settings: e.settings}}
	operation := operations[call.Operation]
	if wrong := q.check(call.Operation, operation); wrong != nil {
		return e.refused(call, wrong)
	}
	body, wrong := operation.run(e, q)
	if wrong != nil {
		return e.refused(call, wrong)
	}
	e.journal.note(func() {
		call.Executed = true
		if id, ok := body["InstanceId"].(string); ok {
			call.InstanceID = id
		}
	})
	return success(call.RequestID, body)
}

func (e *Emulator) refused(call *Call, r *refusal) reply {
	e.journal.note(func() { call.Code = r.code })
	return failure(call.RequestID, call.Host, r)
}

// play lets the other actors act, without the lock: they use the emulator too.
func (e *Emulator) play(hooks map[string][]func(), operation string) {
	e.mu.Lock()
	acts := slices.Clone(hooks[operation])
	e.mu.Unlock()
	for _, act := range acts {
		act()
	}
}

func (e *Emulator) wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-e.closed:
	}
}

// Close ends the delays of faults, so that a server can shut down. Start does it
// by itself.
func (e *Emulator) Close() { e.closeOnce.Do(func() { close(e.closed) }) }
