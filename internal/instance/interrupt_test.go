//go:build unix

package instance_test

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

// interruption is a step at which an interrupt comes, and what must be true then.
type interruption struct {
	name string

	// do is what is interrupted: create, change, destroy or replace.
	do string

	// more is further arguments of the resource.
	more string

	// at arranges what the service does at that point.
	at func(*testing.T, *emulator.Server) *gate

	// responds lets the service respond once the command knows of the interrupt;
	// otherwise it does not before the command has ended.
	responds bool

	// prints is part of what the interrupted command prints.
	prints string

	// calls are the writing calls until then, in the form of writes.
	calls string

	// plan is what the next plan prints.
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

var interruptions = []interruption{
	{
		name: "a start without a response yet", do: "create", at: withoutResponse(emulator.OpStart), responds: true,
		prints: "The instance runs although the apply was interrupted", calls: "Start", plan: nothingToDo, destroyed: "Start Stop",
	},
	{
		name: "a start that waits to be sent again", do: "create", at: throttled,
		prints: "No instance was started and nothing is billed.", calls: "Start(429)", plan: oneToAdd, destroyed: "Start(429)",
	},
	{
		name: "the first Describe without a response yet", do: "create", at: withoutResponse(emulator.OpDescribe),
		prints: "The instance runs although the apply was interrupted", calls: "Start", plan: nothingToDo, destroyed: "Start Stop",
	},
	{
		name: "waiting until somebody joins", do: "create", more: `wait_for = "executing"`, at: third(emulator.OpDescribe),
		prints: "The instance runs although the apply was interrupted", calls: "Start", plan: nothingToDo, destroyed: "Start Stop",
	},
	{
		name: "a change that the service has made", do: "change", at: withoutResponse(emulator.OpUpdate),
		prints: "It is not known whether instance", calls: "Start Update", plan: nothingToDo, destroyed: "Start Update Stop",
	},
	{
		name: "a change that gets lost", do: "change", at: lost(emulator.OpUpdate),
		prints: "It is not known whether instance", calls: "Start Update(lost)", plan: oneToChange, destroyed: "Start Update(lost) Stop",
	},
	{
		name: "a change that is read back", do: "change", at: looking(emulator.OpUpdate),
		prints: "The service accepted the change of instance", calls: "Start Update", plan: nothingToDo, destroyed: "Start Update Stop",
	},
	{
		name: "a stop that the service has made", do: "destroy", at: withoutResponse(emulator.OpStop),
		prints: "It stays in the state", calls: "Start Stop", plan: nothingToDo, destroyed: "Start Stop",
	},
	{
		name: "a stop that gets lost", do: "destroy", at: lost(emulator.OpStop),
		prints: "It stays in the state", calls: "Start Stop(lost)", plan: nothingToDo, destroyed: "Start Stop(lost) Stop",
	},
	{
		name: "waiting for the end of the call", do: "destroy", at: ending,
		prints: "It stays in the state", calls: "Start Stop", plan: nothingToDo, destroyed: "Start Stop",
	},
	{
		name: "waiting for the end of the call that is replaced", do: "replace", at: ending,
		prints: "It stays in the state", calls: "Start Stop", plan: oneReplaced, destroyed: "Start Stop",
	},
}

func TestInterrupt_LosesNoCall(t *testing.T) {
	t.Parallel()
	for _, i := range interruptions {
		for _, s := range signals {
			t.Run(i.name+", "+s.name, func(t *testing.T) {
				t.Parallel()
				api := emulator.Start(t)
				w := acctest.NewWorkspace(t, api, "")
				command := i.prepare(w)
				g := i.at(t, api)
				p := w.Start(command...)
				await(t, p, g)
				s.send(p)
				p.Prints("Stopping operation...", bound)
				if i.responds {
					// The interrupt has to get from the CLI to the provider.
					time.AfterFunc(time.Second, g.open)
				}
				out, code := p.Wait(bound)
				g.open()
				if code != 1 || !strings.Contains(words(out), i.prints) {
					t.Errorf("exit %d, and it does not print %q:\n%s", code, i.prints, out)
				}
				i.check(t, w, api)
			})
		}
	}
}

// check checks what an interrupted command has left, and that the next ones work.
func (i interruption) check(t *testing.T, w *acctest.Workspace, api *emulator.Server) {
	t.Helper()
	if got := writes(api); got != i.calls {
		t.Errorf("the calls are %s, want %s", got, i.calls)
	}
	known(t, w, api)
	out, code := w.Run("plan", "-detailed-exitcode", "-no-color", "-input=false")
	if want := map[bool]int{true: 0, false: 2}[i.plan == nothingToDo]; code != want || !strings.Contains(out, i.plan) {
		t.Errorf("the next plan: exit %d, want %d and %q:\n%s", code, want, i.plan, out)
	}
	api.ClearFaults()
	api.Advance(time.Minute) // A call that was told to end has ended.
	w.Must("destroy", "-auto-approve", "-no-color", "-input=false")
	if got := writes(api); got != i.destroyed {
		t.Errorf("after destroy the calls are %s, want %s", got, i.destroyed)
	}
	if left := running(api); len(left) > 0 {
		t.Errorf("after destroy %v run", left)
	}
	known(t, w, api)
}

// prepare makes what the interrupted command needs, and returns its arguments.
func (i interruption) prepare(w *acctest.Workspace) []string {
	apply := []string{"apply", "-auto-approve", "-no-color", "-input=false"}
	w.Write("main.tf", resourceOf("channel-1", "Hello!", i.more))
	if i.do == "create" {
		return apply
	}
	w.Must(apply...)
	switch i.do {
	case "change":
		w.Write("main.tf", resourceOf("channel-1", "Bye!", i.more))
	case "replace":
		w.Write("main.tf", resourceOf("channel-2", "Hello!", i.more))
	default:
		apply[0] = i.do
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
	ids := stateIDs(t, w)
	for _, id := range running(api) {
		if !ids[id] {
			t.Errorf("%s runs, and the state knows only %v", id, ids)
		}
	}
}

// stateIDs are the instances in the state file, none of which may be tainted.
func stateIDs(t *testing.T, w *acctest.Workspace) map[string]bool {
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
	if len(content) > 0 { // A CLI that dies may leave an empty file.
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
	return ids
}

// words is a text without the frame and the line breaks of the CLI.
func words(out string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(out)), " ")
}

func TestInterrupt_LosesNoneOfSeveralStarts(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	w := acctest.NewWorkspace(t, api, "")
	i := interruption{
		do: "create", more: "count = 3", calls: "Start Start", destroyed: "Start Start Stop Stop",
		plan: oneToAdd,
	}
	command := append(i.prepare(w), "-parallelism=2")
	g := newGate(t)
	second := sync.OnceFunc(func() { close(g.reached) })
	api.After(emulator.OpStart, func() {
		if len(running(api)) == 2 {
			second()
		}
		<-g.opened
	})
	p := w.Start(command...)
	await(t, p, g)
	p.SignalGroup(syscall.SIGTERM)
	p.Prints("Stopping operation...", bound)
	time.AfterFunc(time.Second, g.open)
	if out, code := p.Wait(bound); code != 1 || strings.Count(words(out), "The instance runs although the apply was interrupted") == 0 {
		t.Errorf("exit %d:\n%s", code, out)
	}
	i.check(t, w, api)
}

func TestInterrupt_AStartWithoutResponseIsGivenUp(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	w := acctest.NewWorkspace(t, api, "")
	i := interruption{do: "create"}
	command := i.prepare(w)
	g := withoutResponse(emulator.OpStart)(t, api)
	p := w.Start(command...)
	await(t, p, g)
	begin := time.Now()
	p.SignalGroup(syscall.SIGINT)
	out, code := p.Wait(40 * time.Second)
	if took := time.Since(begin); took < 25*time.Second {
		t.Errorf("it ended after %s", took)
	}
	if code != 1 || !strings.Contains(words(out), "An instance was started, as far as can be seen, and its ID did not arrive.") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	if diff := cmp.Diff("Start", writes(api)); diff != "" {
		t.Error(diff)
	}
}
