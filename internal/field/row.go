package field

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

// String is a text.
func String(name, key, text string, parts ...Part) *Field {
	return row(KindString, name, key, text, parts)
}

// JSON is a text that holds a JSON document; two texts that mean the same
// document are no difference.
func JSON(name, key, text string, parts ...Part) *Field {
	return row(KindJSON, name, key, text, parts)
}

// Bool is true or false.
func Bool(name, key, text string, parts ...Part) *Field {
	return row(KindBool, name, key, text, parts)
}

// Int is a whole number; without Between its range is 0 to 2147483647.
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

// row panics on a mark that its kind does not check: a mark that does nothing
// would be documented and not hold.
func row(kind Kind, name, key, text string, parts []Part) *Field {
	f := &Field{Name: name, Key: key, Text: text, Kind: kind}
	for _, p := range parts {
		p.add(f)
	}
	if bad := f.unsupported(); bad != "" {
		panic("field: the row " + name + " cannot have the mark " + bad)
	}
	if f.changes != nil {
		f.handDown(f.changes)
	}
	return f
}

// unsupported names a mark that means nothing for the kind, "" if there is none.
func (f *Field) unsupported() string {
	texts := f.Kind == KindString || f.Kind == KindStrings
	numbers := f.Kind == KindInt || f.Kind == KindFloat
	lists := f.Kind == KindStrings || f.Kind == KindObjects
	switch {
	case f.Values != nil && !texts:
		return "OneOf or Known"
	case f.MaxLength > 0 && !texts:
		return "Length"
	case f.Pattern != nil && !texts:
		return "Pattern"
	case f.NoBlanks && !texts:
		return "NoBlanks"
	case f.Content && !texts && f.Kind != KindJSON:
		return "Content"
	case (f.Min != nil || f.Also != nil) && !numbers:
		return "Between or Also"
	case f.Unit != "" && !numbers:
		return "Unit"
	case f.MaxItems > 0 && !lists:
		return "MaxItems"
	case f.Sum != "" && f.Kind != KindObjects:
		return "SumsToOne"
	case f.secret && f.Kind != KindString:
		return "Secret"
	case (f.Sensitive || f.InPlace || f.StartOnly || f.Default != "") && !f.Leaf():
		return "Sensitive, InPlace, StartOnly or Default"
	case f.Fields != nil && f.Leaf():
		return "of a row below it"
	default:
		return ""
	}
}

func (f *Field) handDown(c *Changes) {
	f.changes = c
	for _, child := range f.Fields {
		child.handDown(c)
	}
}

// writeOnlyTwin is the attribute that takes a secret without storing it.
func (f *Field) writeOnlyTwin() *Field {
	return &Field{
		Name: f.Name + writeOnly, Key: f.Key, Kind: KindString, WriteOnly: true, Sensitive: true, StartOnly: f.StartOnly,
		MinLength: f.MinLength, MaxLength: f.MaxLength, Pattern: f.Pattern, Form: f.Form, NoBlanks: f.NoBlanks,
		Text: "The same as `" + f.Name + "`, stored neither in the plan nor in the state; set one of the two. Requires Terraform or OpenTofu 1.11 or later.",
	}
}

// versionOfTwin is the number that tells Terraform about a new write-only value.
func (f *Field) versionOfTwin() *Field {
	return Int(f.Name+"_wo_version", "", "Version of `"+f.Name+"_wo`. Terraform cannot see a new write-only value: "+
		"raise the version to have it used. Setting the version for the first time does nothing.", Own)
}
