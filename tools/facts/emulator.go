package main

import (
	"bytes"
	"encoding/json"
	"strings"
)

// parameters are the parameters of the operations that the emulator checks by the structures of the API.
var parameters = map[string]string{
	"AgentConfig": "AIAgentConfig", "CallInfo": "AIAgentCallInfo", "ChatSyncConfig": "ChatSyncConfig",
	"RuntimeConfig": "AIAgentRuntimeConfig", "TemplateConfig": "AIAgentTemplateConfig",
}

// node is a fact as the emulator reads it: a tree with the words of its own.
type node struct {
	Type         string           `json:"type"`
	Items        string           `json:"items,omitempty"`
	Format       string           `json:"format,omitempty"`
	Required     bool             `json:"required,omitempty"`
	Min          any              `json:"min,omitempty"`
	Max          any              `json:"max,omitempty"`
	AllowedExtra []any            `json:"allowed_extra,omitempty"`
	MinLength    int              `json:"min_length,omitempty"`
	MaxLength    int              `json:"max_length,omitempty"`
	MaxItems     int              `json:"max_items,omitempty"`
	SumsToOne    bool             `json:"sums_to_one,omitempty"`
	Pattern      string           `json:"pattern,omitempty"`
	Enum         []any            `json:"enum,omitempty"`
	Default      any              `json:"default,omitempty"`
	JSONString   bool             `json:"json,omitempty"`
	Secret       bool             `json:"secret,omitempty"`
	Updatable    bool             `json:"live,omitempty"`
	Fields       map[string]*node `json:"fields,omitempty"`
}

// forEmulator returns the facts file of the emulator. It comes from the description of the API and not from the
// provider's tables, so that a mistake in those is noticed.
func forEmulator(structures map[string][]entry) ([]byte, error) {
	all := map[string]*node{}
	for parameter, structure := range parameters {
		// The IDs and the token of RuntimeConfig depend on each other: the emulator checks them by code.
		all[parameter] = &node{Type: "object", Fields: nodes(structures[structure], parameter != "RuntimeConfig")}
	}
	var file bytes.Buffer
	lines := json.NewEncoder(&file)
	lines.SetEscapeHTML(false)
	lines.SetIndent("", " ")
	err := lines.Encode(all)
	return file.Bytes(), err
}

func nodes(fields []entry, required bool) map[string]*node {
	if len(fields) == 0 {
		return nil
	}
	all := map[string]*node{}
	for _, e := range fields {
		n := &node{
			Type: e.Type, Items: e.Items, Format: e.Format, Required: e.Required && required, Min: e.Min, Max: e.Max,
			AllowedExtra: e.AllowedExtra, MinLength: e.MinLength, MaxLength: e.MaxLength, MaxItems: e.MaxItems, Pattern: e.Pattern,
			Enum: e.Enum, Default: e.Default, JSONString: e.JSONString, Secret: e.Secret, Updatable: e.Updatable,
			SumsToOne: e.Items == "object" && strings.Contains(e.Note, "add up to 1"),
			Fields:    nodes(e.Fields, required),
		}
		if n.Type != "array" {
			n.Items = ""
		}
		all[e.Name] = n
	}
	return all
}
