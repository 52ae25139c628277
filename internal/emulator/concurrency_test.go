package emulator_test

import (
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

func TestConcurrency_CountsTheRunningCallsOfOneAgent(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.WithAgent(otherAgent, emulator.VoiceChat, nil))
	ids := []string{c.start(t, nil), c.start(t, nil), c.start(t, nil)}
	c.start(t, map[string]string{"AIAgentId": otherAgent})
	ok(t, s.Join(ids[0]))
	want := func(situation, count string) {
		t.Helper()
		if got := c.active(t); got != count {
			t.Errorf("%s: %s, want %s", situation, got, count)
		}
	}
	want("started", "3")
	c.stop(t, ids[1])
	want("one stopped", "2")
	ok(t, s.Forget(ids[0]))
	want("one forgotten", "1")
	s.Advance(time.Minute)
	want("nobody joined", "0")

	a := c.call(t, emulator.OpConcurrency, map[string]string{"AIAgentId": "nobody"})
	if outcome(a) != "404 AgentNotFound" {
		t.Error(a.text)
	}
}

func TestConcurrency_AnyQuotaCanBeSet(t *testing.T) {
	t.Parallel()
	const full = "refused OperationDenied.Concurrency 403 after "
	s, c := emulate(t, emulator.Switch("quota_full_at_start", full+"2"), emulator.WithAgent(otherAgent, emulator.VoiceChat, nil))
	id := c.start(t, nil)
	c.start(t, nil)
	if got := started(nil)(t, s, c); got != "403 OperationDenied.Concurrency" {
		t.Errorf("the third call: %s", got)
	}
	c.start(t, map[string]string{"AIAgentId": otherAgent})
	c.stop(t, id)
	if got := started(nil)(t, s, c); got != "200" {
		t.Errorf("after the end of a call: %s", got)
	}
	ok(t, s.SetSwitch("quota_full_at_start", full+"0"))
	if got := started(map[string]string{"AIAgentId": otherAgent})(t, s, c); got != "403 OperationDenied.Concurrency" {
		t.Errorf("with a quota of 0: %s", got)
	}
	for _, wrong := range []string{full, full + "-1", full + "x", full + "1 ", "refused"} {
		if s.SetSwitch("quota_full_at_start", wrong) == nil {
			t.Errorf("the value %q was taken", wrong)
		}
	}
	if s.SetSwitch("second_stop", full+"2") == nil {
		t.Error("another switch took it")
	}
}
