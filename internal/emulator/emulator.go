package emulator

import (
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	apiVersion = "2020-11-09"
	maxBody    = 1 << 20
)

// Emulator is the service without a listener, an http.Handler. It is safe for
// concurrent use and shares nothing with other emulators.
type Emulator struct {
	verifier *verifier
	limiter  *limiter
	journal  journal
	faults   faults
	log      func(Call)
	tls      bool

	// closed is closed when nobody reads responses any more.
	closed    chan struct{}
	closeOnce sync.Once

	// mu guards what follows.
	mu      sync.Mutex
	service *service
	before  map[string][]func(Call)
	after   map[string][]func(Call)
}

// Option configures an emulator.
type Option func(*Emulator) error

// New returns an emulator with one agent, AgentID, and one access key, AccessKeyID.
// It fails for an invalid option, such as an unknown switch.
func New(opts ...Option) (*Emulator, error) {
	e := &Emulator{
		verifier: newVerifier(),
		log:      func(Call) {},
		closed:   make(chan struct{}),
		service:  newService(),
		before:   map[string][]func(Call){},
		after:    map[string][]func(Call){},
	}
	e.verifier.keys[AccessKeyID] = &key{secret: AccessKeySecret}
	example, err := newAgent(AgentID, VoiceChat, exampleConsole())
	if err != nil {
		return nil, err
	}
	if err := e.service.addAgent(example); err != nil {
		return nil, err
	}
	for _, opt := range opts {
		if err := opt(e); err != nil {
			return nil, err
		}
	}
	e.service.home = e.AccountOf(AccessKeyID)
	return e, nil
}

// AccountOf returns the account of an access key, AccountID unless an option says
// otherwise.
func (e *Emulator) AccountOf(accessKeyID string) string {
	if k, ok := e.verifier.keys[accessKeyID]; ok && k.account != "" {
		return k.account
	}
	return AccountID
}

// String names the service. The fields would show secrets.
func (*Emulator) String() string { return "emulator of ICE " + apiVersion }

// GoString is String.
func (e *Emulator) GoString() string { return e.String() }

// ConnContext counts the requests of a connection, which DropReused needs. It is the
// ConnContext of an http.Server; Start sets it.
func (*Emulator) ConnContext(ctx context.Context, _ net.Conn) context.Context {
	return countRequests(ctx)
}

// ServeHTTP serves one request of the API.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// A longer body is cut, and its signature does not match.
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		// The client has gone.
		panic(http.ErrAbortHandler)
	}
	read := newRequest(r, body)
	call := e.journal.open(read)
	countRequest(r.Context())
	response := e.handle(r.Context(), read, call)
	e.journal.edit(func() {
		if response.sent() {
			call.Status = response.status
		}
	})
	e.log(e.journal.copyOf(call))
	deliver(w, response, e.closed)
}

// handle takes a request through the gateway to the operation.
func (e *Emulator) handle(ctx context.Context, r *request, call *Call) reply {
	id, apiErr := e.verifier.verify(r)
	e.journal.edit(func() { call.AccessKeyID = id })
	if apiErr == nil {
		apiErr = e.admit(r, id)
	}
	if apiErr != nil {
		return e.failed(call, apiErr)
	}

	e.runHooks(e.before, call)
	fault := e.faults.take(call.Operation, reused(ctx))
	if fault == nil {
		response := e.execute(call, e.AccountOf(id))
		e.runHooks(e.after, call)
		return response
	}
	return e.fail(ctx, fault, r, call)
}

// fail executes the operation, or not, and lets the fault happen to its response.
func (e *Emulator) fail(ctx context.Context, fault *Fault, r *request, call *Call) reply {
	e.journal.edit(func() { call.Fault = fault.name() })
	var response reply
	if !fault.Executed {
		e.wait(ctx, fault.Delay)
	}
	if fault.Executed || fault.keepsResponse() {
		response = e.execute(call, e.AccountOf(call.AccessKeyID))
		e.runHooks(e.after, call)
	}
	if fault.Executed {
		e.wait(ctx, fault.Delay)
	}
	if !fault.keepsResponse() {
		e.journal.edit(func() { call.Code = fault.Code })
	}
	return fault.apply(r, call, response)
}

// admit makes the gateway's checks after the signature.
func (e *Emulator) admit(r *request, id string) *apiError {
	if _, known := operations[r.action]; !known || r.version != apiVersion || r.URL.Path != "/" {
		return newError(http.StatusNotFound, "InvalidAction.NotFound",
			"Specified api is not found, please check your url and method.")
	}
	if r.Method != http.MethodPost && (r.rpc == nil || r.Method != http.MethodGet) {
		return newError(http.StatusMethodNotAllowed, "UnsupportedHTTPMethod", "This http method is not supported.")
	}
	if r.rpc != nil && !strings.EqualFold(r.rpc.Get("Format"), "JSON") {
		return newError(http.StatusBadRequest, "InvalidParameter", "Format must be JSON: the emulator supports no other.")
	}
	if slices.Contains(e.verifier.keys[id].denied, r.action) {
		return deniedByRAM(r.action)
	}
	if !e.limiter.admit(e.AccountOf(id)) {
		return newError(http.StatusBadRequest, "Throttling.User", throttledMessage)
	}
	return nil
}

func deniedByRAM(operation string) *apiError {
	action := "ice:" + operation
	return &apiError{
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

// execute runs the operation alone: nothing else changes the service meanwhile.
func (e *Emulator) execute(call *Call, account string) reply {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.service.clock.tick()
	o := operations[call.Operation]
	decoded, apiErr := o.decode(call.Query, e.service.settings)
	if apiErr != nil {
		return e.failed(call, apiErr)
	}
	e.service.remark = ""
	body, apiErr := o.run(e.service, account, decoded)
	e.journal.edit(func() { call.Problem = e.service.remark })
	if apiErr != nil {
		return e.failed(call, apiErr)
	}
	e.journal.edit(func() {
		call.Executed = true
		if id, ok := body["InstanceId"].(string); ok {
			call.InstanceID = id
		}
	})
	return success(call.RequestID, body)
}

func (e *Emulator) failed(call *Call, err *apiError) reply {
	e.journal.edit(func() { call.Code = err.code })
	return failure(call.RequestID, call.Host, err)
}

// runHooks runs without the lock, since hooks use the emulator.
func (e *Emulator) runHooks(hooks map[string][]func(Call), call *Call) {
	e.mu.Lock()
	acts := slices.Clone(hooks[call.Operation])
	e.mu.Unlock()
	for _, act := range acts {
		act(e.journal.copyOf(call))
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

// Close ends the delays of faults, so that a server can shut down. Start calls it at
// the end of the test.
func (e *Emulator) Close() { e.closeOnce.Do(func() { close(e.closed) }) }
