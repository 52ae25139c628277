package field

import (
	"strconv"
	"strings"
)

// Description returns the documentation of a configured attribute: what it is,
// what is allowed, the service's default, and what a change does.
func (f *Field) Description() string {
	parts := append([]string{f.Text}, f.rules()...)
	if f.Default != "" {
		parts = append(parts, "Default of the service: `"+f.Default+"`.")
	}
	if e := f.effect(); e != "" {
		parts = append(parts, e)
	}
	return strings.Join(parts, " ")
}

// Observation returns the documentation of an attribute that is only read.
func (f *Field) Observation() string {
	if f.Unit == "" {
		return f.Text
	}
	return f.Text + " In " + f.unitName() + "."
}

// effect is the sentence about a change.
func (f *Field) effect() string {
	switch {
	case f.changes == nil, !f.Leaf() && f.Kind == KindObject:
		return ""
	case f.Own:
		return f.changes.Own
	case f.StartOnly:
		return f.changes.StartOnly
	case f.InPlace:
		return f.changes.InPlace
	default:
		return f.changes.Other
	}
}

// rules are the sentences about what is allowed. The validators print the same.
func (f *Field) rules() []string {
	var all []string
	for _, s := range []string{f.rangeRule(), f.valuesRule(), f.lengthRule(), f.Form, f.itemsRule(), f.sumRule()} {
		if s != "" {
			all = append(all, upper(s)+".")
		}
	}
	if f.Kind == KindJSON {
		all = append(all, "A JSON document as text (`jsonencode`); formatting, the order of keys and the notation of numbers do not matter.")
	}
	return all
}

// rangeRule is empty for the whole int32 range: it is no news to anybody.
func (f *Field) rangeRule() string {
	if f.Min == nil {
		return ""
	}
	if *f.Max == 1<<31-1 {
		if f.Unit == "" {
			return ""
		}
		return "in " + f.unitName()
	}
	s := "between " + number(*f.Min) + " and " + number(*f.Max)
	if f.Unit != "" {
		s += " " + f.Unit
	}
	for _, v := range f.Also {
		s += ", or " + number(v)
	}
	return s
}

// unitName is the unit where no number stands before it.
func (f *Field) unitName() string {
	switch f.Unit {
	case "s":
		return "seconds"
	case "ms":
		return "milliseconds"
	default:
		return f.Unit
	}
}

func (f *Field) valuesRule() string {
	if len(f.Values) == 0 {
		return ""
	}
	list := "`" + strings.Join(f.Values, "`, `") + "`"
	if f.Catalogue {
		return "known values: " + list + "; others are accepted with a warning"
	}
	if len(f.Values) == 1 {
		return "the only value is " + list
	}
	return "one of " + list
}

func (f *Field) lengthRule() string {
	switch {
	case f.MaxLength == 0:
		return ""
	case f.MinLength == 0:
		return "at most " + strconv.Itoa(f.MaxLength) + " characters"
	default:
		return strconv.Itoa(f.MinLength) + " to " + strconv.Itoa(f.MaxLength) + " characters"
	}
}

func (f *Field) itemsRule() string {
	if f.MaxItems == 0 {
		return ""
	}
	return "at most " + strconv.Itoa(f.MaxItems) + " items"
}

func (f *Field) sumRule() string {
	if f.Sum == "" {
		return ""
	}
	return "the `" + f.Sum + "` values must add up to 1"
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
