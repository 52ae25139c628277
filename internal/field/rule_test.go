package field_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	rschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// check runs the validators that the attribute of a row has.
func check(t *testing.T, name string, value attr.Value) diag.Diagnostics {
	t.Helper()
	at, ctx := path.Root("config").AtName(name), context.Background()
	var all diag.Diagnostics
	switch a := tree.ResourceAttributes()[name].(type) {
	case rschema.StringAttribute:
		v, ok := value.(types.String)
		if !ok {
			t.Fatalf("%s is a text", name)
		}
		for _, one := range a.Validators {
			resp := &validator.StringResponse{}
			one.ValidateString(ctx, validator.StringRequest{Path: at, ConfigValue: v}, resp)
			all.Append(resp.Diagnostics...)
		}
	case rschema.Int64Attribute:
		v, ok := value.(types.Int64)
		if !ok {
			t.Fatalf("%s is a whole number", name)
		}
		for _, one := range a.Validators {
			resp := &validator.Int64Response{}
			one.ValidateInt64(ctx, validator.Int64Request{Path: at, ConfigValue: v}, resp)
			all.Append(resp.Diagnostics...)
		}
	case rschema.Float64Attribute:
		v, ok := value.(types.Float64)
		if !ok {
			t.Fatalf("%s is a number", name)
		}
		for _, one := range a.Validators {
			resp := &validator.Float64Response{}
			one.ValidateFloat64(ctx, validator.Float64Request{Path: at, ConfigValue: v}, resp)
			all.Append(resp.Diagnostics...)
		}
	case rschema.ListAttribute:
		all = checkList(t, a.Validators, at, value)
	case rschema.ListNestedAttribute:
		all = checkList(t, a.Validators, at, value)
	default:
		t.Fatalf("%s has the attribute %T", name, a)
	}
	return all
}

func checkList(t *testing.T, validators []validator.List, at path.Path, value attr.Value) diag.Diagnostics {
	t.Helper()
	v, ok := value.(types.List)
	if !ok {
		t.Fatalf("%s is a list", at)
	}
	var all diag.Diagnostics
	for _, one := range validators {
		resp := &validator.ListResponse{}
		one.ValidateList(context.Background(), validator.ListRequest{Path: at, ConfigValue: v}, resp)
		all.Append(resp.Diagnostics...)
	}
	return all
}

func chances(p ...float64) attr.Value {
	row := tree.Child("messages")
	all := make([]attr.Value, len(p))
	for i, v := range p {
		all[i] = types.ObjectValueMust(row.AttributeTypes(field.Configured), map[string]attr.Value{
			"probability": types.Float64Value(v), "text": types.StringNull(), "parts": row.Child("parts").Null(field.Configured),
		})
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: row.AttributeTypes(field.Configured)}, all)
}

func TestBadValuesAreRefusedWithTheirPath(t *testing.T) {
	t.Parallel()
	tooMany := words("1", "2", "3", "4", "5")
	withNull := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringNull()})
	for name, c := range map[string]struct {
		attribute string
		value     attr.Value
		want      []string
	}{
		"number above":          {"volume", types.Int64Value(401), []string{"error config.volume: `volume` must be between 0 and 400, and is 401."}},
		"number below":          {"delay", types.Int64Value(100), []string{"error config.delay: `delay` must be between 200 and 2000 ms, or 0, or -1, and is 100."}},
		"number with a meaning": {"delay", types.Int64Value(-1), nil},
		"number on the edge":    {"delay", types.Int64Value(200), nil},
		"number without range":  {"limit", types.Int64Value(1 << 31), []string{"error config.limit: `limit` must be between 0 and 2147483647, and is 2147483648."}},
		"fraction above":        {"rate", types.Float64Value(2.01), []string{"error config.rate: `rate` must be between 0.5 and 2, and is 2.01."}},
		"fraction on the edge":  {"rate", types.Float64Value(0.5), nil},
		"value outside":         {"mode", types.StringValue("Fast"), []string{"error config.mode: `mode` must be one of fast, slow, and is \"Fast\"."}},
		"value inside":          {"mode", types.StringValue("slow"), nil},
		"value outside a catalogue": {"voice", types.StringValue("c"), []string{
			"warning config.voice: `voice` is \"c\", which is none of the values that were documented when this provider was made: a, b. It is sent as it is; the service decides.",
		}},
		"text too long":          {"channel", types.StringValue("abcdefghi"), []string{"error config.channel: `channel` must be 1 to 8 characters long, and is 9."}},
		"text empty":             {"channel", types.StringValue(""), []string{"error config.channel: `channel` must be 1 to 8 characters long, and is 0."}},
		"characters, not bytes":  {"greeting", types.StringValue(strings.Repeat("好", 30)), nil},
		"forbidden character":    {"channel", types.StringValue("a/b"), []string{"error config.channel: `channel` must be made of small letters, and is \"a/b\"."}},
		"no document":            {"params", types.StringValue(`{"a":`), []string{"error config.params: `params` must be a JSON document as text, for example made by jsonencode(), and is not: unexpected EOF."}},
		"two documents":          {"params", types.StringValue(`{} {}`), []string{"error config.params: `params` must be a JSON document as text, for example made by jsonencode(), and is not: there is text after the end of the document."}},
		"a document":             {"params", types.StringValue(` [1, 2] `), nil},
		"too many items":         {"words", tooMany, []string{"error config.words: `words` must be a list of at most 4 items, and is 5 items long."}},
		"null element":           {"words", withNull, []string{"error config.words[1]: An element of `words` is null. The API has no way to say that: leave the element out."}},
		"chances below one":      {"messages", chances(0.5, 0.4), []string{"error config.messages: The `probability` values of `messages` must add up to 1, and add up to 0.9."}},
		"chances above one":      {"messages", chances(0.5, 0.6), []string{"error config.messages: The `probability` values of `messages` must add up to 1, and add up to 1.1."}},
		"chances in tenths":      {"messages", chances(0.1, 0.2, 0.7), nil},
		"chances in thirds":      {"messages", chances(0.333, 0.333, 0.333), nil},
		"null number":            {"volume", types.Int64Null(), nil},
		"number not known yet":   {"volume", types.Int64Unknown(), nil},
		"text not known yet":     {"channel", types.StringUnknown(), nil},
		"fraction not known yet": {"rate", types.Float64Unknown(), nil},
		"list not known yet":     {"words", types.ListUnknown(types.StringType), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, d := range check(t, c.attribute, c.value) {
				at, ok := d.(diag.DiagnosticWithPath)
				if !ok {
					t.Fatalf("no path: %v", d)
				}
				kind := map[diag.Severity]string{diag.SeverityError: "error", diag.SeverityWarning: "warning"}[d.Severity()]
				got = append(got, kind+" "+at.Path().String()+": "+d.Detail())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDescriptionsSayWhatIsChecked(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"greeting":         "A greeting. At most 30 characters. A change is sent to the running call; a removal replaces the instance.",
		"mode":             "A mode. One of `fast`, `slow`. A change replaces the instance.",
		"voice":            "A voice. Known values: `a`, `b`; others are passed on with a warning. A change replaces the instance.",
		"channel":          "A channel. 1 to 8 characters. Small letters. A change replaces the instance.",
		"token":            "A token. Used when the instance starts; a change alone does nothing.",
		"token_wo":         "The same as `token`, kept out of plan and state; set one of the two. Needs Terraform or OpenTofu 1.11 or later. Used when the instance starts; a change alone does nothing.",
		"token_wo_version": "Version of `token_wo`: raise it to start a new instance with the new value, which Terraform cannot see by itself; setting it for the first time does nothing.",
		"params":           "Parameters. A JSON document as text (`jsonencode`); formatting and order of keys do not matter. A change is sent to the running call; a removal replaces the instance.",
		"on":               "A switch. Default of the service: `false`. A change replaces the instance.",
		"delay":            "A delay. Between 200 and 2000 ms, or 0, or -1. A change replaces the instance.",
		"limit":            "A limit. A change replaces the instance.",
		"words":            "Words. At most 4 items. A change replaces the instance.",
		"messages":         "Messages. At most 5 items. The `probability` values must add up to 1. A change replaces the instance.",
		"tts":              "Speech.",
	} {
		if got := tree.Child(name).Description(); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
}

func TestSchemasAreValid(t *testing.T) {
	t.Parallel()
	attributes := map[string]rschema.Attribute{"config": tree.ResourceAttribute()}
	if diags := (rschema.Schema{Attributes: attributes}).ValidateImplementation(t.Context()); diags.HasError() {
		t.Error(diags)
	}
	if got := tree.ResourceAttribute().GetType(); !got.Equal(tree.Type(field.Configured)) {
		t.Errorf("the resource's attribute has the type %s", got)
	}
	if got := tree.DataSourceAttribute().GetType(); !got.Equal(tree.Type(field.Observed)) {
		t.Errorf("the data source's attribute has the type %s", got)
	}
}
