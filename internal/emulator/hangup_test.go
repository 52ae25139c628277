package emulator_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const (
	callTime = "2006-01-02T15:04:05.000000+00:00"
	present  = "present without numbers"
)

func TestHangup_CallInfoSaysWhoAndWhen(t *testing.T) {
	t.Parallel()
	for who, role := range map[string]json.Number{emulator.ByAgent: "0", emulator.ByUser: "1", emulator.ByTransfer: "2"} {
		s, c := emulate(t)
		id := c.start(t, nil)
		s.Advance(3 * time.Second)
		ok(t, s.Join(id))
		joined := s.Now()
		s.Advance(5900 * time.Millisecond)
		ok(t, s.FinishBy(id, who))
		ended := s.Now()
		s.Advance(time.Hour)
		want := map[string]any{
			"HangupRole": role, "CallStartTime": joined.Format(callTime), "CallEndTime": ended.Format(callTime),
			"CallDuration": json.Number("5"),
		}
		a := c.describe(t, id)
		if diff := cmp.Diff(want, a.at("Instance.CallInfo")); diff != "" || a.at("Instance.Status") != "Finished" {
			t.Errorf("%s: %s", who, diff)
		}
		if s.FinishBy(id, who) == nil {
			t.Error("a call ended twice")
		}
	}
}

func TestHangup_ACallThatNobodyJoinedHasNoStart(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, nil)
	ok(t, s.FinishBy(id, emulator.ByUser))
	want := map[string]any{"HangupRole": json.Number("1"), "CallEndTime": s.Now().Format(callTime)}
	if diff := cmp.Diff(want, c.describe(t, id).at("Instance.CallInfo")); diff != "" {
		t.Error(diff)
	}
}

func TestHangup_OnlySomebodyInTheCallCanEndIt(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, nil)
	for _, who := range []string{"", "User", "nobody"} {
		if s.FinishBy(id, who) == nil {
			t.Errorf("%q hung up", who)
		}
	}
	if s.FinishBy("nobody", emulator.ByUser) == nil {
		t.Error("a call that does not exist ended")
	}
	if got := c.describe(t, id); got.at("Instance.Status") != "Created" || got.at("Instance.CallInfo") != nil {
		t.Error(got.text)
	}
}

// TestHangup_EveryEndSaysWho is for a service that fills CallInfo for every call.
func TestHangup_EveryEndSaysWho(t *testing.T) {
	t.Parallel()
	for situation, tc := range map[string]struct {
		act  func(*testing.T, *emulator.Server, client, string)
		want any
	}{
		"stop": {func(t *testing.T, s *emulator.Server, c client, id string) { t.Helper(); join(t, s, id); c.stop(t, id) }, json.Number("0")},
		"agent": {func(t *testing.T, s *emulator.Server, _ client, id string) {
			t.Helper()
			join(t, s, id)
			ok(t, s.Finish(id))
		}, json.Number("0")},
		"user left":     {func(t *testing.T, s *emulator.Server, _ client, id string) { t.Helper(); leave(t, s, id) }, json.Number("1")},
		"nobody speaks": {func(t *testing.T, s *emulator.Server, _ client, id string) { t.Helper(); join(t, s, id) }, json.Number("0")},
		"nobody joined": {func(t *testing.T, _ *emulator.Server, _ client, _ string) { t.Helper() }, nil},
	} {
		s, c := emulate(t, emulator.Switch("call_info_for_artc", present))
		id := c.start(t, nil)
		tc.act(t, s, c, id)
		s.Advance(time.Hour)
		info, _ := c.describe(t, id).at("Instance.CallInfo").(map[string]any)
		if diff := cmp.Diff(tc.want, info["HangupRole"]); diff != "" || info["CallEndTime"] == nil || (info["CallStartTime"] == nil) != (tc.want == nil) {
			t.Errorf("%s: %v", situation, info)
		}
	}
}

func TestHangup_WhatATestSetsComesFirst(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.Switch("call_info_for_artc", present))
	id := c.start(t, nil)
	ok(t, s.SetField(id, "CallInfo.HangupRole", 2))
	ok(t, s.SetField(id, "CallInfo.Status", "4"))
	ok(t, s.FinishBy(id, emulator.ByUser))
	want := map[string]any{"HangupRole": json.Number("2"), "Status": "4", "CallEndTime": s.Now().Format(callTime)}
	if diff := cmp.Diff(want, c.describe(t, id).at("Instance.CallInfo")); diff != "" {
		t.Error(diff)
	}
}
