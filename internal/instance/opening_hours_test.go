package instance_test

import (
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// TestOpeningHours_OfTheGuide leads the example through a day and into the next one,
// with a real CLI.
func TestOpeningHours_OfTheGuide(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	w := newExample(t, api, acctest.Root("examples", "guides", "opening-hours"))
	for _, step := range []struct {
		open  string
		joins bool
		plan  []string
		calls string // That are made by the apply, but for looks.
		total int
	}{
		{"true", true, []string{"1 to add, 0 to change, 0 to destroy"}, "Start", 1},
		{"true", false, []string{"No changes."}, "", 1},
		{"false", false, []string{"0 to add, 1 to change, 0 to destroy", `status                 = "Executing" -> "Finished"`, "Before that the agent says its farewell."}, "Stop", 1},
		{"false", false, []string{"No changes."}, "", 1},
		{"true", false, []string{"1 to add, 0 to change, 1 to destroy", `desired_status         = "finished" -> "running" # forces replacement`}, "Start", 2},
	} {
		w.Env = append(w.Env, "TF_VAR_open="+step.open)
		out := w.Must("plan", "-no-color", "-input=false")
		for _, want := range step.plan {
			if !strings.Contains(flat(out), flat(want)) {
				t.Errorf("open = %s: the plan does not say %q:\n%s", step.open, want, out)
			}
		}
		api.Reset()
		w.Must("apply", "-auto-approve", "-no-color", "-input=false")
		if got := writes(api); got != step.calls {
			t.Errorf("open = %s: the apply called %q, want %q", step.open, got, step.calls)
		}
		if got := len(api.Instances()); got != step.total {
			t.Errorf("open = %s: %d instances, want %d", step.open, got, step.total)
		}
		if step.joins {
			if err := api.Join(api.Instances()[0].ID); err != nil {
				t.Fatal(err)
			}
			w.Must("apply", "-refresh-only", "-auto-approve", "-no-color", "-input=false")
		}
		if out := w.Must("output", "-json", "record"); step.open == "false" && !strings.Contains(out, `"ended_reason":"stopped"`) {
			t.Error(out)
		}
	}
	if got := api.Instances()[0].Spoken; len(got) != 1 {
		t.Errorf("the farewell was spoken %d times", len(got))
	}
	w.Must("destroy", "-auto-approve", "-no-color", "-input=false")
}

// flat is a text whose columns are as wide as their words.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }
