package emulator

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// operation is one of the API's. A parameter that names a fact is a JSON
// document; "" is text.
type operation struct {
	params   map[string]string
	required []string
	run      func(*Emulator, query) (map[string]any, *refusal)
}

var operations = map[string]operation{
	OpStart: {
		params: map[string]string{
			"AIAgentId": "", "AgentConfig": "AgentConfig", "ChatSyncConfig": "ChatSyncConfig",
			"RuntimeConfig": "RuntimeConfig", "SessionId": "", "TemplateConfig": "TemplateConfig", "UserData": "",
		},
		required: []string{"AIAgentId"},
		run:      (*Emulator).startInstance,
	},
	OpDescribe: {
		params:   map[string]string{"InstanceId": ""},
		required: []string{"InstanceId"},
		run:      (*Emulator).describeInstance,
	},
	OpUpdate: {
		params: map[string]string{
			"InstanceId": "", "AgentConfig": "AgentConfig", "TemplateConfig": "TemplateConfig", "UserData": "",
		},
		required: []string{"InstanceId"},
		run:      (*Emulator).updateInstance,
	},
	OpStop: {
		params:   map[string]string{"InstanceId": ""},
		required: []string{"InstanceId"},
		run:      (*Emulator).stopInstance,
	},
	OpList: {
		params: map[string]string{
			"AIAgentId": "", "StartTime": "", "EndTime": "", "PageNumber": "", "PageSize": "",
		},
		required: []string{"AIAgentId"},
		run:      (*Emulator).listInstances,
	},
}

// isDocument tells which parameters are JSON text.
func isDocument(name string) bool {
	_, ok := loadFacts()[name]
	return ok
}

// query reads the parameters of one request.
type query struct {
	values  url.Values
	checker checker
}

// common are parameters that the gateway takes with every operation.
var common = []string{"SecureTransport", "SourceIp"}

// check looks for parameters that are too many or missing.
func (q query) check(name string, o operation) *refusal {
	for _, param := range slices.Sorted(maps.Keys(q.values)) {
		if _, known := o.params[param]; !known && !slices.Contains(common, param) && !q.checker.settings.is(unknownField, valueIgnored) {
			return invalid("%s is not a parameter of %s", param, name)
		}
		if len(q.values[param]) > 1 {
			return invalid("%s is given more than once", param)
		}
	}
	for _, param := range o.required {
		if q.values.Get(param) == "" {
			return refuse(http.StatusBadRequest, "Missing"+param, "%s is mandatory for this action.", param)
		}
	}
	return nil
}

// document reads a JSON parameter; nil when it is absent.
func (q query) document(name string) (map[string]any, *refusal) {
	if !q.values.Has(name) {
		return nil, nil
	}
	value, err := decodeJSON(q.values.Get(name))
	if err != nil {
		return nil, invalid("%s is not valid JSON", name)
	}
	document, ok := value.(map[string]any)
	if !ok {
		return nil, invalid("%s must be a JSON object", name)
	}
	if name == "RuntimeConfig" && !q.checker.settings.is(doubleEncoded, valueObjectOnly) {
		decodeBlocks(document)
	}
	return document, q.checker.document(name, document, loadFacts()[name])
}

// decodeBlocks takes blocks that are JSON text inside the JSON text for the
// objects they hold.
func decodeBlocks(document map[string]any) {
	for name, field := range loadFacts()["RuntimeConfig"].Fields {
		text, ok := document[name].(string)
		if !ok || field.Type != "object" {
			continue
		}
		if block, err := decodeJSON(text); err == nil {
			document[name] = block
		}
	}
}

// text reads a parameter; nil when it is absent.
func (q query) text(name string) *string {
	if !q.values.Has(name) {
		return nil
	}
	value := q.values.Get(name)
	return &value
}

// number reads a whole number within bounds.
func (q query) number(name string, otherwise, low, high int) (int, *refusal) {
	if !q.values.Has(name) {
		return otherwise, nil
	}
	n, err := strconv.Atoi(q.values.Get(name))
	if err != nil || n < low || n > high {
		return 0, invalid("%s must be between %d and %d", name, low, high)
	}
	return n, nil
}

// time reads an ISO 8601 time; zero when it is absent.
func (q query) time(name string) (time.Time, *refusal) {
	if !q.values.Has(name) {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, q.values.Get(name))
	if err != nil {
		return time.Time{}, invalid("%s must be a time of ISO 8601", name)
	}
	return t, nil
}
