package instance_test

import (
	"strings"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/artctoken"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// tokenOf is the token of an agent, valid from now on for some time.
func tokenOf(channel, user string, valid time.Duration) string {
	return artctoken.New(artctoken.Claims{AppID: "app", ChannelID: channel, UserID: user, ExpiresAt: time.Now().Add(valid)}, "key-of-the-application")
}

// withToken is a configuration whose token stands in a form, as an attribute of the
// name.
func withToken(block, name, token string, more map[string]any) map[string]any {
	values := map[string]any{"agent_user_id": "agent-1", "channel_id": "channel-1", name: token}
	return with(agentConfig(map[string]any{"greeting": "Hello!"}), map[string]any{"ai_agent_id": "any", "runtime_config": inForm(block, values)}, more)
}

// TestTokenCheck_IsMadeBeforeAnythingIsHungUp in each form, stored or not.
func TestTokenCheck_IsMadeBeforeAnythingIsHungUp(t *testing.T) {
	t.Parallel()
	good := tokenOf("channel-1", "agent-1", time.Hour)
	for name, c := range map[string]struct {
		token, want string
	}{
		"a good token":    {good, ""},
		"no ARTC token":   {"opaque", ""},
		"expired":         {tokenOf("channel-1", "agent-1", -3*time.Minute), "error %: The ARTC token has expired"},
		"another channel": {tokenOf("channel-2", "agent-1", time.Hour), "warning %: The ARTC token is for another call"},
		"another user":    {tokenOf("channel-1", "agent-2", time.Hour), "warning %: The ARTC token is for another call"},
	} {
		for _, block := range []string{"", "voice_chat", "vision_chat", "avatar_chat_3d"} {
			for _, attribute := range []string{"auth_token", "auth_token_wo"} {
				t.Run(strings.Join([]string{name, block, attribute}, " "), func(t *testing.T) {
					t.Parallel()
					w := newWorld(t, emulator.WithAgent("any", agentOf(block), nil))
					at := strings.Replace("runtime_config."+block+"."+attribute, "..", ".", 1)
					want := strings.Replace(c.want, "%", at, 1)

					plan := w.Plan(w.Config(withToken(block, attribute, c.token, nil)), w.Null())
					w.tokenSaid("a start", plan.Diagnostics, want, c.token)
					if strings.HasPrefix(want, "error") {
						// What is only known at apply is checked then.
						w.Config(withToken(block, attribute, c.token, nil))
						late := w.PlanLate(w.Config(withToken(block, attribute, c.token, nil)), w.Null(), at)
						_, diagnostics := w.Apply(late)
						w.tokenSaid("a start with a late token", diagnostics, want, c.token)
					}
					if got := w.calls(); got != "" {
						t.Errorf("called %s", got)
					}

					i := w.start(withToken(block, attribute, good, nil))
					w.api.Reset()
					changed := agentConfig(map[string]any{"greeting": "Hello!", "max_idle_time": 100})
					plan = w.Plan(w.Config(with(withToken(block, attribute, c.token, nil), set("agent_config", changed["agent_config"]))), i)
					w.tokenSaid("a replacement", without(plan.Diagnostics, "This plan hangs up a running call"), want, c.token)

					// Nothing is started, so no token matters.
					plan = w.Plan(w.Config(withToken(block, attribute, c.token, set("prevent_interrupt", true))), i)
					w.tokenSaid("a change", plan.Diagnostics, "", c.token)
					if got := w.calls(); got != "" {
						t.Errorf("called %s", got)
					}
				})
			}
		}
	}
}

// TestTokenCheck_AnExpiredOneKeepsNobodyFromDestroyingACallThatIsOver: core plans the
// replacement before it plans the destroy. The apply of the replacement is refused.
func TestTokenCheck_AnExpiredOneKeepsNobodyFromDestroyingACallThatIsOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := func(valid time.Duration) map[string]any {
		token := tokenOf("channel-1", "agent-1", valid)
		return withToken("", "auth_token", token, map[string]any{"ai_agent_id": emulator.AgentID, "on_finished": "recreate"})
	}
	i := w.start(config(time.Hour))
	finish(w, w.api.Instances()[0].ID)
	plan := w.Plan(w.Config(config(-time.Hour)), w.refresh(i))
	if got := places(plan.Diagnostics); got != "warning runtime_config.auth_token: The ARTC token has expired" || len(plan.Replace) == 0 {
		t.Errorf("said %q, replaces because of %v", got, plan.Replace)
	}
	second := w.Plan(w.Config(config(-time.Hour)), acctest.Instance{State: w.Null().State})
	if got := places(second.Diagnostics); got != "error runtime_config.auth_token: The ARTC token has expired" {
		t.Errorf("said %q", got)
	}
}

func (w *world) tokenSaid(what string, diagnostics []*acctest.Diagnostic, want, token string) {
	w.t.Helper()
	if got := places(diagnostics); got != want {
		w.t.Errorf("%s: %q, want %q", what, got, want)
	}
	if said := acctest.Text(diagnostics); strings.Contains(said, token) {
		w.t.Errorf("%s shows the token: %s", what, said)
	}
}

// TestToken_OneForTheSameCallIsNoChange, in each form; any other is one.
func TestToken_OneForTheSameCallIsNoChange(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token string
		same  bool
	}{
		"later expiry":    {tokenOf("channel-1", "agent-1", 3*time.Hour), true},
		"another channel": {tokenOf("channel-2", "agent-1", 3*time.Hour), false},
		"another user":    {tokenOf("channel-1", "agent-2", 3*time.Hour), false},
		"another application": {artctoken.New(artctoken.Claims{
			AppID: "other", ChannelID: "channel-1", UserID: "agent-1", ExpiresAt: time.Now().Add(3 * time.Hour),
		}, "key"), false},
		"no ARTC token": {"opaque", false},
	} {
		for _, block := range []string{"", "voice_chat", "vision_chat", "avatar_chat_3d"} {
			t.Run(name+" "+block, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, emulator.WithAgent("any", agentOf(block), nil))
				i := w.start(withToken(block, "auth_token", tokenOf("channel-1", "agent-1", time.Hour), nil))
				config := withToken(block, "auth_token", c.token, nil)
				if c.same {
					w.calm(i, config)
					return
				}
				plan := w.Plan(w.Config(config), i)
				w.fine(plan.Diagnostics)
				if plan.Planned.Equal(i.State) || len(plan.Replace) > 0 {
					t.Errorf("the plan is empty, or replaces because of %v", plan.Replace)
				}
			})
		}
	}
}

// TestToken_AReplacementHasTheNewOne: what is kept is for the call that runs.
func TestToken_AReplacementHasTheNewOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(withToken("", "auth_token", tokenOf("channel-1", "agent-1", time.Hour), set("ai_agent_id", emulator.AgentID)))
	token := tokenOf("channel-1", "agent-1", 3*time.Hour)
	config := w.Config(withToken("", "auth_token", token, set("ai_agent_id", emulator.AgentID)))
	second := w.Plan(config, acctest.Instance{State: w.Null().State, Private: i.Private})
	w.fine(second.Diagnostics)
	after, diagnostics := w.Apply(second)
	w.fine(diagnostics)
	runtime, _ := w.attribute(after, "runtime_config").(map[string]any)
	if runtime["auth_token"] != token || w.api.Instances()[1].RuntimeConfig["AuthToken"] != token {
		t.Error("the new instance has another token")
	}
}
