package emulator

import (
	_ "embed" // The facts are a file.
	"encoding/json"
	"strconv"
	"sync"
)

// factsFile holds the API's structures: types, ranges, values, defaults and
// what Update can change ("live").
//
//go:embed facts.json
var factsFile []byte

// fact is what the documentation says about one field.
type fact struct {
	Type      string           `json:"type"`
	Items     string           `json:"items"`
	Format    string           `json:"format"`
	Fields    map[string]*fact `json:"fields"`
	Required  bool             `json:"required"`
	Min       *float64         `json:"min"`
	Max       *float64         `json:"max"`
	Also      []float64        `json:"allowed_extra"`
	Enum      []any            `json:"enum"`
	MinLength int              `json:"min_length"`
	MaxLength int              `json:"max_length"`
	MaxItems  int              `json:"max_items"`
	SumsToOne bool             `json:"sums_to_one"`
	Pattern   string           `json:"pattern"`
	JSON      bool             `json:"json"`
	Secret    bool             `json:"secret"`
	Live      bool             `json:"live"`
	Default   json.RawMessage  `json:"default"`
}

// loadFacts reads the file once; nobody changes what it gives.
var loadFacts = sync.OnceValue(func() map[string]*fact {
	facts := map[string]*fact{}
	if err := json.Unmarshal(factsFile, &facts); err != nil {
		panic("facts.json: " + err.Error())
	}
	return facts
})

// documentedDefaults are those of AgentConfig; nobody changes what it gives.
var documentedDefaults = sync.OnceValue(func() map[string]any { return defaultsOf(loadFacts()["AgentConfig"]) })

// defaultsOf collects the documented defaults of an object.
func defaultsOf(f *fact) map[string]any {
	found := map[string]any{}
	for name, field := range f.Fields {
		switch {
		case field.Default != nil:
			value, err := decodeJSON(string(field.Default))
			if err != nil {
				panic("facts.json: default of " + name + ": " + err.Error())
			}
			found[name] = value
		case field.Type == "object":
			if inner := defaultsOf(field); len(inner) > 0 {
				found[name] = inner
			}
		}
	}
	return found
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
