package instance

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// fact is what the API's documentation states about one field.
type fact struct {
	Path         string    `json:"path"`
	Type         string    `json:"type"`
	Required     bool      `json:"required"`
	Deprecated   bool      `json:"deprecated"`
	Min          *float64  `json:"min"`
	Max          *float64  `json:"max"`
	AllowedExtra []float64 `json:"allowed_extra"`
	MinLength    int       `json:"min_length"`
	MaxLength    int       `json:"max_length"`
	Pattern      string    `json:"pattern"`
	MaxItems     int       `json:"max_items"`
	Enum         []any     `json:"enum"`
	KnownValues  []any     `json:"known_values"`
	Default      any       `json:"default"`
	Unit         string    `json:"unit"`
	JSONString   bool      `json:"json_string"`
	Secret       bool      `json:"secret"`
	Updatable    bool      `json:"updatable"`
	SumsToOne    bool      `json:"sums_to_one"`
}

// allTables are the tables by the API structure that they stand for.
func allTables() map[string]*field.Field {
	return map[string]*field.Field{
		"AIAgentConfig":         agentConfig(),
		"AIAgentTemplateConfig": templateConfig(),
		"AIAgentRuntimeConfig":  runtimeConfig(),
		"AIAgentCallInfo":       callInfo(),
		"ChatSyncConfig":        chatSyncConfig(),
	}
}

func readFacts(t testing.TB) map[string][]fact {
	t.Helper()
	raw, err := os.ReadFile("testdata/sdk-fields.json")
	if err != nil {
		t.Fatal(err)
	}
	var facts map[string][]fact
	if err := json.Unmarshal(raw, &facts); err != nil {
		t.Fatal(err)
	}
	return facts
}

// rowsOf are the rows of a table by their API path; what has no key is ours.
func rowsOf(f *field.Field, prefix string, all map[string]*field.Field) map[string]*field.Field {
	for _, c := range f.Fields {
		if c.Own || c.WriteOnly {
			continue
		}
		at := prefix + c.Key
		all[at] = c
		switch c.Kind {
		case field.KindObject:
			rowsOf(c, at+".", all)
		case field.KindObjects:
			rowsOf(c, at+"[].", all)
		case field.KindString, field.KindJSON, field.KindBool, field.KindInt, field.KindFloat, field.KindStrings:
		}
	}
	return all
}

func TestFields_EveryFactIsARowAndEveryRowAFact(t *testing.T) {
	t.Parallel()
	facts := readFacts(t)
	for name, table := range allTables() {
		rows := rowsOf(table, "", map[string]*field.Field{})
		known := map[string]bool{}
		for _, f := range facts[name] {
			known[f.Path] = true
			row := rows[f.Path]
			if row == nil {
				t.Errorf("%s.%s is a fact and no row", name, f.Path)
				continue
			}
			if diff := cmp.Diff(factOf(f), factOfRow(row, f)); diff != "" {
				t.Errorf("%s.%s: the row differs from the fact (-fact +row):\n%s", name, f.Path, diff)
			}
		}
		for at := range rows {
			if !known[at] {
				t.Errorf("%s.%s is a row and no fact", name, at)
			}
		}
	}
}

// factOf is the part of a fact that a row must repeat, in comparable form.
func factOf(f fact) map[string]string {
	values := f.Enum
	if len(values) == 0 {
		values = f.KnownValues
	}
	if f.Type == "integer" {
		values = nil // The one such enum, HangupRole, is a range in the table.
		if len(f.Enum) > 0 {
			low, high := float64(0), float64(len(f.Enum)-1)
			f.Min, f.Max = &low, &high
		}
	}
	if (f.Type == "integer" || f.Type == "number") && f.Min == nil {
		zero := float64(0)
		f.Min = &zero
	}
	if f.Type == "integer" && f.Max == nil {
		high := float64(1<<31 - 1)
		f.Max = &high
	}
	minimum := f.MinLength
	if f.Pattern == "^[A-Za-z0-9_-]{1,64}$" {
		f.Pattern, minimum = identifier().String(), 1
	}
	defaultText := ""
	if f.Default != nil {
		defaultText = fmt.Sprint(f.Default)
	}
	return map[string]string{
		"type": f.Type + map[bool]string{true: " holding JSON"}[f.JSONString],
		"marks": fmt.Sprintf("required %t, deprecated %t, secret %t, updatable %t, sums to one %t",
			f.Required, f.Deprecated, f.Secret, f.Updatable, f.SumsToOne),
		"range":    bounds(f.Min, f.Max) + fmt.Sprint(f.AllowedExtra),
		"length":   fmt.Sprint(minimum, f.MaxLength),
		"pattern":  f.Pattern,
		"items":    strconv.Itoa(f.MaxItems),
		"values":   strings.Trim(fmt.Sprint(values), "[]"),
		"default":  defaultText,
		"unit":     f.Unit,
		"catalogs": strconv.FormatBool(len(f.KnownValues) > 0),
	}
}

// growing are catalogues of another maker's voices, which the documentation
// lists as if they were closed; a value outside warns instead of failing.
var growing = []string{"Emotion", "LanguageId", "ModelId"}

func factOfRow(row *field.Field, f fact) map[string]string {
	kinds := map[field.Kind]string{
		field.KindString: "string", field.KindJSON: "string holding JSON", field.KindBool: "boolean", field.KindInt: "integer",
		field.KindFloat: "number", field.KindStrings: "array<string>", field.KindObject: "object", field.KindObjects: "array<object>",
	}
	return map[string]string{
		"type": kinds[row.Kind],
		"marks": fmt.Sprintf("required %t, deprecated %t, secret %t, updatable %t, sums to one %t",
			row.Required || demanded(f), row.Deprecated != "", row.Secret(), row.InPlace, row.Sum != ""),
		"range":    bounds(row.Min, row.Max) + fmt.Sprint(row.Also),
		"length":   fmt.Sprint(row.MinLength, row.MaxLength),
		"pattern":  patternOf(row),
		"items":    strconv.Itoa(row.MaxItems),
		"values":   strings.Join(row.Values, " "),
		"default":  strings.TrimSuffix(row.Default, ".0"),
		"unit":     row.Unit,
		"catalogs": strconv.FormatBool(row.Catalogue && !slices.Contains(growing, row.Key)),
	}
}

// demanded are the ids and tokens of the old blocks: the resource demands them
// at plan, the schema cannot, since an imported instance has no token.
func demanded(f fact) bool {
	return f.Required && regexp.MustCompile(`^(VoiceChat|VisionChat|AvatarChat3D)\.`).MatchString(f.Path)
}

func patternOf(row *field.Field) string {
	if row.Pattern == nil {
		return ""
	}
	return row.Pattern.String()
}

func bounds(low, high *float64) string {
	if low == nil && high == nil {
		return "none "
	}
	return fmt.Sprint(*low, " to ", *high, " ")
}

// leavesOf returns how many fields of a structure hold a value, by the facts.
func leavesOf(t testing.TB, structure string) int {
	t.Helper()
	n := 0
	for _, f := range readFacts(t)[structure] {
		if f.Type != "object" && f.Type != "array<object>" {
			n++
		}
	}
	return n
}

// ConfiguredLeaves returns how many fields with a value a configuration can have, by
// the facts.
func ConfiguredLeaves(t *testing.T) int {
	t.Helper()
	return leavesOf(t, "AIAgentConfig") + leavesOf(t, "AIAgentTemplateConfig") + leavesOf(t, "AIAgentRuntimeConfig") + leavesOf(t, "ChatSyncConfig")
}

func TestFields_TheTreesHaveAllLeaves(t *testing.T) {
	t.Parallel()
	for name, table := range allTables() {
		leaves := 0
		for _, row := range rowsOf(table, "", map[string]*field.Field{}) {
			if row.Leaf() {
				leaves++
			}
		}
		if want := leavesOf(t, name); leaves != want || want == 0 {
			t.Errorf("%s has %d leaves, want %d", name, leaves, want)
		}
	}
}

// TestFields_OnlyLeavesOutsideListsChangeInPlace holds what the walk over state and plan
// relies on: an Update that changes one element of a list cannot be written.
func TestFields_OnlyLeavesOutsideListsChangeInPlace(t *testing.T) {
	t.Parallel()
	for name, table := range allTables() {
		for at, row := range rowsOf(table, "", map[string]*field.Field{}) {
			if row.InPlace && (!row.Leaf() || row.Kind == field.KindStrings || strings.Contains(at, "[]")) {
				t.Errorf("%s.%s changes in place and is in a list, or no leaf", name, at)
			}
			if row.Secret() && strings.Contains(at, "[]") {
				t.Errorf("%s.%s is a secret in a list", name, at)
			}
		}
	}
}

// snakeCase is the rule for attribute names: a capital starts a word, a run of
// capitals is one word, its last one starting the next word if small letters follow.
func snakeCase(key string) string {
	s := regexp.MustCompile(`([A-Z]+)([A-Z][a-z])`).ReplaceAllString(key, "${1}_${2}")
	s = regexp.MustCompile(`([a-z0-9])([A-Z])`).ReplaceAllString(s, "${1}_${2}")
	return strings.ToLower(s)
}

func TestFields_AttributeNamesFollowTheKeys(t *testing.T) {
	t.Parallel()
	exceptions := map[string]string{}
	for _, table := range allTables() {
		for _, row := range rowsOf(table, "", map[string]*field.Field{}) {
			if row.Name != snakeCase(row.Key) {
				exceptions[row.Key] = row.Name
			}
		}
	}
	want := map[string]string{"AvatarChat3D": "avatar_chat_3d", "IMAIAgentId": "im_ai_agent_id", "OpenAIExtraQuery": "openai_extra_query"}
	if diff := cmp.Diff(want, exceptions); diff != "" {
		t.Errorf("exceptions from the rule (-want +got):\n%s", diff)
	}
}

func TestFields_EveryRowHasASentence(t *testing.T) {
	t.Parallel()
	for name, table := range allTables() {
		rows := rowsOf(table, "", map[string]*field.Field{})
		places := make([]string, 0, len(rows))
		for at := range rows {
			places = append(places, at)
		}
		sort.Strings(places)
		for _, at := range places {
			if text := rows[at].Text; !strings.HasSuffix(text, ".") || len(text) < 10 {
				t.Errorf("%s.%s has the text %q, want a sentence", name, at, text)
			}
		}
	}
}
