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

// TestFacts_EveryUnknownBehaviourIsASwitch compares the table with the list of unknown
// behaviours; the default comes first.
func TestFacts_EveryUnknownBehaviourIsASwitch(t *testing.T) {
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

// TestFacts_AgreeWithThoseOfTheProvider compares two files that were written
// independently from the API's documentation.
func TestFacts_AgreeWithThoseOfTheProvider(t *testing.T) {
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
				_ = json.Unmarshal(field.Default, &r.Default) // The comparison below finds a difference.
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
			// The ids and the token are checked elsewhere.
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

// TestFacts_EveryTemplateFieldHasAnAgentConfigPath finds a field that would have no
// effect.
func TestFacts_EveryTemplateFieldHasAnAgentConfigPath(t *testing.T) {
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
