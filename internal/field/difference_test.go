package field_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// texts shows differences as lines: effect, path, keys.
func texts(found []field.Difference) []string {
	names := map[field.Effect]string{field.EffectNone: "own", field.EffectInPlace: "live", field.EffectReplace: "replace"}
	lines := make([]string, 0, len(found))
	for _, d := range found {
		lines = append(lines, strings.TrimSpace(names[d.Effect]+" "+d.Path.String()+" "+strings.Join(d.Keys, ".")))
	}
	return lines
}

func words(w ...string) attr.Value {
	all := make([]attr.Value, len(w))
	for i, s := range w {
		all[i] = types.StringValue(s)
	}
	return types.ListValueMust(types.StringType, all)
}

func messages(texts ...string) attr.Value {
	row := tree.Child("messages")
	all := make([]attr.Value, len(texts))
	for i, s := range texts {
		all[i] = types.ObjectValueMust(row.AttributeTypes(field.Configured), map[string]attr.Value{
			"probability": fraction(0.5), "text": types.StringValue(s), "parts": row.Child("parts").Null(field.Configured),
		})
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: row.AttributeTypes(field.Configured)}, all)
}

func TestEachDifferenceHasItsEffect(t *testing.T) {
	t.Parallel()
	base := sample(11, 1)
	for name, v := range map[string]attr.Value{
		"greeting": types.StringValue("hello"), "volume": whole(50), "params": types.StringValue(`{"a":1,"b":[2]}`),
		"token": types.StringValue("old"), "token_wo_version": whole(1), "words": words("a", "b"), "messages": messages("x", "y"),
		"mode": types.StringValue("fast"),
	} {
		base = with(base, v, name)
	}
	tts := tree.Child("tts")
	emptyTTS := types.ObjectValueMust(tts.AttributeTypes(field.Configured), map[string]attr.Value{
		"voice_id": types.StringNull(), "speed": types.NumberNull(), "extra_query": types.StringNull(),
		"extra_query_wo": types.StringNull(), "extra_query_wo_version": types.NumberNull(),
	})
	voiceOnly := with(emptyTTS, types.StringValue("v"), "voice_id")
	noTTS := with(base, tts.Null(field.Configured), "tts")
	for name, c := range map[string]struct {
		state, plan types.Object
		want        []string
	}{
		"nothing changes":                           {base, base, []string{}},
		"a live leaf changes":                       {base, with(base, types.StringValue("bye"), "greeting"), []string{"live config.greeting Greeting"}},
		"a live leaf is set to zero":                {base, with(base, whole(0), "volume"), []string{"live config.volume Volume"}},
		"a live leaf is added":                      {with(base, types.NumberNull(), "volume"), base, []string{"live config.volume Volume"}},
		"a live leaf is removed":                    {base, with(base, types.NumberNull(), "volume"), []string{"replace config.volume Volume"}},
		"a live leaf is not known yet":              {base, with(base, types.StringUnknown(), "greeting"), []string{"live config.greeting Greeting"}},
		"a nested live leaf changes":                {base, with(base, types.StringValue("other"), "tts", "voice_id"), []string{"live config.tts.voice_id Tts.VoiceId"}},
		"another leaf changes":                      {base, with(base, types.StringValue("slow"), "mode"), []string{"replace config.mode Mode"}},
		"another leaf is not known yet":             {base, with(base, types.StringUnknown(), "mode"), []string{"replace config.mode Mode"}},
		"a document is written otherwise":           {base, with(base, types.StringValue("{ \"b\": [2], \"a\": 1 }"), "params"), []string{"own config.params Params"}},
		"a text that only means the same":           {with(base, types.StringValue(`{"a":1}`), "greeting"), with(base, types.StringValue(`{"a":1.0}`), "greeting"), []string{"live config.greeting Greeting"}},
		"a document changes":                        {base, with(base, types.StringValue(`{"a":2}`), "params"), []string{"live config.params Params"}},
		"a token changes":                           {base, with(base, types.StringValue("new"), "token"), []string{"own config.token Token"}},
		"a token is removed":                        {base, with(base, types.StringNull(), "token"), []string{"own config.token Token"}},
		"a version is raised":                       {base, with(base, whole(2), "token_wo_version"), []string{"replace config.token_wo_version"}},
		"a version is set for the first time":       {with(base, types.NumberNull(), "token_wo_version"), base, []string{"own config.token_wo_version"}},
		"a version is removed":                      {base, with(base, types.NumberNull(), "token_wo_version"), []string{"own config.token_wo_version"}},
		"a secret that is no token changes":         {base, with(base, types.StringValue("new"), "tts", "extra_query"), []string{"replace config.tts.extra_query Tts.ExtraQuery"}},
		"a list gets longer":                        {base, with(base, words("a", "b", "c"), "words"), []string{"replace config.words"}},
		"an element changes":                        {base, with(base, words("a", "c"), "words"), []string{"replace config.words[1]"}},
		"a list is emptied":                         {base, with(base, words(), "words"), []string{"replace config.words"}},
		"a list is removed":                         {base, with(base, types.ListNull(types.StringType), "words"), []string{"replace config.words"}},
		"an empty list is added":                    {with(base, types.ListNull(types.StringType), "words"), with(base, words(), "words"), []string{"replace config.words"}},
		"an empty list is removed":                  {with(base, words(), "words"), with(base, types.ListNull(types.StringType), "words"), []string{"replace config.words"}},
		"an empty list is not known any more":       {with(base, words(), "words"), with(base, types.ListUnknown(types.StringType), "words"), []string{"replace config.words"}},
		"a leaf of an element changes":              {base, with(base, messages("x", "z"), "messages"), []string{"replace config.messages[1].text"}},
		"an element is removed":                     {base, with(base, messages("x"), "messages"), []string{"replace config.messages"}},
		"a list is not known yet":                   {base, with(base, types.ListUnknown(types.StringType), "words"), []string{"replace config.words"}},
		"an object is removed":                      {base, noTTS, []string{"replace config.tts Tts"}},
		"an object is added":                        {noTTS, with(noTTS, voiceOnly, "tts"), []string{"live config.tts.voice_id Tts.VoiceId"}},
		"an object that says nothing is added":      {noTTS, with(noTTS, emptyTTS, "tts"), []string{"own config.tts Tts"}},
		"an object that says nothing is removed":    {with(noTTS, emptyTTS, "tts"), noTTS, []string{"own config.tts Tts"}},
		"an object is not known yet":                {base, with(base, types.ObjectUnknown(tts.AttributeTypes(field.Configured)), "tts"), []string{"replace config.tts Tts"}},
		"the whole tree is removed":                 {base, types.ObjectNull(base.AttributeTypes(t.Context())), []string{"replace config"}},
		"a tree with live leaves alone appears":     {types.ObjectNull(base.AttributeTypes(t.Context())), onlyGreeting(), []string{"live config.greeting Greeting"}},
		"two leaves change and both are in the way": {base, with(with(base, types.StringValue("slow"), "mode"), types.StringValue("bye"), "greeting"), []string{"live config.greeting Greeting", "replace config.mode Mode"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, texts(tree.Differences(path.Root("config"), c.state, c.plan))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func onlyGreeting() types.Object {
	values := map[string]attr.Value{}
	for _, c := range tree.Fields {
		values[c.Name] = c.Null(field.Configured)
	}
	values["greeting"] = types.StringValue("hello")
	return types.ObjectValueMust(tree.AttributeTypes(field.Configured), values)
}

func TestOnlyLiveDifferencesAreSent(t *testing.T) {
	t.Parallel()
	state := sample(12, 1)
	state = with(with(state, types.StringValue("a"), "greeting"), types.StringValue("v1"), "tts", "voice_id")
	plan := with(with(state, types.StringValue("b"), "greeting"), types.StringValue("v2"), "tts", "voice_id")
	plan = with(plan, types.StringValue("other"), "token")
	got, err := field.Nested(tree.Differences(path.Root("config"), state, plan))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"Greeting": "b", "Tts": map[string]any{"VoiceId": "v2"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got, err := field.Nested(nil); got != nil || err != nil {
		t.Errorf("no difference gives %v, %v", got, err)
	}
	plan = with(plan, types.StringUnknown(), "greeting")
	if _, err := field.Nested(tree.Differences(path.Root("config"), state, plan)); err == nil {
		t.Error("an unknown value was sent")
	}
}

func TestARefreshTakesConfiguredLiveLeavesOnly(t *testing.T) {
	t.Parallel()
	state := with(with(onlyGreeting(), types.StringValue(`{"a":1}`), "params"), types.StringValue("fast"), "mode")
	for name, c := range map[string]struct {
		answer, written map[string]any
		want            types.Object
	}{
		"the answer says the same":        {map[string]any{"Greeting": "hello"}, nil, state},
		"the answer lacks it":             {map[string]any{}, nil, state},
		"the answer says null":            {map[string]any{"Greeting": nil}, nil, state},
		"somebody changed it":             {map[string]any{"Greeting": "changed"}, map[string]any{"Greeting": "hello"}, with(state, types.StringValue("changed"), "greeting")},
		"nothing is known of our write":   {map[string]any{"Greeting": "changed"}, nil, with(state, types.StringValue("changed"), "greeting")},
		"the service trims what we sent":  {map[string]any{"Greeting": "hell"}, map[string]any{"Greeting": "hell"}, state},
		"somebody empties it":             {map[string]any{"Greeting": ""}, map[string]any{"Greeting": "hello"}, with(state, types.StringValue(""), "greeting")},
		"what is not configured differs":  {map[string]any{"Volume": json.Number("7")}, nil, state},
		"what is not live differs":        {map[string]any{"Mode": "slow"}, nil, state},
		"a document is written otherwise": {map[string]any{"Params": map[string]any{"a": json.Number("1")}}, nil, state},
		"a document differs": {
			map[string]any{"Params": map[string]any{"a": json.Number("2")}},
			map[string]any{"Params": `{"a":1}`},
			with(state, types.StringValue(`{"a":2}`), "params"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := tree.Refresh(state, c.answer, c.written)
			if err != nil {
				t.Fatal(err)
			}
			if !got.Equal(c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	if _, err := tree.Refresh(state, map[string]any{"Greeting": []any{}}, nil); err == nil {
		t.Error("a list was taken for a greeting")
	}
	null := types.ObjectNull(tree.AttributeTypes(field.Configured))
	if got, err := tree.Refresh(null, map[string]any{"Greeting": "x"}, nil); err != nil || !got.IsNull() {
		t.Errorf("a tree that is not configured became %s, %v", got, err)
	}
}

func TestTheInPlacePartHoldsLiveLeavesOnly(t *testing.T) {
	t.Parallel()
	answer := map[string]any{"Greeting": "g", "Mode": "fast", "Tts": map[string]any{"VoiceId": "v", "Speed": json.Number("1")}}
	want := map[string]any{"Greeting": "g", "Tts": map[string]any{"VoiceId": "v"}}
	if diff := cmp.Diff(want, tree.InPlacePart(answer)); diff != "" {
		t.Error(diff)
	}
	if got := tree.InPlacePart(map[string]any{"Mode": "fast"}); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestAnOverlayMergesObjectsAndReplacesLists(t *testing.T) {
	t.Parallel()
	document := map[string]any{"A": map[string]any{"B": "b", "C": "c"}, "L": []any{"1", "2"}}
	got := field.Overlay(document, map[string]any{"A": map[string]any{"B": "x"}, "L": []any{"3"}, "N": true})
	want := map[string]any{"A": map[string]any{"B": "x", "C": "c"}, "L": []any{"3"}, "N": true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]any{"A": map[string]any{"B": "b", "C": "c"}, "L": []any{"1", "2"}}, document); diff != "" {
		t.Errorf("the document itself changed:\n%s", diff)
	}
}

// TestDifferences_RemovingWhatCountsNoMoreRequiresNothing: a token is used at the
// start, and a version is the provider's own.
func TestDifferences_RemovingWhatCountsNoMoreRequiresNothing(t *testing.T) {
	t.Parallel()
	table := field.Object("config", "Config", "A tree.", field.Object("login", "Login", "A login.",
		field.String("token", "Token", "A token.", field.Secret, field.StartOnly),
		field.Object("more", "More", "More.", field.String("key", "Key", "A key.", field.StartOnly), field.String("name", "Name", "A name.")),
		field.String("user", "User", "A user."),
	))
	login := table.Child("login")
	text := types.StringValue
	empty := nothing(login)
	more := nothing(login.Child("more"))
	for name, c := range map[string]struct {
		was  types.Object
		want string
	}{
		"a token alone":           {with(empty, text("t"), "token"), "own config.login Login"},
		"a version alone":         {with(empty, whole(1), "token_wo_version"), "own config.login Login"},
		"a user":                  {with(empty, text("u"), "user"), "replace config.login Login"},
		"a token and a user":      {with(with(empty, text("t"), "token"), text("u"), "user"), "replace config.login Login"},
		"a key in another object": {with(empty, with(more, text("k"), "key"), "more"), "own config.login Login"},
		"a name in it":            {with(empty, with(more, text("n"), "name"), "more"), "replace config.login Login"},
		"an empty object in it":   {with(empty, more, "more"), "own config.login Login"},
		"the same and a user":     {with(with(empty, more, "more"), text("u"), "user"), "replace config.login Login"},
		"a version and a user":    {with(with(empty, whole(1), "token_wo_version"), text("u"), "user"), "replace config.login Login"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := table.Differences(path.Root("config"), with(nothing(table), c.was, "login"), nothing(table))
			if diff := cmp.Diff([]string{c.want}, texts(found)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDifferences_ANumberThatIsNotKnownIsNotZero: the framework's value of it is.
func TestDifferences_ANumberThatIsNotKnownIsNotZero(t *testing.T) {
	t.Parallel()
	zero, one := with(nothing(tree), fraction(0), "rate"), with(nothing(tree), fraction(1), "rate")
	unknown, null := with(nothing(tree), types.NumberUnknown(), "rate"), nothing(tree)
	for name, c := range map[string]struct{ state, plan types.Object }{
		"zero becomes unknown": {zero, unknown}, "unknown becomes zero": {unknown, zero}, "zero becomes null": {zero, null}, "null becomes zero": {null, zero},
		"zero becomes one": {zero, one}, "null becomes unknown": {null, unknown},
	} {
		if diff := cmp.Diff([]string{"replace config.rate Rate"}, texts(tree.Differences(path.Root("config"), c.state, c.plan))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for name, c := range map[string]struct{ state, plan types.String }{
		"an empty document becomes unknown": {types.StringValue(""), types.StringUnknown()}, "null becomes an empty one": {types.StringNull(), types.StringValue("")},
	} {
		found := tree.Differences(path.Root("config"), with(nothing(tree), c.state, "params"), with(nothing(tree), c.plan, "params"))
		if diff := cmp.Diff([]string{"live config.params Params"}, texts(found)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
