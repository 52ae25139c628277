package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// TestExamples_EveryAgentIsKnownWithoutAFlag reads the ids from the files that show
// them to users.
func TestExamples_EveryAgentIsKnownWithoutAFlag(t *testing.T) {
	t.Parallel()
	literal := regexp.MustCompile(`\bai_agent_id\s*=\s*"([^"$]+)"`)
	known := emulator.ExampleAgents()
	found := map[string]bool{}
	look := func(name string) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range literal.FindAllStringSubmatch(string(text), -1) {
			found[match[1]] = true
			if _, ok := known[match[1]]; !ok {
				t.Errorf("%s uses the agent %s, which ExampleAgents does not have", name, match[1])
			}
		}
	}
	const root = "../../../.."
	look(filepath.Join(root, "README.md"))
	for _, folder := range []string{"examples", "templates"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(name string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				look(name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for id := range known {
		if !found[id] {
			t.Errorf("no example uses the agent %s", id)
		}
	}
	var help bytes.Buffer
	if code := run(t.Context(), []string{"--help"}, &help, &help); code != 0 {
		t.Errorf("exit code %d", code)
	}
	for id, kind := range known {
		if want := id + "  " + string(kind); !strings.Contains(help.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &help)
		}
	}
}

// emulatorOf returns the emulator that the command would serve with these flags.
func emulatorOf(t *testing.T, args ...string) (*emulator.Emulator, error) {
	t.Helper()
	s, err := parse(args, &bytes.Buffer{})
	if err != nil {
		return nil, err
	}
	return emulator.New(s.emulatorOptions()...)
}

func TestFlags_ExampleAgentsExistUnlessAFlagHasTheirID(t *testing.T) {
	t.Parallel()
	e, err := emulatorOf(t)
	if err != nil {
		t.Fatal(err)
	}
	for id := range emulator.ExampleAgents() {
		if e.AddAgent(id, emulator.VoiceChat, nil) == nil {
			t.Errorf("%s did not exist", id)
		}
	}
	if _, err := emulatorOf(t, "-agent", emulator.AvatarAgentID+"=VoiceChat"); err != nil {
		t.Error(err)
	}
}

func TestFlags_AccountsByAccessKey(t *testing.T) {
	t.Parallel()
	const account = "1000000000000002"
	e, err := emulatorOf(t, "-account", "key-b:se=cr:et="+account, "-account", "key-c:other="+account,
		"-account", "key-c=1000000000000003", "-agent", "agent-b=VisionChat@"+account, "-agent", "agent-c@"+account)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"key-b": account, "key-c": "1000000000000003", emulator.AccessKeyID: emulator.AccountID,
	} {
		if got := e.AccountOf(id); got != want {
			t.Errorf("%s belongs to %s, want %s", id, got, want)
		}
	}
	for _, wrong := range []string{
		"key", "=" + account, "key:=" + account, ":canary=" + account, "nobody=" + account, "key:canary=x", "key:x=canary", "key:canary", "",
	} {
		var out bytes.Buffer
		if code := run(t.Context(), []string{"-account", wrong}, &out, &out); code != 2 || strings.Contains(out.String(), "canary") {
			t.Errorf("%q: exit code %d, %s", wrong, code, &out)
		}
	}
}

func TestFlags_RateRefusesWhatIsTooMuch(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{"-1", "x"} {
		var out bytes.Buffer
		if code := run(t.Context(), []string{"-rate", wrong}, &out, &out); code != 2 {
			t.Errorf("-rate %s: exit code %d, %s", wrong, code, &out)
		}
	}
	url, out := startFor(t, "-rate", "1")
	// At one request a second, some of a hundred in a row are refused.
	refused := false
	for range 100 {
		if status, text := signedStart(t, url); status == 400 && strings.Contains(text, `"Throttling.User"`) {
			refused = true
			break
		}
	}
	if !refused || !strings.Contains(out.String(), "400 Throttling.User") {
		t.Errorf("no request was refused: %s", out)
	}
}
