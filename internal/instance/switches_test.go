package instance_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

var switchTable = flag.String("switch-table", "", "file for the table of what each unknown behaviour of the service makes of an instance")

// differences are what a value of a switch changes for a user; the guide about
// the life of a call names them. No other value changes anything.
var differences = map[string]string{
	"describe_finished forgotten after 5 s":                      "warning The AI agent instance is no longer known",
	"update_empty_values the old value is kept":                  "effective_agent_config shows that an empty text changes nothing",
	"list_merge a sent list is appended to the console's":        "create names asr_hot_words; create names voice_id_list",
	"start_incomplete_trio accepted; ends as Finished after 5 s": "the start succeeds and the call is soon Finished",
	"agent_config_echo left out":                                 "a foreign change in agent_config is not seen",
	"template_config_echo left out":                              "a foreign change in template_config is not seen",
	"session_id_unset made by the service":                       "session_id holds the service's ID",
	"call_log_url always there":                                  "call_log_url is known while the call runs",
	"call_log_url changes at every Describe (signed)":            "call_log_url is known while the call runs",
	"created_to_executing never":                                 "error Nobody has joined the call yet",
	"user_online_timeout off":                                    "the call continues",
	"normalise trims greetings and rounds numbers":               "create names back_channeling_configs; create names greeting; create names speech_rate",
	"unknown_enum_value accepted":                                "the start succeeds",
}

// TestSwitches_EveryPossibleBehaviourWorks leads instances through their lives
// under every behaviour that the service may have. The defaults share one life. In
// a short test a behaviour meets one way to write the configuration.
func TestSwitches_EveryPossibleBehaviourWorks(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	results := map[string]string{}
	t.Cleanup(func() { printSwitches(t, results) })
	t.Run("defaults", func(t *testing.T) {
		t.Parallel()
		if found := lives(t, forms()); found != "" {
			t.Errorf("without any switch, different: %s", found)
		}
	})
	n := 0
	for _, info := range emulator.Switches() {
		for at, value := range info.Values {
			n++
			ways := forms()
			if testing.Short() && differences[info.Name+" "+value] == "" {
				names := slices.Sorted(maps.Keys(ways))
				delete(ways, names[n%len(names)])
			}
			t.Run(info.Name+" "+value, func(t *testing.T) {
				t.Parallel()
				differs := ""
				defer func() {
					mu.Lock()
					defer mu.Unlock()
					results[info.Name+" "+value] = result(t.Failed(), differs)
				}()
				chosen := emulator.Switch(info.Name, value)
				var found []string
				if at > 0 {
					found = append(found, lives(t, ways, chosen))
				}
				if probe := probes[info.Name]; probe != nil {
					found = append(found, probe(newWorld(t, chosen)))
				}
				slices.Sort(found)
				differs = strings.Trim(strings.Join(slices.Compact(found), "; "), "; ")
				if want := differences[info.Name+" "+value]; differs != want {
					t.Errorf("differs:    %s\ndocumented: %s", differs, want)
				}
			})
		}
	}
}

// result is the last column of the table.
func result(failed bool, differs string) string {
	switch {
	case failed:
		return "FAIL"
	case differs == "":
		return "pass"
	default:
		return "differs: " + differs
	}
}

// lives runs the suite with each form and returns what was noted.
func lives(t *testing.T, ways map[string]form, options ...emulator.Option) string {
	t.Helper()
	notes := map[string]bool{}
	for name, f := range ways {
		w := newWorld(t, options...)
		s := &suite{Resource: w.Resource, t: t, service: &emulated{w: w}, form: f, notes: notes}
		// Nobody waits here: with every look some time has passed.
		w.api.After(emulator.OpDescribe, func() { w.api.Advance(2 * time.Second) })
		w.api.After(emulator.OpStop, func() { w.api.Advance(9 * time.Second) })
		s.whole()
		if t.Failed() {
			t.Fatalf("the configuration has %s", name)
		}
	}
	return noted(notes)
}

// printSwitches writes the table to the file of -switch-table.
func printSwitches(t *testing.T, results map[string]string) {
	t.Helper()
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, info := range emulator.Switches() {
		for _, value := range info.Values {
			result, ran := results[info.Name+" "+value]
			if ran {
				_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", info.Name, value, result)
			}
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

// join does nothing where a switch lets nobody join.
func (e *emulated) join() { _ = e.w.api.Join(e.id()) }

func (e *emulated) finish() { e.w.must(e.w.api.Finish(e.id())) }

func (e *emulated) setGreeting(greeting string) {
	path := "AgentConfig.Greeting"
	if _, old := e.w.api.Instances()[0].RuntimeConfig["VoiceChat"]; old {
		path = "TemplateConfig.VoiceChat.Greeting"
	}
	e.w.must(e.w.api.SetField(e.id(), path, greeting))
}
