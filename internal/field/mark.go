package field

import "regexp"

// Mark sets one property of a row.
type Mark func(f *Field)

func (m Mark) add(f *Field) { m(f) }

// The marks without a value.
var (
	// Required: must be set where the parent is set.
	Required = Mark(func(f *Field) { f.Required = true })
	// Sensitive: hidden in plans and outputs, and read from responses.
	Sensitive = Mark(func(f *Field) { f.Sensitive = true })
	// Secret: sensitive and never read from a response; a write-only attribute
	// and its version stand beside it. Only texts can be secret.
	Secret = Mark(func(f *Field) { f.Sensitive, f.secret = true, true })
	// InPlace: an update can change the value.
	InPlace = Mark(func(f *Field) { f.InPlace = true })
	// StartOnly: used at creation, never a reason for anything afterwards.
	StartOnly = Mark(func(f *Field) { f.StartOnly = true })
	// Content: the text may hold what people wrote or said: sensitive where it is
	// read. What a user configures is marked by the user.
	Content = Mark(func(f *Field) { f.Content = true })
	// NoBlanks: not empty, no white space, no control characters.
	NoBlanks = Mark(func(f *Field) { f.NoBlanks = true })
	// Own: the provider's own attribute; it is not sent.
	Own = Mark(func(f *Field) { f.Own = true })
)

// OnChange is for root rows: it says what a change of any row below does.
func OnChange(c Changes) Mark { return func(f *Field) { f.changes = &c } }

// Deprecated marks a field that has a replacement; use is a sentence that names it.
func Deprecated(use string) Mark { return func(f *Field) { f.Deprecated = use } }

// OneOf lists all values of a text, or of each element of Strings; any other
// value is an error.
func OneOf(values ...string) Mark { return func(f *Field) { f.Values = values } }

// Known lists the values of a catalogue that grows; any other is a warning.
func Known(values ...string) Mark {
	return func(f *Field) { f.Values, f.Catalogue = values, true }
}

// Between is the range of a number, both ends included.
func Between(low, high float64) Mark { return func(f *Field) { f.Min, f.Max = &low, &high } }

// Also adds values outside Between that have a meaning.
func Also(values ...float64) Mark { return func(f *Field) { f.Also = values } }

// Length is the length of a text, or of each element of Strings, in characters,
// both ends included; low may be 0.
func Length(low, high int) Mark {
	return func(f *Field) { f.MinLength, f.MaxLength = low, high }
}

// Pattern is what a text, or each element of Strings, must match; form says the
// same in words.
func Pattern(expression *regexp.Regexp, form string) Mark {
	return func(f *Field) { f.Pattern, f.Form = expression, form }
}

// MaxItems is the longest a list may be.
func MaxItems(n int) Mark { return func(f *Field) { f.MaxItems = n } }

// SumsToOne names the number of the elements of Objects whose total must be 1.
func SumsToOne(name string) Mark { return func(f *Field) { f.Sum = name } }

// Unit is the unit of a number, such as "ms".
func Unit(unit string) Mark { return func(f *Field) { f.Unit = unit } }

// Default is the service's own default; the provider never sends it.
func Default(value string) Mark { return func(f *Field) { f.Default = value } }
