package field_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

func TestMerge_TheLaterResponseCounts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ earlier, later, want map[string]any }{
		"nothing":                      {nil, nil, nil},
		"what cannot change in place":  {map[string]any{"Mode": "fast"}, map[string]any{"Mode": "slow", "Rate": json.Number("1")}, nil},
		"the earlier alone":            {map[string]any{"Greeting": "a"}, map[string]any{"Mode": "slow"}, map[string]any{"Greeting": "a"}},
		"the later alone":              {nil, map[string]any{"Greeting": "b", "Mode": "slow"}, map[string]any{"Greeting": "b"}},
		"both":                         {map[string]any{"Greeting": "a", "Volume": json.Number("1")}, map[string]any{"Greeting": "b"}, map[string]any{"Greeting": "b", "Volume": json.Number("1")}},
		"below an object":              {map[string]any{"Tts": map[string]any{"VoiceId": "v"}}, map[string]any{"Tts": map[string]any{"VoiceId": "w", "Speed": json.Number("1")}}, map[string]any{"Tts": map[string]any{"VoiceId": "w"}}},
		"below an object that is text": {nil, map[string]any{"Tts": `{"VoiceId":"w"}`}, map[string]any{"Tts": map[string]any{"VoiceId": "w"}}},
		"a document is taken whole":    {map[string]any{"Params": map[string]any{"a": "1", "b": "2"}}, map[string]any{"Params": map[string]any{"a": "1"}}, map[string]any{"Params": map[string]any{"a": "1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, tree.MergeInPlace(c.earlier, c.later)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMerge_AnOverlayOfNothingIsTheChange(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ document, change, want map[string]any }{
		"no document":           {nil, map[string]any{"A": "a"}, map[string]any{"A": "a"}},
		"no change":             {map[string]any{"A": "a"}, nil, map[string]any{"A": "a"}},
		"neither":               {nil, nil, map[string]any{}},
		"an object over a text": {map[string]any{"A": "a"}, map[string]any{"A": map[string]any{"B": "b"}}, map[string]any{"A": map[string]any{"B": "b"}}},
		"a text over an object": {map[string]any{"A": map[string]any{"B": "b"}}, map[string]any{"A": "a"}, map[string]any{"A": "a"}},
		"null over an object":   {map[string]any{"A": map[string]any{"B": "b"}}, map[string]any{"A": nil}, map[string]any{"A": nil}},
	} {
		if diff := cmp.Diff(c.want, field.Overlay(c.document, c.change)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestRefresh_LooksAtWhatIsConfigured: a leaf that nobody set may have any shape, and
// one below an object that is not set is none.
func TestRefresh_LooksAtWhatIsConfigured(t *testing.T) {
	t.Parallel()
	tts := tree.Child("tts")
	spoken := with(nothing(tree), with(nothing(tts), types.StringValue("v"), "voice_id"), "tts")
	document := with(nothing(tree), types.StringValue(`{"a":1}`), "params")
	texted := with(nothing(tree), types.StringValue(`{"a":1}`), "greeting")
	for name, c := range map[string]struct {
		state               types.Object
		response, lastShown map[string]any
		want                types.Object
	}{
		"nothing is configured":                {nothing(tree), map[string]any{"Greeting": []any{}, "Tts": true, "Volume": "loud"}, nil, nothing(tree)},
		"a leaf of an object":                  {spoken, map[string]any{"Tts": map[string]any{"VoiceId": "w"}}, nil, with(spoken, types.StringValue("w"), "tts", "voice_id")},
		"a leaf of an object that is null":     {nothing(tree), map[string]any{"Tts": map[string]any{"VoiceId": "w"}}, nil, nothing(tree)},
		"a leaf that is null":                  {with(nothing(tree), nothing(tts), "tts"), map[string]any{"Tts": map[string]any{"VoiceId": "w"}}, nil, with(nothing(tree), nothing(tts), "tts")},
		"a leaf that was shown so":             {spoken, map[string]any{"Tts": map[string]any{"VoiceId": "w"}}, map[string]any{"Tts": map[string]any{"VoiceId": "w"}}, spoken},
		"a document that was shown so":         {document, map[string]any{"Params": map[string]any{"b": json.Number("1")}}, map[string]any{"Params": `{"b":1.0}`}, document},
		"a text that only means the same":      {texted, map[string]any{"Greeting": `{"a":1.0}`}, nil, with(texted, types.StringValue(`{"a":1.0}`), "greeting")},
		"a text that was shown in another way": {texted, map[string]any{"Greeting": `{"b":1.0}`}, map[string]any{"Greeting": `{"b":1}`}, with(texted, types.StringValue(`{"b":1.0}`), "greeting")},
		"what was shown has another shape":     {texted, map[string]any{"Greeting": "a"}, map[string]any{"Greeting": []any{}}, with(texted, types.StringValue("a"), "greeting")},
		"nothing was shown":                    {texted, map[string]any{"Greeting": ""}, map[string]any{}, with(texted, types.StringValue(""), "greeting")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := tree.Refresh(c.state, c.response, c.lastShown)
			if err != nil || !got.Equal(c.want) {
				t.Errorf("got  %s (%v)\nwant %s", got, err, c.want)
			}
		})
	}
}

func TestWithoutSecrets_KeepsEverythingElse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ response, want map[string]any }{
		"an object as text":                 {map[string]any{"Tts": `{"VoiceId":"v","ExtraQuery":"q"}`}, map[string]any{"Tts": map[string]any{"VoiceId": "v"}}},
		"an object that cannot be searched": {map[string]any{"Tts": "ExtraQuery=q", "Mode": "fast"}, map[string]any{"Mode": "fast"}},
		"an object that is empty":           {map[string]any{"Tts": "", "Mode": "fast"}, map[string]any{"Mode": "fast"}},
		"a text that speaks of a secret":    {map[string]any{"Other": `the "Token" is long`}, map[string]any{"Other": `the "Token" is long`}},
		"a document without one":            {map[string]any{"Other": `{"a": 1}`}, map[string]any{"Other": `{"a": 1}`}},
		"numbers and booleans":              {map[string]any{"Other": []any{json.Number("1"), true, nil}}, map[string]any{"Other": []any{json.Number("1"), true, nil}}},
	} {
		if diff := cmp.Diff(c.want, tree.WithoutSecrets(c.response)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
