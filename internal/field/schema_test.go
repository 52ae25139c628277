package field_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	rschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// attribute is what the attributes of all kinds of schema have in common.
type attribute interface {
	IsRequired() bool
	IsOptional() bool
	IsComputed() bool
	IsSensitive() bool
	IsWriteOnly() bool
	GetDeprecationMessage() string
	GetMarkdownDescription() string
}

// kinds are the ways in which a row becomes an attribute: as an argument and as
// something that is read.
var (
	arguments = map[string]func(*field.Field) attribute{
		"resource":    func(f *field.Field) attribute { return f.ResourceAttribute() },
		"data source": func(f *field.Field) attribute { return f.DataSourceArgument() },
		"ephemeral":   func(f *field.Field) attribute { return f.EphemeralArgument() },
		"action":      func(f *field.Field) attribute { return f.ActionArgument() },
	}
	readings = map[string]func(*field.Field) attribute{
		"resource":    func(f *field.Field) attribute { return f.ComputedAttribute() },
		"data source": func(f *field.Field) attribute { return f.DataSourceAttribute() },
		"ephemeral":   func(f *field.Field) attribute { return f.EphemeralAttribute() },
	}
)

// rows are one row of each kind with the marks.
func rows(marks ...field.Part) []*field.Field {
	below := field.String("b", "B", "B.")
	return []*field.Field{
		field.String("text", "Text", "A text.", marks...), field.JSON("json", "Json", "JSON.", marks...), field.Bool("bool", "Bool", "A switch.", marks...),
		field.Int("int", "Int", "A number.", marks...), field.Float("float", "Float", "A fraction.", marks...), field.Strings("texts", "Texts", "Texts.", marks...),
		field.Object("object", "Object", "An object.", append(slices.Clone(marks), below)...),
		field.Objects("objects", "Objects", "Objects.", append(slices.Clone(marks), below)...),
	}
}

// said is what an attribute says of itself.
type said struct {
	Required, Optional, Computed bool
	Deprecated                   string
}

func TestSchema_EachKindSaysWhatTheRowSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		marks []field.Part
		want  said
	}{
		"optional":   {nil, said{Optional: true}},
		"required":   {[]field.Part{field.Required}, said{Required: true}},
		"deprecated": {[]field.Part{field.Deprecated("Use x.")}, said{Optional: true, Deprecated: "Use x."}},
	} {
		for _, row := range rows(c.marks...) {
			for kind, of := range arguments {
				a := of(row)
				got := said{a.IsRequired(), a.IsOptional(), a.IsComputed(), a.GetDeprecationMessage()}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("%s %s as an argument of a %s: %s", name, row.Name, kind, diff)
				}
				if text := row.Description(); a.GetMarkdownDescription() != text {
					t.Errorf("%s as an argument of a %s is described as %q, want %q", row.Name, kind, a.GetMarkdownDescription(), text)
				}
			}
			for kind, of := range readings {
				a := of(row)
				got := said{a.IsRequired(), a.IsOptional(), a.IsComputed(), a.GetDeprecationMessage()}
				if diff := cmp.Diff(said{Computed: true}, got); diff != "" {
					t.Errorf("%s %s as an attribute of a %s: %s", name, row.Name, kind, diff)
				}
				if text := row.Observation(); a.GetMarkdownDescription() != text {
					t.Errorf("%s as an attribute of a %s is described as %q, want %q", row.Name, kind, a.GetMarkdownDescription(), text)
				}
			}
		}
	}
}

// TestSchema_SensitiveIsHiddenInEachKind: an action has no sensitive arguments.
func TestSchema_SensitiveIsHiddenInEachKind(t *testing.T) {
	t.Parallel()
	hidden := []*field.Field{
		field.String("a", "A", "A.", field.Sensitive), field.JSON("a", "A", "A.", field.Sensitive), field.Bool("a", "A", "A.", field.Sensitive),
		field.Int("a", "A", "A.", field.Sensitive), field.Float("a", "A", "A.", field.Sensitive), field.Strings("a", "A", "A.", field.Sensitive),
	}
	for i, row := range hidden {
		for kind, of := range arguments {
			if got := of(row).IsSensitive(); got != (kind != "action") {
				t.Errorf("row %d as an argument of a %s is sensitive: %t", i, kind, got)
			}
		}
		for kind, of := range readings {
			if !of(row).IsSensitive() {
				t.Errorf("row %d as an attribute of a %s is shown", i, kind)
			}
		}
	}
	for _, content := range []*field.Field{field.String("a", "A", "A.", field.Content), field.Strings("a", "A", "A.", field.Content), field.JSON("a", "A", "A.", field.Content)} {
		for kind, of := range arguments {
			if of(content).IsSensitive() {
				t.Errorf("what a user writes in a %s is hidden from the user", kind)
			}
		}
		for kind, of := range readings {
			if !of(content).IsSensitive() {
				t.Errorf("content as an attribute of a %s is shown", kind)
			}
		}
	}
	twin := field.Object("o", "O", "O.", field.String("a", "A", "A.", field.Secret)).Child("a_wo")
	for _, kind := range []string{"resource", "action"} {
		if !arguments[kind](twin).IsWriteOnly() {
			t.Errorf("the write-only form is stored by a %s", kind)
		}
	}
}

// TestSchema_ARuleHoldsInEachKind counts the validators, which the tests of rules
// run for a resource.
func TestSchema_ARuleHoldsInEachKind(t *testing.T) {
	t.Parallel()
	table := map[string]struct {
		row  *field.Field
		want int
	}{
		"text":           {field.String("a", "A", "A."), 0},
		"no blanks":      {field.String("a", "A", "A.", field.NoBlanks), 1},
		"length":         {field.String("a", "A", "A.", field.Length(0, 3)), 1},
		"values":         {field.String("a", "A", "A.", field.OneOf("a")), 1},
		"a document":     {field.JSON("a", "A", "A."), 1},
		"a whole number": {field.Int("a", "A", "A."), 1},
		"a fraction":     {field.Float("a", "A", "A."), 1},
		"texts":          {field.Strings("a", "A", "A."), 1},
		"an object":      {field.Object("a", "A", "A.", field.String("b", "B", "B.")), 1},
		"objects":        {field.Objects("a", "A", "A.", field.String("b", "B", "B.")), 1},
	}
	for name, c := range table {
		for kind, of := range arguments {
			if got := validators(of(c.row)); got != c.want {
				t.Errorf("%s as an argument of a %s has %d validators, want %d", name, kind, got, c.want)
			}
		}
		for kind, of := range readings {
			if got := validators(of(c.row)); got != 0 {
				t.Errorf("%s as an attribute of a %s has %d validators", name, kind, got)
			}
		}
	}
}

// validators counts those of an attribute, of whatever kind of schema it is.
func validators(a attribute) int {
	all := reflect.ValueOf(a).FieldByName("Validators")
	if !all.IsValid() {
		return 0
	}
	return all.Len()
}

// TestSchema_ARowHasTheTypeOfItsValuesInEachKind, with all that is below it.
func TestSchema_ARowHasTheTypeOfItsValuesInEachKind(t *testing.T) {
	t.Parallel()
	typed := func(a attribute) string {
		with, ok := a.(interface{ GetType() attr.Type })
		if !ok {
			t.Fatalf("%T has no type", a)
		}
		return with.GetType().String()
	}
	below := func(a attribute) []string {
		v := reflect.ValueOf(a)
		if nested := v.FieldByName("NestedObject"); nested.IsValid() {
			v = nested
		}
		var names []string
		if all := v.FieldByName("Attributes"); all.IsValid() {
			for _, name := range all.MapKeys() {
				names = append(names, name.String())
			}
		}
		slices.Sort(names)
		return names
	}
	for _, row := range rows() {
		var want []string
		for _, c := range row.Fields {
			want = append(want, c.Name)
		}
		for view, kinds := range map[field.View]map[string]func(*field.Field) attribute{field.Configured: arguments, field.Observed: readings} {
			for kind, of := range kinds {
				a := of(row)
				if got := typed(a); got != row.Type(view).String() {
					t.Errorf("%s in a %s has the type %s", row.Name, kind, got)
				}
				if diff := cmp.Diff(want, below(a)); diff != "" {
					t.Errorf("%s in a %s: %s", row.Name, kind, diff)
				}
			}
		}
	}
}

// TestSchema_ADocumentOfTheSameMeaningKeepsItsText: at plan, by the modifier that
// only a configured document has.
func TestSchema_ADocumentOfTheSameMeaningKeepsItsText(t *testing.T) {
	t.Parallel()
	modifiers := func(a rschema.Attribute) []planmodifier.String {
		text, ok := a.(rschema.StringAttribute)
		if !ok {
			t.Fatalf("a document is %T", a)
		}
		return text.PlanModifiers
	}
	params := tree.Child("params")
	if n := len(modifiers(params.ComputedAttribute())) + len(modifiers(tree.Child("greeting").ResourceAttribute())); n > 0 {
		t.Errorf("%d modifiers too many", n)
	}
	for _, c := range []struct{ state, plan, want types.String }{
		{types.StringValue(`{"a":1}`), types.StringValue(`{ "a": 1.0 }`), types.StringValue(`{"a":1}`)},
		{types.StringValue(`{"a":1}`), types.StringValue(`{"a":2}`), types.StringValue(`{"a":2}`)},
		{types.StringNull(), types.StringValue(`""`), types.StringValue(`""`)},
		{types.StringValue(""), types.StringNull(), types.StringNull()},
		{types.StringValue(""), types.StringUnknown(), types.StringUnknown()},
	} {
		resp := &planmodifier.StringResponse{PlanValue: c.plan}
		all := modifiers(params.ResourceAttribute())
		if len(all) != 1 {
			t.Fatalf("%d modifiers", len(all))
		}
		all[0].PlanModifyString(context.Background(), planmodifier.StringRequest{StateValue: c.state, PlanValue: c.plan}, resp)
		if !resp.PlanValue.Equal(c.want) {
			t.Errorf("%s over %s is planned as %s", c.plan, c.state, resp.PlanValue)
		}
	}
}

func TestSchema_AnObservationHasItsUnit(t *testing.T) {
	t.Parallel()
	for want, row := range map[string]*field.Field{
		"A time. In seconds.":      field.Int("a", "A", "A time.", field.Unit("s")),
		"A time. In milliseconds.": field.Int("a", "A", "A time.", field.Unit("ms"), field.Between(1, 2)),
		"A time. In dB.":           field.Int("a", "A", "A time.", field.Unit("dB")),
		"A number.":                field.Int("a", "A", "A number.", field.Between(1, 2), field.Default("1"), field.Required),
	} {
		if got := row.Observation(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for want, row := range map[string]*field.Field{
		"A time. In seconds.":                                     field.Int("a", "A", "A time.", field.Unit("s"), field.Between(0, 1<<31-1)),
		"A mode. The only value is `x`.":                          field.String("a", "A", "A mode.", field.OneOf("x")),
		"A time. Between 1 and 2 s. Default of the service: `1`.": field.Int("a", "A", "A time.", field.Unit("s"), field.Between(1, 2), field.Default("1")),
	} {
		if got := row.Description(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
