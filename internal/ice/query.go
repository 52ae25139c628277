package ice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// query is the parameters of a request.
type query map[string]string

// documents adds documents as JSON text; nil is left out.
func (q query) documents(documents map[string]map[string]any) error {
	for name, document := range documents {
		if document == nil {
			continue
		}
		encoded, err := compact(document)
		if err != nil {
			// The text of the error may quote a value.
			return fmt.Errorf("%s cannot be written as JSON (%T)", name, err)
		}
		q[name] = encoded
	}
	return nil
}

// text adds a parameter; nil is left out, and "" is sent as empty.
func (q query) text(name string, value *string) {
	if value != nil {
		q[name] = *value
	}
}

// number adds a parameter; 0 is left out.
func (q query) number(name string, value int) {
	if value != 0 {
		q[name] = strconv.Itoa(value)
	}
}

// time adds a time in the format of the API's examples; the zero time is left out.
func (q query) time(name string, value time.Time) {
	if !value.IsZero() {
		q[name] = value.UTC().Format("2006-01-02T15:04:05Z")
	}
}

// compact encodes JSON as the official SDK does: no blanks, keys in byte order, and
// <, > and & unchanged.
func compact(v any) (string, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}
