package instance_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const goodbye = "We have to close now. Good bye."

// polite is a configuration with a farewell.
func polite(more map[string]any) map[string]any {
	return with(greet("Hello!"), set("farewell", map[string]any{"text": goodbye, "wait": "1s"}), more)
}

// spoken are the texts that the agent of the first instance said.
func (w *world) spoken() []string {
	var texts []string
	for _, s := range w.api.Instances()[0].Spoken {
		if !s.Interrupt {
			w.t.Errorf("%q waits until the agent has finished", s.Text)
		}
		texts = append(texts, s.Text)
	}
	return texts
}

// TestFarewell_NeverBlocksAnEndAndIsNeverSpokenTwice: each status of the call, and each
// way in which the farewell can go, when the instance is destroyed, replaced or
// finished.
func TestFarewell_NeverBlocksAnEndAndIsNeverSpokenTwice(t *testing.T) {
	t.Parallel()
	const notSpoken = "warning : The farewell was not spoken"
	speech := func(f emulator.Fault) []emulator.Fault {
		f.Operation = emulator.OpSpeech
		return []emulator.Fault{f}
	}
	for name, c := range map[string]struct {
		before func(w *world, id string)
		faults []emulator.Fault
		config map[string]any
		calls  string
		spoken int
		said   string
	}{
		"waiting":          {nil, nil, polite(nil), "Describe Stop Describe", 0, ""},
		"executing":        {join, nil, polite(nil), "Describe SendAIAgentSpeech Stop Describe", 1, ""},
		"a long farewell":  {join, nil, polite(set("farewell", map[string]any{"text": goodbye, "wait": "5s"})), "Describe SendAIAgentSpeech Describe Describe Stop Describe", 1, ""},
		"no wait":          {join, nil, polite(set("farewell", map[string]any{"text": goodbye, "wait": "0s"})), "Describe SendAIAgentSpeech Stop Describe", 1, ""},
		"the default wait": {join, nil, polite(set("farewell", map[string]any{"text": goodbye})), "Describe SendAIAgentSpeech Describe Describe Stop Describe", 1, ""},
		"ended":            {finish, nil, polite(nil), "Describe", 0, ""},
		"vanished":         {forget, nil, polite(nil), "Describe Stop Describe Describe Describe", 0, ""},
		"refused":          {join, speech(emulator.Fault{Times: 1, Status: 400, Code: "OperationDenied.Status"}), polite(nil), "Describe SendAIAgentSpeech Stop Describe", 0, notSpoken},
		"denied":           {join, speech(emulator.Fault{Status: 403, Code: "NoPermission"}), polite(nil), "Describe SendAIAgentSpeech Stop Describe", 0, notSpoken},
		"lost before":      {join, speech(emulator.Fault{Times: 1, Drop: emulator.ResetConnection}), polite(nil), "Describe SendAIAgentSpeech Stop Describe", 0, notSpoken},
		"lost after":       {join, speech(emulator.Fault{Times: 1, Executed: true, Drop: emulator.ResetConnection}), polite(nil), "Describe SendAIAgentSpeech Stop Describe", 1, notSpoken},
		"a 503":            {join, speech(emulator.Fault{Times: 1, Status: 503}), polite(nil), "Describe SendAIAgentSpeech Stop Describe", 0, notSpoken},
		"throttled once":   {join, speech(emulator.Fault{Times: 1, Status: 400, Code: "Throttling.User"}), polite(nil), "Describe SendAIAgentSpeech SendAIAgentSpeech Stop Describe", 1, ""},
		"the look fails":   {join, []emulator.Fault{{Operation: emulator.OpDescribe, Times: 1, Status: 403, Code: "NoPermission"}}, polite(nil), "Describe Stop Describe", 0, notSpoken},
		"not hung up":      {join, nil, polite(set("stop_on_destroy", false)), "", 0, ""},
		"no farewell":      {join, nil, greet("Hello!"), "Describe Stop Describe", 0, ""},
	} {
		for _, end := range []string{"destroy", "replace", "finish"} {
			if end == "finish" && (name == "ended" || name == "not hung up") {
				continue // The refresh shows that nothing is left to do; a finish hangs up in any case.
			}
			t.Run(name+" "+end, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.KnownAtPlan("desired_status")
				i := w.start(c.config)
				if c.before != nil && name != "vanished" {
					c.before(w, w.api.Instances()[0].ID)
					i = w.refresh(i)
				}
				plan := w.Plan(w.Null().State, i)
				switch end {
				case "replace":
					plan = w.PlanReplaced(i)
				case "finish":
					plan = w.Plan(w.Config(with(c.config, set("desired_status", "finished"))), i)
					w.fine(plan.Diagnostics)
				}
				if name == "vanished" {
					c.before(w, w.api.Instances()[0].ID)
				}
				w.api.Reset()
				for _, f := range c.faults {
					w.api.Inject(f)
				}
				after, diagnostics := w.Apply(plan)
				if got := places(diagnostics); got != c.said {
					t.Errorf("said %q, want %q\n%s", got, c.said, acctest.Text(diagnostics))
				}
				if got := w.calls(); got != c.calls {
					t.Errorf("called %q, want %q", got, c.calls)
				}
				if got := len(w.spoken()); got != c.spoken {
					t.Errorf("%d texts were spoken", got)
				}
				if end != "finish" && !after.State.IsNull() {
					t.Error("the instance is left in the state")
				}
				if end == "finish" && w.attribute(after, "status") != "Finished" {
					t.Error("the call is not finished")
				}
			})
		}
	}
}

// TestFarewell_TheUserHangsUpMeanwhile: nothing is left to stop.
func TestFarewell_TheUserHangsUpMeanwhile(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"destroy", "finish"} {
		w := newWorld(t)
		w.KnownAtPlan("desired_status")
		config := polite(set("farewell", map[string]any{"text": goodbye, "wait": "20s"}))
		i := w.start(config)
		id := w.api.Instances()[0].ID
		join(w, id)
		i = w.refresh(i)
		plan := w.Plan(w.Null().State, i)
		if end == "finish" {
			plan = w.Plan(w.Config(with(config, set("desired_status", "finished"))), i)
		}
		w.api.Reset()
		w.api.After(emulator.OpSpeech, func() { finish(w, id) })
		after, diagnostics := w.Apply(plan)
		w.fine(diagnostics)
		if got := w.calls(); got != "Describe SendAIAgentSpeech Describe" {
			t.Errorf("%s called %s", end, got)
		}
		if end == "finish" {
			if got := w.attribute(after, "ended_reason"); got == "stopped" {
				t.Errorf("ended_reason is %v", got)
			}
		}
	}
}

// TestFarewell_NothingIsSaidOfOneThatNobodyWaitsFor: the call was over when it was last
// read, and only the look before its destroy fails.
func TestFarewell_NothingIsSaidOfOneThatNobodyWaitsFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(polite(nil))
	finish(w, w.api.Instances()[0].ID)
	i = w.refresh(i)
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: 1, Status: 403, Code: "NoPermission"})
	_, diagnostics := w.Apply(w.Plan(w.Null().State, i))
	if len(diagnostics) > 0 {
		t.Error(acctest.Text(diagnostics))
	}
}

// TestFarewell_OneThatWasNotSentCannotHaveBeenSpoken, whatever happened to the look.
func TestFarewell_OneThatWasNotSentCannotHaveBeenSpoken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(polite(nil))
	join(w, w.api.Instances()[0].ID)
	i = w.refresh(i)
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: 3, Body: "{}", ContentType: "application/json"})
	_, diagnostics := w.Apply(w.Plan(w.Null().State, i))
	if said := acctest.Text(diagnostics); !strings.Contains(said, "is ended without it") || len(w.spoken()) > 0 {
		t.Error(said)
	}
}

// TestFarewell_SlowLooksMakeItNoLonger: else no time might be left to end the call.
func TestFarewell_SlowLooksMakeItNoLonger(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(polite(set("farewell", map[string]any{"text": goodbye, "wait": "12s"})))
	join(w, w.api.Instances()[0].ID)
	plan := w.Plan(w.Null().State, w.refresh(i))
	w.api.Reset()
	w.api.After(emulator.OpSpeech, func() {
		w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: 3, Delay: 4 * time.Second})
	})
	_, diagnostics := w.Apply(plan)
	w.fine(diagnostics)
	// Each pause of two seconds is followed by a look that is given up after two.
	if got := w.api.Count(emulator.OpDescribe); got > 1+3+1 {
		t.Errorf("%d looks", got)
	}
}

// TestFarewell_AnInterruptLeavesTheCallAndItsFarewellSpoken: the call goes on, and the
// next run ends it without a second farewell.
func TestFarewell_AnInterruptLeavesTheCallAndItsFarewellSpoken(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"destroy", "finish"} {
		w := newWorld(t)
		w.KnownAtPlan("desired_status")
		config := polite(set("farewell", map[string]any{"text": goodbye, "wait": "60s"}))
		i := w.start(config)
		join(w, w.api.Instances()[0].ID)
		i = w.refresh(i)
		noun, plan := "destroy", w.Plan(w.Null().State, i)
		if end == "finish" {
			noun, plan = "apply", w.Plan(w.Config(with(config, set("desired_status", "finished"))), i)
		}
		ctx, cancel := context.WithCancel(t.Context())
		w.api.Reset()
		w.api.Before(emulator.OpDescribe, func() {
			if w.api.Count(emulator.OpSpeech) == 1 {
				cancel()
			}
		})
		left, diagnostics := w.ApplyContext(ctx, plan)
		cancel()
		if said := acctest.Text(diagnostics); !strings.Contains(said, "error: The "+noun+" was interrupted\nThe agent was saying its farewell.") {
			t.Errorf("%s: %s", end, said)
		}
		if got := w.api.Count(emulator.OpStop); got != 0 || left.State.IsNull() {
			t.Errorf("%s: %d stops; the state is left: %t", end, got, !left.State.IsNull())
		}
		left = w.refresh(left)
		again := w.Plan(w.Null().State, left)
		if end == "finish" {
			again = w.Plan(w.Config(with(config, set("desired_status", "finished"))), left)
		}
		_, diagnostics = w.Apply(again)
		w.fine(diagnostics)
		if diff := cmp.Diff([]string{goodbye}, w.spoken()); diff != "" {
			t.Errorf("%s: %s", end, diff)
		}
		if got := w.api.Instances()[0].Status; got != emulator.StatusFinished {
			t.Errorf("%s: the call is %s", end, got)
		}
	}
}

// TestFarewell_ThePlanAnnouncesIt where it is going to be spoken, and only there.
func TestFarewell_ThePlanAnnouncesIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(polite(nil))
	for _, joined := range []bool{false, true} {
		if joined {
			join(w, w.api.Instances()[0].ID)
			i = w.refresh(i)
		}
		for end, plan := range map[string]acctest.Plan{
			"destroy": w.Plan(w.Null().State, i),
			"replace": w.Plan(w.Config(polite(set("session_id", "another"))), i),
			"finish":  w.Plan(w.Config(polite(set("desired_status", "finished"))), i),
		} {
			if got := strings.Contains(acctest.Text(plan.Diagnostics), "Before that the agent says its farewell."); got != joined {
				t.Errorf("%s, joined %t: announced %t", end, joined, got)
			}
		}
	}
}

// TestFarewell_ThePlanDoesNotAnnounceASecondOne after an end that failed.
func TestFarewell_ThePlanDoesNotAnnounceASecondOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(polite(nil))
	join(w, w.api.Instances()[0].ID)
	i = w.refresh(i)
	w.api.Inject(emulator.Fault{Operation: emulator.OpStop, Times: 1, Status: 403, Code: "NoPermission"})
	left, _ := w.Apply(w.Plan(w.Null().State, i))
	left = w.refresh(left)
	for end, plan := range map[string]acctest.Plan{
		"destroy": w.Plan(w.Null().State, left),
		"replace": w.Plan(w.Config(polite(set("session_id", "another"))), left),
		"finish":  w.Plan(w.Config(polite(set("desired_status", "finished"))), left),
	} {
		if said := acctest.Text(plan.Diagnostics); !strings.Contains(said, "hangs up") || strings.Contains(said, "farewell") {
			t.Errorf("%s: %s", end, said)
		}
	}
}

// TestFarewell_AnInterruptOfTheLookIsNoFailure: the call is not ended yet, and nothing
// was to be spoken.
func TestFarewell_AnInterruptOfTheLookIsNoFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(polite(nil))
	join(w, w.api.Instances()[0].ID)
	plan := w.Plan(w.Null().State, w.refresh(i))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w.api.Before(emulator.OpDescribe, cancel)
	left, diagnostics := w.ApplyContext(ctx, plan)
	if got := places(diagnostics); got != "error : Cannot stop the AI agent instance" || left.State.IsNull() {
		t.Error(acctest.Text(diagnostics))
	}
}

// TestFarewell_AChangeSendsNothing.
func TestFarewell_AChangeSendsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(greet("Hello!"))
	w.api.Reset()
	i = w.change(i, polite(nil))
	i = w.change(i, polite(set("max_concurrency", 3)))
	w.change(i, greet("Hello!"))
	if got := w.calls(); got != "" {
		t.Errorf("called %s", got)
	}
}

func TestFarewell_BadInputIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		farewell, timeouts map[string]any
		want               string
	}{
		"no text":                 {map[string]any{"text": ""}, nil, "error farewell.text: Invalid value for text"},
		"a long text":             {map[string]any{"text": strings.Repeat("x", 1025)}, nil, "error farewell.text: Invalid value for text"},
		"the longest text":        {map[string]any{"text": strings.Repeat("x", 1024)}, nil, ""},
		"no duration":             {map[string]any{"text": "x", "wait": "soon"}, nil, "error farewell.wait: Invalid duration"},
		"too long":                {map[string]any{"text": "x", "wait": "61s"}, nil, "error farewell.wait: Invalid duration"},
		"the longest":             {map[string]any{"text": "x", "wait": "60s"}, nil, ""},
		"negative":                {map[string]any{"text": "x", "wait": "-1s"}, nil, "error farewell.wait: Invalid duration"},
		"none":                    {map[string]any{"text": "x", "wait": "0s"}, nil, ""},
		"as long as a destroy":    {map[string]any{"text": "x", "wait": "20s"}, map[string]any{"delete": "20s"}, "error farewell.wait: The farewell takes too long"},
		"as long as a change":     {map[string]any{"text": "x"}, map[string]any{"update": "5s"}, "error farewell.wait: The farewell takes too long"},
		"shorter than both":       {map[string]any{"text": "x", "wait": "20s"}, map[string]any{"update": "21s", "delete": "21s"}, ""},
		"a create may be shorter": {map[string]any{"text": "x", "wait": "20s"}, map[string]any{"create": "10s"}, ""},
	} {
		config := with(greet("Hello!"), set("farewell", c.farewell))
		if c.timeouts != nil {
			config["timeouts"] = c.timeouts
		}
		if got := places(w.Validate(w.Config(config))); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
