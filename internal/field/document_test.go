package field_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

func TestDocument_NumbersAreComparedByValue(t *testing.T) {
	t.Parallel()
	digits := strings.Repeat("1234567890", 3)
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{`{"v":1}`, `{"v":1.0}`, true},
		{`{"v":1}`, `{"v":1e0}`, true},
		{`[1e2]`, `[100]`, true},
		{`[1E+2]`, `[100.00]`, true},
		{`[0.50]`, `[5e-1]`, true},
		{`[0.05]`, `[5e-2]`, true},
		{`[-0]`, `[0]`, true},
		{`[0.0]`, `[0e7]`, true},
		{`[-1.0]`, `[-1]`, true},
		{`[-1]`, `[1]`, false},
		{`[1]`, `[10]`, false},
		{`[1]`, `["1"]`, false},
		{`[0]`, `[null]`, false},
		{`[0]`, `[false]`, false},
		{`[` + digits + `]`, `[` + digits + `]`, true},
		{`[` + digits + `]`, `[` + digits + `.0]`, true},
		{`[` + digits + `]`, `[` + digits[:29] + `1]`, false},
		{`[0.` + digits + `]`, `[0.` + digits[:29] + `1]`, false},
		{`[1e999999999]`, `[1e999999999]`, true},
		{`[1e999999999]`, `[10e999999998]`, true},
		{`[1e999999999]`, `[1e999999998]`, false},
		{`[1e-999999999]`, `[0]`, false},
		{`[1e99999999999999999999]`, `[1e99999999999999999998]`, false},
		{`[0e99999999999999999999]`, `[0]`, true},
		{`{"a":1,"b":2}`, `{ "b": 2.0, "a": 1 }`, true},
		{`{"a":1}`, `{"a":1,"b":null}`, false},
		{`[1,2]`, `[2,1]`, false},
		{`{"a":"<&>"}`, `{"a":"\u003c\u0026\u003e"}`, true},
		{`plain`, `plain`, true},
		{`plain`, `plain `, false},
		{`1`, `1.0`, true},
	} {
		for _, pair := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if got := field.SameDocument(pair[0], pair[1]); got != c.same {
				t.Errorf("%s and %s: %t", pair[0], pair[1], got)
			}
		}
	}
}

func TestDocument_AKeyTwiceIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"canary":1,"canary":2}`, `{"a":1,"b":{"c":1,"c":1}}`, `[{"a":1},{"b":[{"d":1,"d":{}}]}]`, `{"a":1,"\u0061":2}`, `{"":1,"":2}`,
	} {
		found := check(t, "params", types.StringValue(text))
		if len(found) != 1 || !strings.Contains(found[0].Detail(), "an object has a key twice") || strings.Contains(found[0].Detail(), "canary") {
			t.Errorf("%s: %v", text, found)
		}
	}
	for _, text := range []string{
		`{"a":1,"b":{"a":1}}`, `[{"a":1},{"a":2}]`, `{"a":{"a":{"a":1}}}`, `{"a":1,"A":2}`, `{}`, `[]`, `null`, `1e999999999`,
		`{"v":` + strings.Repeat("9", 30) + `}`, strings.Repeat("[", 500) + strings.Repeat("]", 500),
	} {
		if found := check(t, "params", types.StringValue(text)); len(found) > 0 {
			t.Errorf("%.40s: %v", text, found)
		}
	}
	for _, text := range []string{`{"a":1`, `{"a":1}{}`, `{a:1}`, ``, `{"a":1,}`, `01`} {
		if found := check(t, "params", types.StringValue(text)); !found.HasError() {
			t.Errorf("%s passes", text)
		}
	}
}

// TestDocument_IsSentAsItIsWritten: no digit of a number is lost on the way.
func TestDocument_IsSentAsItIsWritten(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"v": 123456789012345678901234567890}`, `{"v":1.0}`, `[1e999999999]`, `{ "b":1, "a":2 }`} {
		sent, err := tree.Child("params").Expand(types.StringValue(text))
		if err != nil || sent != text {
			t.Errorf("%s is sent as %v, %v", text, sent, err)
		}
		read, err := tree.Child("params").Flatten(field.Observed, text)
		if err != nil || !read.Equal(types.StringValue(text)) {
			t.Errorf("%s is read as %v, %v", text, read, err)
		}
	}
	value, err := field.Document(`{"v":123456789012345678901234567890,"w":1e999999999}`)
	if err != nil {
		t.Fatal(err)
	}
	read, err := tree.Child("params").Flatten(field.Observed, value)
	if want := `{"v":123456789012345678901234567890,"w":1e999999999}`; err != nil || !read.Equal(types.StringValue(want)) {
		t.Errorf("an object is read as %v, %v", read, err)
	}
}

// TestWithoutSecrets_SearchesDocumentsInTexts has a service write parts of a response
// as JSON text.
func TestWithoutSecrets_SearchesDocumentsInTexts(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]map[string]any{
		"an object":            {"Other": `{"Token":"canary"}`},
		"a list":               {"Other": `[{"Token":"canary"}]`},
		"a text in a list":     {"Other": []any{`{"More":{"ExtraQuery":"canary"}}`}},
		"a text in a document": {"Other": map[string]any{"More": `["x",{"Token":"canary"}]`}},
		"a row that is a text": {"Tts": `{"ExtraQuery":"canary","VoiceId":"v"}`},
	} {
		text, err := field.Compact(tree.WithoutSecrets(response))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(text, "canary") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestText_OnlyObjectsAndListsAreComparedByMeaning: user data may be any text.
func TestText_OnlyObjectsAndListsAreComparedByMeaning(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"a", "a", true},
		{"a", "b", false},
		{"1.10", "1.1", false},
		{`"a"`, `"a" `, false},
		{"true", "true ", false},
		{`{"a":1}`, ` { "a": 1.0 } `, true},
		{`[1]`, ` [1.0]`, true},
		{`[1]`, `{"a":1}`, false},
		{`{"a":1}`, `{"a":2}`, false},
		{"{", "{ ", false},
		{`1`, ` [1]`, false},
	} {
		for _, pair := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if got := field.SameText(pair[0], pair[1]); got != c.same {
				t.Errorf("%q and %q: %t", pair[0], pair[1], got)
			}
		}
	}
}
