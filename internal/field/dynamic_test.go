package field_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// given is an object as HCL gives it to a function: each attribute has the type of what was written.
func given(values map[string]attr.Value) types.Object {
	all := make(map[string]attr.Type, len(values))
	for name, v := range values {
		all[name] = v.Type(nil) //nolint:staticcheck // The context is not used.
	}
	return types.ObjectValueMust(all, values)
}

func tuple(values ...attr.Value) types.Tuple {
	all := make([]attr.Type, len(values))
	for i, v := range values {
		all[i] = v.Type(nil) //nolint:staticcheck // The context is not used.
	}
	return types.TupleValueMust(all, values)
}

// TestDynamic_WhatIsGivenBecomesTheValue takes one attribute at a time.
func TestDynamic_WhatIsGivenBecomesTheValue(t *testing.T) {
	t.Parallel()
	tts, row := tree.Child("tts"), tree.Child("messages")
	text := types.StringValue
	spoken := with(nothing(tts), text("v"), "voice_id")
	for name, c := range map[string]struct {
		at          string
		given, want attr.Value
	}{
		"text":                           {"greeting", text("hello"), text("hello")},
		"a document":                     {"params", text(`{"a":1}`), text(`{"a":1}`)},
		"a boolean":                      {"on", types.BoolValue(false), types.BoolValue(false)},
		"a whole number":                 {"volume", whole(7), whole(7)},
		"a fraction":                     {"rate", fraction(1.5), fraction(1.5)},
		"a list":                         {"words", words("a", "b"), words("a", "b")},
		"a tuple":                        {"words", tuple(text("a"), text("b")), words("a", "b")},
		"a set":                          {"words", types.SetValueMust(types.StringType, []attr.Value{text("a")}), words("a")},
		"an empty tuple":                 {"words", tuple(), words()},
		"an object":                      {"tts", given(map[string]attr.Value{"voice_id": text("v")}), spoken},
		"a map":                          {"tts", types.MapValueMust(types.StringType, map[string]attr.Value{"voice_id": text("v")}), spoken},
		"a dynamic text":                 {"greeting", types.DynamicValue(text("hello")), text("hello")},
		"a dynamic object":               {"tts", types.DynamicValue(given(map[string]attr.Value{"voice_id": text("v")})), spoken},
		"null":                           {"greeting", types.StringNull(), types.StringNull()},
		"null of no type":                {"tts", types.DynamicNull(), tts.Null(field.Configured)},
		"null inside a dynamic":          {"volume", types.DynamicValue(types.NumberNull()), types.NumberNull()},
		"an unknown text":                {"greeting", types.StringUnknown(), types.StringUnknown()},
		"an unknown document of no type": {"params", types.DynamicUnknown(), types.StringUnknown()},
		"an unknown boolean":             {"on", types.DynamicUnknown(), types.BoolUnknown()},
		"an unknown whole number":        {"volume", types.DynamicUnknown(), types.NumberUnknown()},
		"an unknown fraction":            {"rate", types.DynamicValue(types.NumberUnknown()), types.NumberUnknown()},
		"an unknown list":                {"words", types.DynamicUnknown(), types.ListUnknown(types.StringType)},
		"an unknown object":              {"tts", types.DynamicUnknown(), types.ObjectUnknown(tts.AttributeTypes(field.Configured))},
		"unknown objects":                {"messages", types.DynamicUnknown(), types.ListUnknown(types.ObjectType{AttrTypes: elementType()})},
		"an unknown element":             {"words", tuple(text("a"), types.StringUnknown()), types.ListValueMust(types.StringType, []attr.Value{text("a"), types.StringUnknown()})},
		"an element of no type":          {"words", tuple(types.DynamicUnknown()), types.ListValueMust(types.StringType, []attr.Value{types.StringUnknown()})},
		"an unknown element object":      {"messages", tuple(types.DynamicUnknown()), listOf(types.ObjectUnknown(elementType()))},
		"objects": {
			"messages", tuple(given(map[string]attr.Value{"probability": whole(1), "text": text("x")})),
			listOf(types.ObjectValueMust(elementType(), map[string]attr.Value{
				"probability": whole(1), "text": text("x"), "parts": row.Child("parts").Null(field.Configured),
			})),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problems := tree.FromDynamic(path.Root("config"), given(map[string]attr.Value{c.at: c.given}))
			if diff := cmp.Diff([]string(nil), problems); diff != "" {
				t.Error(diff)
			}
			if want := with(nothing(tree), c.want, c.at); !got.Equal(want) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestDynamic_WhatDoesNotFitIsRefusedAtItsPath(t *testing.T) {
	t.Parallel()
	text := types.StringValue
	for name, c := range map[string]struct {
		at    string
		given attr.Value
		want  []string
	}{
		"a number for text":       {"greeting", whole(1), []string{"`config.greeting` must be text, got a number."}},
		"an object for text":      {"greeting", given(nil), []string{"`config.greeting` must be text, got an object."}},
		"a boolean for JSON":      {"params", types.BoolValue(true), []string{"`config.params` must be text, got true or false."}},
		"text for a boolean":      {"on", text("yes"), []string{"`config.on` must be true or false, got text."}},
		"a list for a number":     {"volume", words("a"), []string{"`config.volume` must be a whole number, got a list."}},
		"text for a fraction":     {"rate", text("1"), []string{"`config.rate` must be a number, got text."}},
		"a boolean for a number":  {"volume", types.BoolValue(true), []string{"`config.volume` must be a whole number, got true or false."}},
		"text for a list":         {"words", text("a"), []string{"`config.words` must be a list of texts, got text."}},
		"a number in a list":      {"words", tuple(text("a"), whole(1)), []string{"`config.words[1]` must be text, got a number."}},
		"a null in a list":        {"words", tuple(types.StringNull()), []string{"`config.words[0]` is null. The API cannot express that: leave the element out."}},
		"null of no type":         {"words", tuple(types.DynamicNull()), []string{"`config.words[0]` is null. The API cannot express that: leave the element out."}},
		"a list for an object":    {"tts", words("a"), []string{"`config.tts` must be an object, got a list."}},
		"text for objects":        {"messages", text("a"), []string{"`config.messages` must be a list of objects, got text."}},
		"text for an element":     {"messages", tuple(text("a")), []string{"`config.messages[0]` must be an object, got text."}},
		"a null element":          {"messages", tuple(types.DynamicNull()), []string{"`config.messages[0]` is null. The API cannot express that: leave the element out."}},
		"what is required":        {"messages", tuple(given(map[string]attr.Value{"text": text("x")})), []string{"`config.messages[0].probability` must be set."}},
		"what is required, null":  {"messages", tuple(given(map[string]attr.Value{"probability": types.NumberNull()})), []string{"`config.messages[0].probability` must be set."}},
		"a rule of the table":     {"volume", whole(401), []string{"`config.volume` must be between 0 and 400, got 401."}},
		"a rule inside an object": {"messages", tuple(given(map[string]attr.Value{"probability": whole(2)})), []string{"`config.messages[0].probability` must be between 0 and 1, got 2.", "The `probability` values of `config.messages` must add up to 1, got 2."}},
		"a name alike":            {"greting", text("x"), []string{"`config.greting` does not exist. Did you mean `greeting`?"}},
		"a name in capitals":      {"GREETING", text("x"), []string{"`config.GREETING` does not exist. Did you mean `greeting`?"}},
		"a name two signs off":    {"vo", text("x"), []string{"`config.vo` does not exist. Did you mean `on`?"}},
		"a name a third off":      {"greetingxxx", text("x"), []string{"`config.greetingxxx` does not exist. Did you mean `greeting`?"}},
		"a name more than that":   {"greetingxxxxx", text("x"), []string{"`config.greetingxxxxx` does not exist."}},
		"a name like no other":    {"temperature", text("x"), []string{"`config.temperature` does not exist."}},
		"a name inside an object": {"tts", given(map[string]attr.Value{"voice": text("v")}), []string{"`config.tts.voice` does not exist."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := tree.FromDynamic(path.Root("config"), given(map[string]attr.Value{c.at: c.given}))
			if diff := cmp.Diff(c.want, problems); diff != "" {
				t.Error(diff)
			}
		})
	}
	_, problems := tree.FromDynamic(path.Root("config"), given(map[string]attr.Value{"zebra-crossing": text("x"), "anteaters": text("x"), "volume": text("x")}))
	want := []string{"`config.anteaters` does not exist.", "`config.zebra-crossing` does not exist.", "`config.volume` must be a whole number, got text."}
	if diff := cmp.Diff(want, problems); diff != "" {
		t.Errorf("several at once:\n%s", diff)
	}
}

// nothing is the object of a row with no value.
func nothing(f *field.Field) types.Object {
	values := map[string]attr.Value{}
	for _, c := range f.Fields {
		values[c.Name] = c.Null(field.Configured)
	}
	return types.ObjectValueMust(f.AttributeTypes(field.Configured), values)
}
