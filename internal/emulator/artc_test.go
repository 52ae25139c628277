package emulator_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const (
	appID  = "app-1"
	appKey = "app-key-canary"
)

// token makes a token, as a server would.
func token(app, key, channel, user string, expires time.Time) string {
	sum := sha256.Sum256(fmt.Append(nil, app, key, channel, user, expires.Unix()))
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"appid":%q,"channelid":%q,"userid":%q,"nonce":"","timestamp":%d,"token":%q}`,
		app, channel, user, expires.Unix(), hex.EncodeToString(sum[:])))
}

func withToken(token string) map[string]string {
	return map[string]string{"RuntimeConfig": fmt.Sprintf(`{"AgentUserId":"agent-1","AuthToken":%q,"ChannelId":"channel-1"}`, token)}
}

// TestARTC_TheDocumentedTokenIsValid has the vector of the documentation.
func TestARTC_TheDocumentedTokenIsValid(t *testing.T) {
	t.Parallel()
	const documented = "eyJhcHBpZCI6ImFiYyIsImNoYW5uZWxpZCI6ImFiY0NoYW5uZWwiLCJ1c2VyaWQiOiJhYmNVc2VyIiwibm9uY2UiOiIiLCJ0aW1lc3RhbXAiOjE2OTk0MjM2" +
		"MzQsInRva2VuIjoiM2M5ZWU4ZDlmODczNGYwYjc1NjBlZDgwMjJhMDU5MDY1OTExMzk1NTgxOTcyNGZjOTM0NWFiOGVlZGY4NGYzMSJ9"
	if got := token("abc", "abckey", "abcChannel", "abcUser", time.Unix(1699423634, 0)); got != documented {
		t.Errorf("the token of this test is %s", got)
	}
	s, c := emulate(t, emulator.App("abc", "abckey"))
	c.start(t, map[string]string{"RuntimeConfig": `{"AgentUserId":"abcUser","AuthToken":"` + documented + `","ChannelId":"abcChannel"}`})
	if got := s.Instances()[0].Problem; got != "the agent's token expired at 2023-11-08T06:07:14Z" {
		t.Errorf("it is refused for another reason than its age: %q", got)
	}
}

func TestARTC_AnAgentWithoutAValidTokenDoesNotJoin(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.App(appID, appKey), emulator.App("app-2", "other-key-canary"), emulator.Switch("created_to_executing", "after 2 s"))
	later := s.Now().Add(time.Hour)
	valid := token(appID, appKey, "channel-1", "agent-1", later)
	raw := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	const noToken = "is not the Base64 of a JSON object with appid, channelid, userid, nonce, timestamp and token"
	for situation, tc := range map[string]struct{ token, reason string }{
		"valid":             {valid, ""},
		"of another app":    {token("app-2", "other-key-canary", "channel-1", "agent-1", later), ""},
		"of no app":         {token("app-3", appKey, "channel-1", "agent-1", later), `is for the application "app-3", which does not exist`},
		"wrong key":         {token(appID, "wrong-canary", "channel-1", "agent-1", later), `has a wrong signature: it was not made with the key of the application "app-1"`},
		"key of another":    {token(appID, "other-key-canary", "channel-1", "agent-1", later), `has a wrong signature: it was not made with the key of the application "app-1"`},
		"expires now":       {token(appID, appKey, "channel-1", "agent-1", s.Now()), "expired at " + s.Now().Format("2006-01-02T15:04:05Z")},
		"of channel-2":      {token(appID, appKey, "channel-2", "agent-1", later), `is for the channel "channel-2", and ChannelId is "channel-1"`},
		"of agent-2":        {token(appID, appKey, "channel-1", "agent-2", later), `is for the user "agent-2", and AgentUserId is "agent-1"`},
		"not Base64":        {"token-canary!", "is not Base64"},
		"without padding":   {strings.TrimRight(token(appID, appKey, "channel-1", "agent-1", later.Add(0)), "=") + "x", "is not Base64"},
		"two lines":         {valid[:40] + "\n" + valid[40:], "is not Base64"},
		"not JSON":          {raw("token-canary"), noToken},
		"not an object":     {raw(`["token-canary"]`), noToken},
		"text as timestamp": {raw(`{"appid":"app-1","channelid":"c","userid":"u","nonce":"","timestamp":"1","token":"canary"}`), noToken},
		"number as nonce":   {raw(`{"appid":"app-1","channelid":"c","userid":"u","nonce":1,"timestamp":1,"token":"canary"}`), noToken},
		"without signature": {raw(`{"appid":"app-1","channelid":"c","userid":"u","nonce":"","timestamp":1}`), noToken},
	} {
		id := c.start(t, withToken(tc.token))
		all := s.Instances()
		i, calls := all[len(all)-1], s.Calls(emulator.OpStart)
		want := ""
		if tc.reason != "" {
			want = "the agent's token " + tc.reason
		}
		if i.Problem != want || i.AgentJoined != (want == "") || calls[len(calls)-1].Problem != want {
			t.Errorf("%s: joined %t, %q, want %q", situation, i.AgentJoined, i.Problem, want)
		}
		if err := s.Join(id); (err == nil) != (want == "") || err != nil && !strings.HasSuffix(err.Error(), "because "+want) {
			t.Errorf("%s: join: %v", situation, err)
		}
		if strings.Contains(fmt.Sprintf("%s %+v", i.Problem, calls), "canary") {
			t.Errorf("%s: a secret shows", situation)
		}
	}
}

func TestARTC_ACallWithoutItsAgentEndsByItself(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.App(appID, appKey), emulator.Switch("created_to_executing", "after 0 s"))
	id := c.start(t, nil)
	for _, tc := range []struct {
		after time.Duration
		want  string
	}{{0, "Created"}, {time.Minute - 1, "Created"}, {1, "Finished"}} {
		s.Advance(tc.after)
		if got := c.describe(t, id).at("Instance.Status"); got != tc.want {
			t.Errorf("status %v, want %s", got, tc.want)
		}
	}
}

func TestARTC_AnAgentWithoutAChannelDoesNotJoin(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.Switch("start_incomplete_trio", "accepted; ends as Finished after 5 s"))
	id := c.start(t, map[string]string{"RuntimeConfig": `{"AgentUserId":"a","AuthToken":"t"}`})
	const reason = "RuntimeConfig.ChannelId is missing"
	if i := s.Instances()[0]; i.AgentJoined || i.Problem != reason || s.Calls()[0].Problem != reason {
		t.Errorf("%q, %q", i.Problem, s.Calls()[0].Problem)
	}
	if s.Join(id) == nil {
		t.Error("somebody is in a call without a channel")
	}
}

// TestARTC_WithoutAnApplicationTokensAreNotChecked: most tests have tokens that are
// no tokens.
func TestARTC_WithoutAnApplicationTokensAreNotChecked(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	for _, user := range []string{"", "nonsense"} {
		if err := s.JoinWith(c.start(t, nil), user); err != nil {
			t.Error(err)
		}
	}
	for _, i := range s.Instances() {
		if !i.AgentJoined || i.Status != emulator.StatusExecuting || i.User != "" {
			t.Errorf("%+v", i)
		}
	}
}

func TestARTC_AUserJoinsWithATokenOfItsOwn(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.App(appID, appKey), emulator.App("app-2", "other-key-canary"))
	later := s.Now().Add(time.Hour)
	id := c.start(t, withToken(token(appID, appKey, "channel-1", "agent-1", s.Now().Add(time.Minute))))
	s.Advance(30 * time.Second)
	for situation, tc := range map[string]struct{ token, reason string }{
		"none":           {"", "is missing"},
		"not a token":    {"canary", "is not Base64"},
		"wrong key":      {token(appID, "canary", "channel-1", "user-1", later), `has a wrong signature: it was not made with the key of the application "app-1"`},
		"of another app": {token("app-2", "other-key-canary", "channel-1", "user-1", later), `is for the application "app-2", and the agent is in a channel of "app-1"`},
		"of channel-2":   {token(appID, appKey, "channel-2", "user-1", later), `is for the channel "channel-2", and the agent is in the channel "channel-1"`},
		"the agent's":    {token(appID, appKey, "channel-1", "agent-1", later), `is for the user "agent-1", which is the agent`},
		"expired":        {token(appID, appKey, "channel-1", "user-1", s.Now()), "expired at " + s.Now().Format("2006-01-02T15:04:05Z")},
	} {
		var refused *emulator.TokenError
		if err := s.JoinWith(id, tc.token); !errors.As(err, &refused) || err.Error() != "the user's token "+tc.reason {
			t.Errorf("%s: %v, want %s", situation, err, tc.reason)
		}
	}
	if i := s.Instances()[0]; i.Status != emulator.StatusCreated || i.User != "" {
		t.Errorf("somebody joined: %v", i)
	}
	ok(t, s.JoinWith(id, token(appID, appKey, "channel-1", "user-1", s.Now().Add(time.Second))))
	// A token is checked when its holder joins, and not while it is in the call.
	s.Advance(10*time.Minute - time.Second)
	if i := s.Instances()[0]; i.Status != emulator.StatusExecuting || i.User != "user-1" {
		t.Errorf("%v %q", i, i.User)
	}
	ok(t, s.Finish(id))
	var refused *emulator.TokenError
	if err := s.JoinWith(id, ""); err == nil || errors.As(err, &refused) {
		t.Errorf("the token is to blame for the end of the call: %v", err)
	}
	if err := s.JoinWith("nobody", ""); err == nil {
		t.Error("somebody joined a call that does not exist")
	}
}

func TestARTC_AnUpdateNeedsNoToken(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.App(appID, appKey))
	id := c.start(t, withToken(token(appID, appKey, "channel-1", "agent-1", s.Now().Add(time.Minute))))
	ok(t, s.Join(id))
	s.Advance(2 * time.Minute)
	if a := c.update(t, id, map[string]string{"UserData": "new"}); a.status != 200 {
		t.Error(a.text)
	}
	if diff := cmp.Diff("new", c.describe(t, id).at("Instance.UserData")); diff != "" {
		t.Error(diff)
	}
}
