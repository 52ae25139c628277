//go:build unix

package instance_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// The steps at which one apply stands when the CLI or the plugin dies: one instance,
// whose channel has this name, at each.
const (
	startThrottled = "start-throttled"
	startBefore    = "start-before"
	startAfter     = "start-after"
	reading        = "reading"
	waiting        = "waiting"
	completed      = "completed"
	updateBefore   = "update-before"
	updateAfter    = "update-after"
	stopBefore     = "stop-before"
	stopAfter      = "stop-after"
	stopWaiting    = "stop-waiting"
)

// What can have become of an instance.
const (
	notStarted = "not started"
	inState    = "runs and is in the state"
	endedKnown = "ended and is in the state"
	ended      = "ended and is not in the state"
	orphan     = "runs and is not in the state"

	// handedOn is inState or orphan: the plugin must not end what it has handed on, and
	// when the CLI writes that into the state is up to the CLI. OpenTofu, and Terraform
	// with a remote backend, do so every 20 seconds.
	handedOn = "runs"
)

// death is a way to die and what has become of each instance then.
type death struct {
	name string
	dies func(*testing.T, *acctest.Process, *scene)
	want map[string]string
}

// always is what has become of the other instances, however the plugin dies. Those
// that are stopped have ended, because the service has the request.
var always = map[string]string{
	startThrottled: notStarted,
	updateBefore:   inState, updateAfter: inState, stopBefore: endedKnown, stopAfter: endedKnown, stopWaiting: endedKnown,
}

// outcome is what has become of the instances whose start is sent, in the order of
// their steps, and of the others.
func outcome(before, after, read, wait, complete string) map[string]string {
	all := maps.Clone(always)
	all[startBefore], all[startAfter] = before, after
	all[reading], all[waiting], all[completed] = read, wait, complete
	return all
}

var deaths = []death{
	{
		"SIGHUP to the CLI", func(t *testing.T, p *acctest.Process, _ *scene) {
			t.Helper()
			p.Signal(syscall.SIGHUP)
		},
		outcome(ended, ended, ended, ended, handedOn),
	},
	{
		"SIGHUP to the group", func(t *testing.T, p *acctest.Process, _ *scene) {
			t.Helper()
			p.SignalGroup(syscall.SIGHUP)
		},
		outcome(ended, ended, ended, ended, handedOn),
	},
	{
		"SIGKILL of the CLI", func(t *testing.T, p *acctest.Process, _ *scene) {
			t.Helper()
			p.Signal(syscall.SIGKILL)
		},
		outcome(ended, ended, ended, ended, handedOn),
	},
	{
		// What is known after the first interrupt is in the state before the second.
		"SIGINT twice", func(t *testing.T, p *acctest.Process, s *scene) {
			t.Helper()
			p.SignalGroup(syscall.SIGINT)
			for _, channel := range []string{reading, waiting, completed} {
				p.Prints(`.test["`+channel+`"]: Creation complete`, bound)
			}
			s.stored(reading, waiting, completed) // A CLI that is killed while it writes leaves an empty file.
			p.SignalGroup(syscall.SIGINT)
			p.Prints("Two interrupts received", bound)
			s.open() // The CLI gives its plugins two seconds.
		},
		outcome(ended, ended, inState, inState, inState),
	},
	{
		"SIGKILL of the plugin", func(t *testing.T, p *acctest.Process, _ *scene) {
			t.Helper()
			p.KillPlugins()
			p.Prints("Plugin did not respond", bound) // The guide about troubleshooting has it.
		},
		outcome(orphan, orphan, orphan, orphan, inState),
	},
	{
		"SIGKILL of the group", func(t *testing.T, p *acctest.Process, _ *scene) {
			t.Helper()
			p.SignalGroup(syscall.SIGKILL)
		},
		outcome(orphan, orphan, orphan, orphan, handedOn),
	},
}

// TestDeath_LosesOnlyWhatTheDeadPluginKnew lets the CLI or the plugin die while one
// apply is at each step of create, change and destroy.
func TestDeath_LosesOnlyWhatTheDeadPluginKnew(t *testing.T) {
	t.Parallel()
	for _, d := range deaths {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.configure([]string{updateBefore, updateAfter, stopBefore, stopAfter, stopWaiting}, "Hello!", nil, "found")
			s.w.Must(applyAll...)
			s.hold()
			s.configure([]string{updateBefore, updateAfter, startBefore, startAfter, reading, waiting, completed}, "Bye!", []string{startThrottled}, "executing")
			p := s.w.Start(applyAll...)
			s.await(p)
			p.Prints(`.test["`+completed+`"]: Creation complete`, bound)
			d.dies(t, p, s)
			p.WaitForCLI(bound)
			s.open()
			p.Wait(bound)
			s.mend()
			s.settle()
			got := s.outcomes()
			before := maps.Clone(got)
			if d.want[completed] == handedOn && (got[completed] == inState || got[completed] == orphan) {
				got[completed] = handedOn
			}
			if diff := cmp.Diff(d.want, got); diff != "" {
				t.Errorf("what has become of the instances (-want +got):\n%s", diff)
			}
			s.continues(before)
		})
	}
}

var applyAll = []string{"apply", "-auto-approve", "-no-color", "-input=false", "-parallelism=20"}

// scene is an apply with one instance at each step.
type scene struct {
	t   *testing.T
	api *emulator.Server
	w   *acctest.Workspace

	// throttled is closed when the one start is throttled that is to be.
	throttled chan struct{}

	// saved is the state file with the instances that were waited for.
	saved []byte

	// opened lets the service go on.
	opened chan struct{}
	open   func()

	// reached is closed when an instance is at its step.
	reached map[string]chan struct{}
	mu      sync.Mutex
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{
		t: t, throttled: make(chan struct{}), opened: make(chan struct{}), reached: map[string]chan struct{}{},
	}
	throttled := sync.OnceFunc(func() { close(s.throttled) })
	s.api = emulator.Start(t, emulator.Switch("stop_delay", "12 s"), emulator.Log(func(c emulator.Call) {
		if c.Code == "Throttling.User" {
			throttled()
		}
	}))
	s.open = sync.OnceFunc(func() { close(s.opened) })
	t.Cleanup(s.open)
	s.w = acctest.NewWorkspace(t, s.api, "")
	return s
}

// configure writes a configuration with instances in the channels of these names.
// Those that are busy have a provider, and so a process, of their own: what slows its
// requests down must not slow down the others.
func (s *scene) configure(channels []string, greeting string, busy []string, waitFor string) {
	s.t.Helper()
	s.w.Write("main.tf", `
provider "alicloud" {}

`+strings.Replace(acctest.HCL(s.api), "{", "{\n  alias = \"busy\"", 1)+
		resources("test", "alicloud", channels, greeting, waitFor)+resources("busy", "alicloud.busy", busy, greeting, waitFor))
}

func resources(name, provider string, channels []string, greeting, waitFor string) string {
	return `
resource "alicloud_ims_ai_agent_instance" "` + name + `" {
  for_each    = toset([` + quoted(channels) + `])
  provider    = ` + provider + `
  ai_agent_id = "` + emulator.AgentID + `"
  runtime_config = {
    agent_user_id = "agent-1"
    channel_id    = each.key
    auth_token    = "token-of-the-agent"
  }
  agent_config = {
    greeting            = "` + greeting + `"
    user_online_timeout = 0
  }
  wait_for = each.key == "` + waiting + `" ? "` + waitFor + `" : "found"
}
`
}

func quoted(texts []string) string {
	all := make([]string, len(texts))
	for n, text := range texts {
		all[n] = strconv.Quote(text)
	}
	return strings.Join(all, ", ")
}

// hold makes the service hold back each instance at its step.
func (s *scene) hold() {
	s.t.Helper()
	for channel := range s.steps() {
		s.reached[channel] = make(chan struct{})
	}
	for _, operation := range []string{emulator.OpStart, emulator.OpDescribe, emulator.OpUpdate, emulator.OpStop} {
		s.api.BeforeCall(operation, func(c emulator.Call) {
			s.throttle(c)
			s.reach(c, false)
		})
		s.api.AfterCall(operation, func(c emulator.Call) { s.reach(c, true) })
	}
}

// throttle refuses the one start that is to be throttled, and lets the others wait
// until it is: a fault hits the next request of its operation.
func (s *scene) throttle(c emulator.Call) {
	switch {
	case c.Operation != emulator.OpStart:
	case s.channel(c) != startThrottled:
		select {
		case <-s.throttled:
		case <-s.opened:
		}
	default:
		select {
		case <-s.opened:
		default:
			s.api.Inject(emulator.Fault{
				Operation: emulator.OpStart, Status: http.StatusTooManyRequests, Code: "Throttling.User",
				Header: http.Header{"X-Acs-Retry-After": {"60000"}},
			})
		}
	}
}

// step is the point at which an instance is held back.
type step struct {
	operation string
	executed  bool

	// goes lets the service go on: the provider asks again and again.
	goes bool
}

func (s *scene) steps() map[string]step {
	return map[string]step{
		startThrottled: {emulator.OpStart, false, true},
		startBefore:    {emulator.OpStart, false, false},
		startAfter:     {emulator.OpStart, true, false},
		reading:        {emulator.OpDescribe, true, false},
		waiting:        {emulator.OpDescribe, true, true},
		updateBefore:   {emulator.OpUpdate, false, false},
		updateAfter:    {emulator.OpUpdate, true, false},
		stopBefore:     {emulator.OpStop, false, false},
		stopAfter:      {emulator.OpStop, true, false},
		stopWaiting:    {emulator.OpDescribe, true, true},
		completed:      {emulator.OpDescribe, true, true},
	}
}

// reach notes that a request is at the step of its instance, and holds it back.
func (s *scene) reach(c emulator.Call, executed bool) {
	channel := s.channel(c)
	at := s.steps()[channel]
	if c.Operation != at.operation || executed != at.executed || channel == stopWaiting && !s.stopped(c) || channel == waiting && s.looks(c) < 2 {
		return
	}
	s.mu.Lock()
	select {
	case <-s.reached[channel]:
	default:
		close(s.reached[channel])
	}
	s.mu.Unlock()
	if !at.goes {
		<-s.opened
	}
}

// channel is that of the instance that a call is about.
func (s *scene) channel(c emulator.Call) string {
	config, _ := c.Params["RuntimeConfig"].(map[string]any)
	for _, i := range s.api.Instances() {
		if i.ID == c.InstanceID {
			config = i.RuntimeConfig
		}
	}
	channel, _ := config["ChannelId"].(string)
	return channel
}

// looks is how often the provider has looked at the instance of a call.
func (s *scene) looks(c emulator.Call) int {
	n := 0
	for _, other := range s.api.Calls(emulator.OpDescribe) {
		if other.InstanceID == c.InstanceID {
			n++
		}
	}
	return n
}

// stopped reports whether the instance of a call has been told to end.
func (s *scene) stopped(c emulator.Call) bool {
	return slices.ContainsFunc(s.api.Calls(emulator.OpStop), func(other emulator.Call) bool {
		return other.InstanceID == c.InstanceID && other.Executed
	})
}

// await waits until each instance is at its step.
func (s *scene) await(p *acctest.Process) {
	s.t.Helper()
	for channel, reached := range s.reached {
		select {
		case <-reached:
		case <-time.After(bound):
			out, _ := p.Wait(0)
			s.t.Fatalf("%s is not reached:\n%s", channel, out)
		}
	}
}

// settle lets the service execute what it held back, and calls end that were told to.
func (s *scene) settle() {
	s.t.Helper()
	if !s.eventually(func() bool {
		return !slices.ContainsFunc(s.api.Calls(), func(c emulator.Call) bool { return !c.Executed && c.Code == "" })
	}) {
		s.t.Fatalf("the service does not execute what it held back: %v", s.api.Calls())
	}
	s.api.Advance(time.Minute)
}

// stored waits until the state file has the instances of these channels.
func (s *scene) stored(channels ...string) {
	s.t.Helper()
	if !s.eventually(func() bool {
		content, err := os.ReadFile(filepath.Join(s.w.Dir, "terraform.tfstate"))
		s.saved = content
		return err == nil && json.Valid(content) && !slices.ContainsFunc(channels, func(channel string) bool {
			return !strings.Contains(string(content), strconv.Quote(channel))
		})
	}) {
		s.t.Fatalf("%v are not in the state file", channels)
	}
}

// mend puts back a state file that the CLI was writing when it ended: what it leaves of
// that is its own, and the guide tells of it.
func (s *scene) mend() {
	s.t.Helper()
	at := filepath.Join(s.w.Dir, "terraform.tfstate")
	if content, err := os.ReadFile(at); s.saved == nil || err == nil && json.Valid(content) {
		return
	}
	if err := os.WriteFile(at, s.saved, 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) eventually(come func() bool) bool {
	over := time.After(bound)
	for !come() {
		select {
		case <-over:
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true
}

// outcomes is what has become of the instance in each channel. A channel with two
// instances is one too many.
func (s *scene) outcomes() map[string]string {
	s.t.Helper()
	all, state := map[string]string{}, stateIDs(s.t, s.w)
	for channel := range s.steps() {
		all[channel] = notStarted
	}
	for _, i := range s.api.Instances() {
		channel, _ := i.RuntimeConfig["ChannelId"].(string)
		is := map[[2]bool]string{
			{true, true}: inState, {true, false}: orphan, {false, true}: endedKnown, {false, false}: ended,
		}[[2]bool{i.Status != emulator.StatusFinished, state[i.ID]}]
		if all[channel] != notStarted {
			is = all[channel] + ", another " + is
		}
		all[channel] = is
	}
	return all
}

// continues applies the configuration and destroys it: each instance that the state
// does not know is started once, and only those that nobody knew still run then.
func (s *scene) continues(before map[string]string) {
	s.t.Helper()
	s.api.ClearFaults()
	if err := s.api.SetSwitch("stop_delay", "0 s"); err != nil {
		s.t.Fatal(err)
	}
	want := map[string]string{}
	for channel, was := range before {
		switch was {
		case orphan:
			want[channel] = orphan + ", another " + ended
		case ended:
			want[channel] = ended + ", another " + ended
		default:
			want[channel] = ended
		}
	}
	s.configure([]string{updateBefore, updateAfter, startBefore, startAfter, reading, waiting, completed}, "Bye!", []string{startThrottled}, "found")
	s.w.Must(applyAll...)
	s.w.Must("destroy", "-auto-approve", "-no-color", "-input=false", "-parallelism=20")
	if diff := cmp.Diff(want, s.outcomes()); diff != "" {
		s.t.Errorf("after the next apply and destroy (-want +got):\n%s", diff)
	}
}
