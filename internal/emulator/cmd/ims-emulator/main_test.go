package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// buffer is written by the server and read by the test.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// address waits for the environment file and returns the emulator's URL.
func address(t *testing.T, file string, gone <-chan error) string {
	t.Helper()
	for {
		text, err := os.ReadFile(file)
		if err == nil {
			for line := range strings.Lines(string(text)) {
				if value, found := strings.CutPrefix(line, "export ALIBABA_CLOUD_ENDPOINT_ICE="); found {
					return "http://" + strings.TrimSpace(value)
				}
			}
			t.Fatalf("no endpoint in %s", text)
		}
		select {
		case err := <-gone:
			t.Fatalf("it ended: %v", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func send(t *testing.T, method, url string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("x-acs-action", emulator.OpDescribe)
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

func TestCommand_ServesUntilItIsInterrupted(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		dir := t.TempDir()
		program := filepath.Join(dir, "ims-emulator")
		build := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		file := filepath.Join(dir, "environment")
		var out bytes.Buffer
		run := exec.CommandContext(t.Context(), program, "-env-file", file)
		run.Stdout, run.Stderr = &out, &out
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		gone := make(chan error, 1)
		go func() { gone <- run.Wait() }()
		url := address(t, file, gone)
		if status, text := send(t, http.MethodPost, url+"/?InstanceId=i-1"); status != 400 || !strings.Contains(text, "IncompleteSignature") {
			t.Errorf("%d %s", status, text)
		}
		if err := run.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if err := <-gone; err != nil {
			t.Errorf("%s: %v\n%s", signal, err, &out)
		}
		for _, want := range []string{
			"at " + url, `protocol = "HTTP"`, "export ALIBABA_CLOUD_ACCESS_KEY_ID=" + emulator.AccessKeyID,
			"export ALIBABA_CLOUD_ACCESS_KEY_SECRET=" + emulator.AccessKeySecret, "export ALIBABA_CLOUD_REGION=cn-shanghai",
			fmt.Sprintf("%-*s  i-1  400 IncompleteSignature", operationWidth(), emulator.OpDescribe), "Calls: 1\n     1  DescribeAIAgentInstance",
		} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q is missing in\n%s", want, &out)
			}
		}
	}
}

// startFor runs the command in the test's own process.
func startFor(t *testing.T, args ...string) (string, *buffer) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "environment")
	out := &buffer{}
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() {
		if code := run(ctx, append(args, "-env-file", file), out, out); code != 0 {
			gone <- errors.New(out.String())
			return
		}
		gone <- nil
	}()
	url := address(t, file, gone)
	t.Cleanup(func() {
		cancel()
		if err := <-gone; err != nil {
			t.Error(err)
		}
	})
	return url, out
}

func TestControl_NeedsNoSignatureAndRefusesInvalidValues(t *testing.T) {
	t.Parallel()
	url, _ := startFor(t, "-speed", "0", "-switch", "second_stop=400 InvalidParameter", "-agent", "a-1=VisionChat", "-agent", "a-2")
	for path, want := range map[string]int{
		"advance?by=60s":                                  200,
		"advance?by=-60s":                                 400,
		"advance?by=soon":                                 400,
		"switch?name=second_stop&value=200":               200,
		"switch?name=second_stop&value=1":                 400,
		"throttle?operation=StartAIAgentInstance":         200,
		"throttle?operation=StartAIAgentInstance&times=x": 400,
		"throttle?operation=List":                         400,
		"join?instance=nobody":                            400,
		"leave?instance=nobody":                           400,
		"finish?instance=nobody":                          400,
		"finish?instance=nobody&by=user":                  400,
		"finish?instance=nobody&by=nobody":                400,
		"forget?instance=nobody":                          400,
		"set?instance=nobody&path=UserData&value=text":    400,
		"nonsense": 404,
	} {
		if status, text := send(t, http.MethodPost, url+prefix+path); status != want {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	for path, want := range map[string]string{
		"calls": "[]", "instances": "[]",
	} {
		if status, text := send(t, http.MethodGet, url+prefix+path); status != 200 || strings.TrimSpace(text) != want {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	_, text := send(t, http.MethodGet, url+prefix+"switches")
	var infos []emulator.SwitchInfo
	if err := json.Unmarshal([]byte(text), &infos); err != nil || len(infos) != len(emulator.Switches()) {
		t.Errorf("switches: %v %s", err, text)
	}
}

// startRequest returns a signed StartAIAgentInstance.
func startRequest(t *testing.T, url string) *http.Request {
	t.Helper()
	return startRequestWith(t, url, "canary")
}

// startRequestWith has a token.
func startRequestWith(t *testing.T, url, token string) *http.Request {
	t.Helper()
	query := "AIAgentId=" + emulator.AgentID +
		"&RuntimeConfig=%7B%22AgentUserId%22%3A%22a%22%2C%22AuthToken%22%3A%22" + encode(token) + "%22%2C%22ChannelId%22%3A%22c%22%7D"
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/?"+query, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	hash := func(text string) string { sum := sha256.Sum256([]byte(text)); return hex.EncodeToString(sum[:]) }
	headers := [][2]string{
		{"host", r.Host},
		{"x-acs-action", emulator.OpStart},
		{"x-acs-content-sha256", hash("")},
		{"x-acs-date", time.Now().UTC().Format("2006-01-02T15:04:05Z")},
		{"x-acs-signature-nonce", rand.Text()},
		{"x-acs-version", "2020-11-09"},
	}
	canonical, names := "POST\n/\n"+query+"\n", []string{}
	for _, h := range headers {
		r.Header.Set(h[0], h[1])
		canonical += h[0] + ":" + h[1] + "\n"
		names = append(names, h[0])
	}
	canonical += "\n" + strings.Join(names, ";") + "\n" + hash("")
	mac := hmac.New(sha256.New, []byte(emulator.AccessKeySecret))
	mac.Write([]byte("ACS3-HMAC-SHA256\n" + hash(canonical)))
	r.Header.Set("Authorization", "ACS3-HMAC-SHA256 Credential="+emulator.AccessKeyID+
		",SignedHeaders="+strings.Join(names, ";")+",Signature="+hex.EncodeToString(mac.Sum(nil)))
	return r
}

// signedStart sends a signed StartAIAgentInstance and returns status and body.
func signedStart(t *testing.T, url string) (int, string) {
	t.Helper()
	return do(t, startRequest(t, url))
}

func do(t *testing.T, r *http.Request) (int, string) {
	t.Helper()
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

// signed starts an instance and returns its id.
func signed(t *testing.T, url string) string {
	t.Helper()
	_, text := signedStart(t, url)
	return startedID(t, text)
}

func startedID(t *testing.T, text string) string {
	t.Helper()
	var response struct {
		InstanceID string `json:"InstanceId"`
	}
	if err := json.Unmarshal([]byte(text), &response); err != nil || response.InstanceID == "" {
		t.Fatalf("start: %v %s", err, text)
	}
	return response.InstanceID
}

func TestControl_PlaysTheOtherActors(t *testing.T) {
	t.Parallel()
	url, out := startFor(t, "-speed", "0")
	id := signed(t, url)
	status := func() string {
		_, text := send(t, http.MethodGet, url+prefix+"instances")
		var found []struct{ Instance, Status string }
		if err := json.Unmarshal([]byte(text), &found); err != nil || len(found) != 1 || found[0].Instance != id {
			t.Fatalf("instances: %v %s", err, text)
		}
		return found[0].Status
	}
	for _, tc := range [][2]string{
		{"join?instance=" + id, emulator.StatusExecuting},
		{"set?instance=" + id + "&path=AgentConfig.Volume&value=7", emulator.StatusExecuting},
		{"set?instance=" + id + "&path=AgentConfig.Greeting&value=Hi", emulator.StatusExecuting},
		{"leave?instance=" + id, emulator.StatusExecuting},
		{"advance?by=5s", emulator.StatusFinished},
		{"finish?instance=" + id, emulator.StatusFinished},
		{"forget?instance=" + id, emulator.StatusFinished},
	} {
		if code, text := send(t, http.MethodPost, url+prefix+tc[0]); code != 200 {
			t.Errorf("%s: %d %s", tc[0], code, text)
		}
		if got := status(); got != tc[1] {
			t.Errorf("after %s: %s", tc[0], got)
		}
	}
	_, calls := send(t, http.MethodGet, url+prefix+"calls")
	if !strings.Contains(calls, `"ChannelId":"c"`) || strings.Contains(calls+out.String(), "canary") {
		t.Errorf("calls: %s\n%s", calls, out)
	}
}

func TestLines_ShowChangesAndNoSecret(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	l := &lines{to: &out}
	l.call(emulator.Call{
		Operation: emulator.OpUpdate, InstanceID: "i-1", Status: 200, RequestID: "R-1",
		Params: map[string]any{
			"InstanceId":    "i-1",
			"AgentConfig":   map[string]any{"Greeting": strings.Repeat("好", 40), "Volume": json.Number("0")},
			"RuntimeConfig": map[string]any{"AuthToken": "canary", "ChannelId": "c"},
			"UserData":      "u",
		},
	})
	l.call(emulator.Call{Operation: emulator.OpStart, RequestID: "R-2", Params: map[string]any{}})
	l.call(emulator.Call{Operation: emulator.OpStop, InstanceID: "i-1", Status: 404, Code: "ResourceNotFound", RequestID: "R-3"})
	pad := func(name string) string { return fmt.Sprintf("%-*s", operationWidth(), name) }
	want := "00:00:00.000  " + pad(emulator.OpUpdate) + "  i-1  200 OK  " +
		`AgentConfig.Greeting="` + strings.Repeat("好", 31) + `… AgentConfig.Volume=0 RuntimeConfig.AuthToken="***" ` +
		"RuntimeConfig.ChannelId=\"c\" and 1 more  R-1\n" +
		"00:00:00.000  " + pad(emulator.OpStart) + "  -  dropped  R-2\n" +
		"00:00:00.000  " + pad(emulator.OpStop) + "  i-1  404 ResourceNotFound  R-3\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", &out, want)
	}
}

func TestFlags_AnInvalidOneEndsTheProgram(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		args []string
		code int
		text string
	}{
		{[]string{"-nonsense"}, 2, "flag provided but not defined"},
		{[]string{"argument"}, 2, "unexpected argument"},
		{[]string{"-switch", "nonsense=1"}, 2, `there is no switch "nonsense"`},
		{[]string{"-switch", "second_stop=1"}, 2, `has no value "1"`},
		{[]string{"-agent", "x=MessageChat"}, 2, "MessageChat"},
		{[]string{"-speed", "-1"}, 2, "must not be negative"},
		{[]string{"-listen", "0.0.0.0:0"}, 1, "is not a loopback address"},
		{[]string{"-listen", "127.0.0.1:-1"}, 1, "listen"},
		{[]string{"-env-file", "/nonexistent/environment"}, 1, "write the environment"},
		{[]string{"-h"}, 0, "-list-switches"},
		{[]string{"-list-switches"}, 0, "second_stop=200   (default)\nsecond_stop=400 InvalidParameter\n"},
	} {
		var out bytes.Buffer
		if code := run(t.Context(), tc.args, &out, &out); code != tc.code || !strings.Contains(out.String(), tc.text) {
			t.Errorf("%q: %d %s", tc.args, code, &out)
		}
	}
}
