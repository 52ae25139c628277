package instance_test

import (
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// destroyed plans and applies a destroy.
func (w *world) destroyed(i acctest.Instance) (acctest.Instance, string) {
	w.t.Helper()
	after, diagnostics := w.Apply(w.Plan(w.Null().State, i))
	return after, acctest.Text(diagnostics)
}

func TestDestroy_NoCallIsForgotten(t *testing.T) {
	t.Parallel()
	refusedStop := emulator.Fault{Operation: emulator.OpStop, Times: 1, Status: 400, Code: "OperationFailed", Message: "busy"}
	unknown := emulator.Fault{Operation: emulator.OpDescribe, Times: 1, Status: 404, Code: "ResourceNotFound"}
	for name, c := range map[string]struct {
		faults []emulator.Fault
		calls  string
		left   bool
	}{
		"one not found after a refused stop": {
			[]emulator.Fault{refusedStop, {Operation: emulator.OpDescribe, Skip: 1, Times: 1, Status: 404, Code: "InstanceNotFound"}}, "", true,
		},
		"the look is not found":     {[]emulator.Fault{unknown}, "Describe Stop Describe", false},
		"the look is no JSON":       {[]emulator.Fault{{Operation: emulator.OpDescribe, Times: 3, Body: "<html>", ContentType: "text/html"}}, "Describe Describe Describe Stop Describe", false},
		"the look is reset":         {[]emulator.Fault{{Operation: emulator.OpDescribe, Times: 1, Drop: emulator.ResetConnection}}, "Describe Describe Stop Describe", false},
		"the look is denied":        {[]emulator.Fault{{Operation: emulator.OpDescribe, Times: 1, Status: 403, Code: "NoPermission"}}, "Describe Stop Describe", false},
		"the stop does not find it": {[]emulator.Fault{{Operation: emulator.OpStop, Times: 1, Status: 404, Code: "ResourceNotFound"}}, "Describe Stop Describe", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			config := greet("Hello!")
			if c.left {
				config["timeouts"] = map[string]any{"delete": "4s"} // Its time is over.
			}
			i := w.start(config)
			w.api.Reset()
			for _, f := range c.faults {
				w.api.Inject(f)
			}
			after, said := w.destroyed(i)
			if got := w.calls(); c.calls != "" && got != c.calls {
				t.Errorf("called %q, want %q", got, c.calls)
			}
			running := w.api.Instances()[0].Status != emulator.StatusFinished
			if after.State.IsNull() && running {
				t.Errorf("the call runs and is forgotten:\n%s", said)
			}
			if left := !after.State.IsNull(); left != c.left {
				t.Errorf("it stays in the state: %t, want %t\n%s", left, c.left, said)
			}
		})
	}
}

// TestDestroy_AStateThatIsFinishedByMistake has the state say Finished because the
// service was asked three times in a bad moment.
func TestDestroy_AStateThatIsFinishedByMistake(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(greet("Hello!"))
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: 3, Status: 404, Code: "ResourceNotFound"})
	i, _ = w.Read(i)
	if got := w.attribute(i, "status"); got != "Finished" {
		t.Fatalf("status is %v", got)
	}
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: 1, Status: 503})
	after, said := w.destroyed(i)
	if !after.State.IsNull() || w.api.Instances()[0].Status != emulator.StatusFinished {
		t.Errorf("the call is %s:\n%s", w.api.Instances()[0].Status, said)
	}
}

// TestReplace_OnlyACallThatWasHungUpIsNamed lets the start after a destroy fail.
func TestReplace_OnlyACallThatWasHungUpIsNamed(t *testing.T) {
	t.Parallel()
	for name, stopped := range map[string]bool{"hung up": true, "not stopped": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(greet("Hello!"))
			if !stopped {
				w.api.Inject(emulator.Fault{Operation: emulator.OpStop, Times: 1, Status: 403, Code: "NoPermission"})
			}
			w.destroyed(i)
			w.api.Inject(emulator.Fault{Operation: emulator.OpStart, Times: 1, Status: 400, Code: "InvalidParameter", Message: "no"})
			_, diagnostics := w.Apply(w.Plan(w.Config(greet("Bye!")), w.Null()))
			id := w.api.Instances()[0].ID
			if text := acctest.Text(diagnostics); strings.Contains(text, "This apply has hung up instance "+id) != stopped {
				t.Errorf("of a call that was stopped (%t) it is said:\n%s", stopped, text)
			}
		})
	}
}

func TestCreate_ACallThatVanishesWhileItIsAwaitedIsOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Skip: 1, Times: -1, Status: 404, Code: "ResourceNotFound"})
	i, diagnostics := w.Apply(w.Plan(w.Config(minimal(map[string]any{"wait_for": "executing"})), w.Null()))
	if text := acctest.Text(diagnostics); !strings.Contains(text, "error: Nobody joined the call") {
		t.Error(text)
	}
	if got := w.attribute(i, "status"); got != "Finished" {
		t.Errorf("status is %v", got)
	}
}

func TestUserData_AVersionIsNoNumber(t *testing.T) {
	t.Parallel()
	for before, after := range map[string]string{"1.10": "1.1", "1": "1.0", `"a"`: `"a" `, "true": "true "} {
		w := newWorld(t)
		i := w.start(minimal(map[string]any{"user_data": before}))
		w.api.Reset()
		i = w.change(i, minimal(map[string]any{"user_data": after}))
		if got := w.calls(); !strings.HasPrefix(got, "Update") || w.attribute(i, "user_data") != after {
			t.Errorf("from %s to %s: called %q, the state has %v", before, after, got, w.attribute(i, "user_data"))
		}
	}
}

func TestForms_ABlockInWhichNothingIsSetIsNone(t *testing.T) {
	t.Parallel()
	for name, empty := range map[string]map[string]any{
		"nulls": {"agent_user_id": nil, "channel_id": nil, "auth_token": nil}, "nothing": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			config := minimal(map[string]any{"runtime_config": with(trio(), set("voice_chat", empty))})
			i := w.start(config)
			w.calm(w.refresh(i), config)
			for _, call := range w.api.Calls() {
				if strings.Contains(call.Query.Get("RuntimeConfig"), "VoiceChat") {
					t.Errorf("the block was sent: %s", call.Query.Get("RuntimeConfig"))
				}
			}
		})
	}
}
