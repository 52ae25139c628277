package instance_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// interruptedAfter applies a plan and interrupts it as soon as a call of an
// operation has been executed.
func (w *world) interruptedAfter(operation string, plan acctest.Plan) (acctest.Instance, string) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	defer cancel()
	w.api.After(operation, sync.OnceFunc(cancel))
	after, diagnostics := w.ApplyContext(ctx, plan)
	return after, acctest.Text(diagnostics)
}

func TestInterrupt_NormalisedValuesCauseNoDifference(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{emulator.OpStart, emulator.OpDescribe} {
		w := newWorld(t, emulator.Switch("normalise", "trims greetings and rounds numbers"))
		config := agentConfig(map[string]any{"greeting": " Hello! "})
		i, said := w.interruptedAfter(operation, w.Plan(w.Config(config), w.Null()))
		// The response to Describe may have come before the interrupt was noticed.
		if !strings.Contains(said, "warning: The instance runs although the apply was interrupted") || strings.Contains(said, "error: ") {
			t.Errorf("after %s: %s", operation, said)
		}
		w.calm(w.refresh(i), config)
		if got := w.calls(); strings.Contains(got, "Update") {
			t.Errorf("%s", got)
		}
	}
}

func TestInterrupt_ADestroyContinuesWhereItStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Switch("stop_delay", "12 s"), emulator.Switch("second_stop", "400 InvalidParameter"), emulator.Step(2*time.Second))
	i := w.start(agentConfig(map[string]any{"greeting": "Hello!"}))
	left, said := w.interruptedAfter(emulator.OpStop, w.Plan(w.Null().State, i))
	if !strings.HasPrefix(said, "error: ") || left.State.IsNull() {
		t.Errorf("the state is left: %t\n%s", !left.State.IsNull(), said)
	}
	after, diagnostics := w.Apply(w.Plan(w.Null().State, w.refresh(left)))
	w.fine(diagnostics)
	if instances := w.api.Instances(); !after.State.IsNull() || instances[0].Status != emulator.StatusFinished {
		t.Errorf("the state is left: %t, and the service has %v", !after.State.IsNull(), instances)
	}
}

func TestInterrupt_AWaitKeepsWhatWasSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := w.Config(minimal(map[string]any{"wait_for": "executing"}))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w.api.Before(emulator.OpDescribe, func() {
		if w.api.Count(emulator.OpDescribe) == 3 {
			cancel()
		}
	})
	i, diagnostics := w.ApplyContext(ctx, w.Plan(config, w.Null()))
	if said := acctest.Text(diagnostics); !strings.HasPrefix(said, "warning: The instance runs although the apply was interrupted") {
		t.Error(said)
	}
	for _, name := range []string{"status", "create_time", "effective_agent_config"} {
		if w.attribute(i, name) == nil {
			t.Errorf("%s is not in the state", name)
		}
	}
}
