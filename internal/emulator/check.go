package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// checker compares values with the facts. It stops at the first mismatch, in the
// order of names.
type checker struct{ settings settings }

// value checks the value at a path such as "AgentConfig". With unknown_field set to
// ignored it removes the fields that the API does not have.
func (c checker) value(path string, value any, f *fact) *apiError {
	switch f.Type {
	case "object":
		return c.object(path, value, f)
	case "array":
		return c.array(path, value, f)
	case "string":
		return c.text(path, value, f)
	case "boolean":
		if _, ok := value.(bool); !ok {
			return invalid("%s must be a boolean", path)
		}
		return nil
	default:
		return c.number(path, value, f)
	}
}

func (c checker) object(path string, value any, f *fact) *apiError {
	object, ok := value.(map[string]any)
	if !ok {
		return invalid("%s must be a JSON object", path)
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		field, known := f.Fields[name]
		inner := path + "." + name
		switch {
		case known:
			if err := c.value(inner, object[name], field); err != nil {
				return err
			}
		case onlyInSamples(path, name):
		case c.settings.is(unknownField, valueIgnored):
			delete(object, name)
		default:
			return invalid("%s is not a parameter", inner)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Fields)) {
		if _, given := object[name]; !given && f.Fields[name].Required {
			return invalid("%s.%s is required", path, name)
		}
	}
	return nil
}

// onlyInSamples reports whether a key is in the documentation's samples and in no
// table.
func onlyInSamples(path, name string) bool {
	return path == "TemplateConfig" && name == "MessageChat" ||
		strings.HasPrefix(path, "TemplateConfig.") && name == "AppId"
}

func (c checker) array(path string, value any, f *fact) *apiError {
	list, ok := value.([]any)
	if !ok {
		return invalid("%s must be a JSON array", path)
	}
	if f.MaxItems > 0 && len(list) > f.MaxItems {
		return invalid("%s must have at most %d items", path, f.MaxItems)
	}
	for i, value := range list {
		if err := c.value(path+"["+strconv.Itoa(i)+"]", value, f.item()); err != nil {
			return err
		}
	}
	if f.SumsToOne && !sumsToOne(list) {
		return invalid("the Probability values of %s must add up to 1", path)
	}
	return nil
}

// sumsToOne reports whether the probabilities add up to 1. Without a probability in
// every item there is nothing to add up.
func sumsToOne(list []any) bool {
	sum := 0.0
	for _, item := range list {
		object, _ := item.(map[string]any)
		number, given := object["Probability"].(json.Number)
		if !given {
			return true
		}
		p, err := number.Float64()
		if err != nil {
			return false
		}
		sum += p
	}
	return len(list) == 0 || math.Abs(sum-1) < 1e-6
}

func (c checker) text(path string, value any, f *fact) *apiError {
	text, ok := value.(string)
	if !ok {
		return invalid("%s must be a string", path)
	}
	length := utf8.RuneCountInString(text)
	if f.MaxLength > 0 && length > f.MaxLength {
		return invalid("%s must have at most %d characters", path, f.MaxLength)
	}
	if length < f.MinLength {
		return invalid("%s must have at least %d characters", path, f.MinLength)
	}
	if f.Pattern != "" && !regexp.MustCompile(f.Pattern).MatchString(text) {
		return invalid("%s must match %s", path, f.Pattern)
	}
	if f.JSON && text != "" {
		if _, err := decodeJSON(text); err != nil {
			return invalid("%s must be JSON text", path)
		}
	}
	return c.oneOf(path, text, f)
}

func (c checker) oneOf(path string, value any, f *fact) *apiError {
	if len(f.Enum) == 0 || c.settings.is(unknownEnumValue, valueAccepted) {
		return nil
	}
	var allowed []string
	for _, one := range f.Enum {
		if fmt.Sprint(one) == fmt.Sprint(value) {
			return nil
		}
		allowed = append(allowed, fmt.Sprint(one))
	}
	return invalid("%s must be one of %s", path, strings.Join(allowed, ", "))
}

func (c checker) number(path string, value any, f *fact) *apiError {
	number, ok := value.(json.Number)
	if !ok {
		return invalid("%s must be a number", path)
	}
	if f.Type == "integer" {
		bits := 32
		if f.Format == "int64" {
			bits = 64
		}
		if _, err := strconv.ParseInt(number.String(), 10, bits); err != nil {
			return invalid("%s must be an integer of %d bits", path, bits)
		}
	}
	x, err := number.Float64()
	if err != nil {
		return invalid("%s must be a number", path)
	}
	if f.Min != nil && f.Max != nil && (x < *f.Min || x > *f.Max) && !slices.Contains(f.Also, x) {
		also := ""
		for _, extra := range f.Also {
			also += " or " + decimal(extra)
		}
		return invalid("%s must be between %s and %s%s", path, decimal(*f.Min), decimal(*f.Max), also)
	}
	return c.oneOf(path, value, f)
}
