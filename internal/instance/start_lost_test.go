package instance_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// times are the times that a message names.
var times = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`)

// TestStartLost_TheMessageSaysWhatIsKnown of a start whose response did not come:
// where the call would be, what the service lists there, and how it ends.
func TestStartLost_TheMessageSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	dropped := emulator.Fault{Operation: emulator.OpStart, Drop: emulator.ResetConnection}
	executed := dropped
	executed.Executed = true
	const (
		unknown = "It is not known whether an instance was started. The request is not sent again, because that could start a second call."
		started = "An instance was started, as far as can be seen, and its ID did not arrive. The request is not sent again, because that could start a second call."
		where   = "The request was for channel channel-1, agent user agent-1, and was sent between TIME and TIME (UTC). ListAIAgentInstance"
	)
	for name, c := range map[string]struct {
		fault   emulator.Fault
		options []emulator.Option
		before  func(w *world)
		says    []string
	}{
		"not executed": {fault: dropped, says: []string{unknown, where + " shows no call there in that time; it may do so later."}},
		"executed":     {fault: executed, says: []string{started, where + " shows there in that time: a call in status Created.", "To end it, use the IMS console"}},
		"executed, and the list shows IDs": {
			fault: executed, options: []emulator.Option{emulator.Switch("list_instance_id", "included")},
			says: []string{started, where + " shows there in that time: instance ID in status Created.", "  terraform import ADDRESS cn-shanghai/AGENT/ID"},
		},
		"executed, no right to list": {
			fault: executed, options: []emulator.Option{emulator.Deny(emulator.AccessKeyID, emulator.OpList)},
			says: []string{unknown, where + ", which could show more, failed: The service responded: You are not authorized to do this action."},
		},
		"not executed, a call in another channel": {
			fault: dropped, before: func(w *world) {
				w.start(with(minimal(nil), set("runtime_config", with(trio(), set("channel_id", "channel-2")))))
			},
			says: []string{unknown, where + " shows no call there in that time"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, append(c.options, emulator.Speed(1))...)
			if c.before != nil {
				c.before(w)
			}
			w.api.Reset()
			w.api.Inject(c.fault)
			after, diagnostics := w.Apply(w.Plan(w.Config(minimal(nil)), w.Null()))
			text := times.ReplaceAllString(acctest.Text(diagnostics), "TIME")
			text = strings.ReplaceAll(text, emulator.AgentID, "AGENT")
			for _, i := range w.api.Instances() {
				text = strings.ReplaceAll(text, i.ID, "ID")
			}
			for _, part := range append(c.says, "The call is not in the state. If it runs, it is billed until it ends") {
				if !strings.Contains(text, part) {
					t.Errorf("%q is not in:\n%s", part, text)
				}
			}
			if got := w.calls(); got != "Start List" {
				t.Errorf("called %q", got)
			}
			if !after.State.IsNull() {
				t.Errorf("the state is %s", after.State)
			}
		})
	}
}

// TestStartLost_AnotherCallIsNotTakenOver: the ID with which a start is answered is
// only this instance's if at least its channel or its user is.
func TestStartLost_AnotherCallIsNotTakenOver(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		shown map[string]any
		ours  bool
	}{
		"both are others":     {map[string]any{"ChannelId": "channel-9", "AgentUserId": "agent-9"}, false},
		"another channel":     {map[string]any{"ChannelId": "channel-9", "AgentUserId": "agent-1"}, true},
		"another user":        {map[string]any{"ChannelId": "channel-1", "AgentUserId": "agent-9"}, true},
		"no channel":          {map[string]any{"AgentUserId": "agent-9"}, true},
		"no user":             {map[string]any{"ChannelId": "channel-9"}, true},
		"both, in the blanks": {map[string]any{"ChannelId": " channel-1 ", "AgentUserId": "agent-9"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.shows(-1, map[string]any{"RuntimeConfig": c.shown})
			after, diagnostics := w.Apply(w.Plan(w.Config(minimal(nil)), w.Null()))
			text := acctest.Text(diagnostics)
			if got := !acctest.Failed(diagnostics); got != c.ours || after.State.IsNull() == c.ours {
				t.Fatalf("taken over: %t, want %t; state %s\n%s", got, c.ours, after.State, text)
			}
			want := `instance ` + w.api.Instances()[0].ID + `, but shows that instance in channel "channel-9" under user ID "agent-9": it is somebody else's call.`
			if !c.ours && !strings.Contains(text, want) {
				t.Errorf("%q is not in:\n%s", want, text)
			}
			if n := w.api.Count(emulator.OpStart); n != 1 || w.api.Count(emulator.OpStop) != 0 {
				t.Errorf("%d starts, %d stops", n, w.api.Count(emulator.OpStop))
			}
		})
	}
}
