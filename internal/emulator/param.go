package emulator

import (
	"strconv"
	"time"
)

// paramType is the type of a parameter. On the wire, all are text.
type paramType int

const (
	textType      paramType = iota
	booleanType             // true or false
	integerType             // within low and high
	timestampType           // ISO 8601
	documentType            // JSON that fits the schema
)

// param declares a parameter of an operation.
type param struct {
	name     string
	typ      paramType
	required bool

	// secret hides the whole value in the journal. Parts of a document are hidden
	// by Secret in its schema.
	secret bool

	// low and high are the bounds of an integer.
	low, high int

	// schema describes a document, or restricts a text. The default for a document
	// is the structure of the same name in facts.json.
	schema *fact

	// nested accepts inner objects that are JSON text inside the JSON text.
	nested bool
}

func (p param) fact() *fact {
	if p.schema != nil {
		return p.schema
	}
	return loadFacts()[p.name]
}

// decode returns the value: string, bool, int, time.Time or map[string]any.
func (p param) decode(sent string, chosen settings) (any, *apiError) {
	switch p.typ {
	case textType:
		if p.schema == nil {
			return sent, nil
		}
		return sent, checker{chosen}.value(p.name, sent, p.schema)
	case booleanType:
		if sent != "true" && sent != "false" {
			return nil, invalid("%s must be true or false", p.name)
		}
		return sent == "true", nil
	case integerType:
		n, err := strconv.Atoi(sent)
		if err != nil || n < p.low || n > p.high {
			return nil, invalid("%s must be between %d and %d", p.name, p.low, p.high)
		}
		return n, nil
	case timestampType:
		t, err := time.Parse(time.RFC3339, sent)
		if err != nil {
			return nil, invalid("%s must be an ISO 8601 time", p.name)
		}
		return t, nil
	case documentType:
		return p.decodeDocument(sent, chosen)
	}
	panic("parameter " + p.name + " has no type")
}

func (p param) decodeDocument(sent string, chosen settings) (any, *apiError) {
	value, err := decodeJSON(sent)
	if err != nil {
		return nil, invalid("%s is not valid JSON", p.name)
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, invalid("%s must be a JSON object", p.name)
	}
	if p.nested && !chosen.is(doubleEncoded, valueObjectOnly) {
		decodeNested(object, p.fact())
	}
	return object, checker{chosen}.value(p.name, object, p.fact())
}

// decodeNested replaces inner objects that are JSON text by what the text holds.
func decodeNested(object map[string]any, f *fact) {
	for name, field := range f.Fields {
		encoded, ok := object[name].(string)
		if !ok || field.Type != "object" {
			continue
		}
		if inner, err := decodeJSON(encoded); err == nil {
			object[name] = inner
		}
	}
}

// redact returns a value of the journal without its secrets. Documents are decoded
// there where possible; one that could not be decoded is hidden.
func (p param) redact(value any) any {
	if p.secret {
		return masked
	}
	if p.typ != documentType || value == "" {
		return value
	}
	return p.fact().redact(value)
}

// journalValue returns a sent value as the journal shows it.
func (p param) journalValue(sent string) any {
	if p.typ == documentType {
		if decoded, err := decodeJSON(sent); err == nil {
			return decoded
		}
	}
	return sent
}

// values holds the decoded parameters of one request.
type values map[string]any

func (v values) has(name string) bool { _, ok := v[name]; return ok }

// text returns a text, "" when it was not sent.
func (v values) text(name string) string { s, _ := v[name].(string); return s }

// optionalText returns a text, nil when it was not sent.
func (v values) optionalText(name string) *string {
	s, ok := v[name].(string)
	if !ok {
		return nil
	}
	return &s
}

// document returns a document, nil when it was not sent.
func (v values) document(name string) map[string]any { m, _ := v[name].(map[string]any); return m }

// integer returns an integer, or the default when it was not sent.
func (v values) integer(name string, otherwise int) int {
	if n, ok := v[name].(int); ok {
		return n
	}
	return otherwise
}

// boolean returns a boolean, or the default when it was not sent.
func (v values) boolean(name string, otherwise bool) bool {
	if b, ok := v[name].(bool); ok {
		return b
	}
	return otherwise
}

// time returns a time, zero when it was not sent.
func (v values) time(name string) time.Time { t, _ := v[name].(time.Time); return t }
