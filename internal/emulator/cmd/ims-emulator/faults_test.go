package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// post sends a request with a body to a control endpoint.
func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func TestFaults_AreAddedByAFlag(t *testing.T) {
	t.Parallel()
	url, out := startFor(t, "-fault", emulator.OpStart+": throttled, executed", "-fault", "503, times=forever")
	for _, want := range []string{`400 "Throttling.User"`, `503 "ServiceUnAvailable"`, `503 "ServiceUnAvailable"`} {
		status, code, _ := strings.Cut(want, " ")
		if got, text := signedStart(t, url); got != int(status[0]-'0')*100+int(status[2]-'0') || !strings.Contains(text, code) {
			t.Errorf("%d %s, want %s", got, text, want)
		}
	}
	if _, calls := send(t, http.MethodGet, url+prefix+"calls"); strings.Count(calls, `"executed":true`) != 1 ||
		!strings.Contains(calls, `"fault":"throttled"`) || !strings.Contains(calls, `"path":"/"`) {
		t.Error(calls)
	}
	if want := "400 Throttling.User (fault throttled)"; !strings.Contains(out.String(), want) {
		t.Errorf("%q is missing in\n%s", want, out)
	}
}

func TestFaults_AMisspelledFlagEndsTheProgram(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	want := `invalid value "Start: reset" for flag -fault: there is no operation "Start", did you mean "StartAIAgentInstance"?`
	if code := run(t.Context(), []string{"-fault", "Start: reset"}, &out, &out); code != 2 || !strings.HasPrefix(out.String(), want) {
		t.Errorf("%d %s", code, &out)
	}
}

func TestFaults_AreListedByAFlag(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if code := run(t.Context(), []string{"-list-faults"}, &out, &out); code != 0 {
		t.Errorf("exit code %d", code)
	}
	var want []string
	for _, k := range emulator.FaultKinds() {
		want = append(want, "  "+k.Name+" ", " "+k.Text+"\n")
	}
	for _, o := range emulator.FaultOptions() {
		want = append(want, "  "+o.Name+" ", " "+o.Text+"\n")
	}
	for _, name := range emulator.Operations() {
		want = append(want, "  "+name+"\n")
	}
	for _, text := range want {
		if !strings.Contains(out.String(), text) {
			t.Errorf("%q is missing in\n%s", text, &out)
		}
	}
	examples := 0
	for line := range strings.Lines(out.String()) {
		if example, found := strings.CutPrefix(strings.TrimSpace(line), "-fault '"); found {
			examples++
			if _, err := emulator.ParseFault(strings.TrimSuffix(example, "'")); err != nil {
				t.Errorf("%s: %v", example, err)
			}
		}
	}
	if examples == 0 {
		t.Error("there is no example")
	}
}

func TestFaults_AreAddedListedAndClearedByControlEndpoints(t *testing.T) {
	t.Parallel()
	url, _ := startFor(t)
	list := func() string {
		t.Helper()
		status, text := send(t, http.MethodGet, url+prefix+"faults")
		if status != http.StatusOK {
			t.Errorf("%d %s", status, text)
		}
		return strings.TrimSpace(text)
	}
	for _, tc := range []struct{ query, body string }{
		{"?add=StopAIAgentInstance:reset,times=3&add=503,skip=1", ""},
		{"", `{"operation":"StopAIAgentInstance","kind":"half-body","executed":true,"bytes":7}`},
		{"", ` [{"kind":"429-wait","times":"forever"},{"status":400,"code":"Busy","message":"a, b"}]`},
		{"?add=404-html", `{"kind":"drip","interval":"5ms"}`},
	} {
		if status, text := post(t, url+prefix+"fault"+tc.query, tc.body); status != http.StatusOK {
			t.Errorf("%v: %d %s", tc, status, text)
		}
	}
	const all = `[{"kind":"reset","operation":"StopAIAgentInstance","times":3},{"kind":"503","skip":1,"times":1},` +
		`{"bytes":7,"executed":true,"kind":"half-body","operation":"StopAIAgentInstance","times":1},{"kind":"429-wait","times":-1},` +
		`{"code":"Busy","message":"a, b","status":400,"times":1},` +
		`{"kind":"404-html","times":1},{"interval":"5ms","kind":"drip","times":1}]`
	if got := list(); got != all {
		t.Errorf("got\n%s\nwant\n%s", got, all)
	}
	for _, tc := range []struct{ query, body, want string }{
		{"", "", `add must be a fault such as \"StartAIAgentInstance: throttled, times=3\", or the body one in JSON, or a list of them`},
		{"", "[]", "add must be a fault such as"},
		{"?add=", "", `fault \"\": a kind or an option of a fault is missing`},
		{"?add=reset&add=rset", "", `fault \"rset\": there is no kind of fault \"rset\", did you mean \"reset\"?`},
		{"?add=reset", "{", "the body must be JSON"},
		{"", `[{"kind":"reset"},{"kind":"rset"}]`, `the body: there is no kind of fault \"rset\", did you mean \"reset\"?`},
		{"", `{"kind":"reset"},{"kind":"reset"}`, "the body must be JSON"},
		{"", `"` + strings.Repeat("a", 1<<20) + `"`, "the body is too large or incomplete"},
	} {
		status, text := post(t, url+prefix+"fault"+tc.query, tc.body)
		if want := `{"error":"` + tc.want; status != http.StatusBadRequest || !strings.HasPrefix(text, want) {
			t.Errorf("%s: %d %s, want %s", tc.query, status, text, want)
		}
	}
	if got := list(); got != all {
		t.Errorf("an invalid request changed the faults to %s", got)
	}
	// The first that is not for Stop and skips nothing.
	if status, text := signedStart(t, url); status != http.StatusTooManyRequests || text != "" {
		t.Errorf("%d %q", status, text)
	}
	if status, _ := post(t, url+prefix+"clear-faults", ""); status != http.StatusOK || list() != "[]" {
		t.Errorf("%d %s", status, list())
	}
	if status, text := signedStart(t, url); status != http.StatusOK || !strings.Contains(text, "InstanceId") {
		t.Errorf("%d %q", status, text)
	}
}

func TestFaults_TheKindsAreAView(t *testing.T) {
	t.Parallel()
	url, out := startFor(t)
	_, text := send(t, http.MethodGet, url+prefix+"fault-kinds")
	for _, k := range emulator.FaultKinds() {
		if want := `{"kind":"` + k.Name + `","text":"` + k.Text + `"}`; !strings.Contains(text, want) {
			t.Errorf("%s is missing in %s", want, text)
		}
	}
	for _, want := range []string{
		"curl -X POST '" + url + prefix + "fault?add=OPERATION:KIND,times=N'\n", "curl -X POST '" + url + prefix + "clear-faults'\n",
		"curl '" + url + prefix + "faults'\n", "curl '" + url + prefix + "fault-kinds'\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}

// TestFaults_AnIdleRaceHitsTheSecondRequestOnAConnection: the server of the command
// has to count them.
func TestFaults_AnIdleRaceHitsTheSecondRequestOnAConnection(t *testing.T) {
	t.Parallel()
	url, _ := startFor(t, "-fault", emulator.OpStart+": idle-race")
	signed(t, url)
	res, err := http.DefaultClient.Do(startRequest(t, url))
	if err == nil {
		_ = res.Body.Close()
	}
	if !errors.Is(err, io.EOF) {
		t.Errorf("got %v", err)
	}
}
