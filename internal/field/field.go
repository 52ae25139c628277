package field

import (
	"regexp"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
)

// Kind is the shape of a field, in HCL and in the API's JSON.
type Kind int

// The kinds. Strings and Objects are ordered lists.
const (
	KindString Kind = iota
	KindJSON
	KindBool
	KindInt
	KindFloat
	KindStrings
	KindObject
	KindObjects
)

// Field is one row of a table: an API field and the attribute that stands for
// it. It is made by String, JSON, Bool, Int, Float, Strings, Object or Objects
// and is not changed afterwards.
type Field struct {
	// Name is the attribute's name in HCL. Key is the field's name in the API;
	// it is empty for an attribute that only the provider uses.
	Name, Key string
	// Text is one sentence for the person who writes HCL. Ranges, values and
	// defaults are not part of it: they are appended from the row.
	Text string
	// Kind is the shape.
	Kind Kind
	// Fields are the rows of an Object, or of the elements of Objects.
	Fields []*Field

	// Required: must be set where its parent is set.
	Required bool
	// Sensitive: the value is hidden in plans and outputs.
	Sensitive bool
	// WriteOnly: the value is in no plan and no state.
	WriteOnly bool
	// InPlace: an update can change the value.
	InPlace bool
	// StartOnly: the value is used at creation and never again.
	StartOnly bool
	// Content: the text may hold what people wrote or said, so it is sensitive
	// where it is read.
	Content bool
	// NoBlanks: the text must not be empty nor contain white space or control
	// characters.
	NoBlanks bool
	// Own: the attribute is the provider's own and has no API field.
	Own bool
	// Deprecated is a sentence that names the replacement; empty if current.
	Deprecated string

	// Values are the documented values; with Catalogue set, others are accepted
	// with a warning.
	Values    []string
	Catalogue bool
	// Min and Max are the bounds of a number, both included. Also are further
	// values with a meaning of their own, such as 0 for off.
	Min, Max *float64
	Also     []float64
	// MinLength and MaxLength are the bounds of a text in characters; a
	// MaxLength of 0 is no bound.
	MinLength, MaxLength int
	// Pattern is what a text must match, Form the same in words.
	Pattern *regexp.Regexp
	Form    string
	// MaxItems is the longest a list may be; 0 is no bound.
	MaxItems int
	// Sum names the number of each element whose total over the list must be 1.
	Sum string
	// Unit is the unit of a number, for the documentation.
	Unit string
	// Default is what the service uses when nothing is configured, for the
	// documentation only.
	Default string

	secret     bool
	changes    *Changes
	once       sync.Once
	types      [2]attr.Type
	attributes [2]map[string]attr.Type
	leaves     [][]*Field
}

// Changes is what a change of an object of the API does. A root row hands it to
// all rows below (OnChange). The sentences go into the documentation; an empty
// one is left out.
type Changes struct {
	// InPlace is about a field that an update can change.
	InPlace string
	// StartOnly is about a field that is used at creation only.
	StartOnly string
	// Own is about the provider's own attributes, such as the version of a
	// write-only value.
	Own string
	// Other is about every other field.
	Other string
	// Overwrites reports whether an update drops what it leaves out. Where it
	// does not (the service merges), a field cannot be unset: removing it asks
	// for a replacement even if it can be changed in place.
	Overwrites bool
}

// writeOnly ends the name of the attribute that takes a secret without storing it.
const writeOnly = "_wo"

// Leaf reports whether the field holds a value and no further fields.
func (f *Field) Leaf() bool { return f.Kind != KindObject && f.Kind != KindObjects }

// Secret reports whether the field's value must never be taken from a response.
func (f *Field) Secret() bool { return f.secret || f.WriteOnly }

// Child returns the row with that attribute name, nil if there is none.
func (f *Field) Child(name string) *Field {
	for _, c := range f.Fields {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// View is the side from which a tree is seen.
type View int

const (
	// Configured is the tree that a user writes: all fields.
	Configured View = iota
	// Observed is the tree that the API returns: no secrets, nothing of our own.
	Observed
)

// sees reports whether the field is part of the view.
func (v View) sees(f *Field) bool {
	return v == Configured || !f.Secret() && !f.Own
}
