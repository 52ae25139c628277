package instance_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
)

// importIdentity imports by identity, which is nil where there is none.
func (w *world) importIdentity(id string, identity map[string]any) ([]*tfprotov6.ImportedResource, []*acctest.Diagnostic) {
	w.t.Helper()
	request := &tfprotov6.ImportResourceStateRequest{TypeName: w.Name(), ID: id}
	if identity != nil {
		schemas, err := w.Server().GetResourceIdentitySchemas(w.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
		w.must(err)
		of := schemas.IdentitySchemas[w.Name()].ValueType()
		value, err := tfprotov6.NewDynamicValue(of, acctest.Value(w.t, of, identity))
		w.must(err)
		request.Identity = &tfprotov6.ResourceIdentityData{IdentityData: &value}
	}
	response, err := w.Server().ImportResourceState(w.t.Context(), request)
	w.must(err)
	return response.ImportedResources, response.Diagnostics
}

// TestImport_AWrongIdentityHasTheTextOfWrongIDs: the framework's own error would call
// it a bug of the provider.
func TestImport_AWrongIdentityHasTheTextOfWrongIDs(t *testing.T) {
	t.Parallel()
	for name, identity := range map[string]map[string]any{
		"nothing at all":     nil,
		"empty ID":           {"instance_id": ""},
		"ID with a blank":    {"instance_id": "i-1 "},
		"ID with a slash":    {"instance_id": "agent/i-1"},
		"ID with line feed":  {"instance_id": "i-1\n"},
		"region misspelt":    {"instance_id": "i-1", "region": "Shanghai"},
		"region with _":      {"instance_id": "i-1", "region": "cn_shanghai"},
		"region with a host": {"instance_id": "i-1", "region": "cn-shanghai.example.com/"},
		"no ID":              {"region": "cn-shanghai"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			_, diagnostics := w.importIdentity("", identity)
			if diff := cmp.Diff([]string{"error Cannot import the AI agent instance"}, summaries(diagnostics)); diff != "" {
				t.Errorf("%s\n%s", diff, acctest.Text(diagnostics))
			}
			for _, part := range []string{"none of the accepted forms", "<region>/<ai_agent_id>/<instance_id>"} {
				if text := acctest.Text(diagnostics); !strings.Contains(text, part) {
					t.Errorf("%q is not in:\n%s", part, text)
				}
			}
			if got := w.calls(); got != "" {
				t.Errorf("called %s", got)
			}
		})
	}
}

func TestImport_ARightIdentityIsTaken(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{"": "cn-shanghai", "cn-beijing": "cn-beijing"} {
		w := newWorld(t)
		identity := map[string]any{"instance_id": "i-1"}
		if region != "" {
			identity["region"] = region
		}
		found, diagnostics := w.importIdentity("", identity)
		w.fine(diagnostics)
		state, err := found[0].State.Unmarshal(w.Type())
		w.must(err)
		if got := w.attribute(acctest.Instance{State: state}, "region"); got != want {
			t.Errorf("%s: region is %v, want %s", strconv.Quote(region), got, want)
		}
	}
}
