package emulator_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

func TestLife_ACallEndsByItself(t *testing.T) {
	t.Parallel()
	for situation, tc := range map[string]struct {
		config string
		act    func(*testing.T, *emulator.Server, string)
		lasts  time.Duration
	}{
		"nobody joins":          {`{}`, nil, 60 * time.Second},
		"nobody joins, own":     {`{"UserOnlineTimeout":3600}`, nil, time.Hour},
		"the user left":         {`{}`, leave, 5 * time.Second},
		"the user left, own":    {`{"UserOfflineTimeout":7}`, leave, 7 * time.Second},
		"nobody speaks":         {`{}`, join, 600 * time.Second},
		"nobody speaks, own":    {`{"MaxIdleTime":30}`, join, 30 * time.Second},
		"left and came back":    {`{}`, func(t *testing.T, s *emulator.Server, id string) { t.Helper(); leave(t, s, id); join(t, s, id) }, 600 * time.Second},
		"idle before it leaves": {`{"MaxIdleTime":2}`, leave, 2 * time.Second},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			s, c := emulate(t)
			id := c.start(t, map[string]string{"AgentConfig": tc.config})
			begin := s.Now()
			if tc.act != nil {
				tc.act(t, s, id)
			}
			s.Advance(tc.lasts - time.Millisecond)
			if got := c.describe(t, id).at("Instance.Status"); got == emulator.StatusFinished {
				t.Error("it ended early")
			}
			s.Advance(time.Hour)
			a := c.describe(t, id)
			if got := a.at("Instance.Status"); got != emulator.StatusFinished {
				t.Errorf("status %v", got)
			}
			// The call ends at the time when it was due, not when it was read.
			if want := begin.Add(tc.lasts).Format("2006-01-02T15:04:05.000+00:00"); a.at("Instance.GmtModified") != want {
				t.Errorf("GmtModified %v, want %s", a.at("Instance.GmtModified"), want)
			}
			if a.at("Instance.CallLogUrl") == nil {
				t.Error("no CallLogUrl after the end")
			}
		})
	}
}

func join(t *testing.T, s *emulator.Server, id string) {
	t.Helper()
	ok(t, s.Join(id))
}

func leave(t *testing.T, s *emulator.Server, id string) {
	t.Helper()
	join(t, s, id)
	ok(t, s.Leave(id))
}

func TestLife_ATimeoutOfZeroIsOff(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, map[string]string{"AgentConfig": `{"UserOnlineTimeout":0}`})
	s.Advance(24 * time.Hour)
	if got := c.describe(t, id).at("Instance.Status"); got != emulator.StatusCreated {
		t.Errorf("status %v", got)
	}
}

func TestLife_FromCreatedToExecutingToFinished(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, nil)
	var got []any
	see := func() { got = append(got, c.describe(t, id).at("Instance.Status")) }
	see()
	ok(t, s.Join(id))
	see()
	ok(t, s.Finish(id))
	see()
	if diff := cmp.Diff([]any{"Created", "Executing", "Finished"}, got); diff != "" {
		t.Error(diff)
	}
	if s.Join(id) == nil || s.Leave(id) == nil {
		t.Error("somebody joined or left a call that is over")
	}
}

func TestLife_AForgottenCallIsUnknown(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, nil)
	ok(t, s.Forget(id))
	for name, a := range map[string]answer{
		"describe": c.describe(t, id),
		"update":   c.update(t, id, map[string]string{"UserData": "x"}),
		"stop":     c.stop(t, id),
	} {
		if a.code() != "ResourceNotFound" {
			t.Errorf("%s: %s", name, a.text)
		}
	}
	if found := c.list(t, nil); len(found) != 0 {
		t.Errorf("list: %v", found)
	}
	if s.Finish(id) == nil {
		t.Error("a forgotten call was finished")
	}
}

func TestLife_SomebodyElseChangesACall(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, nil)
	ok(t, s.SetField(id, "AgentConfig.Greeting", "theirs"))
	ok(t, s.SetField(id, "TemplateConfig.VoiceChat.Volume", 7))
	ok(t, s.SetField(id, "UserData", "their data"))
	ok(t, s.SetField(id, "CallInfo.HangupRole", 1))
	a := c.describe(t, id)
	for path, want := range map[string]any{
		"AgentConfig.Greeting": "theirs",
		"AgentConfig.Volume":   json.Number("7"),
		"UserData":             "their data",
		"CallInfo":             map[string]any{"HangupRole": json.Number("1")},
	} {
		if diff := cmp.Diff(want, a.at("Instance."+path)); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	for path, value := range map[string]any{
		"AgentConfig.Volume": 401, "AgentConfig.Foo": 1, "Status": "Finished", "UserData": 1, "AgentConfig": 1,
		"CallInfo.HangupRole": func() {},
	} {
		if s.SetField(id, path, value) == nil {
			t.Errorf("%s was set to %v", path, value)
		}
	}
}

func TestClock_RunsWithSpeedAndStep(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.Step(time.Second))
	id := c.start(t, nil)
	begin := s.Now()
	c.describe(t, id)
	c.describe(t, id)
	if got := s.Now().Sub(begin); got != 2*time.Second {
		t.Errorf("two calls took %s", got)
	}

	fast := emulator.Start(t, emulator.Speed(1e6))
	if !fast.Now().Before(fast.Now()) {
		t.Error("the clock stands still")
	}
	slow := emulator.Start(t)
	if first := slow.Now(); !first.Equal(slow.Now()) {
		t.Error("the clock runs")
	}
}

func TestOptions_AnInvalidOneFailsTheTest(t *testing.T) {
	t.Parallel()
	for situation, opt := range map[string]emulator.Option{
		"unknown switch":  emulator.Switch("nonsense", "200"),
		"unknown value":   emulator.Switch("second_stop", "201"),
		"unknown key":     emulator.Deny("nobody", emulator.OpStart),
		"agent id twice":  emulator.WithAgent(emulator.AgentID, emulator.VoiceChat, nil),
		"no agent id":     emulator.WithAgent("", emulator.VoiceChat, nil),
		"unknown type":    emulator.WithAgent("x", "MessageChat", nil),
		"unknown setting": emulator.WithAgent("x", emulator.VoiceChat, map[string]any{"Foo": 1}),
		"no JSON":         emulator.WithAgent("x", emulator.VoiceChat, map[string]any{"Greeting": func() {}}),
		"negative speed":  emulator.Speed(-1),
		"rate of zero":    emulator.Rate(0, time.Second),
		"empty window":    emulator.Rate(1, 0),
		"account of none": emulator.InAccount("nobody", accountA),
		"bad account":     emulator.InAccount(emulator.AccessKeyID, "account"),
		"no account":      emulator.InAccount(emulator.AccessKeyID, ""),
		"agent, account":  emulator.WithAgentOf("", "x", emulator.VoiceChat, nil),
		"app without key": emulator.App("app", ""),
		"app without ID":  emulator.App("", "key"),
		"agent of no use": emulator.WithAgentOf(accountA, "x", "MessageChat", nil),
	} {
		if e, err := emulator.New(opt); err == nil || e != nil {
			t.Errorf("%s was accepted", situation)
		}
		if failed := failure(opt); failed == "" {
			t.Errorf("%s did not fail the test", situation)
		}
	}
}

// failure starts an emulator in a test of its own and returns how that failed.
func failure(opt emulator.Option) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text, _ = r.(string)
		}
	}()
	emulator.Start(failing{}, opt)
	return ""
}

type failing struct{}

func (failing) Helper()               {}
func (failing) Cleanup(func())        {}
func (failing) Fatalf(string, ...any) { panic("failed") }
