package instance_test

import (
	"context"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// readWithin refreshes with a context that may end.
func (w *world) readWithin(ctx context.Context, i acctest.Instance) (acctest.Instance, []*acctest.Diagnostic) {
	w.t.Helper()
	state, err := tfprotov6.NewDynamicValue(w.Type(), i.State)
	w.must(err)
	response, err := w.Server().ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: w.Name(), CurrentState: &state, Private: i.Private, CurrentIdentity: i.Identity,
	})
	w.must(err)
	after, err := response.NewState.Unmarshal(w.Type())
	w.must(err)
	return acctest.Instance{State: after, Private: response.Private, Identity: response.NewIdentity}, response.Diagnostics
}

// unseen is an instance whose create was interrupted before any response showed it:
// the service does not know it yet.
func unseen(t *testing.T, config map[string]any, options ...emulator.Option) (*world, acctest.Instance) {
	t.Helper()
	w := newWorld(t, append(options, emulator.Switch("describe_after_start", "not found for 3 s"))...)
	i, _ := w.interruptedAfter(emulator.OpStart, w.Plan(w.Config(config), w.Null()))
	if i.State.IsNull() || w.attribute(i, "status") != nil {
		t.Fatalf("the state is %s", i.State)
	}
	return w, i
}

// TestFirstLook_CutShortIsNotTheEnd: that the service did not know the instance in
// the time there was says nothing.
func TestFirstLook_CutShortIsNotTheEnd(t *testing.T) {
	t.Parallel()
	for _, onFinished := range []string{"keep", "recreate"} {
		for name, cut := range map[string]func(w *world) (context.Context, context.CancelFunc){
			"an interrupt": func(w *world) (context.Context, context.CancelFunc) {
				ctx, cancel := context.WithCancel(w.t.Context())
				w.api.After(emulator.OpDescribe, func() {
					if w.api.Count(emulator.OpDescribe) >= 2 {
						cancel()
					}
				})
				return ctx, cancel
			},
			"the end of the time": func(w *world) (context.Context, context.CancelFunc) {
				return context.WithTimeout(w.t.Context(), 700*time.Millisecond)
			},
			"an interrupt before the first request": func(w *world) (context.Context, context.CancelFunc) {
				ctx, cancel := context.WithCancel(w.t.Context())
				w.api.Before(emulator.OpDescribe, cancel)
				return ctx, cancel
			},
		} {
			t.Run(onFinished+" "+name, func(t *testing.T) {
				t.Parallel()
				config := with(greet("Hello!"), set("on_finished", onFinished))
				w, i := unseen(t, config)
				w.api.Reset()
				ctx, cancel := cut(w)
				defer cancel()
				after, diagnostics := w.readWithin(ctx, i)
				if !acctest.Failed(diagnostics) {
					t.Errorf("there is no error:\n%s", acctest.Text(diagnostics))
				}
				if got := w.attribute(after, "status"); got != nil {
					t.Errorf("status is %v", got)
				}
				w.calm(after, config)
				w.api.Advance(4 * time.Second)
				if got := w.attribute(w.refresh(after), "status"); got != "Created" {
					t.Errorf("later status is %v", got)
				}
			})
		}
	}
}

// TestFirstLook_WaitsForTheService: it may need a moment until it knows the instance.
func TestFirstLook_WaitsForTheService(t *testing.T) {
	t.Parallel()
	config := greet("Hello!")
	w, i := unseen(t, config, emulator.Step(time.Second))
	i = w.refresh(w.stored(i, set("read", "1ms")))
	if got := w.attribute(i, "status"); got != "Created" {
		t.Errorf("status is %v", got)
	}
}

// TestFirstLook_HasAnEnd: an instance that stays unknown has ended, also where a
// refresh has the least time.
func TestFirstLook_HasAnEnd(t *testing.T) {
	t.Parallel()
	w, i := unseen(t, greet("Hello!"))
	after, diagnostics := w.Read(w.stored(i, set("read", "1ms")))
	w.fine(diagnostics)
	if got := w.attribute(after, "status"); got != emulator.StatusFinished {
		t.Errorf("status is %v", got)
	}
}
