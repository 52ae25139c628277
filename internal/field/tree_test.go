package field_test

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field/fieldtest"
)

// tree has every kind and every mark once.
var tree = field.Object("config", "Config", "A tree.",
	field.String("greeting", "Greeting", "A greeting.", field.InPlace, field.Length(0, 30)),
	field.String("mode", "Mode", "A mode.", field.OneOf("fast", "slow")),
	field.String("voice", "Voice", "A voice.", field.Known("a", "b")),
	field.String("channel", "Channel", "A channel.", field.Length(1, 8), field.Pattern(regexp.MustCompile(`^[a-z-]+[0-9]*$`), "small letters")),
	field.String("token", "Token", "A token.", field.Secret, field.StartOnly),
	field.JSON("params", "Params", "Parameters.", field.InPlace),
	field.Bool("on", "On", "A switch.", field.Default("false")),
	field.Int("volume", "Volume", "A volume.", field.InPlace, field.Between(0, 400)),
	field.Int("delay", "Delay", "A delay.", field.Between(200, 2000), field.Also(0, -1), field.Unit("ms")),
	field.Int("limit", "Limit", "A limit."),
	field.Float("rate", "Rate", "A rate.", field.Between(0.5, 2)),
	field.Strings("words", "Words", "Words.", field.MaxItems(4)),
	field.Object("tts", "Tts", "Speech.",
		field.String("voice_id", "VoiceId", "A voice.", field.InPlace),
		field.Int("speed", "Speed", "A speed."),
		field.String("extra_query", "ExtraQuery", "A query.", field.Secret),
	),
	field.Objects("messages", "Messages", "Messages.", field.MaxItems(5), field.SumsToOne("probability"),
		field.Float("probability", "Probability", "A probability.", field.Between(0, 1), field.Required),
		field.String("text", "Text", "A text."),
		field.Objects("parts", "Parts", "Parts.", field.Bool("loud", "Loud", "Loud.")),
	),
	field.OnChange(field.Changes{
		InPlace: "A change is in place.", StartOnly: "Used at the start.", Own: "A new version replaces.", Other: "A change replaces.",
	}),
)

// fraction has the precision of a CLI.
func fraction(v float64) types.Number {
	exact, _, err := big.ParseFloat(strconv.FormatFloat(v, 'f', -1, 64), 10, 512, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return types.NumberValue(exact)
}

func whole(n int64) types.Number { return types.NumberValue(new(big.Float).SetInt64(n)) }

func sample(seed uint64, density float64) types.Object {
	object, ok := fieldtest.Sample(tree, rand.New(rand.NewPCG(seed, 7)), density).(types.Object)
	if !ok {
		panic("a sample is no object")
	}
	return object
}

// with is the object with one attribute replaced, down the names.
func with(object types.Object, value attr.Value, names ...string) types.Object {
	values := object.Attributes()
	if len(names) > 1 {
		child, ok := values[names[0]].(types.Object)
		if !ok {
			panic(names[0] + " is no object")
		}
		value = with(child, value, names[1:]...)
	}
	values[names[0]] = value
	return types.ObjectValueMust(object.AttributeTypes(nil), values) //nolint:staticcheck // The context is not used.
}

// wire sends the value through JSON text, as a request and an answer do.
func wire(t *testing.T, value attr.Value) any {
	t.Helper()
	expanded, err := tree.Expand(value)
	if err != nil {
		t.Fatal(err)
	}
	text, err := field.Compact(expanded)
	if err != nil {
		t.Fatal(err)
	}
	document, err := field.Document(text)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestTwoThousandTreesComeBackFromJSONUnchanged(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		value := sample(seed, float64(seed%5)/4)
		document := wire(t, value)
		back, err := tree.Flatten(field.Configured, document)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		// Secrets never come back: put them there before the comparison.
		object, ok := back.(types.Object)
		if !ok {
			t.Fatalf("seed %d: %T", seed, back)
		}
		for _, names := range [][]string{
			{"token"},
			{"token_wo"},
			{"token_wo_version"},
			{"tts", "extra_query"},
			{"tts", "extra_query_wo"},
			{"tts", "extra_query_wo_version"},
		} {
			original := value.Attributes()[names[0]]
			if len(names) == 2 {
				tts, ok := original.(types.Object)
				if !ok || tts.IsNull() {
					continue
				}
				original = tts.Attributes()[names[1]]
			}
			object = with(object, original, names...)
		}
		if !object.Equal(value) {
			t.Fatalf("seed %d: sent\n%s\ncame back as\n%s", seed, value, object)
		}
	}
}

func TestAFullTreeIsSentWithAllItsKeysAndNoHTMLEscapes(t *testing.T) {
	t.Parallel()
	value := types.ObjectValueMust(tree.AttributeTypes(field.Configured), sample(1, 1).Attributes())
	for name, v := range map[string]attr.Value{
		"greeting": types.StringValue("<a> & \"b\""), "volume": whole(0), "on": types.BoolValue(false),
		"words": types.ListValueMust(types.StringType, []attr.Value{}), "rate": fraction(1), "mode": types.StringValue(""),
	} {
		value = with(value, v, name)
	}
	expanded, err := tree.ExpandObject(value)
	if err != nil {
		t.Fatal(err)
	}
	part := map[string]any{}
	for _, key := range []string{"Greeting", "Volume", "On", "Words", "Rate", "Mode"} {
		part[key] = expanded[key]
	}
	text, err := field.Compact(part)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"Greeting":"<a> & \"b\"","Mode":"","On":false,"Rate":1,"Volume":0,"Words":[]}`; text != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	for _, key := range []string{"Channel", "Delay", "Limit", "Messages", "Params", "Token", "Tts", "Voice"} {
		if expanded[key] == nil {
			t.Errorf("%s was not sent", key)
		}
	}
	if len(expanded) != 14 {
		t.Errorf("%d keys were sent, want 14: %v", len(expanded), expanded)
	}
}

func TestNothingUnknownIsSent(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{{"greeting"}, {"tts", "voice_id"}} {
		if _, err := tree.Expand(with(sample(3, 1), types.StringUnknown(), names...)); err == nil {
			t.Errorf("an unknown %v was expanded", names)
		}
	}
}

func TestLooseAnswersAreUnderstood(t *testing.T) {
	t.Parallel()
	got, err := tree.Flatten(field.Configured, map[string]any{
		"Channel": json.Number("1231"),
		"Params":  map[string]any{"b": json.Number("1.50"), "a": "<"},
		"On":      "true",
		"Volume":  "100",
		"Limit":   json.Number("5.0"),
		"Rate":    json.Number("0.3"),
		"Words":   []any{"x", json.Number("7")},
		"Tts":     `{"VoiceId":"v","Unheard":1}`,
		"Unheard": []any{},
		"Token":   "secret",
	})
	if err != nil {
		t.Fatal(err)
	}
	object, ok := got.(types.Object)
	if !ok {
		t.Fatalf("%T", got)
	}
	want := map[string]string{
		"channel": `"1231"`, "params": `"{\"a\":\"<\",\"b\":1.50}"`, "on": "true", "volume": "100", "limit": "5",
		"words": `["x","7"]`, "token": "<null>", "greeting": "<null>",
	}
	values := object.Attributes()
	for name, text := range want {
		if values[name].String() != text {
			t.Errorf("%s is %s, want %s", name, values[name], text)
		}
	}
	rate, err := values["rate"].ToTerraformValue(t.Context())
	if err != nil || rate.String() != `tftypes.Number<"0.3">` {
		t.Errorf("rate is %s (%v), want exactly 0.3", rate, err)
	}
	tts, ok := values["tts"].(types.Object)
	if !ok || tts.Attributes()["voice_id"].String() != `"v"` {
		t.Errorf("tts is %s", values["tts"])
	}
}

func TestARealMismatchNamesItsPlace(t *testing.T) {
	t.Parallel()
	for want, raw := range map[string]any{
		"Config.Volume should be a whole number and is a number":          map[string]any{"Volume": json.Number("1.5")},
		"Config.Volume should be a whole number and is text":              map[string]any{"Volume": "loud"},
		"Config.Limit should be a whole number and is a number":           map[string]any{"Limit": json.Number("1e999999999")},
		"Config.Rate should be a number and is a boolean":                 map[string]any{"Rate": true},
		"Config.On should be true or false and is a number":               map[string]any{"On": json.Number("1")},
		"Config.Rate should be a number and is a number":                  map[string]any{"Rate": json.Number("1e30")},
		"Config.Rate should be a number and is text":                      map[string]any{"Rate": "0x1p-2" + strings.Repeat("0", 59)},
		"Config.On should be true or false and is text":                   map[string]any{"On": "perhaps"},
		"Config.Limit should be a whole number and is an object":          map[string]any{"Limit": map[string]any{}},
		"Config.Greeting should be text and is an object":                 map[string]any{"Greeting": map[string]any{}},
		"Config.Tts should be an object and is a list":                    map[string]any{"Tts": []any{}},
		"Config.Words should be a list and is text":                       map[string]any{"Words": "a"},
		"Config.Words[1] should be text and is an object":                 map[string]any{"Words": []any{"a", map[string]any{}}},
		"Config.Messages[0].Text should be text and is a boolean":         map[string]any{"Messages": []any{map[string]any{"Text": false}}},
		"Config.Messages[1] should be an object and is a boolean":         map[string]any{"Messages": []any{map[string]any{}, true}},
		"Config should be an object and is text":                          "neither",
		"Config.Messages[0].Parts should be a list and is something else": map[string]any{"Messages": []any{map[string]any{"Parts": 1}}},
	} {
		if _, err := tree.Flatten(field.Configured, raw); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestNumerals_OfAnyUsualSizeAreRead and no others: a response must not fill the
// memory.
func TestNumerals_OfAnyUsualSizeAreRead(t *testing.T) {
	t.Parallel()
	for text, fits := range map[string]bool{
		"9e29": true, "-9e29": true, "1e30": false, "-1e30": false, "1e-300": true, "": false, "1,5": false,
		"0." + strings.Repeat("3", 398): true, "0." + strings.Repeat("3", 399): false,
	} {
		for _, raw := range []any{json.Number(text), text} {
			value, err := tree.Flatten(field.Configured, map[string]any{"Rate": raw})
			if (err == nil) != fits {
				t.Errorf("%q as %T: %v", text, raw, err)
				continue
			}
			if object, ok := value.(types.Object); fits && (!ok || object.Attributes()["rate"].IsNull()) {
				t.Errorf("%q is read as %s", text, value)
			}
		}
	}
	for text, want := range map[string]int64{"12": 12, "-7": -7, "1e3": 1000, "20.0": 20, "9223372036854775807": 1<<63 - 1} {
		value, err := tree.Child("limit").Flatten(field.Configured, json.Number(text))
		if err != nil || !value.Equal(whole(want)) {
			t.Errorf("%s is read as %s, %v", text, value, err)
		}
	}
	for _, text := range []string{"9223372036854775808", "5." + strings.Repeat("0", 399), "1e1000", ""} {
		if value, err := tree.Child("limit").Flatten(field.Configured, json.Number(text)); err == nil {
			t.Errorf("%q is read as %s", text, value)
		}
	}
}

func TestExpand_WhatCannotBeSentIsAnErrorWithItsPlace(t *testing.T) {
	t.Parallel()
	gap := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringNull()})
	late := types.ListValueMust(types.StringType, []attr.Value{types.StringUnknown()})
	for name, c := range map[string]struct {
		at    string
		value attr.Value
		want  string
	}{
		"unknown":              {"greeting", types.StringUnknown(), "config: greeting is unknown"},
		"a null in a list":     {"words", gap, "config: words[1] is null"},
		"an unknown in a list": {"words", late, "config: words[0]: words is unknown"},
		"a fraction":           {"volume", fraction(1.5), "config: volume is not a whole number"},
	} {
		if _, err := tree.ExpandObject(with(nothing(tree), c.value, c.at)); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	if got, err := tree.ExpandObject(types.ObjectNull(tree.AttributeTypes(field.Configured))); got != nil || err != nil {
		t.Errorf("null is sent as %v, %v", got, err)
	}
	if got, err := tree.Expand(nil); got != nil || err != nil {
		t.Errorf("nothing is sent as %v, %v", got, err)
	}
	if _, err := tree.Child("greeting").ExpandObject(types.StringValue("a")); err == nil || err.Error() != "greeting is not an object but string" {
		t.Errorf("a text as an object: %v", err)
	}
	if _, err := tree.Expand(types.Int64Value(1)); err == nil || err.Error() != "config has the unexpected type basetypes.Int64Value" {
		t.Errorf("another type: %v", err)
	}
	own := field.Object("config", "Config", "A tree.", field.String("note", "Note", "A note.", field.Own), field.String("sent", "Sent", "Sent."))
	got, err := own.ExpandObject(with(with(nothing(own), types.StringValue("a"), "note"), types.StringValue("b"), "sent"))
	if diff := cmp.Diff(map[string]any{"Sent": "b"}, got); diff != "" || err != nil {
		t.Errorf("the provider's own attribute: %s %v", diff, err)
	}
}

func TestAnObservedTreeHasNoSecrets(t *testing.T) {
	t.Parallel()
	got, err := tree.Flatten(field.Observed, map[string]any{"Token": "secret", "Tts": map[string]any{"ExtraQuery": "secret"}})
	if err != nil {
		t.Fatal(err)
	}
	types := tree.AttributeTypes(field.Observed)
	for _, name := range []string{"token", "token_wo", "token_wo_version"} {
		if types[name] != nil {
			t.Errorf("%s is part of the observed tree", name)
		}
	}
	if regexp.MustCompile("secret").MatchString(got.String()) {
		t.Errorf("a secret was flattened: %s", got)
	}
}

func TestParametersLeadToAttributes(t *testing.T) {
	t.Parallel()
	root := path.Root("config")
	for parameter, want := range map[string]path.Path{
		"Tts.VoiceId":            root.AtName("tts").AtName("voice_id"),
		"tts.voiceid":            root.AtName("tts").AtName("voice_id"),
		"Messages[2].Parts":      root.AtName("messages").AtListIndex(2).AtName("parts"),
		"Messages.0.Text":        root.AtName("messages").AtListIndex(0).AtName("text"),
		"Words[1]":               root.AtName("words").AtListIndex(1),
		"Tts.Unheard":            root.AtName("tts"),
		"Token":                  root.AtName("token"),
		"Greeting.MustBeShorter": root.AtName("greeting"),
	} {
		got, known := tree.PathOf(root, parameter)
		if !known || !got.Equal(want) {
			t.Errorf("%s leads to %s (%t), want %s", parameter, got, known, want)
		}
	}
	if got, known := tree.PathOf(root, "Unheard.Of"); known || !got.Equal(root) {
		t.Errorf("an unknown parameter leads to %s (%t)", got, known)
	}
}

func TestSecretsAreCollectedAndTakenOut(t *testing.T) {
	t.Parallel()
	value := with(with(sample(5, 1), types.StringValue("t-1"), "token"), types.StringValue("q-1"), "tts", "extra_query")
	if diff := cmp.Diff([]string{"t-1", "q-1"}, tree.Secrets(value)); diff != "" {
		t.Error(diff)
	}
	clean := tree.WithoutSecrets(map[string]any{
		"Token": "t", "Keep": "k", "Tts": map[string]any{"ExtraQuery": "q", "VoiceId": "v"},
		"List": []any{map[string]any{"Token": "t", "Keep": json.Number("1")}},
	})
	want := map[string]any{
		"Keep": "k", "Tts": map[string]any{"VoiceId": "v"}, "List": []any{map[string]any{"Keep": json.Number("1")}},
	}
	if diff := cmp.Diff(want, clean); diff != "" {
		t.Error(diff)
	}
}
