package ice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// query holds the parameters of a request.
type query map[string]string

// documents adds those that are not nil, as JSON text.
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

// text adds a parameter that is not nil; "" is sent.
func (q query) text(name string, value *string) {
	if value != nil {
		q[name] = *value
	}
}

// number adds a parameter that is not 0.
func (q query) number(name string, value int) {
	if value != 0 {
		q[name] = strconv.Itoa(value)
	}
}

// time adds a time that is not zero, in the form of the API's examples.
func (q query) time(name string, value time.Time) {
	if !value.IsZero() {
		q[name] = value.UTC().Format("2006-01-02T15:04:05Z")
	}
}

// compact writes JSON as the official SDK does: no blanks, keys in byte order,
// and <, > and & as they are.
func compact(v any) (string, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}
