package instance

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field/fieldtest"
)

// SampleConfig is a configuration with every leaf of every tree set with the given
// probability, in one form of runtime_config, "flat" or the name of a block, which
// is always complete. The trees are Go values.
func SampleConfig(r *rand.Rand, form string, density float64) map[string]any {
	config := map[string]any{}
	for _, table := range []*field.Field{agentConfig(), templateConfig(), runtimeConfig(), chatSyncConfig()} {
		some := density
		if table == runtimeConfig() {
			some = 1
		}
		value, ok := fieldtest.Sample(table, r, some).(types.Object)
		if !ok {
			panic("a sample is not an object")
		}
		if table == runtimeConfig() {
			value = oneForm(value, form)
		}
		config[table.Name] = goValue(value)
	}
	return config
}

func oneForm(value types.Object, form string) types.Object {
	values := value.Attributes()
	for _, f := range runtimeConfig().Fields {
		if f.Leaf() != (form == "flat") || !f.Leaf() && f.Name != form {
			values[f.Name] = f.Null(field.Configured)
		}
	}
	return types.ObjectValueMust(runtimeConfig().AttributeTypes(field.Configured), values)
}

// goValue is a framework value as JSON-like Go values.
func goValue(value attr.Value) any {
	if value.IsNull() {
		return nil
	}
	switch v := value.(type) {
	case types.Object:
		all := map[string]any{}
		for name, child := range v.Attributes() {
			if c := goValue(child); c != nil {
				all[name] = c
			}
		}
		return all
	case types.List:
		all := make([]any, 0, len(v.Elements()))
		for _, e := range v.Elements() {
			all = append(all, goValue(e))
		}
		return all
	case types.String:
		return v.ValueString()
	case types.Bool:
		return v.ValueBool()
	case types.Number:
		if n, accuracy := v.ValueBigFloat().Int64(); accuracy == big.Exact {
			return n
		}
		f, _ := v.ValueBigFloat().Float64()
		return f
	default:
		panic("unexpected value")
	}
}

// SampleDocument is the API's document for the Go values of a tree, by the rows'
// keys; it shares no code with Expand.
func SampleDocument(table string, values any) any {
	var at *field.Field
	for _, t := range []*field.Field{agentConfig(), templateConfig(), runtimeConfig(), chatSyncConfig()} {
		if t.Name == table {
			at = t
		}
	}
	return documentOf(at, values)
}

func documentOf(f *field.Field, value any) any {
	switch v := value.(type) {
	case map[string]any:
		all := map[string]any{}
		for name, child := range v {
			if c := f.Child(name); !c.Own {
				all[c.Key] = documentOf(c, child)
			}
		}
		return all
	case []any:
		all := make([]any, 0, len(v))
		for _, e := range v {
			all = append(all, documentOf(f, e))
		}
		return all
	case int64, float64:
		text, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		return json.Number(text)
	default:
		return v
	}
}
