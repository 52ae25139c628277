package field

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
)

// Compact returns the JSON text of a value as the API takes it: no blanks, keys
// sorted, nothing escaped for HTML.
func Compact(value any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// Document decodes one JSON document and keeps its numbers as they are written.
func Document(text string) (any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text follows the end of the document")
	}
	return value, nil
}

// checkDocument decodes a configured document. A key that an object has twice is
// an error: JSON leaves open which of the values counts.
func checkDocument(text string) error {
	if _, err := Document(text); err != nil {
		return err
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return uniqueKeys(d)
}

// uniqueKeys reads one value.
func uniqueKeys(d *json.Decoder) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			name, _ := key.(string)
			if seen[name] {
				return errors.New("an object has a key twice")
			}
			seen[name] = true
		}
		if err := uniqueKeys(d); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// SameDocument reports whether two texts are the same text or JSON documents of
// the same meaning: blanks, the order of keys and the spelling of numbers (1, 1.0
// and 1e0) make no difference.
func SameDocument(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := canonical(a)
	y, errY := canonical(b)
	return errX == nil && errY == nil && x == y
}

// SameText reports whether two texts are the same, or JSON objects or lists of the
// same meaning. Other JSON values are texts: a version 1.10 is not 1.1.
func SameText(a, b string) bool {
	return a == b || structured(a) && structured(b) && SameDocument(a, b)
}

func structured(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")
}

func canonical(text string) (string, error) {
	value, err := Document(text)
	if err != nil {
		return "", err
	}
	return Compact(canonicalNumbers(value))
}

func canonicalNumbers(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for k, e := range v {
			v[k] = canonicalNumbers(e)
		}
	case []any:
		for i, e := range v {
			v[i] = canonicalNumbers(e)
		}
	case json.Number:
		return json.Number(canonicalNumber(v.String()))
	}
	return value
}

// canonicalNumber writes a number as its digits without zeros at the ends and a
// power of ten. It works on the text: every digit counts, and an exponent that
// would fill the memory costs nothing.
func canonicalNumber(written string) string {
	sign, text := "", written
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	text, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	whole, fraction, _ := strings.Cut(text, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	trimmed := strings.TrimRight(digits, "0")
	if trimmed == "" {
		return "0"
	}
	power, err := strconv.ParseInt(exponent, 10, 64)
	if err != nil && exponent != "" {
		return strings.ToLower(written) // Beyond any number.
	}
	power += int64(len(digits)-len(trimmed)) - int64(len(fraction))
	return sign + trimmed + "e" + strconv.FormatInt(power, 10)
}
