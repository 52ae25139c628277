package emulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

func TestParseFault_ReadsTextAndJSON(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text, json string
		want       emulator.Fault
	}{
		{"reset", `{"kind":"reset"}`, emulator.Fault{Kind: "reset"}},
		{
			"StartAIAgentInstance: throttled, times=3", `{"kind":"throttled","operation":"StartAIAgentInstance","times":3}`,
			emulator.Fault{Operation: emulator.OpStart, Kind: "throttled", Times: 3},
		},
		{
			" StopAIAgentInstance :skip = 2 ,executed, times=forever,half-body,bytes=-1 ",
			`{"bytes":-1,"executed":true,"kind":"half-body","operation":"StopAIAgentInstance","skip":2,"times":-1}`,
			emulator.Fault{Operation: emulator.OpStop, Kind: "half-body", Skip: 2, Times: -1, Executed: true, Bytes: -1},
		},
		{
			`status=400,code=Busy,message="a, \"b\"",quote=true,executed=false`, `{"code":"Busy","message":"a, \"b\"","quote":true,"status":400}`,
			emulator.Fault{Status: 400, Code: "Busy", Message: `a, "b"`, Quote: true},
		},
		{
			"503, header=Retry-After: 2, header=A:b=c, header=a: d, delay=1m2s",
			`{"delay":"1m2s","header":["A: b=c","A: d","Retry-After: 2"],"kind":"503"}`,
			emulator.Fault{Kind: "503", Header: http.Header{"Retry-After": {"2"}, "A": {"b=c", "d"}}, Delay: time.Minute + 2*time.Second},
		},
		{
			"drip, interval=20ms, body={\"a\": 1}, type=text/plain, pad=5",
			`{"body":"{\"a\": 1}","interval":"20ms","kind":"drip","pad":5,"type":"text/plain"}`,
			emulator.Fault{Kind: "drip", Interval: 20 * time.Millisecond, Body: `{"a": 1}`, ContentType: "text/plain", Pad: 5},
		},
		{"header=X: y", `{"header":["X: y"]}`, emulator.Fault{Header: http.Header{"X": {"y"}}}},
		{`307, header="Location: https://example.com/?a=b,c"`, `{"header":["Location: https://example.com/?a=b,c"],"kind":"307"}`, emulator.Fault{
			Kind: "307", Header: http.Header{"Location": {"https://example.com/?a=b,c"}},
		}},
	} {
		got, err := emulator.ParseFault(tc.text)
		if diff := cmp.Diff(tc.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tc.text, err, diff)
		}
		written, err := json.Marshal(tc.want)
		if string(written) != tc.json || err != nil {
			t.Errorf("%s: written as %s, %v", tc.text, written, err)
		}
		got = emulator.Fault{Kind: "is replaced"}
		if err := json.Unmarshal([]byte(tc.json), &got); err != nil {
			t.Errorf("%s: %v", tc.json, err)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.json, diff)
		}
	}
}

func TestParseFault_ReadsEveryKindAndOption(t *testing.T) {
	t.Parallel()
	for _, k := range emulator.FaultKinds() {
		f, err := emulator.ParseFault(k.Name)
		if diff := cmp.Diff(emulator.Fault{Kind: k.Name}, f); diff != "" || err != nil || k.Text == "" {
			t.Errorf("%s: %v %s", k.Name, err, diff)
		}
	}
	values := map[string]string{"delay": "1s", "interval": "1s", "header": "A: b", "executed": "true", "quote": "true"}
	for _, o := range emulator.FaultOptions() {
		value := values[o.Name]
		if value == "" {
			value = "201"
		}
		f, err := emulator.ParseFault("503, " + o.Name + "=" + value)
		if (cmp.Diff(emulator.Fault{Kind: "503"}, f) == "") || err != nil || o.Text == "" {
			t.Errorf("%s: %v %+v", o.Name, err, f)
		}
	}
}

func TestParseFault_AcceptsOtherTypesInJSON(t *testing.T) {
	t.Parallel()
	var got emulator.Fault
	ok(t, json.Unmarshal([]byte(`{"kind":429,"times":"forever","executed":"true","header":"Retry-After: 2"}`), &got))
	want := emulator.Fault{Kind: "429", Times: -1, Executed: true, Header: http.Header{"Retry-After": {"2"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func kindNames() string {
	var names []string
	for _, k := range emulator.FaultKinds() {
		names = append(names, k.Name)
	}
	return strings.Join(names, ", ")
}

const allOptions = "times, skip, executed, delay, status, code, message, quote, body, type, header, pad, bytes, interval"

func TestParseFault_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"rset":                     `there is no kind of fault "rset", did you mean "reset"?`,
		"Reset":                    `there is no kind of fault "Reset", did you mean "reset"?`,
		"half":                     `there is no kind of fault "half", did you mean "half-header"?`,
		"Start: reset":             `there is no operation "Start", did you mean "StartAIAgentInstance"?`,
		"StopAIAgentInstanc:reset": `there is no operation "StopAIAgentInstanc", did you mean "StopAIAgentInstance"?`,
		"Everything: reset":        `there is no operation "Everything"; there are ` + strings.Join(emulator.Operations(), ", "),
		"reset, timse=3":           `there is no option of a fault "timse", did you mean "times"?`,
		"reset, forever":           `there is no option of a fault "forever"; there are ` + allOptions,
		"reset, close":             `a fault can have one kind, got "reset" and "close"`,
		"kind=reset":               `there is no option of a fault "kind"; there are ` + allOptions,
		"reset, times=3x":          `times must be forever or a whole number other than 0, got "3x"`,
		"reset, times=0":           `times must be forever or a whole number other than 0, got "0"`,
		"reset, skip=1.5":          `skip must be a whole number, got "1.5"`,
		"reset, skip=-1":           "skip must not be negative, got -1",
		"reset, delay":             "delay needs a value, such as delay=…",
		"times":                    "times needs a value, such as times=…",
		"nothing at all":           `there is no kind of fault "nothing at all"; there are ` + kindNames(),
		"reset, times":             "times needs a value, such as times=…",
		"reset, executed=yes":      `executed must be true or false, got "yes"`,
		"delay, delay=5":           `delay must be a duration such as 2s, got "5"`,
		"delay, delay=-5s":         "delay must not be negative, got -5s",
		"drip, interval=-5s":       "interval must not be negative, got -5s",
		"too-large, pad=-1":        "pad must not be negative, got -1",
		"status=99":                "status must be between 200 and 999, got 99",
		"status=1000":              "status must be between 200 and 999, got 1000",
		"503, header=Retry-After":  `header must be "Name: value", got "Retry-After"`,
		"503, header=: x":          `header must be "Name: value"`,
		"503, header=a b: x":       `header must be "Name: value"`,
		`503, header="A: b\n"`:     "",
		`503, header="A: b\nc: d"`: "header A must be one line of printable characters",
		`503, type="a\r\nb"`:       "type must be one line of printable characters",
		`503, message="a`:          `message must have a double quote at both ends, got "a`,
		"429, message=busy":        "message needs a code",
		"429, quote":               "quote needs an error with a code",
		"":                         "a kind or an option of a fault is missing",
		"reset,":                   "a kind or an option of a fault is missing",
		"StopAIAgentInstance:":     "a kind or an option of a fault is missing",
		"times=3, executed":        "the fault changes nothing: a kind, or status, code, body, pad, header or delay is missing",
	} {
		f, err := emulator.ParseFault(text)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q gives %+v and\n%s\nwant\n%s", text, f, got, want)
		}
	}
	for text, want := range map[string]string{
		`[]`:                           "a fault must be a JSON object",
		`"reset"`:                      "a fault must be a JSON object",
		`{"knd":"reset"}`:              `there is no option of a fault "knd", did you mean "kind"?`,
		`{"kind":null}`:                "kind must not be null, a list or an object",
		`{"kind":["reset"]}`:           "kind must not be null, a list or an object",
		`{"kind":"rset"}`:              `there is no kind of fault "rset", did you mean "reset"?`,
		`{"kind":"reset","times":[1]}`: "times must not be null, a list or an object",
		`{"kind":"reset","times":0.5}`: `times must be forever or a whole number other than 0, got "0.5"`,
		`{"header":[["A: b"]]}`:        "header must not be null, a list or an object",
		`{"header":["A"]}`:             `header must be "Name: value", got "A"`,
		`{}`:                           "the fault changes nothing: a kind, or status, code, body, pad, header or delay is missing",
	} {
		var f emulator.Fault
		if err := json.Unmarshal([]byte(text), &f); err == nil || err.Error() != want {
			t.Errorf("%s gives %+v and\n%v\nwant\n%s", text, f, err, want)
		}
	}
}

func TestFaults_AreAddedTogetherAndListedWithWhatIsLeft(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.WithFaults(emulator.Fault{Kind: "503", Times: 2}, emulator.Fault{Code: "Busy"}))
	if err := s.AddFaults(emulator.Fault{Kind: "reset"}, emulator.Fault{Kind: "rset"}); err == nil {
		t.Error("a misspelled kind is accepted")
	}
	s.Inject(emulator.Fault{Operation: emulator.OpStop, Kind: "reset", Skip: 1, Times: -1, Header: http.Header{"A": {"b"}}})
	for _, code := range []string{"ServiceUnAvailable", "ServiceUnAvailable", "Busy"} {
		if got := c.stop(t, unknownInstance).code(); got != code {
			t.Errorf("got %q, want %q", got, code)
		}
	}
	want := []emulator.Fault{{Operation: emulator.OpStop, Kind: "reset", Skip: 1, Times: -1, Header: http.Header{"A": {"b"}}}}
	if diff := cmp.Diff(want, s.Faults()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	s.Faults()[0].Header.Set("A", "changed")
	c.stop(t, unknownInstance)
	want[0].Skip = 0
	if diff := cmp.Diff(want, s.Faults()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	s.ClearFaults()
	if left := s.Faults(); len(left) != 0 {
		t.Errorf("%+v", left)
	}
	if _, err := emulator.New(emulator.WithFaults(emulator.Fault{Kind: "rset"})); err == nil {
		t.Error("New accepts a misspelled kind")
	}
}
