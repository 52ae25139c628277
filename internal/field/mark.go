package field

import "regexp"

// Mark says one thing about a field.
type Mark func(f *Field)

func (m Mark) add(f *Field) { m(f) }

// The marks without a value.
var (
	// Required: must be set where the parent is set.
	Required = Mark(func(f *Field) { f.Required = true })
	// Sensitive: hidden in plan output, never read from an answer.
	Sensitive = Mark(func(f *Field) { f.Sensitive = true })
	// Secret: Sensitive, with a write-only attribute and its version beside it.
	Secret = Mark(func(f *Field) { f.Sensitive, f.secret = true, true })
	// Live: a running call takes a new value.
	Live = Mark(func(f *Field) { f.Live = true })
	// StartOnly: used at the start of a call, never a reason for anything afterwards.
	StartOnly = Mark(func(f *Field) { f.StartOnly = true })
)

// Deprecated marks a field that has a successor; use is a sentence that names it.
func Deprecated(use string) Mark { return func(f *Field) { f.Deprecated = use } }

// OneOf lists all values; any other is an error.
func OneOf(values ...string) Mark { return func(f *Field) { f.Values = values } }

// Known lists the values of a catalogue that grows; any other is a warning.
func Known(values ...string) Mark {
	return func(f *Field) { f.Values, f.Catalogue = values, true }
}

// Between bounds a number, both ends included.
func Between(low, high float64) Mark { return func(f *Field) { f.Min, f.Max = &low, &high } }

// Also adds values outside Between that have a meaning.
func Also(values ...float64) Mark { return func(f *Field) { f.Also = values } }

// Length bounds a text in characters, both ends included; low may be 0.
func Length(low, high int) Mark {
	return func(f *Field) { f.MinLength, f.MaxLength = low, high }
}

// Pattern is what a text must match; form says the same in words.
func Pattern(expression *regexp.Regexp, form string) Mark {
	return func(f *Field) { f.Pattern, f.Form = expression, form }
}

// MaxItems bounds the number of elements of a list.
func MaxItems(n int) Mark { return func(f *Field) { f.MaxItems = n } }

// SumsToOne says that the named number of the elements must add up to 1.
func SumsToOne(name string) Mark { return func(f *Field) { f.Sum = name } }

// Unit is the unit of a number, such as "ms".
func Unit(unit string) Mark { return func(f *Field) { f.Unit = unit } }

// Default is the service's own default; the provider never sends it.
func Default(value string) Mark { return func(f *Field) { f.Default = value } }
