package agent_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

var switchTable = flag.String("switch-table", "", "file for the table of what each unknown behaviour of the service makes of an instance")

// differences are what a value of a switch changes for a user, the value being
// named by its begin. All other values leave everything as it is.
var differences = map[string]map[string]string{}

// TestEveryUnknownOfTheServiceIsCopedWith leads instances through their lives
// under every behaviour that the service may have.
func TestEveryUnknownOfTheServiceIsCopedWith(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	results := map[string]string{}
	t.Cleanup(func() { printSwitches(t, results) })
	for _, info := range emulator.Switches() {
		for _, value := range info.Values {
			t.Run(info.Name+" "+value, func(t *testing.T) {
				t.Parallel()
				notes := map[string]bool{}
				for name, f := range forms() {
					w := newWorld(t, emulator.Switch(info.Name, value))
					s := &suite{Provider: w.Provider, t: t, service: &emulated{w: w}, form: f, notes: notes}
					w.api.After(emulator.OpDescribe, func() { w.api.Advance(2 * time.Second) })
					s.whole()
					if t.Failed() {
						t.Fatalf("so it is with the form %s", name)
					}
				}
				found := (&suite{notes: notes}).found()
				if probe := probes[info.Name]; probe != nil {
					found = strings.TrimPrefix(found+"; "+probe(newWorld(t, emulator.Switch(info.Name, value))), "; ")
				}
				found = strings.TrimSuffix(found, "; ")
				if want := differences[info.Name][value]; found != want {
					t.Errorf("differs:   %s\ndocumented: %s", found, want)
				}
				mu.Lock()
				defer mu.Unlock()
				results[info.Name+" "+value] = found
			})
		}
	}
}

// printSwitches writes the table where -switch-table says.
func printSwitches(t *testing.T, results map[string]string) {
	t.Helper()
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, info := range emulator.Switches() {
		for _, value := range info.Values {
			result, ran := results[info.Name+" "+value]
			switch {
			case !ran:
				result = "FAIL"
			case result == "":
				result = "pass"
			default:
				result = "differs: " + result
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", info.Name, value, result)
		}
	}
	if err := w.Flush(); err != nil {
		t.Error(err)
	}
	t.Logf("\n%s", b.String())
	if *switchTable == "" {
		return
	}
	if err := os.WriteFile(*switchTable, b.Bytes(), 0o600); err != nil {
		t.Error(err)
	}
}

// emulated is the emulator as the suite sees it.
type emulated struct{ w *world }

func (e *emulated) requests() []string { return strings.Fields(e.w.calls()) }

func (e *emulated) id() string {
	all := e.w.api.Instances()
	return all[len(all)-1].ID
}

// join does nothing where a switch says that nobody ever can.
func (e *emulated) join() { _ = e.w.api.Join(e.id()) }

func (e *emulated) finish() { e.w.must(e.w.api.Finish(e.id())) }

func (e *emulated) say(greeting string) {
	path := "AgentConfig.Greeting"
	if _, old := e.w.api.Instances()[0].RuntimeConfig["VoiceChat"]; old {
		path = "TemplateConfig.VoiceChat.Greeting"
	}
	e.w.must(e.w.api.SetField(e.id(), path, greeting))
}

// probes bring about what a switch is about, where the suite does not. They give
// what differs for a user.
var probes = map[string]func(w *world) string{}

var _ = slices.Sorted[string]
var _ = acctest.Text
