package instance

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field/fieldtest"
)

// withoutSecrets is the value without what is never taken from a response.
func withoutSecrets(f *field.Field, value attr.Value) attr.Value {
	object, ok := value.(types.Object)
	if !ok || object.IsNull() {
		return value
	}
	values := object.Attributes()
	for _, c := range f.Fields {
		if c.Secret() || c.Own {
			values[c.Name] = c.Null(field.Configured)
		} else if c.Kind == field.KindObject {
			values[c.Name] = withoutSecrets(c, values[c.Name])
		}
	}
	return types.ObjectValueMust(f.AttributeTypes(field.Configured), values)
}

func TestFields_TwoThousandTreesComeBackUnchanged(t *testing.T) {
	t.Parallel()
	tables := []*field.Field{agentConfig(), templateConfig(), runtimeConfig(), chatSyncConfig(), callInfo()}
	leaves := map[string]bool{}
	trees := uint64(2000)
	if testing.Short() {
		trees = 300
	}
	for seed := range trees {
		table := tables[seed%5]
		value := fieldtest.Sample(table, rand.New(rand.NewPCG(seed, 1)), float64(seed%3)/2)
		expanded, err := table.Expand(value)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		count(expanded, table.Key, leaves)
		text, err := field.Compact(expanded)
		if err != nil {
			t.Fatal(err)
		}
		document, err := field.Document(text)
		if err != nil {
			t.Fatal(err)
		}
		back, err := table.Flatten(field.Configured, document)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if want := withoutSecrets(table, value); !back.Equal(want) {
			t.Fatalf("seed %d: sent\n%s\ncame back as\n%s", seed, want, back)
		}
	}
	want := 0
	for structure := range allTables() {
		want += leavesOf(t, structure)
	}
	if len(leaves) != want {
		t.Errorf("the samples set %d leaves, want all %d", len(leaves), want)
	}
}

// count notes the leaves that are set.
func count(value any, at string, leaves map[string]bool) {
	switch v := value.(type) {
	case map[string]any:
		for key, child := range v {
			count(child, at+"."+key, leaves)
		}
	case []any:
		for _, child := range v {
			if _, nested := child.(map[string]any); nested {
				count(child, at+"[]", leaves)
			} else {
				leaves[at] = true
			}
		}
	default:
		leaves[at] = true
	}
}

func TestSchema_IsValid(t *testing.T) {
	t.Parallel()
	var r resource.SchemaResponse
	NewResource().Schema(t.Context(), resource.SchemaRequest{}, &r)
	if diags := r.Schema.ValidateImplementation(t.Context()); diags.HasError() {
		t.Error(diags)
	}
	var d datasource.SchemaResponse
	NewDataSource().Schema(t.Context(), datasource.SchemaRequest{}, &d)
	if diags := d.Schema.ValidateImplementation(t.Context()); diags.HasError() {
		t.Error(diags)
	}
	for name, a := range d.Schema.Attributes {
		if strings.Contains(name, "token") || a.IsSensitive() != slices.Contains([]string{"call_log_url", "effective_agent_config", "user_data"}, name) {
			t.Errorf("the data source shows %s (sensitive: %t)", name, a.IsSensitive())
		}
	}
	for name, a := range r.Schema.Attributes {
		ours := []string{"region", "session_id", "on_finished", "wait_for", "stop_on_destroy", "prevent_interrupt"}
		if a.IsComputed() && a.IsOptional() && !slices.Contains(ours, name) {
			t.Errorf("%s is optional and computed", name)
		}
	}
}

func TestImport_IDsHaveThreeForms(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]importTarget{
		"i-1":                       {instanceID: "i-1"},
		"agent/i-1":                 {aiAgentID: "agent", instanceID: "i-1"},
		"cn-shanghai/agent/i-1":     {region: "cn-shanghai", aiAgentID: "agent", instanceID: "i-1"},
		"ap-southeast-1/a_b/1234ab": {region: "ap-southeast-1", aiAgentID: "a_b", instanceID: "1234ab"},
	} {
		if got, ok := parseImport(id); !ok || got != want {
			t.Errorf("%s: got %+v, %t", id, got, ok)
		}
	}
	for _, id := range []string{
		"", "/", "a/", "/i", "a//i", "cn-shanghai/i-1", "agent/agent/i-1", "cn-shanghai/a/i/x", "a b", "a\n", "https://a/b/c", "cn-shanghai/a/i ",
	} {
		if got, ok := parseImport(id); ok {
			t.Errorf("%q was taken as %+v", id, got)
		}
	}
}
