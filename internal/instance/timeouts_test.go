package instance_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// stored puts values into timeouts of a state, which no configuration could today.
func (w *world) stored(i acctest.Instance, timeouts map[string]any) acctest.Instance {
	w.t.Helper()
	var err error
	i.State, err = tftypes.Transform(i.State, func(path *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if acctest.Path(path) == "timeouts" {
			return acctest.Value(w.t, v.Type(), timeouts), nil
		}
		return v, nil
	})
	w.must(err)
	return i
}

// TestTimeouts_ATooShortReadCanBeCorrected: every plan refreshes first, with the
// time that the state holds.
func TestTimeouts_ATooShortReadCanBeCorrected(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{"1ms", "0s", "-5m", "1ns"} {
		t.Run(stored, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.stored(w.start(greet("Hello!")), set("read", stored))
			w.api.Reset()
			w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Delay: 300 * time.Millisecond})
			i = w.refresh(i)
			corrected := with(greet("Hello!"), set("timeouts", set("read", "2m")))
			i = w.change(i, corrected)
			if got := w.calls(); got != "Describe" {
				t.Errorf("called %s", got)
			}
			w.calm(w.refresh(i), corrected)
		})
	}
}

// TestTimeouts_AZeroDeleteDoesNotPreventADestroy: nor one of the others.
func TestTimeouts_AZeroDeleteDoesNotPreventADestroy(t *testing.T) {
	t.Parallel()
	for _, stored := range []map[string]any{
		{"delete": "0s"}, {"delete": "-5m"}, {"create": "0s", "read": "0s", "update": "0s", "delete": "0s"},
	} {
		w := newWorld(t)
		i := w.refresh(w.stored(w.start(greet("Hello!")), stored))
		w.api.Reset()
		after, diagnostics := w.Apply(w.Plan(w.Null().State, i))
		w.fine(diagnostics)
		if got := w.calls(); got != "Describe Stop Describe" || !after.State.IsNull() {
			t.Errorf("%v: called %s, the state is %s", stored, got, after.State)
		}
	}
}

// TestTimeouts_AMessageNamesItsSetting is about each operation that may take too long.
func TestTimeouts_AMessageNamesItsSetting(t *testing.T) {
	t.Parallel()
	slow := func(operation string) func(w *world) {
		return func(w *world) {
			w.api.Inject(emulator.Fault{Operation: operation, Times: -1, Delay: time.Minute})
		}
	}
	config := func(operation string) map[string]any {
		return with(greet("Hello!"), set("timeouts", set(operation, "1s")))
	}
	for name, c := range map[string]struct {
		operation string
		slow      func(w *world)
		change    map[string]any
	}{
		"an update":              {"update", slow(emulator.OpUpdate), agentConfig(set("greeting", "Bye!"))},
		"the look after it":      {"update", slow(emulator.OpDescribe), agentConfig(set("greeting", "Bye!"))},
		"a stop":                 {"delete", slow(emulator.OpStop), nil},
		"a call that goes on":    {"delete", func(w *world) { w.must(w.api.SetSwitch("stop_delay", "12 s")) }, nil},
		"the look before a stop": {"delete", slow(emulator.OpDescribe), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(config(c.operation))
			planned := w.Null().State
			if c.change != nil {
				planned = w.Config(with(c.change, set("timeouts", set(c.operation, "1s"))))
			}
			plan := w.Plan(planned, i)
			w.fine(plan.Diagnostics)
			c.slow(w)
			after, diagnostics := w.Apply(plan)
			if want, text := "The operation timed out (timeouts."+c.operation+")", acctest.Text(diagnostics); !acctest.Failed(diagnostics) || !strings.Contains(text, want) {
				t.Errorf("%q is not in:\n%s", want, text)
			}
			if after.State.IsNull() {
				t.Error("the state is lost")
			}
		})
	}
	t.Run("the look after a start", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		plan := w.Plan(w.Config(config("create")), w.Null())
		slow(emulator.OpDescribe)(w)
		_, diagnostics := w.Apply(plan)
		if want, text := "The operation timed out (timeouts.create)", acctest.Text(diagnostics); !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	})
	t.Run("data sources", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		slow(emulator.OpDescribe)(w)
		slow(emulator.OpList)(w)
		list := listOf(t, w.api)
		_, one := w.ReadData(map[string]any{"instance_id": "i-1", "timeouts": set("read", "1s")})
		_, many := list.Read(list.Config(map[string]any{"ai_agent_id": emulator.AgentID, "timeouts": set("read", "1s")}))
		for _, diagnostics := range [][]*acctest.Diagnostic{one, many} {
			if want, text := "The operation timed out (timeouts.read)", acctest.Text(diagnostics); !strings.Contains(text, want) {
				t.Errorf("%q is not in:\n%s", want, text)
			}
		}
	})
}

// TestTimeouts_ALookThatHangsDoesNotPreventTheStop: a call that is not stopped costs
// money.
func TestTimeouts_ALookThatHangsDoesNotPreventTheStop(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(with(greet("Hello!"), set("timeouts", set("delete", "20s"))))
	w.api.Reset()
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Delay: time.Minute})
	after, diagnostics := w.Apply(w.Plan(w.Null().State, i))
	w.fine(diagnostics)
	if got := w.calls(); got != "Describe Stop Describe" || !after.State.IsNull() {
		t.Errorf("called %s, the state is %s", got, after.State)
	}
}
