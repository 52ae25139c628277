package emulator

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestEveryUnknownOfTheServiceIsASwitch holds the table against the list of
// what nobody knows, the default first.
func TestEveryUnknownOfTheServiceIsASwitch(t *testing.T) {
	t.Parallel()
	want := map[string][]string{}
	read(t, "testdata/unknowns.json", &want)
	got := map[string][]string{}
	for _, info := range Switches() {
		got[info.Name] = info.Values
	}
	for name, values := range want {
		if diff := cmp.Diff(values, got[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestTheFactsAgreeWithThoseOfTheProvider compares two files that were made from
// the API's documentation apart from each other.
func TestTheFactsAgreeWithThoseOfTheProvider(t *testing.T) {
	t.Parallel()
	type row struct {
		Path, Type, Format, Pattern string
		Min, Max                    *float64
		Also                        []float64 `json:"allowed_extra"`
		Enum                        []any
		Default                     any
		MinLength                   int  `json:"min_length"`
		MaxLength                   int  `json:"max_length"`
		MaxItems                    int  `json:"max_items"`
		SumsToOne                   bool `json:"sums_to_one"`
		JSON                        bool `json:"json_string"`
		Live                        bool `json:"updatable"`
		Required, Secret            bool
	}
	theirs := map[string][]row{}
	read(t, "../instance/testdata/sdk-fields.json", &theirs)

	var rows func(f *fact, path string) []row
	rows = func(f *fact, path string) []row {
		var found []row
		for name, field := range f.Fields {
			r := row{
				Path: path + name, Type: field.Type, Format: field.Format, Pattern: field.Pattern,
				Min: field.Min, Max: field.Max, Also: field.Also, Enum: field.Enum, MinLength: field.MinLength,
				MaxLength: field.MaxLength, MaxItems: field.MaxItems, SumsToOne: field.SumsToOne, JSON: field.JSON,
				Live: field.Live, Required: field.Required, Secret: field.Secret,
			}
			if field.Default != nil {
				_ = json.Unmarshal(field.Default, &r.Default) // A difference shows below.
			}
			inner := r.Path + "."
			if field.Type == "array" {
				r.Type, inner = "array<"+field.Items+">", r.Path+"[]."
			}
			found = append(append(found, r), rows(field, inner)...)
		}
		return found
	}
	for name, structure := range map[string]string{
		"AgentConfig": "AIAgentConfig", "TemplateConfig": "AIAgentTemplateConfig", "RuntimeConfig": "AIAgentRuntimeConfig",
		"CallInfo": "AIAgentCallInfo", "ChatSyncConfig": "ChatSyncConfig",
	} {
		want, got := map[string]row{}, map[string]row{}
		for _, r := range theirs[structure] {
			// Whether the ids and the token are there is a question of its own.
			r.Required = r.Required && name != "RuntimeConfig"
			want[r.Path] = r
		}
		for _, r := range rows(loadFacts()[name], "") {
			got[r.Path] = r
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestEveryTemplateFieldHasItsCounterpart: a name that the map does not know
// would lead nowhere.
func TestEveryTemplateFieldHasItsCounterpart(t *testing.T) {
	t.Parallel()
	for kind, block := range loadFacts()["TemplateConfig"].Fields {
		for name, field := range block.Fields {
			path := agentConfigPath(name)
			if path == "" {
				if name != "CharBreak" {
					t.Errorf("%s.%s has no counterpart", kind, name)
				}
				continue
			}
			f := loadFacts()["AgentConfig"]
			for part := range strings.SplitSeq(path, ".") {
				if f = f.Fields[part]; f == nil {
					t.Fatalf("%s.%s: there is no %s", kind, name, path)
				}
			}
			if f.Type != field.Type || f.Items != field.Items {
				t.Errorf("%s.%s is %s %s, %s is %s %s", kind, name, field.Type, field.Items, path, f.Type, f.Items)
			}
		}
	}
}
