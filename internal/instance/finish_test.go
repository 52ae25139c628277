package instance_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// desired is a configuration with a desired status, "" for none.
func desired(status, onFinished string, more map[string]any) map[string]any {
	config := with(greet("Hello!"), set("on_finished", onFinished))
	if status != "" {
		config["desired_status"] = status
	}
	return with(config, more)
}

// TestDesiredStatus_EveryTransition leads an instance from one desired status to
// another, with its call in every situation. Nothing may be started that no plan
// announced, and a call is ended by `finished` alone.
func TestDesiredStatus_EveryTransition(t *testing.T) {
	t.Parallel()
	situations := map[string]func(w *world, id string){
		"waiting": func(*world, string) {}, "executing": join, "ended": finish, "vanished": forget,
	}
	for _, from := range []string{"", "running", "finished"} {
		for _, to := range []string{"", "running", "finished"} {
			for _, onFinished := range []string{"keep", "recreate"} {
				for situation, happens := range situations {
					if from == "finished" && situation != "ended" && situation != "vanished" {
						continue // Its call is over.
					}
					t.Run(strings.Join([]string{"from", from, "to", to, situation, onFinished}, " "), func(t *testing.T) {
						t.Parallel()
						w := newWorld(t)
						w.KnownAtPlan("desired_status", "on_finished")
						i := w.start(desired("", onFinished, nil))
						if from != "" {
							i = w.change(i, desired(from, onFinished, nil))
						}
						happens(w, w.api.Instances()[0].ID)
						i, diagnostics := w.Read(i)
						w.fine(diagnostics)
						w.transition(i, desired(to, onFinished, nil), transition{
							ends:   to == "finished" && (situation == "waiting" || situation == "executing"),
							starts: to != "finished" && (situation == "ended" || situation == "vanished") && (from == "finished" || onFinished == "recreate"),
						})
					})
				}
			}
		}
	}
}

// transition is what a plan must announce and its apply do, and nothing else.
type transition struct{ ends, starts bool }

func (w *world) transition(i acctest.Instance, config map[string]any, want transition) {
	w.t.Helper()
	w.api.Reset()
	plan := w.Plan(w.Config(config), i)
	w.fine(plan.Diagnostics)
	if said := strings.Contains(acctest.Text(plan.Diagnostics), "This plan hangs up a running call"); said != want.ends {
		w.t.Errorf("the plan announces an end: %t, want %t\n%s", said, want.ends, acctest.Text(plan.Diagnostics))
	}
	if (len(plan.Replace) > 0) != want.starts {
		w.t.Fatalf("the plan replaces because of %v, want a start: %t", plan.Replace, want.starts)
	}
	if want.starts {
		return
	}
	after, diagnostics := w.Apply(plan)
	w.fine(diagnostics)
	if w.api.Count(emulator.OpStart) > 0 || (w.api.Count(emulator.OpStop) == 1) != want.ends || w.api.Count(emulator.OpStop) > 1 {
		w.t.Errorf("the apply called %s", w.calls())
	}
	if want.ends {
		for name, value := range map[string]any{"status": "Finished", "ended_reason": "stopped", "desired_status": "finished"} {
			if got := w.attribute(after, name); got != value {
				w.t.Errorf("%s is %v, want %v", name, got, value)
			}
		}
	}
	after = w.refresh(after)
	w.calm(after, config)
}

func TestDesiredStatus_ANewInstanceCannotBeFinished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plan := w.Plan(w.Config(desired("finished", "keep", nil)), w.Null())
	if got := places(plan.Diagnostics); got != "error desired_status: A new instance cannot be finished" {
		t.Error(got)
	}
	w.KnownAtPlan("desired_status")
	i := w.start(greet("Hello!"))
	i = w.change(i, desired("finished", "keep", nil))
	// By -replace core plans the second half without a state.
	forced := w.Plan(w.Config(desired("finished", "keep", nil)), acctest.Instance{State: w.Null().State, Private: i.Private})
	if got := places(forced.Diagnostics); got != "error desired_status: A new instance cannot be finished" {
		t.Error(got)
	}
	if got := w.api.Count(emulator.OpStart); got != 1 {
		t.Errorf("%d starts", got)
	}
}

func TestDesiredStatus_MustBeKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := w.Config(desired("finished", "keep", nil))
	for _, i := range []acctest.Instance{w.Null(), w.start(greet("Hello!"))} {
		plan := w.PlanLate(config, i, "desired_status")
		if got := places(plan.Diagnostics); got != "error desired_status: desired_status must be known" {
			t.Error(got)
		}
	}
}

// TestDesiredStatus_WhatChangesBesideCountsForTheNextStart: nothing is sent.
func TestDesiredStatus_WhatChangesBesideCountsForTheNextStart(t *testing.T) {
	t.Parallel()
	for name, happens := range map[string]func(*world, string){"running": join, "ended": finish} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.KnownAtPlan("desired_status", "on_finished")
			i := w.start(greet("Hello!"))
			happens(w, w.api.Instances()[0].ID)
			i = w.refresh(i)
			w.api.Reset()
			config := with(agentConfig(map[string]any{"greeting": "Bye!", "max_idle_time": 100}), map[string]any{"desired_status": "finished", "on_finished": "recreate"})
			plan := w.Plan(w.Config(config), i)
			w.fine(plan.Diagnostics)
			if said := acctest.Text(plan.Diagnostics); !strings.Contains(said, "agent_config.greeting") || !strings.Contains(said, "agent_config.max_idle_time") {
				t.Errorf("the plan does not name the changes: %s", said)
			}
			if len(plan.Replace) > 0 {
				t.Fatalf("the plan replaces because of %v", plan.Replace)
			}
			after, diagnostics := w.Apply(plan)
			w.fine(diagnostics)
			if got := w.calls(); strings.Contains(got, "Update") || strings.Contains(got, "Start") {
				t.Errorf("the apply called %s", got)
			}
			w.calm(w.refresh(after), config)
		})
	}
}

// TestDesiredStatus_ThePlanNamesTheCallThatItEnds and not the one that its settings are
// for.
func TestDesiredStatus_ThePlanNamesTheCallThatItEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(greet("Hello!"))
	config := desired("finished", "keep", set("runtime_config", with(trio(), set("channel_id", "channel-2"))))
	if said := acctest.Text(w.Plan(w.Config(config), i).Diagnostics); !strings.Contains(said, "(channel channel-1, agent user agent-1)") {
		t.Error(said)
	}
}

func TestDesiredStatus_AnotherRegionIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(greet("Hello!"))
	plan := w.Plan(w.Config(desired("finished", "keep", set("region", "cn-beijing"))), i)
	if got := places(without(plan.Diagnostics, "hangs up a running call")); !strings.Contains(got, "error region: A finished instance stays in its region") {
		t.Error(got)
	}
}

func TestDesiredStatus_APreventedEndIsAnError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	prevent := set("prevent_interrupt", true)
	i := w.start(with(greet("Hello!"), prevent))
	join(w, w.api.Instances()[0].ID)
	i = w.refresh(i)
	for name, config := range map[string]map[string]any{"still": desired("finished", "keep", prevent), "no more": desired("finished", "keep", nil)} {
		plan := w.Plan(w.Config(config), i)
		if said := acctest.Text(plan.Diagnostics); !strings.HasPrefix(said, "error: A running call must not be interrupted") {
			t.Errorf("%s: %s", name, said)
		}
	}
	finish(w, w.api.Instances()[0].ID)
	w.KnownAtPlan("desired_status")
	after := w.change(w.refresh(i), desired("finished", "keep", prevent))
	if got := w.attribute(after, "ended_reason"); got != nil {
		t.Errorf("ended_reason is %v", got)
	}
}

// TestDesiredStatus_AnEndThatIsNotSeenIsLookedForAgain: what was told to stop counts
// as stopped by the resource, also when another apply sees it end.
func TestDesiredStatus_AnEndThatIsNotSeenIsLookedForAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Switch("stop_delay", "12 s"))
	w.KnownAtPlan("desired_status", "timeouts", "timeouts.update")
	i := w.start(greet("Hello!"))
	config := desired("finished", "keep", set("timeouts", map[string]any{"update": "3s"}))
	left, diagnostics := w.Apply(w.Plan(w.Config(config), i))
	if said := acctest.Text(diagnostics); !strings.HasPrefix(said, "error: The AI agent instance does not end") || !strings.Contains(said, "timeouts.update") {
		t.Fatal(said)
	}
	w.api.Advance(13 * time.Second)
	seen := w.refresh(left)
	if got := w.attribute(seen, "ended_reason"); got != "stopped" {
		t.Errorf("ended_reason is %v", got)
	}
	w.api.Reset()
	after := w.change(seen, config)
	if got := w.calls(); got != "" {
		t.Errorf("called %s", got)
	}
	w.calm(after, config)
	if again := w.Plan(w.Config(desired("running", "keep", nil)), after); len(again.Replace) == 0 {
		t.Error("the plan starts no new call")
	}
}

// TestDesiredStatus_ACallThatEndsBeforeItsStopIsFinished and comes back when it is to
// run again.
func TestDesiredStatus_ACallThatEndsBeforeItsStopIsFinished(t *testing.T) {
	t.Parallel()
	for name, happens := range map[string]func(*world, string){"ended": finish, "vanished": forget} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.KnownAtPlan("desired_status")
			i := w.start(greet("Hello!"))
			plan := w.Plan(w.Config(desired("finished", "keep", nil)), i)
			happens(w, w.api.Instances()[0].ID)
			after, diagnostics := w.Apply(plan)
			w.fine(diagnostics)
			if got := w.attribute(after, "status"); got != "Finished" {
				t.Errorf("status is %v", got)
			}
			if got := w.attribute(after, "ended_reason"); got != nil {
				t.Errorf("ended_reason is %v", got)
			}
			if again := w.Plan(w.Config(desired("running", "keep", nil)), after); len(again.Replace) == 0 {
				t.Error("the plan starts no new call")
			}
		})
	}
}

func TestDesiredStatus_AnInterruptLeavesTheCallInTheState(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Switch("stop_delay", "12 s"))
	i := w.start(greet("Hello!"))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w.api.Before(emulator.OpDescribe, func() {
		if w.api.Count(emulator.OpStop) == 1 {
			cancel()
		}
	})
	left, diagnostics := w.ApplyContext(ctx, w.Plan(w.Config(desired("finished", "keep", nil)), i))
	if said := acctest.Text(diagnostics); !strings.HasPrefix(said, "error: The apply was interrupted") {
		t.Error(said)
	}
	if got := w.attribute(left, "status"); got == "Finished" {
		t.Error("the state says Finished")
	}
}

// TestDesiredStatus_AnInterruptedStopCounts: whoever asked for the end gets a new call
// when it is to run again.
func TestDesiredStatus_AnInterruptedStopCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Switch("stop_delay", "12 s"))
	w.KnownAtPlan("desired_status")
	i := w.start(greet("Hello!"))
	config := desired("finished", "keep", nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w.api.After(emulator.OpStop, cancel)
	left, diagnostics := w.ApplyContext(ctx, w.Plan(w.Config(config), i))
	if !acctest.Failed(diagnostics) {
		t.Fatal("the apply did not notice the interrupt")
	}
	w.api.Advance(time.Minute)
	after := w.change(w.refresh(left), config)
	if again := w.Plan(w.Config(desired("running", "keep", nil)), after); len(again.Replace) == 0 {
		t.Error("the plan starts no new call")
	}
}
