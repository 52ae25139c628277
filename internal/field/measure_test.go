package field_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

func TestMeasure_WhatIsUnknownIsLeftOut(t *testing.T) {
	t.Parallel()
	base, tts := sample(11, 1), tree.Child("tts")
	gap := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringUnknown()})
	half, _ := message("x").(types.Object)
	half = with(half, types.StringUnknown(), "text")
	for name, c := range map[string]struct {
		value, want attr.Value
		at          string
	}{
		"a text":                          {types.StringUnknown(), types.StringNull(), "greeting"},
		"a number":                        {types.NumberUnknown(), types.NumberNull(), "volume"},
		"a list":                          {types.ListUnknown(types.StringType), types.ListNull(types.StringType), "words"},
		"a list with a gap":               {gap, types.ListNull(types.StringType), "words"},
		"a list of objects with a gap":    {listOf(message("x"), half), tree.Child("messages").Null(field.Configured), "messages"},
		"a list that is known":            {words("a"), words("a"), "words"},
		"a list of objects that is known": {messages("x"), messages("x"), "messages"},
		"a text that is known":            {types.StringValue("a"), types.StringValue("a"), "greeting"},
		"an object":                       {types.ObjectUnknown(tts.AttributeTypes(field.Configured)), tts.Null(field.Configured), "tts"},
		"an object that is null":          {tts.Null(field.Configured), tts.Null(field.Configured), "tts"},
		"a text in an object":             {with(nothing(tts), types.StringUnknown(), "voice_id"), nothing(tts), "tts"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := tree.WithoutUnknown(with(base, c.value, c.at))
			if want := with(base, c.want, c.at); !got.Equal(want) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
	null := types.ObjectNull(tree.AttributeTypes(field.Configured))
	for _, whole := range []types.Object{null, types.ObjectUnknown(tree.AttributeTypes(field.Configured))} {
		if got := tree.WithoutUnknown(whole); !got.Equal(null) {
			t.Errorf("%s becomes %s", whole, got)
		}
	}
}

func TestMeasure_TheLongestTextIsThatOfTheURL(t *testing.T) {
	t.Parallel()
	at := path.Root("config")
	empty := nothing(tree)
	long := with(empty, types.StringValue("four"), "greeting")
	for name, c := range map[string]struct {
		value attr.Value
		want  path.Path
		size  int
	}{
		"nothing":                   {empty, at, 0},
		"one text":                  {long, at.AtName("greeting"), 4},
		"a text that grows":         {with(long, types.StringValue("好"), "mode"), at.AtName("mode"), 9},
		"an element of a list":      {with(long, words("a", strings.Repeat("b", 5)), "words"), at.AtName("words").AtListIndex(1), 5},
		"a text inside a message":   {with(long, messages("abc", "abcdef"), "messages"), at.AtName("messages").AtListIndex(1).AtName("text"), 6},
		"a text inside an object":   {with(long, with(nothing(tree.Child("tts")), types.StringValue("abcde"), "voice_id"), "tts"), at.AtName("tts").AtName("voice_id"), 5},
		"numbers are no texts":      {with(empty, whole(1234567), "volume"), at, 0},
		"a text that is not known":  {with(long, types.StringUnknown(), "mode"), at.AtName("greeting"), 4},
		"a text alone, not a tree":  {types.StringValue("a b"), at, 3},
		"a number alone, not a row": {whole(1), at, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, size := field.Longest(at, c.value)
			if !got.Equal(c.want) || size != c.size {
				t.Errorf("%s with %d characters, want %s with %d", got, size, c.want, c.size)
			}
		})
	}
}
