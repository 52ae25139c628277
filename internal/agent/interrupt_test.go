//go:build unix

package agent_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// bound is how long an interrupted command may take: far less than what it waits
// for at the service.
const bound = 20 * time.Second

// signals are the ways to interrupt a command once.
var signals = []struct {
	name string
	send func(*acctest.Process)
}{
	{"SIGINT to the CLI", func(p *acctest.Process) { p.Signal(syscall.SIGINT) }},
	{"SIGINT to the group", func(p *acctest.Process) { p.SignalGroup(syscall.SIGINT) }},
	{"SIGTERM to the CLI", func(p *acctest.Process) { p.Signal(syscall.SIGTERM) }},
	{"SIGTERM to the group", func(p *acctest.Process) { p.SignalGroup(syscall.SIGTERM) }},
}

// moment is a step at which an interrupt comes, and what must be true then.
type moment struct {
	name string

	// do is what is interrupted: create, change, destroy or replace.
	do string

	// more is further arguments of the resource.
	more string

	// at arranges what the service does at that moment.
	at func(*testing.T, *emulator.Server) *gate

	// answered lets the service answer once the command knows of the interrupt;
	// otherwise it has no answer before the command has ended.
	answered bool

	// says is printed by the interrupted command.
	says string

	// calls are the writing calls until then, in the form of writes.
	calls string

	// plan is what the next plan says.
	plan string

	// destroyed is calls and those of the destroy that comes next.
	destroyed string
}

const (
	nothingToDo = "No changes."
	oneToAdd    = "Plan: 1 to add, 0 to change, 0 to destroy."
	oneToChange = "Plan: 0 to add, 1 to change, 0 to destroy."
	oneReplaced = "Plan: 1 to add, 0 to change, 1 to destroy."
)

var moments = []moment{
	{
		name: "a start without an answer yet", do: "create", at: unanswered(emulator.OpStart), answered: true,
		says: "The instance runs although the apply was interrupted", calls: "Start", plan: nothingToDo, destroyed: "Start Stop",
	},
	{
		name: "a start that waits to be sent again", do: "create", at: throttled,
		says: "No instance was started and nothing is billed.", calls: "Start(429)", plan: oneToAdd, destroyed: "Start(429)",
	},
	{
		name: "the first look without an answer yet", do: "create", at: unanswered(emulator.OpDescribe),
		says: "The instance runs although the apply was interrupted", calls: "Start", plan: nothingToDo, destroyed: "Start Stop",
	},
	{
		name: "waiting until somebody joins", do: "create", more: `wait_for = "executing"`, at: third(emulator.OpDescribe),
		says: "The instance runs although the apply was interrupted", calls: "Start", plan: nothingToDo, destroyed: "Start Stop",
	},
	{
		name: "a change that the service has made", do: "change", at: unanswered(emulator.OpUpdate),
		says: "It is not known whether instance", calls: "Start Update", plan: nothingToDo, destroyed: "Start Update Stop",
	},
	{
		name: "a change that gets lost", do: "change", at: lost(emulator.OpUpdate),
		says: "It is not known whether instance", calls: "Start Update(lost)", plan: oneToChange, destroyed: "Start Update(lost) Stop",
	},
	{
		name: "a stop that the service has made", do: "destroy", at: unanswered(emulator.OpStop),
		says: "It stays in the state", calls: "Start Stop", plan: nothingToDo, destroyed: "Start Stop",
	},
	{
		name: "a stop that gets lost", do: "destroy", at: lost(emulator.OpStop),
		says: "It stays in the state", calls: "Start Stop(lost)", plan: nothingToDo, destroyed: "Start Stop(lost) Stop",
	},
	{
		name: "waiting for the end of the call", do: "destroy", at: ending,
		says: "It stays in the state", calls: "Start Stop", plan: nothingToDo, destroyed: "Start Stop",
	},
	{
		name: "waiting for the end of the call that is replaced", do: "replace", at: ending,
		says: "It stays in the state", calls: "Start Stop", plan: oneReplaced, destroyed: "Start Stop",
	},
}

func TestAnInterruptLosesNoCall(t *testing.T) {
	t.Parallel()
	for _, m := range moments {
		for _, s := range signals {
			t.Run(m.name+", "+s.name, func(t *testing.T) {
				t.Parallel()
				api := emulator.Start(t)
				w := acctest.NewWorkspace(t, api, "")
				command := m.prepare(w)
				g := m.at(t, api)
				p := w.Start(command...)
				await(t, p, g)
				s.send(p)
				p.Prints("Stopping operation...", bound)
				if m.answered {
					// The news has to get from the CLI to the provider.
					time.AfterFunc(time.Second, g.open)
				}
				out, code := p.Wait(bound)
				g.open()
				if code != 1 || !strings.Contains(words(out), m.says) {
					t.Errorf("exit %d, and it does not say %q:\n%s", code, m.says, out)
				}
				m.check(t, w, api)
			})
		}
	}
}

// check checks what an interrupted command has left, and that the next ones work.
func (m moment) check(t *testing.T, w *acctest.Workspace, api *emulator.Server) {
	t.Helper()
	if got := writes(api); got != m.calls {
		t.Errorf("the calls are %s, want %s", got, m.calls)
	}
	known(t, w, api)
	out, code := w.Run("plan", "-detailed-exitcode", "-no-color", "-input=false")
	if want := map[bool]int{true: 0, false: 2}[m.plan == nothingToDo]; code != want || !strings.Contains(out, m.plan) {
		t.Errorf("the next plan: exit %d, want %d and %q:\n%s", code, want, m.plan, out)
	}
	api.ClearFaults()
	api.Advance(time.Minute) // A call that was told to end has ended.
	w.Must("destroy", "-auto-approve", "-no-color", "-input=false")
	if got := writes(api); got != m.destroyed {
		t.Errorf("after destroy the calls are %s, want %s", got, m.destroyed)
	}
	if left := running(api); len(left) > 0 {
		t.Errorf("after destroy %v run", left)
	}
	known(t, w, api)
}

// prepare makes what the interrupted command needs, and gives its arguments.
func (m moment) prepare(w *acctest.Workspace) []string {
	apply := []string{"apply", "-auto-approve", "-no-color", "-input=false"}
	w.Write("main.tf", resourceOf("channel-1", "Hello!", m.more))
	if m.do == "create" {
		return apply
	}
	w.Must(apply...)
	switch m.do {
	case "change":
		w.Write("main.tf", resourceOf("channel-1", "Bye!", m.more))
	case "replace":
		w.Write("main.tf", resourceOf("channel-2", "Hello!", m.more))
	default:
		apply[0] = m.do
	}
	return apply
}

func resourceOf(channel, greeting, more string) string {
	return `
provider "alicloud" {}

resource "alicloud_ims_ai_agent_instance" "test" {
  ai_agent_id = "` + emulator.AgentID + `"
  runtime_config = {
    agent_user_id = "agent-1"
    channel_id    = "` + channel + `"
    auth_token    = "token-of-the-agent"
  }
  agent_config = {
    greeting             = "` + greeting + `"
    user_online_timeout  = 0
  }
  ` + more + `
}
`
}

// gate is a moment at the service: it tells that it has come, and may hold back
// an answer until it is opened.
type gate struct {
	reached, opened chan struct{}
	once            sync.Once
}

func newGate(t *testing.T) *gate {
	t.Helper()
	g := &gate{reached: make(chan struct{}), opened: make(chan struct{})}
	t.Cleanup(g.open)
	return g
}

func (g *gate) open() { g.once.Do(func() { close(g.opened) }) }

// await waits until the moment has come.
func await(t *testing.T, p *acctest.Process, g *gate) {
	t.Helper()
	select {
	case <-g.reached:
	case <-time.After(bound):
		out, code := p.Wait(0)
		t.Fatalf("the moment did not come, exit %d:\n%s", code, out)
	}
}

// unanswered holds back the answer to the next call of an operation, which is
// executed.
func unanswered(operation string) func(*testing.T, *emulator.Server) *gate {
	return func(t *testing.T, api *emulator.Server) *gate {
		t.Helper()
		g := newGate(t)
		api.After(operation, sync.OnceFunc(func() {
			close(g.reached)
			<-g.opened
		}))
		return g
	}
}

// lost lets the next call of an operation come to nothing, without an answer.
func lost(operation string) func(*testing.T, *emulator.Server) *gate {
	return func(t *testing.T, api *emulator.Server) *gate {
		t.Helper()
		g := newGate(t)
		api.Inject(emulator.Fault{Operation: operation, Delay: time.Hour, Drop: emulator.DropConnection})
		api.Before(operation, sync.OnceFunc(func() { close(g.reached) }))
		return g
	}
}

// throttled refuses every start and asks for a pause that is longer than the
// test.
func throttled(t *testing.T, api *emulator.Server) *gate {
	t.Helper()
	g := newGate(t)
	api.Inject(emulator.Fault{
		Operation: emulator.OpStart, Times: -1, Status: http.StatusTooManyRequests, Code: "Throttling.User",
		Header: http.Header{"X-Acs-Retry-After": {"60000"}},
	})
	api.Before(emulator.OpStart, sync.OnceFunc(func() { close(g.reached) }))
	return g
}

// third tells that an operation is called for the third time.
func third(operation string) func(*testing.T, *emulator.Server) *gate {
	return func(t *testing.T, api *emulator.Server) *gate {
		t.Helper()
		g := newGate(t)
		reached := sync.OnceFunc(func() { close(g.reached) })
		api.Before(operation, func() {
			if api.Count(operation) >= 3 {
				reached()
			}
		})
		return g
	}
}

// ending lets a stopped call go on for a while, and tells that a look after the
// stop has been answered.
func ending(t *testing.T, api *emulator.Server) *gate {
	t.Helper()
	if err := api.SetSwitch("stop_delay", "12 s"); err != nil {
		t.Fatal(err)
	}
	g := newGate(t)
	reached := sync.OnceFunc(func() { close(g.reached) })
	api.After(emulator.OpDescribe, func() {
		if api.Count(emulator.OpStop) > 0 {
			reached()
		}
	})
	return g
}

// writes are the calls that start, change or end something, in short, with what
// became of those that were not executed.
func writes(api *emulator.Server) string {
	all := make([]string, 0, 4)
	for _, c := range api.Calls(emulator.OpStart, emulator.OpUpdate, emulator.OpStop) {
		name := strings.TrimSuffix(c.Operation, "AIAgentInstance")
		switch {
		case c.Executed:
		case c.Status == http.StatusTooManyRequests:
			name += "(429)"
		default:
			name += "(lost)"
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

func running(api *emulator.Server) []string {
	ids := []string{}
	for _, i := range api.Instances() {
		if i.Status != emulator.StatusFinished {
			ids = append(ids, i.ID)
		}
	}
	return ids
}

// known asserts that the state file has all calls that run, none of them
// tainted.
func known(t *testing.T, w *acctest.Workspace, api *emulator.Server) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(w.Dir, "terraform.tfstate"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Instances []struct {
				Status     string
				Attributes struct {
					ID string
				}
			}
		}
	}
	if err == nil {
		if err := json.Unmarshal(content, &state); err != nil {
			t.Fatalf("%v in the state file %q", err, content)
		}
	}
	ids := map[string]bool{}
	for _, r := range state.Resources {
		for _, i := range r.Instances {
			ids[i.Attributes.ID] = true
			if i.Status != "" {
				t.Errorf("%s is %s", i.Attributes.ID, i.Status)
			}
		}
	}
	for _, id := range running(api) {
		if !ids[id] {
			t.Errorf("%s runs, and the state knows only %v", id, ids)
		}
	}
}

// words is a text without the frame and the line breaks of the CLI.
func words(out string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(out)), " ")
}

func TestAStartThatIsNeverAnsweredIsGivenUpInTheEnd(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	w := acctest.NewWorkspace(t, api, "")
	m := moment{do: "create"}
	command := m.prepare(w)
	g := unanswered(emulator.OpStart)(t, api)
	p := w.Start(command...)
	await(t, p, g)
	begin := time.Now()
	p.SignalGroup(syscall.SIGINT)
	out, code := p.Wait(40 * time.Second)
	if took := time.Since(begin); took < 25*time.Second {
		t.Errorf("it gave up after %s", took)
	}
	if code != 1 || !strings.Contains(words(out), "It is not known whether an instance was started.") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	if diff := cmp.Diff("Start", writes(api)); diff != "" {
		t.Error(diff)
	}
}
