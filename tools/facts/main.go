// Command facts extracts facts about fields from a description of the ICE API. Tests compare the field tables of
// internal/instance with these facts. It reads the description from standard input and writes the facts to standard
// output and the number of fields to standard error. The output depends on the input only.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// structures are the structures that the provider uses.
var structures = []string{"AIAgentCallInfo", "AIAgentConfig", "AIAgentRuntimeConfig", "AIAgentTemplateConfig", "ChatSyncConfig"}

// entry is a field in the description. Keys that are not listed here contain prose.
type entry struct {
	Name         string  `json:"name"`
	Type         string  `json:"type"`
	Items        string  `json:"items"`
	Fields       []entry `json:"fields"`
	Note         string  `json:"note"`
	Format       string  `json:"format"`
	Required     bool    `json:"required"`
	Deprecated   bool    `json:"deprecated"`
	Min          any     `json:"min"`
	Max          any     `json:"max"`
	AllowedExtra []any   `json:"allowed_extra"`
	MinLength    int     `json:"min_length"`
	MaxLength    int     `json:"max_length"`
	Pattern      string  `json:"pattern"`
	MaxItems     int     `json:"max_items"`
	Enum         []any   `json:"enum"`
	KnownValues  []any   `json:"known_values"`
	Default      any     `json:"default"`
	Unit         string  `json:"unit"`
	JSONString   bool    `json:"json_string"`
	Secret       bool    `json:"secret"`
	Updatable    bool    `json:"updatable"`
}

// fact is one field in the facts file. The path consists of API keys; "[]" stands for the elements of a list.
type fact struct {
	Path         string `json:"path"`
	Type         string `json:"type"`
	Format       string `json:"format,omitempty"`
	Required     bool   `json:"required,omitempty"`
	Deprecated   bool   `json:"deprecated,omitempty"`
	Min          any    `json:"min,omitempty"`
	Max          any    `json:"max,omitempty"`
	AllowedExtra []any  `json:"allowed_extra,omitempty"`
	MinLength    int    `json:"min_length,omitempty"`
	MaxLength    int    `json:"max_length,omitempty"`
	Pattern      string `json:"pattern,omitempty"`
	MaxItems     int    `json:"max_items,omitempty"`
	Enum         []any  `json:"enum,omitempty"`
	KnownValues  []any  `json:"known_values,omitempty"`
	Default      any    `json:"default,omitempty"`
	Unit         string `json:"unit,omitempty"`
	JSONString   bool   `json:"json_string,omitempty"`
	Secret       bool   `json:"secret,omitempty"`
	Updatable    bool   `json:"updatable,omitempty"`
	SumsToOne    bool   `json:"sums_to_one,omitempty"`
}

func main() {
	emulator := flag.Bool("emulator", false, "write the facts as the emulator reads them")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *emulator); err != nil {
		fmt.Fprintln(os.Stderr, "facts:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, emulator bool) error {
	var api struct {
		Structures map[string]struct {
			Fields []entry `json:"fields"`
		} `json:"structures"`
	}
	description := json.NewDecoder(in)
	if emulator {
		description.UseNumber() // The emulator returns a default as it is documented: 1.0 and not 1.
	}
	if err := description.Decode(&api); err != nil {
		return fmt.Errorf("read the description: %w", err)
	}
	described := map[string][]entry{}
	for name, s := range api.Structures {
		described[name] = s.Fields
	}
	write := extract
	if emulator {
		write = forEmulator
	}
	file, err := write(described)
	if err != nil {
		return err
	}
	_, err = out.Write(file)
	return err
}

// extract returns the facts file, with one line for each field, sorted by path within each structure.
func extract(described map[string][]entry) ([]byte, error) {
	var file bytes.Buffer
	file.WriteByte('{')
	for i, name := range structures {
		facts := collect(nil, "", described[name])
		if len(facts) == 0 {
			return nil, fmt.Errorf("the description has no structure %s", name)
		}
		slices.SortFunc(facts, func(a, b fact) int { return cmp.Compare(a.Path, b.Path) })
		leaves, objects := count(facts)
		fmt.Fprintf(os.Stderr, "%-21s %3d leaves %3d objects\n", name, leaves, objects)
		if i > 0 {
			file.WriteByte(',')
		}
		if err := write(&file, name, facts); err != nil {
			return nil, err
		}
	}
	file.WriteString("\n}\n")
	return file.Bytes(), nil
}

func write(file *bytes.Buffer, name string, facts []fact) error {
	fmt.Fprintf(file, "\n%q: [", name)
	lines := json.NewEncoder(file)
	lines.SetEscapeHTML(false)
	for i, f := range facts {
		if i > 0 {
			file.WriteByte(',')
		}
		file.WriteByte('\n')
		if err := lines.Encode(f); err != nil {
			return fmt.Errorf("write %s.%s: %w", name, f.Path, err)
		}
		file.Truncate(file.Len() - 1) // Encode ends with a line feed
	}
	file.WriteString("\n]")
	return nil
}

func collect(facts []fact, above string, fields []entry) []fact {
	for _, e := range fields {
		path, kind := above+e.Name, e.Type
		if kind == "array" {
			kind = "array<" + e.Items + ">"
		}
		facts = append(facts, fact{
			Path: path, Type: kind, Format: e.Format, Required: e.Required, Deprecated: e.Deprecated,
			Min: e.Min, Max: e.Max, AllowedExtra: e.AllowedExtra, MinLength: e.MinLength, MaxLength: e.MaxLength,
			Pattern: e.Pattern, MaxItems: e.MaxItems, Enum: e.Enum, KnownValues: e.KnownValues,
			Default: e.Default, Unit: e.Unit, JSONString: e.JSONString, Secret: e.Secret, Updatable: e.Updatable,
			SumsToOne: kind == "array<object>" && strings.Contains(e.Note, "add up to 1"),
		})
		if kind == "array<object>" {
			path += "[]"
		}
		facts = collect(facts, path+".", e.Fields)
	}
	return facts
}

// count returns the number of leaves and of objects. The structure itself and each object or list of objects in it
// count as one object, all other fields as leaves. A list of strings is one leaf.
func count(facts []fact) (leaves, objects int) {
	for _, f := range facts {
		if f.Type == "object" || f.Type == "array<object>" {
			objects++
		}
	}
	return len(facts) - objects, objects + 1
}
