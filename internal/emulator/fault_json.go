package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// MarshalJSON writes the fields that are set, by the names of FaultOptions, and
// "operation" and "kind". Drop, which a kind sets, has no name.
func (f Fault) MarshalJSON() ([]byte, error) {
	object := map[string]any{}
	if f.Operation != "" {
		object["operation"] = f.Operation
	}
	if f.Kind != "" {
		object["kind"] = f.Kind
	}
	for _, o := range faultOptions {
		if value := o.get(f); value != nil {
			object[o.name] = value
		}
	}
	return encodeJSON(object), nil
}

// UnmarshalJSON reads what MarshalJSON writes. It accepts a number or a boolean as text
// too, and one header without a list. An unknown name is an error.
func (f *Fault) UnmarshalJSON(text []byte) error {
	object, ok := decodeObject(string(text))
	if !ok {
		return fmt.Errorf("a fault must be a JSON object")
	}
	*f = Fault{}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if err := f.setJSON(name, object[name]); err != nil {
			return err
		}
	}
	return f.checkWritten()
}

func (f *Fault) setJSON(name string, value any) error {
	switch name {
	case "operation":
		return setText(name, value, func(text string) error { f.Operation = text; return nil })
	case "kind":
		return setText(name, value, func(text string) error { f.Kind = text; return nil })
	}
	o, err := findFaultOption(name, "operation", "kind")
	if err != nil {
		return err
	}
	if list, ok := value.([]any); ok && o.repeatable() {
		for _, element := range list {
			if err := setText(name, element, func(text string) error { return o.set(f, text) }); err != nil {
				return err
			}
		}
		return nil
	}
	return setText(name, value, func(text string) error { return o.set(f, text) })
}

// setText calls set with the text of a value.
func setText(name string, value any, set func(string) error) error {
	switch value := value.(type) {
	case string:
		return set(value)
	case json.Number:
		return set(value.String())
	case bool:
		return set(strconv.FormatBool(value))
	default:
		return fmt.Errorf("%s must not be null, a list or an object", name)
	}
}
