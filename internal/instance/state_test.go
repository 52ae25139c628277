package instance_test

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// TestState_OfEachVersionIsRead reads what a CLI has written with each version of
// the schema and continues with it. A new version adds a fixture and an upgrader.
func TestState_OfEachVersionIsRead(t *testing.T) {
	t.Parallel()
	for version, fixture := range []string{"testdata/state-v0.json"} {
		raw, err := os.ReadFile(fixture)
		if err != nil {
			t.Fatal(err)
		}
		w := newWorld(t, emulator.Switch("describe_unknown_id", "404 ResourceNotFound"))
		response, err := w.Server().UpgradeResourceState(context.Background(), &tfprotov6.UpgradeResourceStateRequest{
			TypeName: w.Name(), Version: int64(version), RawState: &tfprotov6.RawState{JSON: raw},
		})
		if err != nil {
			t.Fatal(err)
		}
		w.fine(response.Diagnostics)
		state, err := response.UpgradedState.Unmarshal(w.Type())
		if err != nil {
			t.Fatal(err)
		}
		// An old state has no identity: the read sets one, here of a call that
		// has long been forgotten.
		after, diagnostics := w.Read(acctest.Instance{State: state})
		w.fine(diagnostics)
		if diff := cmp.Diff([]string{gone}, summaries(diagnostics)); diff != "" {
			t.Error(diff)
		}
		if after.Identity == nil {
			t.Error("the read set no identity")
		}
		if got := w.attribute(after, "status"); got != "Finished" {
			t.Errorf("status is %v", got)
		}
		if got := w.attribute(after, "on_finished"); got != "keep" {
			t.Errorf("on_finished is %v", got)
		}
	}
}

// identityOf is the identity as Go values.
func (w *world) identityOf(i acctest.Instance) any {
	w.t.Helper()
	if i.Identity == nil {
		return nil
	}
	schemas, err := w.Server().GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		w.t.Fatal(err)
	}
	value, err := i.Identity.IdentityData.Unmarshal(schemas.IdentitySchemas[w.Name()].ValueType())
	if err != nil {
		w.t.Fatal(err)
	}
	return acctest.JSON(w.t, value)
}

func TestIdentity_IsSetOnEveryPathAndNeverChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(greet("Hello!"))
	want := map[string]any{"instance_id": w.api.Instances()[0].ID, "region": "cn-shanghai"}
	same := func(path string, after acctest.Instance) {
		t.Helper()
		if diff := cmp.Diff(want, w.identityOf(after)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	same("create", i)
	i = w.refresh(i)
	same("read", i)
	same("update with a call", w.change(i, greet("Bye!")))
	i = w.change(i, with(greet("Hello!"), set("on_finished", "recreate")))
	same("update without a call", i)
	forgetful := i
	forgetful.Identity = nil
	same("read of a state without identity", w.refresh(forgetful))
	same("update of a state without identity", w.change(forgetful, with(greet("Hello!"), set("on_finished", "keep"))))
	imported, diagnostics := w.Import(w.api.Instances()[0].ID)
	w.fine(diagnostics)
	same("import by id", imported)
	w.must(w.api.Forget(w.api.Instances()[0].ID))
	after, _ := w.Read(i)
	same("read of a vanished instance", after)
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: -1, Status: 500, Code: "InternalError"})
	failed, diagnostics := w.Read(i)
	if !acctest.Failed(diagnostics) {
		t.Error("a failed read reports nothing")
	}
	same("failed read", failed)
}
