package instance_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// probes test what a switch is about where the suite does not. Each returns
// what differs for a user under the chosen value, "" for nothing. The switches of
// List have none: the resource never asks for a list, which the suite asserts.
var probes = map[string]func(w *world) string{
	"second_stop":         stoppedBySomebodyElse(finish),
	"stop_unknown_id":     stoppedBySomebodyElse(forget),
	"describe_unknown_id": probeUnknownID,
	"describe_finished": func(w *world) string {
		i, id := w.probe()
		finish(w, id)
		w.api.Advance(time.Minute)
		return w.finished(i)
	},
	"describe_after_update": probePutBack,
	"update_finished":       probeUpdateOfTheEnded,
	"update_empty_values":   probeEmptyGreeting,
	"start_bad_agent": func(w *world) string {
		return w.refusedStart(minimal(map[string]any{"ai_agent_id": "another-agent"}), "Check ai_agent_id")
	},
	"start_missing_runtime": func(w *world) string {
		if plan := w.Plan(w.Config(minimal(map[string]any{"runtime_config": map[string]any{}})), w.Null()); !acctest.Failed(plan.Diagnostics) {
			w.t.Error("a plan without IDs and token succeeds")
		}
		return ""
	},
	"start_incomplete_trio": probeEmptyToken,
	"unknown_enum_value": func(w *world) string {
		return w.refusedStart(agentConfig(map[string]any{"tts_config": map[string]any{"model_id": "speech-99"}}), "AgentConfig.TtsConfig.ModelId")
	},
	"session_id_unset": func(w *world) string {
		i, _ := w.probe()
		if w.attribute(i, "session_id") != nil {
			return "session_id holds the service's ID"
		}
		return ""
	},
	"call_log_url": func(w *world) string {
		i, _ := w.probe()
		if w.attribute(i, "call_log_url") != nil {
			return "call_log_url is known while the call runs"
		}
		return ""
	},
	"created_to_executing": probeExecuting,
	"user_online_timeout": func(w *world) string {
		i, id := w.probe()
		nobodyJoins(w, id)
		return w.finished(i)
	},
	"throttle": func(w *world) string {
		for _, operation := range []string{emulator.OpStart, emulator.OpDescribe, emulator.OpStop} {
			w.api.Throttle(operation, 1)
		}
		i, _ := w.probe()
		w.remove(i)
		if calls := w.calls(); calls != "Start Start Describe Describe Describe Stop Stop Describe" || len(w.api.Instances()) != 1 {
			w.t.Errorf("%v after %s", w.api.Instances(), calls)
		}
		return ""
	},
}

// probe starts the instance of a probe.
func (w *world) probe() (acctest.Instance, string) {
	w.t.Helper()
	i := w.start(greet("Hello!"))
	return i, w.api.Instances()[0].ID
}

// remove destroys the instance.
func (w *world) remove(i acctest.Instance) {
	w.t.Helper()
	after, diagnostics := w.Apply(w.Plan(w.Null().State, i))
	w.fine(diagnostics)
	if !after.State.IsNull() {
		w.t.Errorf("after a destroy the state is %s", after.State)
	}
}

// finished asserts that an ended call changes nothing, and returns what differs,
// also when the call has not ended.
func (w *world) finished(i acctest.Instance) string {
	w.t.Helper()
	i, diagnostics := w.Read(i)
	w.fine(diagnostics)
	w.calm(i, greet("Hello!"))
	said := summaries(diagnostics)
	if status := w.attribute(i, "status"); status != emulator.StatusFinished {
		said = append(said, "the call continues")
	} else {
		w.api.Reset()
		w.remove(i)
		if w.api.Count(emulator.OpStop) > 0 {
			w.t.Error("an ended call was stopped")
		}
	}
	return strings.Join(said, "; ")
}

// stoppedBySomebodyElse lets a call end right before our own Stop.
func stoppedBySomebodyElse(end func(w *world, id string)) func(w *world) string {
	return func(w *world) string {
		i, id := w.probe()
		w.api.Before(emulator.OpStop, func() { end(w, id) })
		w.remove(i)
		return ""
	}
}

func probeUnknownID(w *world) string {
	if _, diagnostics := w.Import(emulator.AgentID + "/no-such-instance"); !strings.Contains(acctest.Text(diagnostics), "There is no instance no-such-instance in region cn-shanghai") {
		w.t.Errorf("an import of an unknown ID reports %s", acctest.Text(diagnostics))
	}
	i, id := w.probe()
	forget(w, id)
	if said := w.finished(i); said != gone {
		w.t.Errorf("a forgotten instance reports: %s", said)
	}
	return ""
}

// probePutBack lets somebody put back the greeting that was there before a change.
func probePutBack(w *world) string {
	i, id := w.probe()
	i = w.change(i, greet("Bye!"))
	for range 2 {
		i = w.refresh(i)
		w.calm(i, greet("Bye!"))
		w.api.Advance(5 * time.Second)
	}
	w.must(w.api.SetField(id, "AgentConfig.Greeting", "Hello!"))
	i = w.refresh(i)
	w.calm(i, greet("Hello!"))
	return ""
}

// probeUpdateOfTheEnded changes a call that ends right before.
func probeUpdateOfTheEnded(w *world) string {
	i, id := w.probe()
	w.api.Before(emulator.OpUpdate, func() { finish(w, id) })
	i, diagnostics := w.Apply(w.Plan(w.Config(greet("Bye!")), i))
	if !acctest.Failed(diagnostics) || !strings.Contains(acctest.Text(diagnostics), "has ended since the plan was made") {
		w.t.Errorf("the change reports %s", acctest.Text(diagnostics))
	}
	return w.finished(i)
}

// probeEmptyGreeting takes the greeting away by an empty text.
func probeEmptyGreeting(w *world) string {
	i, _ := w.probe()
	i = w.change(i, greet(""))
	i = w.refresh(i)
	w.calm(i, greet(""))
	text, _ := w.attribute(i, "effective_agent_config").(string)
	if document(w.t, text)["Greeting"] != "" {
		return "effective_agent_config shows that an empty text changes nothing"
	}
	return ""
}

// refusedStart applies what the service may refuse. A refusal leaves nothing.
func (w *world) refusedStart(config map[string]any, want string) string {
	w.t.Helper()
	i, diagnostics := w.Apply(w.Plan(w.Config(config), w.Null()))
	if !acctest.Failed(diagnostics) {
		w.calm(w.refresh(i), config)
		return "the start succeeds"
	}
	if text := acctest.Text(diagnostics); !strings.Contains(text, want) || !strings.Contains(text, "No instance was started") {
		w.t.Errorf("%q is not in %s", want, text)
	}
	if !i.State.IsNull() || len(w.api.Instances()) > 0 {
		w.t.Errorf("a state is left: %s", i.State)
	}
	return ""
}

// probeEmptyToken starts with a token that is there and empty.
func probeEmptyToken(w *world) string {
	config := with(greet("Hello!"), map[string]any{"runtime_config": with(trio(), map[string]any{"auth_token": ""})})
	if differs := w.refusedStart(config, "RuntimeConfig.AuthToken"); differs == "" {
		return ""
	}
	w.api.Advance(time.Minute)
	imported, diagnostics := w.Import(w.api.Instances()[0].ID)
	w.fine(diagnostics)
	return fmt.Sprintf("the start succeeds and the call is soon %s", w.attribute(imported, "status"))
}

// probeExecuting waits for the first user.
func probeExecuting(w *world) string {
	w.api.After(emulator.OpDescribe, func() { w.api.Advance(2 * time.Second) })
	w.api.Before(emulator.OpDescribe, func() {
		if all := w.api.Instances(); all[0].Status == emulator.StatusCreated {
			_ = w.api.Join(all[0].ID) // Refused where nobody ever can.
		}
	})
	config := with(greet("Hello!"), map[string]any{"wait_for": "executing", "timeouts": map[string]any{"create": "1s"}})
	i, diagnostics := w.Apply(w.Plan(w.Config(config), w.Null()))
	if i.State.IsNull() {
		w.t.Error("what was started is not in the state")
	}
	if acctest.Failed(diagnostics) {
		return strings.Join(summaries(diagnostics), "; ")
	}
	w.calm(w.refresh(i), config)
	return ""
}
