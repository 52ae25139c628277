package field_test

import (
	"context"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	rschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// check runs the validators that the attribute of a row has.
func check(t *testing.T, name string, value attr.Value) diag.Diagnostics {
	t.Helper()
	at, ctx := path.Root("config").AtName(name), context.Background()
	var all diag.Diagnostics
	switch a := tree.ResourceAttribute().(rschema.SingleNestedAttribute).Attributes[name].(type) {
	case rschema.StringAttribute:
		v, ok := value.(types.String)
		if !ok {
			t.Fatalf("%s is text", name)
		}
		for _, one := range a.Validators {
			resp := &validator.StringResponse{}
			one.ValidateString(ctx, validator.StringRequest{Path: at, ConfigValue: v}, resp)
			all.Append(resp.Diagnostics...)
		}
	case rschema.NumberAttribute:
		v, ok := value.(types.Number)
		if !ok {
			t.Fatalf("%s is a whole number", name)
		}
		for _, one := range a.Validators {
			resp := &validator.NumberResponse{}
			one.ValidateNumber(ctx, validator.NumberRequest{Path: at, ConfigValue: v}, resp)
			all.Append(resp.Diagnostics...)
		}
	case rschema.ListAttribute:
		all = checkList(t, a.Validators, at, value)
	case rschema.ListNestedAttribute:
		all = checkList(t, a.Validators, at, value)
	default:
		t.Fatalf("%s has the attribute %T", name, a)
	}
	return all
}

func checkList(t *testing.T, validators []validator.List, at path.Path, value attr.Value) diag.Diagnostics {
	t.Helper()
	v, ok := value.(types.List)
	if !ok {
		t.Fatalf("%s is a list", at)
	}
	var all diag.Diagnostics
	for _, one := range validators {
		resp := &validator.ListResponse{}
		one.ValidateList(context.Background(), validator.ListRequest{Path: at, ConfigValue: v}, resp)
		all.Append(resp.Diagnostics...)
	}
	return all
}

func chances(p ...float64) attr.Value {
	row := tree.Child("messages")
	all := make([]attr.Value, len(p))
	for i, v := range p {
		all[i] = types.ObjectValueMust(row.AttributeTypes(field.Configured), map[string]attr.Value{
			"probability": fraction(v), "text": types.StringNull(), "parts": row.Child("parts").Null(field.Configured),
		})
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: row.AttributeTypes(field.Configured)}, all)
}

func TestBadValuesAreRefusedWithTheirPath(t *testing.T) {
	t.Parallel()
	tooMany := words("1", "2", "3", "4", "5")
	withNull := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringNull()})
	for name, c := range map[string]struct {
		attribute string
		value     attr.Value
		want      []string
	}{
		"number above":              {"volume", whole(401), []string{"error config.volume: `config.volume` must be between 0 and 400, got 401."}},
		"number below":              {"delay", whole(100), []string{"error config.delay: `config.delay` must be between 200 and 2000 ms, or 0, or -1, got 100."}},
		"number with a meaning":     {"delay", whole(-1), nil},
		"number on the edge":        {"delay", whole(200), nil},
		"number without range":      {"limit", whole(1 << 31), []string{"error config.limit: `config.limit` must be between 0 and 2147483647, got 2147483648."}},
		"fraction above":            {"rate", fraction(2.01), []string{"error config.rate: `config.rate` must be between 0.5 and 2, got 2.01."}},
		"fraction beyond a float64": {"rate", types.NumberValue(huge()), []string{"error config.rate: `config.rate` must be between 0.5 and 2, got 1e+400."}},
		"fraction on the edge":      {"rate", fraction(0.5), nil},
		"value outside":             {"mode", types.StringValue("Fast"), []string{"error config.mode: `config.mode` must be one of fast, slow, got \"Fast\"."}},
		"value inside":              {"mode", types.StringValue("slow"), nil},
		"value outside a catalogue": {"voice", types.StringValue("c"), []string{
			"warning config.voice: `config.voice` is \"c\". The values documented when this provider was released are a, b. The value is sent as it is; the service decides.",
		}},
		"text too long":                        {"channel", types.StringValue("abcdefghi"), []string{"error config.channel: `config.channel` must have 1 to 8 characters, got 9."}},
		"text empty":                           {"channel", types.StringValue(""), []string{"error config.channel: `config.channel` must not be empty."}},
		"characters, not bytes":                {"greeting", types.StringValue(strings.Repeat("好", 30)), nil},
		"forbidden character":                  {"channel", types.StringValue("a/b"), []string{"error config.channel: `config.channel` must consist of small letters, got other characters."}},
		"no document":                          {"params", types.StringValue(`{"a":`), []string{"error config.params: `config.params` must be a JSON document as text, such as jsonencode() returns (unexpected EOF)."}},
		"two documents":                        {"params", types.StringValue(`{} {}`), []string{"error config.params: `config.params` must be a JSON document as text, such as jsonencode() returns (text follows the end of the document)."}},
		"a document":                           {"params", types.StringValue(` [1, 2] `), nil},
		"too many items":                       {"words", tooMany, []string{"error config.words: `config.words` must have at most 4 items, got 5."}},
		"null element":                         {"words", withNull, []string{"error config.words[1]: `config.words[1]` is null. The API cannot express that: leave the element out."}},
		"chances below one":                    {"messages", chances(0.5, 0.4), []string{"error config.messages: The `probability` values of `config.messages` must add up to 1, got 0.9."}},
		"chances above one":                    {"messages", chances(0.5, 0.6), []string{"error config.messages: The `probability` values of `config.messages` must add up to 1, got 1.1."}},
		"chances in tenths":                    {"messages", chances(0.1, 0.2, 0.7), nil},
		"chances in thirds":                    {"messages", chances(0.333, 0.333, 0.333), nil},
		"fraction for a whole number":          {"volume", types.NumberValue(big.NewFloat(1.5)), []string{"error config.volume: `config.volume` must be a whole number, got 1.5."}},
		"huge whole number":                    {"volume", types.NumberValue(big.NewFloat(1e20)), []string{"error config.volume: `config.volume` must be between 0 and 400, got 100000000000000000000."}},
		"number beyond reading":                {"volume", types.NumberValue(big.NewFloat(1e300)), []string{"error config.volume: `config.volume` must be between 0 and 400, got 1e+300."}},
		"whole number written with a fraction": {"volume", types.NumberValue(big.NewFloat(100.0)), nil},
		"null number":                          {"volume", types.NumberNull(), nil},
		"number on the upper edge":             {"volume", whole(400), nil},
		"fraction on the upper edge":           {"rate", fraction(2), nil},
		"number without range, on its edge":    {"limit", whole(1<<31 - 1), nil},
		"text as long as it may be":            {"channel", types.StringValue("abcdefgh"), nil},
		"text with one sign too many":          {"greeting", types.StringValue(strings.Repeat("好", 31)), []string{"error config.greeting: `config.greeting` must have at most 30 characters, got 31."}},
		"text that may be empty":               {"greeting", types.StringValue(""), nil},
		"as many items as there may be":        {"words", words("1", "2", "3", "4"), nil},
		"one item more than there may be":      {"words", words("1", "2", "3", "4", "5", "6"), []string{"error config.words: `config.words` must have at most 4 items, got 6."}},
		"a long wrong value":                   {"mode", types.StringValue(strings.Repeat("x", 25)), []string{"error config.mode: `config.mode` must be one of fast, slow, got a text of 25 characters."}},
		"a wrong value that is just short":     {"mode", types.StringValue(strings.Repeat("x", 24)), []string{"error config.mode: `config.mode` must be one of fast, slow, got \"" + strings.Repeat("x", 24) + "\"."}},
		"a wrong value of two words":           {"mode", types.StringValue("my prompt"), []string{"error config.mode: `config.mode` must be one of fast, slow, got a text of 9 characters."}},
		"chances that are a rounding off":      {"messages", chances(0.33, 0.33, 0.33), nil},
		"chances that are two of them off":     {"messages", chances(0.33, 0.33, 0.32), []string{"error config.messages: The `probability` values of `config.messages` must add up to 1, got 0.98."}},
		"chances with a null in between":       {"messages", listOf(some(types.NumberNull()), some(fraction(0.4))), []string{"error config.messages: The `probability` values of `config.messages` must add up to 1, got 0.4."}},
		"chances that are all null":            {"messages", listOf(some(types.NumberNull())), nil},
		"chances of which one is unknown":      {"messages", listOf(some(types.NumberUnknown()), some(fraction(0.4))), nil},
		"chances beside an unknown element":    {"messages", listOf(types.ObjectUnknown(elementType()), some(fraction(0.4))), nil},
		"chances beside a null element":        {"messages", listOf(types.ObjectNull(elementType()), some(fraction(0.4))), []string{"error config.messages[0]: `config.messages[0]` is null. The API cannot express that: leave the element out."}},
		"number not known yet":                 {"volume", types.NumberUnknown(), nil},
		"text not known yet":                   {"channel", types.StringUnknown(), nil},
		"fraction not known yet":               {"rate", types.NumberUnknown(), nil},
		"list not known yet":                   {"words", types.ListUnknown(types.StringType), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, told(t, check(t, c.attribute, c.value))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// some is a message with that probability.
func some(probability types.Number) attr.Value {
	object, _ := message("x").(types.Object)
	return with(object, probability, "probability")
}

// TestRules_OfATextWithoutBlanks names neither the text nor what it holds.
func TestRules_OfATextWithoutBlanks(t *testing.T) {
	t.Parallel()
	row := field.String("id", "Id", "An ID.", field.NoBlanks)
	const blank = "error id: `id` must not contain spaces, line feeds or control characters; trimspace() removes those at the ends."
	for value, want := range map[string][]string{
		"a-1": nil, "": {"error id: `id` must not be empty."}, "a b": {blank}, " a": {blank}, "a\n": {blank}, "a\u00a0b": {blank}, "a\x00": {blank},
	} {
		a, ok := row.ResourceAttribute().(rschema.StringAttribute)
		if !ok || len(a.Validators) != 1 {
			t.Fatalf("a text is %T", row.ResourceAttribute())
		}
		resp := &validator.StringResponse{}
		a.Validators[0].ValidateString(context.Background(), validator.StringRequest{Path: path.Root("id"), ConfigValue: types.StringValue(value)}, resp)
		if diff := cmp.Diff(want, told(t, resp.Diagnostics)); diff != "" {
			t.Errorf("%q: %s", value, diff)
		}
		if text := a.Validators[0].Description(t.Context()); text != a.Validators[0].MarkdownDescription(t.Context()) {
			t.Errorf("the rule is described as %q", text)
		}
	}
}

// TestRules_OfRowsWithoutOthers: a rule holds alone.
func TestRules_OfRowsWithoutOthers(t *testing.T) {
	t.Parallel()
	text, letters := types.StringValue, field.Pattern(regexp.MustCompile(`^[a-z]+$`), "letters")
	for name, c := range map[string]struct {
		row   *field.Field
		value attr.Value
		want  []string
	}{
		"a fraction without a range":   {field.Float("a", "A", "A."), fraction(-1e20), nil},
		"a fraction beyond all":        {field.Float("a", "A", "A."), types.NumberValue(huge()), []string{"`a` must be a number of usual size, got 1e+400."}},
		"a fraction below all":         {field.Float("a", "A", "A."), types.NumberValue(new(big.Float).Neg(huge())), []string{"`a` must be a number of usual size, got -1e+400."}},
		"a length, empty":              {field.String("a", "A", "A.", field.Length(1, 2)), text(""), []string{"`a` must not be empty."}},
		"a length, short":              {field.String("a", "A", "A.", field.Length(2, 3)), text("x"), []string{"`a` must have 2 to 3 characters, got 1."}},
		"a length of one, too long":    {field.String("a", "A", "A.", field.Length(0, 1)), text("xy"), []string{"`a` must have at most 1 characters, got 2."}},
		"a pattern, empty":             {field.String("a", "A", "A.", letters), text(""), []string{"`a` must not be empty."}},
		"a pattern that takes nothing": {field.String("a", "A", "A.", field.Pattern(regexp.MustCompile(`^[a-z]*$`), "letters")), text(""), nil},
		"a pattern, other signs":       {field.String("a", "A", "A.", letters), text("1"), []string{"`a` must consist of letters, got other characters."}},
		"one item":                     {field.Strings("a", "A", "A.", field.MaxItems(1)), words("x", "y"), []string{"`a` must have at most 1 items, got 2."}},
		"a secret is not quoted":       {field.Object("o", "O", "O.", field.String("a", "A", "A.", field.Secret, field.OneOf("x"))).Child("a"), text("canary"), []string{"`a` must be one of x."}},
		"one value":                    {field.String("a", "A", "A.", field.OneOf("x")), text("y"), []string{"`a` must be one of x, got \"y\"."}},
		"a number of 24 digits":        {field.Int("a", "A", "A."), types.NumberValue(bigInt(t, strings.Repeat("1", 24))), []string{"`a` must be between 0 and 2147483647, got 111111111111111111111111."}},
		"a number of 25 digits":        {field.Int("a", "A", "A."), types.NumberValue(bigInt(t, strings.Repeat("1", 25))), []string{"`a` must be between 0 and 2147483647, got 1.11111e+24."}},
	} {
		_, got := c.row.FromDynamic(path.Root("a"), c.value)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func bigInt(t *testing.T, digits string) *big.Float {
	t.Helper()
	n, _, err := big.ParseFloat(digits, 10, 512, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestRules_ASecretThatIsGivenTwice: only two known values are two values.
func TestRules_ASecretThatIsGivenTwice(t *testing.T) {
	t.Parallel()
	object, ok := tree.ResourceAttribute().(rschema.SingleNestedAttribute)
	if !ok || len(object.Validators) != 1 {
		t.Fatalf("a tree is %T", tree.ResourceAttribute())
	}
	text := types.StringValue
	twice := []string{"error config.token_wo: `config.token` and `config.token_wo` are both set. Set one: token is stored in the state as a sensitive value, token_wo is stored nowhere."}
	for name, c := range map[string]struct {
		stored, written types.String
		want            []string
	}{
		"both":                    {text("a"), text("b"), twice},
		"both, and empty":         {text(""), text(""), twice},
		"the stored one":          {text("a"), types.StringNull(), nil},
		"the write-only one":      {types.StringNull(), text("b"), nil},
		"neither":                 {types.StringNull(), types.StringNull(), nil},
		"the stored is unknown":   {types.StringUnknown(), text("b"), nil},
		"the written is unknown":  {text("a"), types.StringUnknown(), nil},
		"nothing is known of any": {types.StringUnknown(), types.StringUnknown(), nil},
	} {
		resp := &validator.ObjectResponse{}
		value := with(with(nothing(tree), c.stored, "token"), c.written, "token_wo")
		value = with(with(value, text("a"), "greeting"), text("fast"), "mode")
		object.Validators[0].ValidateObject(t.Context(), validator.ObjectRequest{Path: path.Root("config"), ConfigValue: value}, resp)
		if diff := cmp.Diff(c.want, told(t, resp.Diagnostics)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, value := range []types.Object{types.ObjectNull(tree.AttributeTypes(field.Configured)), types.ObjectUnknown(tree.AttributeTypes(field.Configured))} {
		resp := &validator.ObjectResponse{}
		object.Validators[0].ValidateObject(t.Context(), validator.ObjectRequest{Path: path.Root("config"), ConfigValue: value}, resp)
		if len(resp.Diagnostics) > 0 {
			t.Errorf("%s: %v", value, resp.Diagnostics)
		}
	}
}

func huge() *big.Float {
	n, _, err := big.ParseFloat("1e400", 10, 512, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return n
}

// told returns severity, path and detail of each diagnostic.
func told(t *testing.T, diags diag.Diagnostics) []string {
	t.Helper()
	var all []string
	for _, d := range diags {
		at, ok := d.(diag.DiagnosticWithPath)
		if !ok {
			t.Fatalf("no path: %v", d)
		}
		kind := map[diag.Severity]string{diag.SeverityError: "error", diag.SeverityWarning: "warning"}[d.Severity()]
		all = append(all, kind+" "+at.Path().String()+": "+d.Detail())
	}
	return all
}

func TestDescriptionsSayWhatIsChecked(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"greeting":         "A greeting. At most 30 characters. A change is in place.",
		"mode":             "A mode. One of `fast`, `slow`. A change replaces.",
		"voice":            "A voice. Known values: `a`, `b`; others are accepted with a warning. A change replaces.",
		"channel":          "A channel. 1 to 8 characters. Small letters. A change replaces.",
		"token":            "A token. Used at the start.",
		"token_wo":         "The same as `token`, stored neither in the plan nor in the state; set one of the two. Requires Terraform or OpenTofu 1.11 or later. Used at the start.",
		"token_wo_version": "Version of `token_wo`. Terraform cannot see a new write-only value: raise the version to have it used. Setting the version for the first time does nothing. A new version replaces.",
		"params":           "Parameters. A JSON document as text (`jsonencode`); formatting, the order of keys and the notation of numbers do not matter. A change is in place.",
		"on":               "A switch. Default of the service: `false`. A change replaces.",
		"delay":            "A delay. Between 200 and 2000 ms, or 0, or -1. A change replaces.",
		"limit":            "A limit. A change replaces.",
		"words":            "Words. At most 4 items. A change replaces.",
		"messages":         "Messages. At most 5 items. The `probability` values must add up to 1. A change replaces.",
		"tts":              "Speech.",
	} {
		if got := tree.Child(name).Description(); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
}

func TestSchemasAreValid(t *testing.T) {
	t.Parallel()
	attributes := map[string]rschema.Attribute{"config": tree.ResourceAttribute()}
	if diags := (rschema.Schema{Attributes: attributes}).ValidateImplementation(t.Context()); diags.HasError() {
		t.Error(diags)
	}
	if got := tree.ResourceAttribute().GetType(); !got.Equal(tree.Type(field.Configured)) {
		t.Errorf("the resource's attribute has the type %s", got)
	}
	if got := tree.DataSourceAttribute().GetType(); !got.Equal(tree.Type(field.Observed)) {
		t.Errorf("the data source's attribute has the type %s", got)
	}
}
