package ice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Statuses of an instance. The service may have others.
const (
	// StatusCreated means that the instance started and no user has joined yet.
	StatusCreated = "Created"
	// StatusExecuting means that the call is connected.
	StatusExecuting = "Executing"
	// StatusFinished means that the call ended; it never runs again.
	StatusFinished = "Finished"
)

// Instance is what the service returns about an instance. Numbers in documents are
// json.Number. A document that is missing in the response is nil.
type Instance struct {
	// InstanceID is empty if the response has none, as documented for Describe and
	// List.
	InstanceID string

	// Status is one of the Status constants, or one that is unknown here.
	Status string

	// SessionID is empty when unset.
	SessionID string

	// UserData is nil when unset or empty. An object in the response is returned as
	// JSON text.
	UserData *string

	// CreateTime and UpdateTime are GmtCreate and GmtModified, unchanged.
	CreateTime string
	UpdateTime string

	// CallLogURL may be signed, and then is a secret.
	CallLogURL string

	AgentConfig    map[string]any
	TemplateConfig map[string]any
	// RuntimeConfig may hold auth tokens. Its IDs have no leading or trailing
	// blanks.
	RuntimeConfig map[string]any
	CallInfo      map[string]any

	// RequestID is that of the response.
	RequestID string

	// Odd names the fields that had another shape than documented and are left
	// out: none of them decides anything.
	Odd []string
}

// reader reads a response. It is tolerant where the service is known to differ from
// its documentation, and otherwise fails with the path.
type reader struct {
	response *openapi.Response
}

func (r reader) instance(body map[string]any, path string) (*Instance, error) {
	i := &Instance{RequestID: r.response.RequestID}
	status, err := r.text(body, path, "Status")
	if err != nil {
		return nil, err
	}
	i.Status = status
	for name, target := range map[string]*string{
		"InstanceId":  &i.InstanceID,
		"SessionId":   &i.SessionID,
		"GmtCreate":   &i.CreateTime,
		"GmtModified": &i.UpdateTime,
		"CallLogUrl":  &i.CallLogURL,
	} {
		if *target, err = r.text(body, path, name); err != nil {
			i.Odd = append(i.Odd, name)
		}
	}
	if i.CallInfo, err = r.object(body, path, "CallInfo"); err != nil {
		i.Odd = append(i.Odd, "CallInfo")
	}
	// In an order: the first mismatch is what the user reads.
	for _, config := range []struct {
		name   string
		target *map[string]any
	}{
		{"AgentConfig", &i.AgentConfig},
		{"TemplateConfig", &i.TemplateConfig},
		{"RuntimeConfig", &i.RuntimeConfig},
	} {
		value, err := r.object(body, path, config.name)
		if err != nil {
			return nil, err
		}
		*config.target = value
	}
	if err := r.blocks(i.TemplateConfig, path+".TemplateConfig"); err != nil {
		return nil, err
	}
	if err := r.blocks(i.RuntimeConfig, path+".RuntimeConfig"); err != nil {
		return nil, err
	}
	trimIDs(i.RuntimeConfig)
	slices.Sort(i.Odd)
	userData, err := r.anyText(body, path, "UserData")
	if err != nil {
		return nil, err
	}
	i.UserData = userData
	return i, nil
}

// blocks reads the blocks by type of agent. The service also accepts them as JSON
// text, so it may return them as text.
func (r reader) blocks(config map[string]any, path string) error {
	for _, name := range []string{"VoiceChat", "VisionChat", "AvatarChat3D"} {
		if _, ok := config[name].(string); !ok {
			continue
		}
		block, err := r.object(config, path, name)
		if err != nil {
			return err
		}
		config[name] = block
	}
	return nil
}

// trimIDs removes leading and trailing blanks of IDs at all levels: a documented
// response has a line feed after one.
func trimIDs(config map[string]any) {
	for name, value := range config {
		switch v := value.(type) {
		case map[string]any:
			trimIDs(v)
		case string:
			if name == "AgentUserId" || name == "ChannelId" {
				config[name] = trimmed(v)
			}
		}
	}
}

func trimmed(s string) string { return strings.TrimSpace(s) }

// text reads a string; a number counts as a string, null and missing as "".
func (r reader) text(o map[string]any, path, name string) (string, error) {
	switch v := o[name].(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	default:
		return "", r.mismatch(join(path, name), "a string", v)
	}
}

// count reads a whole number of 0 or more, also as text, at the root of a response.
func (r reader) count(o map[string]any, name string) (int, error) {
	text, err := r.text(o, "", name)
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, r.mismatch(name, "a whole number of 0 or more", o[name])
	}
	return n, nil
}

// object reads an object, also as JSON text. Null, missing and an empty string
// return nil.
func (r reader) object(o map[string]any, path, name string) (map[string]any, error) {
	switch v := o[name].(type) {
	case nil:
		return nil, nil
	case map[string]any:
		return v, nil
	case string:
		if trimmed(v) == "" {
			return nil, nil
		}
		decoded, err := document(v)
		if err != nil {
			return nil, r.mismatch(join(path, name), "an object", v)
		}
		return decoded, nil
	default:
		return nil, r.mismatch(join(path, name), "an object", v)
	}
}

// document decodes one object, or null, and nothing else.
func document(text string) (map[string]any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var decoded map[string]any
	if err := decoder.Decode(&decoded); err != nil {
		return nil, err
	}
	// More takes a closing bracket for the end.
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text follows the object")
	}
	return decoded, nil
}

// list reads a list; null and missing return nil.
func (r reader) list(o map[string]any, path, name string) ([]any, error) {
	switch v := o[name].(type) {
	case nil:
		return nil, nil
	case []any:
		return v, nil
	default:
		return nil, r.mismatch(join(path, name), "a list", v)
	}
}

// anyText reads a string; any other value is returned as JSON text. Null, missing
// and an empty string return nil.
func (r reader) anyText(o map[string]any, path, name string) (*string, error) {
	value := o[name]
	text, ok := value.(string)
	if !ok && value != nil {
		encoded, err := compact(value)
		if err != nil {
			return nil, r.mismatch(join(path, name), "a string", value)
		}
		text = encoded
	}
	if text == "" {
		return nil, nil
	}
	return &text, nil
}

func (r reader) mismatch(path, want string, got any) error {
	return r.response.Mismatch(fmt.Sprintf("%s must be %s, got %s", path, want, kind(got)))
}

func kind(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case json.Number:
		return "a number"
	default:
		return fmt.Sprintf("%T", v)
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
