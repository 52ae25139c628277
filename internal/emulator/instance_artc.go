package emulator

import (
	"fmt"
	"time"
)

// TokenError is why a token does not let its holder into a call. It shows no part of
// the token but its IDs and its time.
type TokenError struct{ Reason string }

func (e *TokenError) Error() string { return e.Reason }

// admitAgent checks the token with which the agent joins. If it is not valid, it
// returns why.
func (i *instance) admitAgent(known *apps, now time.Time) string {
	if known.none() {
		return ""
	}
	sent, _ := i.trio["AuthToken"].(string)
	t, reason := known.check(sent, now)
	if reason == "" && t.channel != i.trio["ChannelId"] {
		reason = fmt.Sprintf("is for the channel %q, and ChannelId is %q", t.channel, i.trio["ChannelId"])
	}
	if reason == "" && t.user != i.trio["AgentUserId"] {
		reason = fmt.Sprintf("is for the user %q, and AgentUserId is %q", t.user, i.trio["AgentUserId"])
	}
	if reason != "" {
		return "the agent's token " + reason
	}
	i.app = t.app
	return ""
}

// admitUser checks the token with which a user joins, and returns the user.
func (i *instance) admitUser(known *apps, token string, now time.Time) (string, error) {
	if known.none() {
		return "", nil
	}
	t, reason := known.check(token, now)
	if reason == "" && t.app != i.app {
		reason = fmt.Sprintf("is for the application %q, and the agent is in a channel of %q", t.app, i.app)
	}
	if reason == "" && t.channel != i.trio["ChannelId"] {
		reason = fmt.Sprintf("is for the channel %q, and the agent is in the channel %q", t.channel, i.trio["ChannelId"])
	}
	if reason == "" && t.user == i.trio["AgentUserId"] {
		reason = fmt.Sprintf("is for the user %q, which is the agent", t.user)
	}
	if reason != "" {
		return "", &TokenError{"the user's token " + reason}
	}
	return t.user, nil
}
