package emulator

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Canary is the value of every secret in the samples.
const Canary = "canary-of-a-secret"

// Declaration is what a test sees of a declared operation.
type Declaration struct {
	Name   string
	Params []DeclaredParam
}

// DeclaredParam is what a test sees of a declared parameter.
type DeclaredParam struct {
	Name     string
	Required bool

	// Sample is a valid value; of a document, one without fields.
	Sample string

	// Invalid is a value of another type; empty if every text is valid.
	Invalid string

	// Secrets are values that hold Canary in every place for a secret, well-formed
	// and not.
	Secrets []string
}

// Declarations returns all declared operations.
func Declarations() []Declaration {
	var all []Declaration
	for _, name := range Operations() {
		d := Declaration{Name: name}
		for _, p := range operations[name].params {
			d.Params = append(d.Params, p.declared())
		}
		all = append(all, d)
	}
	return all
}

func (p param) declared() DeclaredParam {
	d := DeclaredParam{Name: p.name, Required: p.required}
	switch p.typ {
	case textType:
		d.Sample = "text"
		if p.schema != nil && len(p.schema.Enum) > 0 {
			d.Sample, d.Invalid = fmt.Sprint(p.schema.Enum[0]), "nonsense"
		}
		if p.schema != nil && p.schema.MaxLength > 0 {
			d.Invalid = strings.Repeat("x", p.schema.MaxLength+1)
		}
	case booleanType:
		d.Sample, d.Invalid = "true", "yes"
	case integerType:
		d.Sample, d.Invalid = strconv.Itoa(p.low), strconv.Itoa(p.high+1)
	case timestampType:
		d.Sample, d.Invalid = "2026-01-02T03:04:05Z", "yesterday"
	case documentType:
		d.Sample, d.Invalid = "{}", "[]"
		d.Secrets = secretDocuments(p.fact())
	}
	if p.secret {
		d.Secrets = []string{Canary}
	}
	return d
}

// secretDocuments returns a document with all secrets, the same with its objects as
// JSON text, and one that is cut.
func secretDocuments(f *fact) []string {
	filled, ok := fill(f).(map[string]any)
	if !ok {
		return nil
	}
	whole := string(encodeJSON(filled))
	for name, value := range filled {
		if _, isText := value.(string); !isText {
			filled[name] = string(encodeJSON(value))
		}
	}
	return []string{whole, string(encodeJSON(filled)), whole[:len(whole)-1]}
}

// fill returns a value with Canary in every secret, nil if there is none.
func fill(f *fact) any {
	switch {
	case f.Secret:
		return Canary
	case f.Type == "array":
		if item := fill(f.item()); item != nil {
			return []any{item}
		}
	case f.Type == "object":
		object := map[string]any{}
		for name, field := range f.Fields {
			if value := fill(field); value != nil {
				object[name] = value
			}
		}
		if len(object) > 0 {
			return object
		}
	}
	return nil
}

// RedactedParam returns a value as the journal shows it for a parameter that is
// secret, or for a document with the schema.
func RedactedParam(secret bool, schema, sent string) string {
	p := param{name: "P", secret: secret}
	if schema != "" {
		p.typ, p.schema = documentType, &fact{}
		if err := json.Unmarshal([]byte(schema), p.schema); err != nil {
			panic(err)
		}
	}
	return string(encodeJSON(p.redact(p.journalValue(sent))))
}
