package emulator

import (
	_ "embed" // For facts.json.
	"encoding/json"
	"sync"
)

// factsFile describes the API's structures: types, ranges, allowed values,
// defaults, secrets, and what Update can change ("live").
//
//go:embed facts.json
var factsFile []byte

// masked replaces a secret.
const masked = "***"

// fact is what the documentation says about one field or parameter.
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

// loadFacts returns the structures of facts.json, decoded once. They must not be
// changed.
var loadFacts = sync.OnceValue(func() map[string]*fact {
	facts := map[string]*fact{}
	if err := json.Unmarshal(factsFile, &facts); err != nil {
		panic("facts.json: " + err.Error())
	}
	return facts
})

// documentedDefaults returns the defaults of AgentConfig. They must not be
// changed.
var documentedDefaults = sync.OnceValue(func() map[string]any { return defaultsOf(loadFacts()["AgentConfig"]) })

// defaultsOf returns the documented defaults of an object.
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

// item returns the fact of an array's items.
func (f *fact) item() *fact { return &fact{Type: f.Items, Fields: f.Fields} }

// redact returns the value without what f marks as secret. A part that f does not
// describe is hidden as well: it might be a secret under another name, or an
// object written as text.
func (f *fact) redact(value any) any {
	if f == nil || f.Secret {
		return masked
	}
	switch value := value.(type) {
	case map[string]any:
		if f.Type != "object" {
			return masked
		}
		for name, inner := range value {
			value[name] = f.Fields[name].redact(inner)
		}
		return value
	case []any:
		if f.Type != "array" {
			return masked
		}
		for i, inner := range value {
			value[i] = f.item().redact(inner)
		}
		return value
	case string:
		if f.Type == "object" || f.Type == "array" {
			return masked
		}
	}
	return value
}
