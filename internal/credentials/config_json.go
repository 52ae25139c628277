package credentials

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// configJSON is the content of config.json, by the names of its profiles. A value
// is decoded when its profile is used: an odd value in another profile does no
// harm.
type configJSON map[string]rawProfile

// rawProfile is a profile whose values are not decoded yet.
type rawProfile struct {
	hidden

	keys map[string]rawValue
}

type rawValue struct {
	hidden

	line int
	json json.RawMessage
}

// readConfigJSON reads config.json. It also returns what is wrong with the file,
// without its content.
func readConfigJSON(path string) (configJSON, string) {
	text, err := readFile(path)
	if err != nil {
		return nil, strings.TrimSpace("config.json "+path) + " " + fileProblem(path, err)
	}
	content, problem := parseConfigJSON(text)
	if problem != "" {
		problem = path + " " + problem
	}
	return content, problem
}

// names returns the names of the profiles as a list for users.
func (c configJSON) names() string {
	const most = 20
	names := make([]string, 0, len(c))
	for name := range c {
		names = append(names, quoted(name))
	}
	slices.Sort(names)
	if len(names) > most {
		names = append(names[:most], strconv.Itoa(len(names)-most)+" more")
	}
	return and(names)
}

// profile decodes a profile. It also returns what is wrong with it: no profile of
// that name, or a value that cannot be used, without the value.
func (c configJSON) profile(name, path string) (profile, string) {
	raw, ok := c[name]
	switch {
	case !ok && len(c) == 0:
		return profile{}, quoted(name) + " is not in " + path + ", which has no profiles"
	case !ok:
		return profile{}, quoted(name) + " is not in " + path + ", which has " + c.names()
	}
	var p profile
	for key, field := range p.fields() {
		if rule := setField(field, raw.keys[key].json); rule != "" {
			return profile{}, quoted(name) + " of " + path + " is not valid: line " + strconv.Itoa(raw.keys[key].line) +
				", key " + key + ": must be " + rule
		}
	}
	return p, ""
}

// setField decodes a value as tolerantly as aliyun/alicloud: numbers and booleans
// may be written as strings. It returns the rule that the value breaks.
func setField(field any, value json.RawMessage) string {
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	var decoded any
	if len(value) > 0 && decoder.Decode(&decoded) != nil {
		return "valid JSON"
	}
	text, rule := "", ""
	switch v := decoded.(type) {
	case nil:
		return ""
	case string:
		text = v
	case json.Number:
		text = v.String()
	case bool:
		text = strconv.FormatBool(v)
	default:
		return "a string"
	}
	trimmed := strings.TrimSpace(text)
	switch f := field.(type) {
	case *string:
		*f = text
	case *int64:
		if n, err := strconv.ParseFloat(trimmed, 64); trimmed != "" && (err != nil || n != float64(int64(n))) {
			rule = "a whole number"
		} else {
			*f = int64(n)
		}
	case *bool:
		if on, err := strconv.ParseBool(trimmed); trimmed != "" && err != nil {
			rule = "a boolean"
		} else {
			*f = on
		}
	}
	return rule
}

// parseConfigJSON reads config.json. It also returns where the file is not valid:
// line, profile and key, without any value.
func parseConfigJSON(text []byte) (configJSON, string) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, "is empty"
	}
	s := &configScanner{text: text, decoder: json.NewDecoder(bytes.NewReader(text)), found: configJSON{}}
	err := s.object(func(key string) error {
		if key == "profiles" {
			return s.profiles()
		}
		return s.skip()
	})
	var all json.RawMessage
	var syntax *json.SyntaxError
	switch whole := json.Unmarshal(text, &all); {
	case errors.As(whole, &syntax):
		return nil, "is not valid JSON: line " + strconv.Itoa(s.line(syntax.Offset)) + s.position()
	case err != nil:
		return nil, "is not the JSON that `aliyun configure` writes: line " + strconv.Itoa(s.line(s.decoder.InputOffset())) + s.position()
	}
	return s.found, ""
}

var errShape = errors.New("another shape than expected")

// configScanner walks through config.json and remembers where it is.
type configScanner struct {
	text    []byte
	decoder *json.Decoder
	found   configJSON

	// number counts the profiles; name and key are the last ones read.
	number    int
	name, key string
}

// object walks through an object; value reads the value of a key. Keys match in
// upper and lower case, as with encoding/json.
func (s *configScanner) object(value func(key string) error) error {
	switch token, err := s.decoder.Token(); {
	case err != nil:
		return err
	case token != json.Delim('{'):
		return errShape
	}
	for s.decoder.More() {
		token, err := s.decoder.Token()
		if err != nil {
			return err
		}
		key, ok := token.(string)
		if !ok {
			return errShape
		}
		s.key = strings.ToLower(key)
		if err := value(s.key); err != nil {
			return err
		}
	}
	_, err := s.decoder.Token()
	return err
}

// profiles walks through the list of profiles, which may be null.
func (s *configScanner) profiles() error {
	switch token, err := s.decoder.Token(); {
	case err != nil || token == nil:
		return err
	case token != json.Delim('['):
		return errShape
	}
	for s.decoder.More() {
		s.number++
		s.name, s.key = "", ""
		p := rawProfile{keys: map[string]rawValue{}}
		err := s.object(func(key string) error {
			v := rawValue{line: s.line(s.decoder.InputOffset())}
			err := s.decoder.Decode(&v.json)
			p.keys[key] = v
			if key == "name" && err == nil {
				setField(&s.name, v.json)
			}
			return err
		})
		if err != nil {
			return err
		}
		s.found[s.name] = p
	}
	_, err := s.decoder.Token()
	s.number, s.name, s.key = 0, "", ""
	return err
}

func (s *configScanner) skip() error {
	var ignored json.RawMessage
	return s.decoder.Decode(&ignored)
}

// line returns the number of the line at an offset.
func (s *configScanner) line(offset int64) int {
	return 1 + bytes.Count(s.text[:min(max(offset-1, 0), int64(len(s.text)))], []byte("\n"))
}

// position describes the last profile and key that were read. A key that is not
// known is left out: in a broken file it may be a secret.
func (s *configScanner) position() string {
	text := ""
	switch {
	case s.name != "":
		text += ", profile " + quoted(s.name)
	case s.number > 0:
		text += ", profile number " + strconv.Itoa(s.number)
	}
	if _, known := new(profile).fields()[s.key]; known {
		text += ", at or after the key " + s.key
	}
	return text
}
