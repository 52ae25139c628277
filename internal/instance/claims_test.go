package instance_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// seats is a configuration with one instance for each channel and user that it is given.
const seats = `
variable "idle" {
  type    = number
  default = 300
}
provider "alicloud" {}
resource "alicloud_ims_ai_agent_instance" "test" {
  for_each       = { %s }
  ai_agent_id    = "` + emulator.AgentID + `"
  runtime_config = %s
  agent_config   = { max_idle_time = var.idle }
}
`

const (
	flatSeat  = `{ agent_user_id = each.value.user, channel_id = each.value.channel, auth_token = "t" }`
	blockSeat = `{ voice_chat = { agent_user_id = each.value.user, channel_id = each.value.channel, auth_token = "t" } }`
)

func seat(name, channel, user string) string {
	return fmt.Sprintf(`%s = { channel = "%s", user = "%s" }, `, name, channel, user)
}

// TestClaims_TwoInstancesInOneSeatAreWarnedOf runs a real CLI, which starts one
// provider for all instances of a plan.
func TestClaims_TwoInstancesInOneSeatAreWarnedOf(t *testing.T) {
	t.Parallel()
	const warning = "Two instances in one channel under one user ID"
	for name, c := range map[string]struct {
		before, after string
		args          []string
		want          int
	}{
		"the same seat":               {after: fmt.Sprintf(seats, seat("a", "c", "u")+seat("b", "c", "u"), flatSeat), want: 1},
		"the same seat in a block":    {after: fmt.Sprintf(seats, seat("a", "c", "u")+seat("b", "c", "u"), blockSeat), want: 1},
		"different channels":          {after: fmt.Sprintf(seats, seat("a", "c", "u")+seat("b", "d", "u"), flatSeat)},
		"different users":             {after: fmt.Sprintf(seats, seat("a", "c", "u")+seat("b", "c", "v"), flatSeat)},
		"a replacement alone":         {before: fmt.Sprintf(seats, seat("a", "c", "u"), flatSeat), after: fmt.Sprintf(seats, seat("a", "c", "u"), flatSeat), args: []string{"-var=idle=200"}},
		"one that is there":           {before: fmt.Sprintf(seats, seat("a", "c", "u"), flatSeat), after: fmt.Sprintf(seats, seat("a", "c", "u")+seat("b", "c", "u"), flatSeat), want: 1},
		"beside a replacement":        {before: fmt.Sprintf(seats, seat("a", "c", "u"), flatSeat), after: fmt.Sprintf(seats, seat("a", "c", "u")+seat("b", "c", "u"), flatSeat), args: []string{"-var=idle=200"}, want: 1},
		"replacements in other seats": {before: fmt.Sprintf(seats, seat("a", "c", "u")+seat("b", "d", "u"), flatSeat), after: fmt.Sprintf(seats, seat("a", "c", "u")+seat("b", "d", "u"), flatSeat), args: []string{"-var=idle=200"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorkspace(t, emulator.Start(t), "")
			if c.before != "" {
				w.Write("main.tf", c.before)
				if out := w.Must("apply", "-auto-approve", "-no-color"); strings.Contains(out, warning) {
					t.Errorf("the first apply warns:\n%s", out)
				}
			}
			w.Write("main.tf", c.after)
			out := w.Must(append([]string{"plan", "-no-color"}, c.args...)...)
			if got := strings.Count(out, warning); got != c.want {
				t.Errorf("%d warnings, want %d:\n%s", got, c.want, out)
			}
		})
	}
}
