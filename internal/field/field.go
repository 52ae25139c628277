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
// and not changed afterwards.
type Field struct {
	// Name is the attribute's name in HCL, Key the field's name in the API;
	// Key is empty for an attribute that only the provider uses.
	Name, Key string
	// Text is one sentence for the person who writes HCL. Bounds, values and
	// defaults are not part of it: they are appended from the row.
	Text string
	// Kind is the shape.
	Kind Kind
	// Fields are the rows of an Object or of the elements of Objects.
	Fields []*Field

	// Required says that the field must be set where its parent is.
	Required bool
	// Sensitive keeps the value out of plan output; it is never read from an answer.
	Sensitive bool
	// WriteOnly keeps the value out of plan and state.
	WriteOnly bool
	// Live says that a running call can take a new value.
	Live bool
	// StartOnly says that the value matters at the start of a call and never again.
	StartOnly bool
	// Own says that the attribute is the provider's own and has no API field.
	Own bool
	// Deprecated names what to use instead, as a sentence; empty if current.
	Deprecated string

	// Values are the documented values; with Catalogue set others are accepted
	// with a warning.
	Values    []string
	Catalogue bool
	// Min and Max bound a number, both included; Also are further values with
	// a meaning of their own, such as 0 for off.
	Min, Max *float64
	Also     []float64
	// MinLength and MaxLength bound a text in characters; 0 is no bound.
	MinLength, MaxLength int
	// Pattern is what a text must match, Form the same in words.
	Pattern *regexp.Regexp
	Form    string
	// MaxItems bounds a list; 0 is no bound.
	MaxItems int
	// Sum names the number of each element whose total over the list must be 1.
	Sum string
	// Unit is the unit of a number, for the documentation.
	Unit string
	// Default is what the service uses when neither configuration nor console
	// says anything, for the documentation only.
	Default string

	secret     bool
	once       sync.Once
	types      [2]attr.Type
	attributes [2]map[string]attr.Type
	leaves     [][]*Field
}

// Part is what a row is made of after its name, key and text: marks, and rows
// for an Object or Objects.
type Part interface{ add(f *Field) }

func (f *Field) add(parent *Field) {
	parent.Fields = append(parent.Fields, f)
	if !f.secret {
		return
	}
	parent.Fields = append(parent.Fields, f.writeOnlyTwin(), f.versionOfTwin())
}

// String is a text field.
func String(name, key, text string, parts ...Part) *Field {
	return row(KindString, name, key, text, parts)
}

// JSON is a text field that holds a JSON document; two texts that mean the same
// document are no difference.
func JSON(name, key, text string, parts ...Part) *Field {
	return row(KindJSON, name, key, text, parts)
}

// Bool is a true-or-false field.
func Bool(name, key, text string, parts ...Part) *Field {
	return row(KindBool, name, key, text, parts)
}

// Int is a whole number; without Between it is bounded by 0 and 2147483647.
func Int(name, key, text string, parts ...Part) *Field {
	f := row(KindInt, name, key, text, parts)
	if f.Min == nil && f.Max == nil {
		Between(0, 1<<31-1).add(f)
	}
	return f
}

// Float is a number with a fraction.
func Float(name, key, text string, parts ...Part) *Field {
	return row(KindFloat, name, key, text, parts)
}

// Strings is a list of texts.
func Strings(name, key, text string, parts ...Part) *Field {
	return row(KindStrings, name, key, text, parts)
}

// Object is one group of fields.
func Object(name, key, text string, parts ...Part) *Field {
	return row(KindObject, name, key, text, parts)
}

// Objects is a list of groups of fields.
func Objects(name, key, text string, parts ...Part) *Field {
	return row(KindObjects, name, key, text, parts)
}

func row(kind Kind, name, key, text string, parts []Part) *Field {
	f := &Field{Name: name, Key: key, Text: text, Kind: kind}
	for _, p := range parts {
		p.add(f)
	}
	return f
}

// writeOnlyTwin is the attribute that takes a secret without storing it.
func (f *Field) writeOnlyTwin() *Field {
	return &Field{
		Name: f.Name + "_wo", Key: f.Key, Kind: KindString, WriteOnly: true, Sensitive: true, StartOnly: f.StartOnly,
		Text: "The same as `" + f.Name + "`, kept out of plan and state; set one of the two. Needs Terraform or OpenTofu 1.11 or later.",
	}
}

// versionOfTwin is the number that tells Terraform about a new write-only value.
func (f *Field) versionOfTwin() *Field {
	v := Int(f.Name+"_wo_version", "", "Version of `"+f.Name+"_wo`: raise it to start a new instance with the new value, "+
		"which Terraform cannot see by itself; setting it for the first time does nothing.")
	v.Own = true
	return v
}

// Leaf says that the field holds a value and no further fields.
func (f *Field) Leaf() bool { return f.Kind != KindObject && f.Kind != KindObjects }

// Secret says that the field's value must never be read from an answer nor shown.
func (f *Field) Secret() bool { return f.Sensitive || f.WriteOnly }

// Child is the row with that attribute name, nil if there is none.
func (f *Field) Child(name string) *Field {
	for _, c := range f.Fields {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Leaves are the ways to all leaves below f: the rows from f's child down to the
// leaf. They are shared: do not change them.
func (f *Field) Leaves() [][]*Field {
	f.once.Do(f.compile)
	return f.leaves
}

func (f *Field) findLeaves() [][]*Field {
	var all [][]*Field
	for _, c := range f.Fields {
		if c.Leaf() {
			all = append(all, []*Field{c})
			continue
		}
		for _, below := range c.Leaves() {
			all = append(all, append([]*Field{c}, below...))
		}
	}
	return all
}
