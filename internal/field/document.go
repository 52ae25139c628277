package field

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
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
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
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

// SameDocument reports whether two texts are the same text or JSON documents of the
// same meaning: only blanks and the order of keys differ.
func SameDocument(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := canonical(a)
	y, errY := canonical(b)
	return errX == nil && errY == nil && x == y
}

func canonical(text string) (string, error) {
	value, err := Document(text)
	if err != nil {
		return "", err
	}
	return Compact(value)
}
