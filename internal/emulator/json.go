package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

func encodeJSON(v any) []byte {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic("encode a response: " + err.Error())
	}
	return []byte(strings.TrimSuffix(b.String(), "\n"))
}

// decodeJSON decodes one JSON value. Numbers keep their spelling.
func decodeJSON(text string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, fmt.Errorf("decode JSON: %w", err)
	}
	// More takes a closing bracket for the end.
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("decode JSON: unexpected text after the value")
	}
	return v, nil
}

func decodeObject(text string) (map[string]any, bool) {
	value, err := decodeJSON(text)
	object, ok := value.(map[string]any)
	return object, ok && err == nil
}

// normalize converts Go values to the types that decodeJSON returns.
func normalize(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode JSON: %w", err)
	}
	return decodeJSON(string(text))
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
