package field_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// elementType is the type of the tree's messages.
func elementType() map[string]attr.Type {
	return tree.Child("messages").AttributeTypes(field.Configured)
}

// listOf is a list of the tree's messages.
func listOf(elements ...attr.Value) attr.Value {
	return types.ListValueMust(types.ObjectType{AttrTypes: elementType()}, elements)
}

// message is one message of the tree.
func message(text string) attr.Value {
	list, _ := messages(text).(types.List)
	return list.Elements()[0]
}

// TestNull_AnElementOfAPlannedListIsADifference: Terraform's core may plan one that
// validation will refuse at apply.
func TestNull_AnElementOfAPlannedListIsADifference(t *testing.T) {
	t.Parallel()
	null, unknown := types.ObjectNull(elementType()), types.ObjectUnknown(elementType())
	all := []string{"replace config.messages[0].probability", "replace config.messages[0].text"}
	texted := func(values ...attr.Value) attr.Value { return types.ListValueMust(types.StringType, values) }
	for name, c := range map[string]struct {
		at          string
		state, plan attr.Value
		want        []string
	}{
		"an object becomes null":      {"messages", listOf(message("x")), listOf(null), all},
		"null becomes an object":      {"messages", listOf(null), listOf(message("x")), all},
		"null stays null":             {"messages", listOf(null), listOf(null), []string{}},
		"null becomes unknown":        {"messages", listOf(null), listOf(unknown), []string{"replace config.messages[0]"}},
		"an object becomes unknown":   {"messages", listOf(message("x")), listOf(unknown), []string{"replace config.messages[0]"}},
		"the second of two":           {"messages", listOf(message("x"), message("y")), listOf(message("x"), null), []string{"replace config.messages[1].probability", "replace config.messages[1].text"}},
		"a list with null is shorter": {"messages", listOf(null, null), listOf(null), []string{"replace config.messages"}},
		"a text becomes null":         {"words", words("a"), texted(types.StringNull()), []string{"replace config.words[0]"}},
		"a null becomes a text":       {"words", texted(types.StringNull()), words("a"), []string{"replace config.words[0]"}},
		"a null text stays null":      {"words", texted(types.StringNull()), texted(types.StringNull()), []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := sample(11, 1)
			found := tree.Differences(path.Root("config"), with(base, c.state, c.at), with(base, c.plan, c.at))
			if diff := cmp.Diff(c.want, texts(found)); diff != "" {
				t.Error(diff)
			}
			for _, d := range found {
				if d.Value == nil {
					t.Errorf("the difference at %s has no value", d.Path)
				}
			}
		})
	}
}

// TestNull_InAListOfAResponseIsNull: in every view, and in what can be configured
// the list is left out.
func TestNull_InAListOfAResponseIsNull(t *testing.T) {
	t.Parallel()
	full := map[string]any{"Text": "x", "Probability": "1"}
	for name, c := range map[string]struct {
		response map[string]any
		at       string
		nulls    []bool
	}{
		"texts":           {map[string]any{"Words": []any{"a", nil}}, "words", []bool{false, true}},
		"nothing else":    {map[string]any{"Words": []any{nil}}, "words", []bool{true}},
		"objects":         {map[string]any{"Messages": []any{nil, full}}, "messages", []bool{true, false}},
		"nothing but one": {map[string]any{"Messages": []any{nil}}, "messages", []bool{true}},
	} {
		for _, view := range []field.View{field.Configured, field.Observed} {
			value, err := tree.Flatten(view, c.response)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			object, _ := value.(types.Object)
			list, _ := object.Attributes()[c.at].(types.List)
			var nulls []bool
			for _, e := range list.Elements() {
				nulls = append(nulls, e.IsNull())
			}
			if diff := cmp.Diff(c.nulls, nulls); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if view != field.Configured {
				continue
			}
			if kept := tree.Configurable(object).Attributes()[c.at]; !kept.IsNull() {
				t.Errorf("%s: nobody can configure %s", name, kept)
			}
		}
	}
	inner := map[string]any{"Messages": []any{map[string]any{"Probability": "1", "Parts": []any{nil, map[string]any{"Loud": true}}}}}
	value, err := tree.Flatten(field.Configured, inner)
	if err != nil {
		t.Fatal(err)
	}
	object, _ := value.(types.Object)
	list, _ := tree.Configurable(object).Attributes()["messages"].(types.List)
	if len(list.Elements()) != 1 || list.Elements()[0].IsNull() {
		t.Errorf("a null in a list of a list takes the outer one along: %s", list)
	}
}
