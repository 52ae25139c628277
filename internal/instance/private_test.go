package instance_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// privateKeys are the names of what the resource keeps beside its state.
func privateKeys(t *testing.T, i acctest.Instance) []string {
	t.Helper()
	var all map[string]json.RawMessage
	if err := json.Unmarshal(i.Private, &all); err != nil {
		t.Fatalf("%s: %v", i.Private, err)
	}
	return slices.Sorted(maps.Keys(all))
}

// TestPrivate_AnUpdateLeavesNoMarkOfItsPlan: the mark is for the second half of a
// replacement; in a state it would speak of a plan that is long over.
func TestPrivate_AnUpdateLeavesNoMarkOfItsPlan(t *testing.T) {
	t.Parallel()
	always := func(fault emulator.Fault) func(w *world) {
		return func(w *world) {
			fault.Times = -1
			w.api.Inject(fault)
		}
	}
	for name, c := range map[string]struct {
		fault  func(w *world)
		after  map[string]any
		failed bool
	}{
		"success":                  {func(*world) {}, greet("Bye!"), false},
		"a change without a call":  {func(*world) {}, with(greet("Hello!"), set("prevent_interrupt", true)), false},
		"denied":                   {always(emulator.Fault{Operation: emulator.OpUpdate, Status: 403, Code: "NoPermission"}), greet("Bye!"), true},
		"a fault of the service":   {always(emulator.Fault{Operation: emulator.OpUpdate, Status: 500, Code: "InternalError"}), greet("Bye!"), true},
		"refused while it runs":    {always(emulator.Fault{Operation: emulator.OpUpdate, Status: 400, Code: "InvalidParameter"}), greet("Bye!"), true},
		"not read back":            {always(emulator.Fault{Operation: emulator.OpDescribe, Status: 403, Code: "NoPermission"}), greet("Bye!"), true},
		"the call ended meanwhile": {func(w *world) { w.must(w.api.Finish(w.api.Instances()[0].ID)) }, greet("Bye!"), true},
		"forgotten meanwhile":      {func(w *world) { w.must(w.api.Forget(w.api.Instances()[0].ID)) }, greet("Bye!"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(greet("Hello!"))
			plan := w.Plan(w.Config(c.after), i)
			w.fine(plan.Diagnostics)
			if !slices.Contains(privateKeys(t, acctest.Instance{Private: plan.Private}), "first_half") {
				t.Error("the plan has no mark: this test shows nothing")
			}
			c.fault(w)
			after, diagnostics := w.Apply(plan)
			if got := acctest.Failed(diagnostics); got != c.failed {
				t.Fatalf("failed: %t\n%s", got, acctest.Text(diagnostics))
			}
			if keys := privateKeys(t, after); slices.Contains(keys, "first_half") {
				t.Errorf("the state has %v", keys)
			}
			if c.failed {
				if diff := cmp.Diff(set("greeting", "Hello!"), w.attribute(after, "agent_config")); diff != "" {
					t.Errorf("agent_config (-want +got):\n%s", diff)
				}
			}
		})
	}
}
