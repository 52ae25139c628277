package emulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

func TestSpeech_IsKeptInItsOrder(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	silent, id := c.start(t, nil), c.start(t, nil)
	ok(t, s.Join(silent))
	ok(t, s.Join(id))
	begin := s.Now()
	longest := strings.Repeat("好", 1024)
	for _, params := range []map[string]string{
		{"Text": "One moment."},
		{"Text": longest, "EnableInterrupt": "false", "Type": "Text"},
		{"Text": "https://example.com/bye.wav", "EnableInterrupt": "true", "Type": "AudioUrl"},
	} {
		if a := c.speak(t, id, params); a.status != 200 || a.at("RequestId") == nil || len(a.body) != 1 {
			t.Errorf("%d %s", a.status, a.text)
		}
		s.Advance(time.Second)
	}
	want := []emulator.Speech{
		{Text: "One moment.", Interrupt: true, At: begin},
		{Text: longest, At: begin.Add(time.Second)},
		{Text: "https://example.com/bye.wav", Audio: true, Interrupt: true, At: begin.Add(2 * time.Second)},
	}
	instances := s.Instances()
	if diff := cmp.Diff(want, instances[1].Spoken); diff != "" {
		t.Error(diff)
	}
	if len(instances[0].Spoken) != 0 {
		t.Errorf("another call heard %v", instances[0].Spoken)
	}
	instances[1].Spoken[0].Text = "changed"
	if got := s.Instances()[1].Spoken[0].Text; got != "One moment." {
		t.Errorf("a copy changed what was said to %q", got)
	}
}

func TestSpeech_AnInstanceOfNobodyIsUnknown(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.Switch("describe_unknown_id", "400 InstanceIdNotExist"))
	id := c.start(t, nil)
	ok(t, s.Join(id))
	ok(t, s.Forget(id))
	for _, unknown := range []string{unknownInstance, id} {
		if a := c.speak(t, unknown, nil); outcome(a) != "400 InstanceIdNotExist" {
			t.Errorf("%s: %s", unknown, a.text)
		}
	}
}

func TestSpeech_TheUserWhoLeftMayComeBackAndListen(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, nil)
	leave(t, s, id)
	if a := c.speak(t, id, nil); a.status != 200 || len(s.Instances()[0].Spoken) != 1 {
		t.Error(a.text)
	}
	s.Advance(5 * time.Second)
	if a := c.speak(t, id, nil); outcome(a) != "404 ResourceNotFound" {
		t.Error(a.text)
	}
}
