package instance_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// TestToken_MissingIsToldWhereItMatters: a start needs a token, a running call must
// not be hung up for want of one, and where the call is over only the start fails.
func TestToken_MissingIsToldWhereItMatters(t *testing.T) {
	t.Parallel()
	recreate := set("on_finished", "recreate")
	idle := func(block string, seconds int, token any) map[string]any {
		values := map[string]any{"agent_user_id": "agent-1", "channel_id": "channel-1", "auth_token": token}
		return with(agentConfig(set("max_idle_time", seconds)), set("runtime_config", inForm(block, values)))
	}
	for _, block := range []string{"", "voice_chat", "avatar_chat_3d"} {
		at := strings.TrimSuffix("runtime_config."+block, ".")
		for name, c := range map[string]struct {
			before, after map[string]any
			remote        func(w *world, id string)
			want          string
		}{
			"a new start":                      {nil, idle(block, 300, nil), nil, "error " + at + ": " + noToken},
			"the replacement of a running one": {idle(block, 300, "t"), idle(block, 200, nil), nil, "error " + at + ": " + noToken},
			"the same in conversation":         {idle(block, 300, "t"), idle(block, 200, nil), join, "error " + at + ": " + noToken},
			"no change":                        {idle(block, 300, "t"), idle(block, 300, nil), nil, ""},
			"recreate of an ended call":        {with(idle(block, 300, "t"), recreate), with(idle(block, 300, nil), recreate), finish, "warning " + at + ": " + noToken},
			"recreate becomes set":             {idle(block, 300, "t"), with(idle(block, 300, nil), recreate), finish, "warning " + at + ": " + noToken},
			"the replacement of an ended call": {idle(block, 300, "t"), idle(block, 200, nil), finish, "warning " + at + ": " + noToken},
			"an ended call is kept":            {idle(block, 300, "t"), idle(block, 300, nil), finish, ""},
			"recreate of a running call":       {with(idle(block, 300, "t"), recreate), with(idle(block, 300, nil), recreate), join, ""},
		} {
			t.Run(strings.TrimSpace(block+" "+name), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, emulator.WithAgent("any", agentOf(block), nil))
				i := w.Null()
				if c.before != nil {
					i = w.start(with(c.before, set("ai_agent_id", "any")))
				}
				if c.remote != nil {
					c.remote(w, w.api.Instances()[0].ID)
					i = w.refresh(i)
				}
				w.api.Reset()
				config := w.Config(with(c.after, set("ai_agent_id", "any")))
				plan := w.Plan(config, i)
				if diff := cmp.Diff(c.want, places(plan.Diagnostics)); diff != "" {
					t.Errorf("%s\n%s", diff, acctest.Text(plan.Diagnostics))
				}
				refused := strings.HasPrefix(c.want, "error")
				if got := strings.Contains(acctest.Text(plan.Diagnostics), "`terraform destroy -refresh=false`"); got != refused {
					t.Errorf("the way out is named: %t, want %t\n%s", got, refused, acctest.Text(plan.Diagnostics))
				}
				if got := w.calls(); got != "" {
					t.Errorf("the plan called %s", got)
				}
				if strings.HasPrefix(c.want, "warning") {
					w.startIsRefused(config, i, plan, at)
				}
			})
		}
	}
}

// agentOf is the type of agent that a block of runtime_config is for.
func agentOf(block string) emulator.AgentType {
	switch block {
	case "vision_chat":
		return emulator.VisionChat
	case "avatar_chat_3d":
		return emulator.AvatarChat3D
	default:
		return emulator.VoiceChat
	}
}

// startIsRefused applies the replacement of an ended call that has no token.
func (w *world) startIsRefused(config tftypes.Value, i acctest.Instance, first acctest.Plan, at string) {
	w.t.Helper()
	second := w.Plan(config, acctest.Instance{State: w.Null().State, Private: first.Private})
	w.fine(second.Diagnostics)
	_, diagnostics := w.Apply(w.PlanReplaced(i))
	w.fine(diagnostics)
	w.api.Reset()
	after, diagnostics := w.Apply(second)
	if diff := cmp.Diff("error "+at+": "+noToken, places(diagnostics)); diff != "" {
		w.t.Errorf("the apply: %s\n%s", diff, acctest.Text(diagnostics))
	}
	if got := w.calls(); got != "" || !after.State.IsNull() {
		w.t.Errorf("called %q, the state is %s", got, after.State)
	}
}

// withoutTokenHCL is a configuration whose token a nightly job or a destroy does not
// have.
const withoutTokenHCL = `
variable "token" {
  type    = string
  default = null
}
variable "idle" {
  type    = number
  default = 300
}
variable "on_finished" {
  type    = string
  default = "keep"
}
provider "alicloud" {}
resource "alicloud_ims_ai_agent_instance" "test" {
  ai_agent_id    = "` + emulator.AgentID + `"
  on_finished    = var.on_finished
  runtime_config = { agent_user_id = "a", channel_id = "c", auth_token = var.token }
  agent_config   = { max_idle_time = var.idle }
}
output "status" { value = alicloud_ims_ai_agent_instance.test.status }
`

// TestToken_ADestroyNeedsNone runs a real CLI, which plans as usual before it plans
// a destroy.
func TestToken_ADestroyNeedsNone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		// apply and later are the variables of the first and of all later commands.
		apply, later []string
		ends         bool
		// refused: only a destroy without a refresh works.
		refused bool
	}{
		"a running call": {apply: []string{"-var=token=t"}},
		"a running call with a replacement pending":    {apply: []string{"-var=token=t"}, later: []string{"-var=idle=200"}, refused: true},
		"an ended call with recreate":                  {apply: []string{"-var=token=t", "-var=on_finished=recreate"}, later: []string{"-var=on_finished=recreate"}, ends: true},
		"an ended call with a replacement pending":     {apply: []string{"-var=token=t"}, later: []string{"-var=idle=200"}, ends: true},
		"an ended call that is kept, without a change": {apply: []string{"-var=token=t"}, ends: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := emulator.Start(t)
			w := acctest.NewWorkspace(t, api, "")
			w.Write("main.tf", withoutTokenHCL)
			w.Must(append([]string{"apply", "-auto-approve", "-no-color"}, c.apply...)...)
			if c.ends {
				if err := api.Finish(api.Instances()[0].ID); err != nil {
					t.Fatal(err)
				}
			}
			api.Reset()
			out, code := w.Run(append([]string{"plan", "-no-color"}, c.later...)...)
			if refused := code != 0; refused != c.refused {
				t.Errorf("a nightly plan is refused: %t, want %t\n%s", refused, c.refused, out)
			}
			destroy := append([]string{"destroy", "-auto-approve", "-no-color"}, c.later...)
			if c.refused {
				out, code := w.Run(destroy...)
				if words := strings.Join(strings.Fields(strings.ReplaceAll(out, "│", "")), " "); code == 0 || !strings.Contains(words, "`terraform destroy -refresh=false`") {
					t.Errorf("exit %d, the way out is missing in:\n%s", code, out)
				}
				destroy = append(destroy, "-refresh=false")
			}
			w.Must(destroy...)
			if got := api.Instances()[0].Status; got != emulator.StatusFinished || api.Count(emulator.OpStart) > 0 {
				t.Errorf("the call is %s after %v", got, api.Calls())
			}
			if want := map[bool]int{true: 0, false: 1}[c.ends]; api.Count(emulator.OpStop) != want {
				t.Errorf("%d stops, want %d", api.Count(emulator.OpStop), want)
			}
			if out := w.Must("state", "list"); strings.TrimSpace(out) != "" {
				t.Errorf("the state still has:\n%s", out)
			}
		})
	}
}
