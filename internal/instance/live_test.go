//go:build live

package instance_test

import (
	"crypto/rand"
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
)

// TestAccLive_lifecycle starts, changes and stops a real call, which is billed.
// Nobody joins it, so any token will do unless the service
// checks it at the start.
func TestAccLive_lifecycle(t *testing.T) {
	agent := os.Getenv("ALICLOUD_TEST_AI_AGENT_ID") //nolint:forbidigo // The agent of these tests.
	if agent == "" {
		t.Fatal("ALICLOUD_TEST_AI_AGENT_ID names no agent")
	}
	token := os.Getenv("ALICLOUD_TEST_AUTH_TOKEN") //nolint:forbidigo // The agent's token, if there is one.
	if token == "" {
		token = "opens-nothing"
	}
	channel := rand.Text()
	config := func(greeting string) string {
		return `
resource "alicloud_ims_ai_agent_instance" "test" {
  ai_agent_id = "` + agent + `"
  runtime_config = {
    agent_user_id = "agent-` + channel + `"
    channel_id    = "` + channel + `"
    auth_token    = "` + token + `"
  }
  agent_config = {
    greeting            = "` + greeting + `"
    user_online_timeout = 60
  }
}
`
	}
	greeting := tfjsonpath.New("agent_config").AtMapKey("greeting")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(),
		Steps: []resource.TestStep{
			{
				Config:            config("Hello!"),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, greeting, knownvalue.StringExact("Hello!"))},
			},
			{
				Config: config("Bye!"),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)},
				},
			},
		},
	})
}
