package emulator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// required returns valid values for the required parameters of an operation.
func required(d emulator.Declaration) map[string]string {
	params := map[string]string{}
	for _, p := range d.Params {
		if p.Required {
			params[p.Name] = p.Sample
		}
	}
	return params
}

func TestDeclaration_EveryOperationChecksItsParameters(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	for _, d := range emulator.Declarations() {
		params := required(d)
		params["Nonsense"] = "1"
		a := c.call(t, d.Name, params)
		if want := "Nonsense is not a parameter of " + d.Name; a.code() != "InvalidParameter" || a.at("Message") != want {
			t.Errorf("%s with an unknown parameter: %d %s", d.Name, a.status, a.text)
		}
		for _, p := range d.Params {
			if p.Required {
				params := required(d)
				delete(params, p.Name)
				if a := c.call(t, d.Name, params); a.status != 400 || a.code() != "Missing"+p.Name {
					t.Errorf("%s without %s: %d %s", d.Name, p.Name, a.status, a.text)
				}
			}
			if p.Invalid != "" {
				params := required(d)
				params[p.Name] = p.Invalid
				a := c.call(t, d.Name, params)
				if message := fmt.Sprint(a.at("Message")); a.code() != "InvalidParameter" || !strings.HasPrefix(message, p.Name) {
					t.Errorf("%s with %s=%s: %d %s", d.Name, p.Name, p.Invalid, a.status, a.text)
				}
			}
		}
	}
	for _, call := range s.Calls() {
		if call.Executed {
			t.Errorf("executed: %v", call)
		}
	}
}

func TestDeclaration_TheJournalHidesEverySecret(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	var names []string
	for _, d := range emulator.Declarations() {
		for _, p := range d.Params {
			for _, secret := range p.Secrets {
				names = append(names, p.Name)
				for _, operation := range []string{d.Name, "AnUnknownOperation"} {
					params := required(d)
					params[p.Name], params["Unknown"] = secret, emulator.Canary
					c.call(t, operation, params)
				}
			}
		}
	}
	for _, want := range []string{"RuntimeConfig", "AgentConfig"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s has no secrets", want)
		}
	}
	for _, call := range s.Calls() {
		text := fmt.Sprintf("%v %+v %#v", call, call, call.Redacted())
		if strings.Contains(text, emulator.Canary) || !strings.Contains(text, "***") {
			t.Errorf("a secret shows, or nothing is hidden: %s", text)
		}
	}
}

func TestDeclaration_ASecretIsHiddenAsAWholeOrInsideItsDocument(t *testing.T) {
	t.Parallel()
	const schema = `{"type":"object","fields":{"Name":{"type":"string"},` +
		`"List":{"type":"array","items":"object","fields":{"Token":{"type":"string","secret":true},"ID":{"type":"string"}}}}}`
	for _, tc := range []struct {
		situation    string
		secret       bool
		schema, sent string
		want         string
	}{
		{"text", false, "", "open", `"open"`},
		{"secret text", true, "", "canary", `"***"`},
		{"secret document", true, schema, `{"Name":"n"}`, `"***"`},
		{"inside a list", false, schema, `{"Name":"n","List":[{"ID":"i","Token":"canary"}]}`, `{"List":[{"ID":"i","Token":"***"}],"Name":"n"}`},
		{"unknown key", false, schema, `{"Name":"n","name":"canary"}`, `{"Name":"n","name":"***"}`},
		{"object where text belongs", false, schema, `{"Name":{"a":"canary"}}`, `{"Name":"***"}`},
		{"list where text belongs", false, schema, `{"Name":["canary"]}`, `{"Name":"***"}`},
		{"text where a list belongs", false, schema, `{"List":"canary"}`, `{"List":"***"}`},
		{"not JSON", false, schema, `{"Token":"canary`, `"***"`},
		{"empty", false, schema, "", `""`},
	} {
		if got := emulator.RedactedParam(tc.secret, tc.schema, tc.sent); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.situation, got, tc.want)
		}
	}
}
