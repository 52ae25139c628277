package instance_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
)

// TestLate_AConfiguredValueIsNeverHidden: a value that is only known after apply is
// a change, and the plan says so before it hangs up a call.
func TestLate_AConfiguredValueIsNeverHidden(t *testing.T) {
	t.Parallel()
	whole := with(greet("Hello!"), map[string]any{"session_id": "s", "region": "cn-shanghai"})
	for name, c := range map[string]struct {
		before, after map[string]any
		late          []string
		want          string
	}{
		"session_id, was configured": {whole, whole, []string{"session_id"}, "session_id"},
		"session_id, was left out":   {greet("Hello!"), with(greet("Hello!"), set("session_id", "s")), []string{"session_id"}, "session_id"},
		"region, was configured":     {whole, whole, []string{"region"}, "region"},
		"region, was left out":       {greet("Hello!"), with(greet("Hello!"), set("region", "cn-shanghai")), []string{"region"}, "region"},
		"both":                       {whole, whole, []string{"region", "session_id"}, "region session_id"},
		"ai_agent_id":                {whole, whole, []string{"ai_agent_id"}, "ai_agent_id"},
		"beside a change in place":   {whole, with(whole, set("agent_config", set("greeting", "Bye!"))), []string{"session_id"}, "session_id"},
		"a document of the tree":     {agentConfig(set("workflow_override_params", "{}")), agentConfig(set("workflow_override_params", "{}")), []string{"agent_config.workflow_override_params"}, "agent_config.workflow_override_params"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(c.before)
			w.api.Reset()
			plan := w.PlanLate(w.Config(c.after), i, c.late...)
			if got := strings.Join(plan.Replace, " "); got != c.want {
				t.Errorf("replaces because of %q, want %q", got, c.want)
			}
			if diff := cmp.Diff([]string{hungUp}, summaries(plan.Diagnostics)); diff != "" {
				t.Errorf("%s\n%s", diff, acctest.Text(plan.Diagnostics))
			}
			if got := w.calls(); got != "" {
				t.Errorf("the plan called %s", got)
			}
			// What is announced comes true.
			second := w.PlanLate(w.Config(c.after), acctest.Instance{State: w.Null().State, Private: plan.Private}, c.late...)
			w.fine(second.Diagnostics)
			_, diagnostics := w.Apply(w.PlanReplaced(i))
			w.fine(diagnostics)
			after, diagnostics := w.Apply(second)
			w.fine(diagnostics)
			w.calm(w.refresh(after), c.after)
		})
	}
}

// TestLate_WhatIsLeftOutIsNoChange: only what is configured can be a change.
func TestLate_WhatIsLeftOutIsNoChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := with(greet("Hello!"), map[string]any{"session_id": "s", "region": "cn-shanghai"})
	i := w.start(before)
	for _, after := range []map[string]any{before, greet("Hello!"), with(greet("Hello!"), set("session_id", "s"))} {
		w.calm(i, after)
	}
	plan := w.PlanLate(w.Config(greet("Bye!")), i, "agent_config.greeting")
	w.fine(plan.Diagnostics)
	if len(plan.Replace) > 0 {
		t.Errorf("replaces because of %v", plan.Replace)
	}
}

// TestLate_AnUnknownGuardGuards: nobody knows yet that the call may be interrupted.
func TestLate_AnUnknownGuardGuards(t *testing.T) {
	t.Parallel()
	otherChannel := set("runtime_config", with(trio(), set("channel_id", "other")))
	for name, c := range map[string]struct {
		before func(w *world, id string)
		after  map[string]any
		said   []string
	}{
		"replacement, will be false":  {nil, with(greet("Hello!"), otherChannel, set("prevent_interrupt", false)), []string{prevented}},
		"replacement, will be true":   {nil, with(greet("Hello!"), otherChannel, set("prevent_interrupt", true)), []string{prevented}},
		"another leaf that replaces":  {join, with(agentConfig(set("max_idle_time", 200)), set("prevent_interrupt", false)), []string{prevented}},
		"another agent":               {join, with(greet("Hello!"), map[string]any{"ai_agent_id": "other", "prevent_interrupt": false}), []string{prevented}},
		"a change in place":           {nil, with(greet("Bye!"), set("prevent_interrupt", true)), nil},
		"the call has ended":          {finish, with(greet("Hello!"), otherChannel, set("prevent_interrupt", true)), nil},
		"nothing but the guard":       {nil, with(greet("Hello!"), set("prevent_interrupt", true)), nil},
		"the ended call, in recreate": {finish, with(greet("Hello!"), map[string]any{"on_finished": "recreate", "prevent_interrupt": true}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(greet("Hello!"))
			if c.before != nil {
				c.before(w, w.api.Instances()[0].ID)
				i = w.refresh(i)
			}
			w.api.Reset()
			plan := w.PlanLate(w.Config(c.after), i, "prevent_interrupt")
			if diff := cmp.Diff(c.said, summaries(plan.Diagnostics)); diff != "" {
				t.Errorf("%s\n%s", diff, acctest.Text(plan.Diagnostics))
			}
			if got := w.calls(); got != "" {
				t.Errorf("the plan called %s", got)
			}
		})
	}
	t.Run("-replace", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		i := w.start(greet("Hello!"))
		after := w.Config(with(greet("Hello!"), set("prevent_interrupt", false)))
		first := w.PlanLate(after, i, "prevent_interrupt")
		w.fine(first.Diagnostics)
		second := w.PlanLate(after, acctest.Instance{State: w.Null().State, Private: first.Private}, "prevent_interrupt")
		if diff := cmp.Diff([]string{prevented}, summaries(second.Diagnostics)); diff != "" {
			t.Errorf("%s\n%s", diff, acctest.Text(second.Diagnostics))
		}
	})
}

// TestLate_OnFinishedMustBeKnownWhereItDecides: what the end of a call means cannot
// be planned later.
func TestLate_OnFinishedMustBeKnownWhereItDecides(t *testing.T) {
	t.Parallel()
	const refused = "error on_finished: on_finished must be known"
	for name, c := range map[string]struct {
		before func(w *world, id string)
		after  map[string]any
		want   string
	}{
		"a running call, keep":            {nil, with(greet("Hello!"), set("on_finished", "keep")), ""},
		"a running call, recreate":        {join, with(greet("Hello!"), set("on_finished", "recreate")), ""},
		"a running call and a change":     {join, with(greet("Bye!"), set("on_finished", "recreate")), ""},
		"an ended call, keep":             {finish, with(greet("Hello!"), set("on_finished", "keep")), refused},
		"an ended call, recreate":         {finish, with(greet("Hello!"), set("on_finished", "recreate")), refused},
		"an ended call and a change":      {joinLeave, with(greet("Bye!"), set("on_finished", "keep")), refused},
		"a call that nobody joined ended": {nobodyJoins, with(greet("Hello!"), set("on_finished", "keep")), refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(greet("Hello!"))
			if c.before != nil {
				c.before(w, w.api.Instances()[0].ID)
				i = w.refresh(i)
			}
			w.api.Reset()
			plan := w.PlanLate(w.Config(c.after), i, "on_finished")
			if diff := cmp.Diff(c.want, places(plan.Diagnostics)); diff != "" {
				t.Errorf("%s\n%s", diff, acctest.Text(plan.Diagnostics))
			}
			if got := w.calls(); got != "" {
				t.Errorf("the plan called %s", got)
			}
			if c.want != "" {
				return
			}
			after, diagnostics := w.Apply(plan)
			w.fine(diagnostics)
			if got := w.calls(); strings.Contains(got, "Start") || strings.Contains(got, "Stop") {
				t.Errorf("the apply called %s", got)
			}
			w.calm(w.refresh(after), c.after)
		})
	}
}
