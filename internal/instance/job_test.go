package instance_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// job is a configuration that waits for the end of its call.
func job(create string) map[string]any {
	return minimal(map[string]any{"wait_for": "finished", "timeouts": map[string]any{"create": create}})
}

// TestWaitForFinished_TheRecordOfTheCallIsInTheState, however the call ends.
func TestWaitForFinished_TheRecordOfTheCallIsInTheState(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options []emulator.Option
		happens func(w *world, id string)
		status  string
	}{
		"the user hangs up": {nil, func(w *world, id string) { join(w, id); finish(w, id) }, "Finished"},
		"nobody joins":      {nil, func(w *world, _ string) { w.api.Advance(time.Hour) }, "Finished"},
		"it vanishes":       {nil, forget, "Finished"},
		"it is stopped from elsewhere": {nil, func(w *world, id string) {
			join(w, id)
			w.api.Advance(11 * time.Minute) // Its idle time is over.
		}, "Finished"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, c.options...)
			looks := 0
			w.api.Before(emulator.OpDescribe, func() {
				if looks++; looks == 3 {
					c.happens(w, w.api.Instances()[0].ID)
				}
			})
			i, diagnostics := w.Apply(w.Plan(w.Config(job("30m")), w.Null()))
			w.fine(diagnostics)
			if len(diagnostics) > 0 {
				t.Error(acctest.Text(diagnostics))
			}
			if got := w.attribute(i, "status"); got != c.status {
				t.Errorf("status is %v", got)
			}
			if got := w.api.Count(emulator.OpStop); got != 0 {
				t.Errorf("%d stops", got)
			}
			w.calm(w.refresh(i), job("30m"))
		})
	}
}

func TestWaitForFinished_ACallThatLastsLongerIsAnError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i, diagnostics := w.Apply(w.Plan(w.Config(job("2s")), w.Null()))
	if said := acctest.Text(diagnostics); !strings.HasPrefix(said, "error: The call still runs") || !strings.Contains(said, "terraform untaint") {
		t.Error(said)
	}
	if i.State.IsNull() || w.attribute(i, "status") != "Created" {
		t.Errorf("the state is %v", acctest.JSON(t, i.State))
	}
}

func TestWaitForFinished_AnInterruptTaintsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	looks := 0
	w.api.Before(emulator.OpDescribe, func() {
		if looks++; looks == 3 {
			cancel()
		}
	})
	i, diagnostics := w.ApplyContext(ctx, w.Plan(w.Config(job("30m")), w.Null()))
	if said := acctest.Text(diagnostics); !strings.HasPrefix(said, "warning: The instance runs although the apply was interrupted") {
		t.Error(said)
	}
	if got := w.attribute(i, "status"); got != "Created" {
		t.Errorf("status is %v", got)
	}
}

func TestWaitForFinished_NeedsATimeout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const refused = "error timeouts: timeouts.create is needed"
	for name, c := range map[string]struct {
		timeouts any
		want     string
	}{
		"none":          {nil, refused},
		"another":       {map[string]any{"delete": "1m"}, refused},
		"the right one": {map[string]any{"create": "1m"}, ""},
	} {
		config := minimal(map[string]any{"wait_for": "finished"})
		if c.timeouts != nil {
			config["timeouts"] = c.timeouts
		}
		if got := places(w.Validate(w.Config(config))); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestWaitForFinished_RecreateIsAJobForEachApply.
func TestWaitForFinished_RecreateIsAJobForEachApply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.api.Before(emulator.OpDescribe, func() { w.api.Advance(time.Hour) })
	config := with(job("30m"), set("on_finished", "recreate"))
	i, diagnostics := w.Apply(w.Plan(w.Config(config), w.Null()))
	w.fine(diagnostics)
	if plan := w.Plan(w.Config(config), w.refresh(i)); len(plan.Replace) == 0 {
		t.Error("the plan starts no new call")
	}
}
