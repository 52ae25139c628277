package emulator_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// callObservations are those of the switches about what happens in a call, and how
// many there may be.
var callObservations = map[string]observed{
	"speech_not_executing": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		a := c.speak(t, c.start(t, nil), nil)
		return fmt.Sprint(outcome(a), ", ", len(s.Instances()[0].Spoken))
	}, map[string]string{
		"refused OperationDenied.Status 400": "400 OperationDenied.Status, 0", "accepted without effect": "200, 0",
		"refused InvalidParameter 400": "400 InvalidParameter, 0",
	}},
	"speech_finished": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		ok(t, s.Finish(id))
		a := c.speak(t, id, nil)
		return fmt.Sprint(outcome(a), ", ", len(s.Instances()[0].Spoken))
	}, map[string]string{"refused ResourceNotFound 404": "404 ResourceNotFound, 0", "accepted without effect": "200, 0"}},
	"concurrency_counts": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		c.start(t, nil)
		ok(t, s.Join(id))
		got := c.active(t)
		s.Advance(5 * time.Second)
		got += c.active(t)
		ok(t, s.Finish(id))
		return got + c.active(t)
	}, map[string]string{"Created and Executing": "221", "Executing only": "110", "delayed by 5 s": "022"}},
	"quota_full_at_start": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		for range 100 {
			c.start(t, nil)
		}
		return started(nil)(t, s, c)
	}, map[string]string{"none": "200", "refused OperationDenied.Concurrency 403 after 100": "403 OperationDenied.Concurrency"}},
	"call_info_for_artc": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		id := c.start(t, nil)
		got := fmt.Sprint(c.describe(t, id).at("Instance.CallInfo") != nil)
		for _, act := range []func(string) error{s.Join, s.Finish} {
			ok(t, act(id))
			info, _ := c.describe(t, id).at("Instance.CallInfo").(map[string]any)
			got += fmt.Sprint(" ", slices.Sorted(maps.Keys(info)))
		}
		return got
	}, map[string]string{
		"absent": "false [] []", "present without numbers": "false [CallStartTime] [CallDuration CallEndTime CallStartTime HangupRole]",
	}},
	"artc_token_check": {func(t *testing.T, s *emulator.Server, c client) string {
		t.Helper()
		unchecked := started(nil)(t, s, c)
		ok(t, emulator.App(appID, appKey)(s.Emulator))
		got := started(nil)(t, s, c)
		return fmt.Sprint(unchecked, ", ", got, ", ", len(s.Instances()), s.Calls()[1].Problem != "")
	}, map[string]string{
		"the agent does not join": "200, 200, 2 true", "refused at start InvalidParameter 400": "200, 400 InvalidParameter, 1 true",
	}},
}
