package field_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

func TestDeviations_AreWhereTheServiceShowsSomethingElse(t *testing.T) {
	t.Parallel()
	text := types.StringValue
	spoken := with(nothing(tree.Child("tts")), text("v"), "voice_id")
	for name, c := range map[string]struct {
		at       string
		value    attr.Value
		response map[string]any
		want     []string
	}{
		"the same text":                    {"greeting", text("a"), map[string]any{"Greeting": "a"}, nil},
		"another text":                     {"greeting", text("a"), map[string]any{"Greeting": "b"}, []string{"config.greeting"}},
		"a text of another shape":          {"greeting", text("a"), map[string]any{"Greeting": []any{}}, []string{"config.greeting"}},
		"nothing is shown":                 {"greeting", text("a"), map[string]any{}, nil},
		"nothing is configured":            {"greeting", types.StringNull(), map[string]any{"Greeting": "b"}, nil},
		"a secret":                         {"token", text("a"), map[string]any{"Token": "b"}, nil},
		"a document written otherwise":     {"params", text(`{"a":1}`), map[string]any{"Params": map[string]any{"a": json.Number("1.0")}}, nil},
		"another document":                 {"params", text(`{"a":1}`), map[string]any{"Params": `{"a":2}`}, []string{"config.params"}},
		"two texts that are one document":  {"greeting", text(`{"a":1}`), map[string]any{"Greeting": `{"a":1.0}`}, []string{"config.greeting"}},
		"another number":                   {"volume", whole(1), map[string]any{"Volume": json.Number("2")}, []string{"config.volume"}},
		"a fraction with other digits":     {"rate", fraction(0.5), map[string]any{"Rate": json.Number("0.50000000000000000001")}, nil},
		"another fraction":                 {"rate", fraction(0.5), map[string]any{"Rate": json.Number("0.6")}, []string{"config.rate"}},
		"another list":                     {"words", words("a"), map[string]any{"Words": []any{"b"}}, []string{"config.words"}},
		"a longer list":                    {"words", words("a"), map[string]any{"Words": []any{"a", "b"}}, []string{"config.words"}},
		"an object":                        {"tts", spoken, map[string]any{"Tts": map[string]any{"VoiceId": "v", "Speed": json.Number("7")}}, nil},
		"an object as text":                {"tts", spoken, map[string]any{"Tts": `{"VoiceId":"w"}`}, []string{"config.tts.voice_id"}},
		"another value in an object":       {"tts", spoken, map[string]any{"Tts": map[string]any{"VoiceId": "w"}}, []string{"config.tts.voice_id"}},
		"something else than an object":    {"tts", spoken, map[string]any{"Tts": true}, []string{"config.tts"}},
		"the same elements":                {"messages", messages("x"), map[string]any{"Messages": []any{map[string]any{"Text": "x", "Probability": "0.5"}}}, nil},
		"an element with more":             {"messages", messages("x"), map[string]any{"Messages": []any{map[string]any{"Text": "x", "Probability": "0.5", "Parts": []any{}}}}, nil},
		"an element with another text":     {"messages", messages("x"), map[string]any{"Messages": []any{map[string]any{"Text": "y", "Probability": "0.5"}}}, []string{"config.messages"}},
		"the second element":               {"messages", messages("x", "y"), map[string]any{"Messages": []any{map[string]any{"Text": "x", "Probability": "0.5"}, map[string]any{"Text": "z", "Probability": "0.5"}}}, []string{"config.messages"}},
		"an element with less":             {"messages", messages("x"), map[string]any{"Messages": []any{map[string]any{"Probability": "0.5"}}}, []string{"config.messages"}},
		"more elements":                    {"messages", messages("x"), map[string]any{"Messages": []any{map[string]any{"Text": "x", "Probability": "0.5"}, nil}}, []string{"config.messages"}},
		"fewer elements":                   {"messages", messages("x", "x"), map[string]any{"Messages": []any{map[string]any{"Text": "x", "Probability": "0.5"}}}, []string{"config.messages"}},
		"a null for an element":            {"messages", messages("x"), map[string]any{"Messages": []any{nil}}, []string{"config.messages"}},
		"something else than the elements": {"messages", messages("x"), map[string]any{"Messages": "x"}, []string{"config.messages"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, p := range tree.Deviations(path.Root("config"), with(nothing(tree), c.value, c.at), c.response) {
				got = append(got, p.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	both := tree.Deviations(path.Root("config"), with(with(nothing(tree), whole(1), "volume"), types.StringValue("a"), "greeting"),
		map[string]any{"Greeting": "b", "Volume": json.Number("2")})
	if len(both) != 2 {
		t.Errorf("of two deviations these are found: %v", both)
	}
	if got := tree.Deviations(path.Root("config"), nothing(tree), "neither"); len(got) != 1 || !got[0].Equal(path.Root("config")) {
		t.Errorf("a response that is no object deviates at %v", got)
	}
	if got := tree.Deviations(path.Root("config"), nothing(tree), nil); got != nil {
		t.Errorf("no response deviates at %v", got)
	}
}

// TestConfigurable_IsWhatSomebodyCouldHaveWritten: a configuration that is made of a
// response must be valid, and say nothing that nobody set.
func TestConfigurable_IsWhatSomebodyCouldHaveWritten(t *testing.T) {
	t.Parallel()
	table := field.Object("config", "Config", "A tree.",
		field.String("greeting", "Greeting", "A greeting."),
		field.String("old", "Old", "An old setting.", field.Deprecated("Use greeting.")),
		field.Int("volume", "Volume", "A volume.", field.Between(0, 400)),
		field.Strings("words", "Words", "Words.", field.MaxItems(2)),
		field.Object("voice", "Voice", "A voice.", field.String("id", "Id", "An ID.", field.Required), field.Int("speed", "Speed", "A speed.")),
		field.Objects("turns", "Turns", "Turns.", field.String("role", "Role", "A role.", field.Required), field.String("text", "Text", "A text.")),
		field.Object("former", "Former", "A former tree.", field.Deprecated("Use voice."), field.Bool("on", "On", "On.")),
	)
	read := func(response map[string]any) types.Object {
		v, err := table.Flatten(field.Configured, response)
		if err != nil {
			t.Fatal(err)
		}
		object, _ := v.(types.Object)
		return object
	}
	for name, c := range map[string]struct{ shown, kept map[string]any }{
		"a text":                           {map[string]any{"Greeting": "a"}, map[string]any{"Greeting": "a"}},
		"an empty text":                    {map[string]any{"Greeting": ""}, map[string]any{}},
		"a deprecated setting":             {map[string]any{"Old": "a", "Greeting": "b"}, map[string]any{"Greeting": "b"}},
		"a deprecated object":              {map[string]any{"Former": map[string]any{"On": true}}, map[string]any{}},
		"a number":                         {map[string]any{"Volume": json.Number("400")}, map[string]any{"Volume": json.Number("400")}},
		"zero":                             {map[string]any{"Volume": json.Number("0")}, map[string]any{"Volume": json.Number("0")}},
		"a number that would be refused":   {map[string]any{"Volume": json.Number("401")}, map[string]any{}},
		"a list":                           {map[string]any{"Words": []any{"a", "b"}}, map[string]any{"Words": []any{"a", "b"}}},
		"a list that would be refused":     {map[string]any{"Words": []any{"a", "b", "c"}}, map[string]any{}},
		"an object":                        {map[string]any{"Voice": map[string]any{"Id": "v", "Speed": json.Number("1")}}, map[string]any{"Voice": map[string]any{"Id": "v", "Speed": json.Number("1")}}},
		"an object without what it needs":  {map[string]any{"Voice": map[string]any{"Speed": json.Number("1")}}, map[string]any{}},
		"the same, shown as an empty text": {map[string]any{"Voice": map[string]any{"Id": "", "Speed": json.Number("1")}}, map[string]any{}},
		"elements":                         {map[string]any{"Turns": []any{map[string]any{"Role": "user", "Text": ""}}}, map[string]any{"Turns": []any{map[string]any{"Role": "user"}}}},
		"an element without what it needs": {map[string]any{"Turns": []any{map[string]any{"Role": "user"}, map[string]any{"Text": "a"}}}, map[string]any{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, want := table.Configurable(read(c.shown)), read(c.kept); !got.Equal(want) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
	null := types.ObjectNull(table.AttributeTypes(field.Configured))
	if got := table.Configurable(null); !got.Equal(null) {
		t.Errorf("null becomes %s", got)
	}
	required := field.Object("config", "Config", "A tree.", field.String("id", "Id", "An ID.", field.Required))
	if got, null := required.Configurable(nothing(required)), types.ObjectNull(required.AttributeTypes(field.Configured)); !got.Equal(null) {
		t.Errorf("a tree without what it needs becomes %s", got)
	}
}
