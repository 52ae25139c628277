package instance_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// unreadable are the ways in which a started call cannot be read.
func unreadable() map[string]emulator.Fault {
	return map[string]emulator.Fault{
		"503":                   {Status: 503, Code: "ServiceUnavailable"},
		"429 Throttling.User":   {Status: 429, Code: "Throttling.User"},
		"400 Throttling":        {Status: 400, Code: "Throttling"},
		"403 NoPermission":      {Status: 403, Code: "NoPermission"},
		"404 of the gateway":    {Status: 404, Body: "<html>not found</html>", ContentType: "text/html"},
		"404 of the service":    {Status: 404, Code: "ResourceNotFound"},
		"a reset":               {Drop: emulator.DropConnection},
		"garbage":               {Body: "garbage"},
		"no instance":           {Body: `{"RequestId":"R"}`},
		"an instance of a list": {Body: `{"RequestId":"R","Instance":[]}`},
	}
}

// TestUnread_AStartedCallThatCannotBeReadIsNotTainted: an error would taint a good
// call, and the next apply would hang it up.
func TestUnread_AStartedCallThatCannotBeReadIsNotTainted(t *testing.T) {
	t.Parallel()
	for name, fault := range unreadable() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			config := with(greet("Hello!"), set("timeouts", set("create", "2s")))
			plan := w.Plan(w.Config(config), w.Null())
			w.fine(plan.Diagnostics)
			fault.Operation, fault.Times = emulator.OpDescribe, -1
			w.api.Inject(fault)
			i, diagnostics := w.Apply(plan)
			if diff := cmp.Diff([]string{"warning The started AI agent instance could not be read"}, summaries(diagnostics)); diff != "" {
				t.Fatalf("%s\n%s", diff, acctest.Text(diagnostics))
			}
			id := w.api.Instances()[0].ID
			if text := acctest.Text(diagnostics); !strings.Contains(text, id) || !strings.Contains(text, "is in the state, and is billed") {
				t.Errorf("the warning says:\n%s", text)
			}
			if got := w.attribute(i, "instance_id"); got != id {
				t.Errorf("instance_id is %v, want %s", got, id)
			}
			w.api.ClearFaults()
			w.api.Reset()
			i = w.refresh(i)
			w.calm(i, config)
			if got := w.calls(); got != "Describe" {
				t.Errorf("afterwards called %s", got)
			}
			if got := w.attribute(i, "status"); got != "Created" {
				t.Errorf("status is %v", got)
			}
		})
	}
}

// TestUnread_WithoutARefreshTheNextPlanIsEmptyToo: the state alone asks for nothing.
func TestUnread_WithoutARefreshTheNextPlanIsEmptyToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := with(greet("Hello!"), set("timeouts", set("create", "1s")))
	plan := w.Plan(w.Config(config), w.Null())
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: -1, Status: 403, Code: "NoPermission"})
	i, diagnostics := w.Apply(plan)
	w.fine(diagnostics)
	w.calm(i, config)
}

// TestUnread_WhoWaitsForAUserGetsAnError: whether one joined is what was asked.
func TestUnread_WhoWaitsForAUserGetsAnError(t *testing.T) {
	t.Parallel()
	for name, skip := range map[string]int{"503": 0, "400 Throttling": 1, "403 NoPermission": 0, "404 of the service": 0, "garbage": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			plan := w.Plan(w.Config(minimal(map[string]any{"wait_for": "executing", "timeouts": set("create", "2s")})), w.Null())
			w.fine(plan.Diagnostics)
			fault := unreadable()[name]
			fault.Operation, fault.Times, fault.Skip = emulator.OpDescribe, -1, skip
			w.api.Inject(fault)
			i, diagnostics := w.Apply(plan)
			text := acctest.Text(diagnostics)
			if !acctest.Failed(diagnostics) || !strings.Contains(text, "wait_for is \"executing\"") {
				t.Errorf("there is no error:\n%s", text)
			}
			if i.State.IsNull() || w.attribute(i, "instance_id") != w.api.Instances()[0].ID {
				t.Errorf("the ID is lost: %s", i.State)
			}
			if got := w.api.Count(emulator.OpStart); got != 1 {
				t.Errorf("%d starts", got)
			}
		})
	}
}

// TestUnread_APassingFailureIsOutlasted: what fails for a moment is not even warned
// of.
func TestUnread_APassingFailureIsOutlasted(t *testing.T) {
	t.Parallel()
	for name, fault := range unreadable() {
		if name == "403 NoPermission" { // Says something final.
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			plan := w.Plan(w.Config(greet("Hello!")), w.Null())
			fault.Operation, fault.Times = emulator.OpDescribe, 3
			w.api.Inject(fault)
			i, diagnostics := w.Apply(plan)
			if len(diagnostics) > 0 {
				t.Errorf("the apply says:\n%s", acctest.Text(diagnostics))
			}
			if got := w.attribute(i, "status"); got != "Created" {
				t.Errorf("status is %v", got)
			}
		})
	}
}
