package instance_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// limited is a configuration of a call of its own with a limit.
func limited(n string, most int) map[string]any {
	return with(greet("Hello!"), map[string]any{
		"max_concurrency": most,
		"runtime_config":  map[string]any{"agent_user_id": "agent-" + n, "channel_id": "channel-" + n, "auth_token": "t"},
	})
}

func TestMaxConcurrency_IsCountedBeforeAStart(t *testing.T) {
	t.Parallel()
	count := func(f emulator.Fault) emulator.Fault { f.Operation = emulator.OpConcurrency; return f }
	for name, c := range map[string]struct {
		calls  int // That run already.
		fault  emulator.Fault
		called string
		said   string
	}{
		"below":           {2, emulator.Fault{}, "GetAIAgentConcurrency Start Describe", ""},
		"at the limit":    {3, emulator.Fault{}, "GetAIAgentConcurrency", "error max_concurrency: The agent has too many running calls"},
		"above":           {4, emulator.Fault{}, "GetAIAgentConcurrency", "error max_concurrency: The agent has too many running calls"},
		"denied":          {0, count(emulator.Fault{Status: 403, Code: "NoPermission"}), "GetAIAgentConcurrency", "error : Cannot count the running calls of the agent"},
		"throttled once":  {0, count(emulator.Fault{Times: 1, Status: 400, Code: "Throttling.User"}), "GetAIAgentConcurrency GetAIAgentConcurrency Start Describe", ""},
		"an odd response": {0, count(emulator.Fault{Times: 9, Body: `{"ActiveCount":"many"}`, ContentType: "application/json"}), "GetAIAgentConcurrency GetAIAgentConcurrency GetAIAgentConcurrency", "error : Cannot count the running calls of the agent"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			starts(t, w.api, c.calls)
			plan := w.Plan(w.Config(limited("1", 3)), w.Null())
			w.api.Reset()
			if c.fault.Operation != "" {
				w.api.Inject(c.fault)
			}
			_, diagnostics := w.Apply(plan)
			if got := places(diagnostics); got != c.said {
				t.Errorf("said %q, want %q", got, c.said)
			}
			if said := acctest.Text(diagnostics); c.said != "" && !strings.Contains(said, "No instance was started and nothing is billed.") {
				t.Error(said)
			}
			if got := w.calls(); got != c.called {
				t.Errorf("called %q, want %q", got, c.called)
			}
		})
	}
}

// TestMaxConcurrency_ManyAtOnceDoNotOvershoot: with a limit of 5, exactly 5 of 20 that
// are created at once are started.
func TestMaxConcurrency_ManyAtOnceDoNotOvershoot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var plans []acctest.Plan
	for n := range 20 {
		plans = append(plans, w.Plan(w.Config(limited(string(rune('a'+n)), 5)), w.Null()))
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	refused := 0
	for _, plan := range plans {
		all.Go(func() {
			_, diagnostics := w.Apply(plan)
			mu.Lock()
			defer mu.Unlock()
			if places(diagnostics) == "error max_concurrency: The agent has too many running calls" {
				refused++
			}
		})
	}
	all.Wait()
	if started := w.api.Count(emulator.OpStart); started != 5 || refused != 15 {
		t.Errorf("%d were started and %d refused", started, refused)
	}
}

// TestMaxConcurrency_ACountThatIsLateLetsMoreIn is the limit of the limit.
func TestMaxConcurrency_ACountThatIsLateLetsMoreIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Switch("concurrency_counts", "delayed by 5 s"))
	w.start(limited("1", 1))
	w.start(limited("2", 1))
	w.api.Advance(6 * time.Second)
	_, diagnostics := w.Apply(w.Plan(w.Config(limited("3", 1)), w.Null()))
	if got := places(diagnostics); got != "error max_concurrency: The agent has too many running calls" {
		t.Errorf("said %q", got)
	}
}

// TestMaxConcurrency_AReplacementDoesNotFailForTheCallThatItHasEnded although the
// service still counts it.
func TestMaxConcurrency_AReplacementDoesNotFailForTheCallThatItHasEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Switch("concurrency_counts", "delayed by 5 s"))
	i := w.start(limited("1", 1))
	w.api.Advance(20 * time.Second)
	_, diagnostics := w.Apply(w.PlanReplaced(i))
	w.fine(diagnostics)
	counts := 0
	w.api.Before(emulator.OpConcurrency, func() {
		if counts++; counts > 1 {
			w.api.Advance(time.Second)
		}
	})
	_, diagnostics = w.Apply(w.Plan(w.Config(limited("1", 1)), acctest.Instance{State: w.Null().State}))
	w.fine(diagnostics)
	if counts < 3 {
		t.Errorf("counted %d times", counts)
	}
}

// TestMaxConcurrency_AReplacementThatIsRefusedSaysWhatWasHungUp.
func TestMaxConcurrency_AReplacementThatIsRefusedSaysWhatWasHungUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(limited("1", 3))
	starts(t, w.api, 3)
	_, diagnostics := w.Apply(w.PlanReplaced(i))
	w.fine(diagnostics)
	_, diagnostics = w.Apply(w.Plan(w.Config(limited("1", 3)), acctest.Instance{State: w.Null().State}))
	if said := acctest.Text(diagnostics); !strings.Contains(said, "too many running calls") || !strings.Contains(said, "A call was hung up and no new one started") {
		t.Error(said)
	}
}
