package field_test

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	aschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	dschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	eschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	rschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

func TestARowRefusesAMarkThatItsKindDoesNotCheck(t *testing.T) {
	t.Parallel()
	letters := field.Pattern(regexp.MustCompile(`^[a-z]+$`), "letters")
	leaf := field.Bool("b", "B", "B.")
	for name, makes := range map[string]func(){
		"values of a number":    func() { field.Int("x", "X", "X.", field.OneOf("a")) },
		"values of a switch":    func() { field.Bool("x", "X", "X.", field.Known("a")) },
		"length of a document":  func() { field.JSON("x", "X", "X.", field.Length(1, 2)) },
		"pattern of an object":  func() { field.Object("x", "X", "X.", letters) },
		"range of a text":       func() { field.String("x", "X", "X.", field.Between(0, 1)) },
		"more values of a list": func() { field.Strings("x", "X", "X.", field.Also(1)) },
		"unit of a text":        func() { field.String("x", "X", "X.", field.Unit("ms")) },
		"items of a text":       func() { field.String("x", "X", "X.", field.MaxItems(1)) },
		"sum of texts":          func() { field.Strings("x", "X", "X.", field.SumsToOne("a")) },
		"secret number":         func() { field.Int("x", "X", "X.", field.Secret) },
		"sensitive object":      func() { field.Object("x", "X", "X.", field.Sensitive) },
		"object in place":       func() { field.Object("x", "X", "X.", field.InPlace) },
		"default of an object":  func() { field.Objects("x", "X", "X.", field.Default("a")) },
		"start-only object":     func() { field.Object("x", "X", "X.", field.StartOnly) },
		"blanks of a number":    func() { field.Int("x", "X", "X.", field.NoBlanks) },
		"content of a number":   func() { field.Float("x", "X", "X.", field.Content) },
		"a range from one end":  func() { field.Bool("x", "X", "X.", field.Also(1)) },
		"one item of a text":    func() { field.String("x", "X", "X.", field.MaxItems(1)) },
		"one sign of a number":  func() { field.Int("x", "X", "X.", field.Length(0, 1)) },
		"row below a leaf":      func() { field.String("x", "X", "X.", leaf) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if said := fmt.Sprint(recover()); !strings.HasPrefix(said, "field: the row x cannot have the mark ") {
					t.Errorf("it was taken (%s)", said)
				}
			}()
			makes()
		})
	}
}

func TestRulesHoldForTheElementsOfAList(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mark field.Mark
		want string
	}{
		"values":    {field.OneOf("a", "b"), "error words[1]: `words[1]` must be one of a, b, got \"long-word\"."},
		"catalogue": {field.Known("a", "b"), "warning words[1]: `words[1]` is \"long-word\". The values documented when this provider was released are a, b. The value is sent as it is; the service decides."},
		"length":    {field.Length(1, 3), "error words[1]: `words[1]` must have 1 to 3 characters, got 9."},
		"pattern":   {field.Pattern(regexp.MustCompile(`^[a-z]+$`), "letters"), "error words[1]: `words[1]` must consist of letters, got other characters."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := field.Strings("words", "Words", "Words.", c.mark)
			a, ok := row.ResourceAttribute().(rschema.ListAttribute)
			if !ok {
				t.Fatalf("a list is %T", row.ResourceAttribute())
			}
			value := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringValue("long-word")})
			resp := &validator.ListResponse{}
			a.Validators[0].ValidateList(context.Background(), validator.ListRequest{Path: path.Root("words"), ConfigValue: value}, resp)
			if diff := cmp.Diff([]string{c.want}, told(t, resp.Diagnostics)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestARowServesEveryKindOfSchema holds that all kinds say the same about a row.
func TestARowServesEveryKindOfSchema(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	plain := field.Object("plain", "Plain", "A tree.", withoutSecrets()...)
	ofResource := rschema.Schema{Attributes: map[string]rschema.Attribute{"a": tree.ResourceAttribute(), "b": tree.ComputedAttribute()}}
	ofData := dschema.Schema{Attributes: map[string]dschema.Attribute{"a": plain.DataSourceArgument(), "b": tree.DataSourceAttribute()}}
	ofEphemeral := eschema.Schema{Attributes: map[string]eschema.Attribute{"a": plain.EphemeralArgument(), "b": tree.EphemeralAttribute()}}
	ofAction := aschema.Schema{Attributes: map[string]aschema.Attribute{"a": plain.ActionArgument()}}
	for name, diags := range map[string]interface{ HasError() bool }{
		"resource": ofResource.ValidateImplementation(ctx), "data source": ofData.ValidateImplementation(ctx),
		"ephemeral": ofEphemeral.ValidateImplementation(ctx), "action": ofAction.ValidateImplementation(ctx),
	} {
		if diags.HasError() {
			t.Errorf("%s: %v", name, diags)
		}
	}
	configured := plain.Type(field.Configured)
	for name, got := range map[string]string{
		"resource":    plain.ResourceAttribute().GetType().String(),
		"data source": plain.DataSourceArgument().GetType().String(),
		"ephemeral":   plain.EphemeralArgument().GetType().String(),
		"action":      plain.ActionArgument().GetType().String(),
	} {
		if got != configured.String() {
			t.Errorf("the argument of a %s has the type %s", name, got)
		}
	}
	observed := tree.Type(field.Observed)
	for name, got := range map[string]string{
		"resource":    tree.ComputedAttribute().GetType().String(),
		"data source": tree.DataSourceAttribute().GetType().String(),
		"ephemeral":   tree.EphemeralAttribute().GetType().String(),
	} {
		if got != observed.String() {
			t.Errorf("the computed attribute of a %s has the type %s", name, got)
		}
	}
	for _, row := range plain.Fields {
		want := row.ResourceAttribute().GetMarkdownDescription()
		for kind, got := range map[string]string{
			"data source": row.DataSourceArgument().GetMarkdownDescription(),
			"ephemeral":   row.EphemeralArgument().GetMarkdownDescription(),
			"action":      row.ActionArgument().GetMarkdownDescription(),
		} {
			if got != want {
				t.Errorf("%s of a %s is described as %q, of a resource as %q", row.Name, kind, got, want)
			}
		}
	}
}

func TestSensitiveIsHiddenAndRead(t *testing.T) {
	t.Parallel()
	row := field.Object("info", "Info", "Info.", field.String("number", "Number", "A number.", field.Sensitive))
	shown, err := row.Flatten(field.Observed, map[string]any{"Number": "123"})
	if err != nil {
		t.Fatal(err)
	}
	object, ok := shown.(types.Object)
	if !ok || !object.Attributes()["number"].Equal(types.StringValue("123")) {
		t.Errorf("read as %s", shown)
	}
	inside := row.Child("number")
	if !inside.DataSourceAttribute().IsSensitive() || !inside.ComputedAttribute().IsSensitive() || !inside.ResourceAttribute().IsSensitive() || !inside.EphemeralAttribute().IsSensitive() {
		t.Error("it is shown in a plan")
	}
	if len(row.Fields) != 1 || inside.Secret() {
		t.Error("it is taken for a secret")
	}
}

// TestWhereAnUpdateOverwritesRemovalsAreInPlace holds the other merge rule: the
// default one is held by the tests of differences.
func TestWhereAnUpdateOverwritesRemovalsAreInPlace(t *testing.T) {
	t.Parallel()
	table := field.Object("config", "Config", "Config.",
		field.String("url", "Url", "A URL.", field.InPlace),
		field.Strings("events", "Events", "Events.", field.InPlace),
		field.String("id", "Id", "An id."),
		field.Object("inner", "Inner", "Inner.", field.Bool("on", "On", "On.", field.InPlace)),
		field.OnChange(field.Changes{Overwrites: true}),
	)
	read := func(response map[string]any) types.Object {
		v, err := table.Flatten(field.Configured, response)
		if err != nil {
			t.Fatal(err)
		}
		object, ok := v.(types.Object)
		if !ok {
			t.Fatalf("a tree is %T", v)
		}
		return object
	}
	full := read(map[string]any{"Url": "u", "Events": []any{"a"}, "Id": "i", "Inner": map[string]any{"On": true}})
	for name, c := range map[string]struct {
		planned map[string]any
		effects map[string]field.Effect
		sent    map[string]any
	}{
		"a removed text":   {map[string]any{"Events": []any{"a"}, "Id": "i", "Inner": map[string]any{"On": true}}, map[string]field.Effect{"config.url": field.EffectInPlace}, map[string]any{"Url": nil}},
		"a longer list":    {map[string]any{"Url": "u", "Events": []any{"a", "b"}, "Id": "i", "Inner": map[string]any{"On": true}}, map[string]field.Effect{"config.events": field.EffectInPlace}, map[string]any{"Events": []any{"a", "b"}}},
		"a removed list":   {map[string]any{"Url": "u", "Id": "i", "Inner": map[string]any{"On": true}}, map[string]field.Effect{"config.events": field.EffectInPlace}, map[string]any{"Events": nil}},
		"a removed object": {map[string]any{"Url": "u", "Events": []any{"a"}, "Id": "i"}, map[string]field.Effect{"config.inner.on": field.EffectInPlace}, map[string]any{"Inner": map[string]any{"On": nil}}},
		"another id":       {map[string]any{"Url": "u", "Events": []any{"a"}, "Id": "j", "Inner": map[string]any{"On": true}}, map[string]field.Effect{"config.id": field.EffectReplace}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := table.Differences(path.Root("config"), full, read(c.planned))
			effects := map[string]field.Effect{}
			for _, d := range found {
				effects[d.Path.String()] = d.Effect
			}
			if !maps.Equal(c.effects, effects) {
				t.Errorf("effects %v, want %v", effects, c.effects)
			}
			sent, err := field.Nested(found)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.sent, sent); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheWriteOnlyTwinHasTheRulesOfItsSecret(t *testing.T) {
	t.Parallel()
	table := field.Object("config", "Config", "Config.", field.String("token", "Token", "A token.", field.Secret, field.Length(1, 8)))
	twin := table.Child("token_wo")
	if !strings.Contains(twin.Description(), "1 to 8 characters") || !strings.Contains(table.Child("token").Description(), "1 to 8 characters") {
		t.Errorf("described as %q", twin.Description())
	}
	letters := field.Object("config", "Config", "Config.", field.String("token", "Token", "A token.", field.Secret, field.StartOnly, field.NoBlanks,
		field.Length(2, 3), field.Pattern(regexp.MustCompile(`^[a-z]+$`), "small letters")))
	plain, other := letters.Child("token"), letters.Child("token_wo")
	if got := []any{other.Key, other.StartOnly, other.NoBlanks, other.MinLength, other.MaxLength, other.Pattern, other.Form, other.Sensitive, other.WriteOnly}; !slices.Equal(got,
		[]any{plain.Key, true, true, 2, 3, plain.Pattern, "small letters", true, true}) {
		t.Errorf("it has %v", got)
	}
	if got := slices.Sorted(maps.Keys(table.AttributeTypes(field.Configured))); !slices.Equal(got, []string{"token", "token_wo", "token_wo_version"}) {
		t.Errorf("it has %v", got)
	}
}

// withoutSecrets are the rows of tree that every kind of schema can have.
func withoutSecrets() []field.Part {
	return []field.Part{
		field.String("greeting", "Greeting", "A greeting.", field.Length(0, 30)),
		field.JSON("params", "Params", "Parameters."),
		field.Bool("on", "On", "A switch.", field.Default("false")),
		field.Int("volume", "Volume", "A volume.", field.Between(0, 400), field.Required),
		field.Float("rate", "Rate", "A rate.", field.Between(0.5, 2)),
		field.Strings("words", "Words", "Words.", field.MaxItems(4)),
		field.Object("tts", "Tts", "Speech.", field.String("voice_id", "VoiceId", "A voice.")),
		field.Objects("messages", "Messages", "Messages.", field.String("text", "Text", "A text.")),
	}
}
