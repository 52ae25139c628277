package emulator_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

func TestRate_RequestsBeyondItAreRefusedAndNotExecuted(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.Rate(2, time.Hour),
		emulator.Key("key-b", "secret-b"), emulator.InAccount("key-b", accountB))
	bad := c
	bad.secret = "wrong"
	bad.call(t, emulator.OpStart, startParams) // Takes nothing from the account.
	var got []string
	for range 4 {
		got = append(got, outcome(c.call(t, emulator.OpStart, startParams)))
	}
	want := []string{"200", "200", "400 Throttling.User", "400 Throttling.User"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var executed []bool
	for _, call := range s.Calls(emulator.OpStart)[1:] {
		executed = append(executed, call.Executed)
	}
	if diff := cmp.Diff([]bool{true, true, false, false}, executed); diff != "" || len(s.Instances()) != 2 {
		t.Errorf("%d instances, executed: %s", len(s.Instances()), diff)
	}
	if last := s.Calls()[4]; last.Code != "Throttling.User" || last.Status != 400 {
		t.Errorf("journal: %v", last)
	}
	b := client{url: s.URL(), id: "key-b", secret: "secret-b", http: s.Client()}
	if got := outcome(b.describe(t, unknownInstance)); got != "404 ResourceNotFound" {
		t.Errorf("another account: %s", got)
	}
}
