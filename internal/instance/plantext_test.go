package instance_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/golden"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// pinned is the OpenTofu that the project pins: the texts of other CLIs differ.
var pinned = sync.OnceValues(func() (string, error) {
	build := exec.CommandContext(context.Background(), acctest.Root("tools", "tofu", "build"))
	build.Stderr = os.Stderr
	out, err := build.Output()
	return strings.TrimSpace(string(out)), err
})

// support is a configuration with one call: %s stand for the channel, the
// settings of agent_config, and further arguments.
const support = `
resource "alicloud_ims_ai_agent_instance" "support" {
  ai_agent_id = "` + emulator.AgentID + `"

  runtime_config = {
    agent_user_id = "agent-support"
    channel_id    = "%s"
    auth_token    = "token-of-the-agent"
  }

  agent_config = {
    %s
  }

  %s
}
`

const (
	channel = "support-1"
	hello   = `greeting = "Hello!"`
)

// planText is a plan that a user reads.
type planText struct {
	situation string
	// before is applied first, if it is not empty; then meanwhile happens.
	before    string
	meanwhile func(t *testing.T, api *emulator.Server)
	after     string
	args      []string
	exit      int
}

func planTexts() []planText {
	ordinary := fmt.Sprintf(support, channel, hello, "")
	documented := fmt.Sprintf(support, channel, hello, `user_data = jsonencode({ customer = "0815", tier = 1 })`)
	guarded := fmt.Sprintf(support, channel, hello, "prevent_interrupt = true")
	recreated := fmt.Sprintf(support, channel, hello, `on_finished = "recreate"`)
	return []planText{
		{situation: "a-call-is-started", after: documented},
		{situation: "the-greeting-changes", before: ordinary, meanwhile: userJoins, after: fmt.Sprintf(support, channel, `greeting = "Good evening!"`, "")},
		{
			situation: "json-in-another-format", before: documented, meanwhile: userJoins,
			after: fmt.Sprintf(support, channel, hello, `user_data = "{ \"tier\": 1,  \"customer\": \"0815\" }"`),
		},
		{
			situation: "a-setting-is-removed", before: fmt.Sprintf(support, channel, hello+"\ntts_config = { speech_rate = 1.2 }", ""),
			meanwhile: userJoins, after: ordinary,
		},
		{situation: "a-running-call-is-replaced", before: ordinary, meanwhile: userJoins, after: fmt.Sprintf(support, "support-2", hello, "")},
		{situation: "a-running-call-is-destroyed", before: ordinary, meanwhile: userJoins, after: ordinary, args: []string{"-destroy"}},
		{situation: "a-running-call-is-protected", before: guarded, meanwhile: userJoins, after: guarded, args: []string{"-destroy"}, exit: 1},
		{
			situation: "an-ended-call-is-recreated", before: recreated,
			meanwhile: func(t *testing.T, api *emulator.Server) { must(t, api.Finish(theCall(api))) }, after: recreated,
		},
		{situation: "an-imported-call-with-other-settings", meanwhile: startElsewhere, after: `
import {
  to = alicloud_ims_ai_agent_instance.support
  id = "` + emulator.AgentID + `/INSTANCE"
}
` + fmt.Sprintf(support, "support-2", `greeting = "Good evening!"`, "")},
		{
			situation: "the-greeting-was-changed-elsewhere", before: ordinary, after: ordinary,
			meanwhile: func(t *testing.T, api *emulator.Server) {
				userJoins(t, api)
				must(t, api.SetField(theCall(api), "AgentConfig.Greeting", "Somebody else's words."))
			},
		},
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func theCall(api *emulator.Server) string { return api.Instances()[0].ID }

func userJoins(t *testing.T, api *emulator.Server) {
	t.Helper()
	must(t, api.Join(theCall(api)))
}

// startElsewhere starts the call that is imported.
func startElsewhere(t *testing.T, api *emulator.Server) {
	t.Helper()
	newWorldOf(t, api).start(agentConfig(map[string]any{"greeting": "Hello!"}))
	userJoins(t, api)
}

// TestPlan_TextsReadWell holds the whole text of plans as the pinned OpenTofu prints
// them. A changed text is a changed product: read the golden file as its user.
func TestPlan_TextsReadWell(t *testing.T) {
	t.Parallel()
	cli, err := pinned()
	if err != nil {
		t.Fatalf("OpenTofu cannot be built: %v", err)
	}
	for _, c := range planTexts() {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			api := emulator.Start(t)
			w := acctest.NewWorkspace(t, api, "")
			if c.before != "" {
				w.Write("main.tf", c.before)
				if out, code := runPinned(t, cli, w, "apply", "-auto-approve", "-no-color"); code != 0 {
					t.Fatalf("apply: exit %d\n%s", code, out)
				}
			}
			if c.meanwhile != nil {
				c.meanwhile(t, api)
				c.after = strings.ReplaceAll(c.after, "INSTANCE", theCall(api))
			}
			w.Write("main.tf", c.after)
			out, code := runPinned(t, cli, w, append([]string{"plan", "-no-color"}, c.args...)...)
			if code != c.exit {
				t.Errorf("plan: exit %d, not %d\n%s", code, c.exit, out)
			}
			golden.Compare(t, filepath.Join("testdata", "plans", c.situation+".txt"), readable(out, api))
		})
	}
}

func runPinned(t *testing.T, cli string, w *acctest.Workspace, args ...string) (string, int) {
	t.Helper()
	command := exec.CommandContext(t.Context(), cli, args...)
	command.Dir, command.Env = w.Dir, w.Env
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), command.ProcessState.ExitCode()
}

// notOurs are warnings that are due to the test: the build in place of a
// release, and the emulator's plain HTTP.
var notOurs = regexp.MustCompile(`(?s)Warning: Provider development overrides are in effect\n.*?releases\.\n` +
	`|Warning: Requests are not encrypted\n.*?an\s+emulator\s+only\.\n(\n\(and [^)]*\)\n)?`)

var (
	anyTime    = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00`)
	emptyLines = regexp.MustCompile(`\n{3,}`)
)

// sometimes is a line that this OpenTofu prints in one run and not in the next.
var sometimes = regexp.MustCompile(`\n +[+~-] \w+ += \(write-only attribute\)( -> null)?`)

// readable takes out what differs between two runs. What stands in its place is
// as long, so that lines break as they do for a user.
func readable(out string, api *emulator.Server) string {
	out = notOurs.ReplaceAllString(out, "")
	out = sometimes.ReplaceAllString(out, "")
	out = anyTime.ReplaceAllString(out, "2026-01-01T00:00:00.000+00:00")
	for n, i := range api.Instances() {
		out = strings.ReplaceAll(out, i.ID, fmt.Sprintf("%0*d", len(i.ID), n+1))
	}
	return strings.TrimSpace(emptyLines.ReplaceAllString(out, "\n\n")) + "\n"
}
