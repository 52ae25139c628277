package instance_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const address = typeName + ".test"

// hcl is a resource with the given body of agent_config.
func hcl(api *emulator.Server, body string) string {
	return acctest.HCL(api) + `
resource "alicloud_ims_ai_agent_instance" "test" {
  ai_agent_id = "` + emulator.AgentID + `"
  runtime_config = {
    agent_user_id = "agent-1"
    channel_id    = "channel-1"
    auth_token    = "token-of-the-agent"
  }
  agent_config = {
` + body + `
  }
}
`
}

// run runs steps of a real CLI; nothing may run afterwards.
func run(t *testing.T, api *emulator.Server, steps ...resource.TestStep) {
	t.Helper()
	acctest.CLI(t)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(),
		Steps:                    steps,
		CheckDestroy: func(*terraform.State) error {
			for _, i := range api.Instances() {
				if i.Status != emulator.StatusFinished {
					return fmt.Errorf("%s is %s after destroy", i.ID, i.Status)
				}
			}
			return nil
		},
	})
}

func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{
		PreApply:             []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, a)},
		PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
	}
}

func TestAccInstance_basic(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	greeting := tfjsonpath.New("agent_config").AtMapKey("greeting")
	run(t, api,
		resource.TestStep{
			Config: hcl(api, `greeting = "Hello!"`), ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("Created")),
				statecheck.ExpectKnownValue(address, greeting, knownvalue.StringExact("Hello!")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("region"), knownvalue.StringExact("cn-shanghai")),
			},
		},
		resource.TestStep{
			Config: hcl(api, `greeting = "Bye!"`), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, greeting, knownvalue.StringExact("Bye!"))},
		},
		resource.TestStep{
			Config:           hcl(api, "greeting = \"Bye!\"\nmax_idle_time = 300"),
			ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate),
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateKind: resource.ImportCommandWithID,
			ImportStateIdFunc: func(s *terraform.State) (string, error) {
				return emulator.AgentID + "/" + s.RootModule().Resources[address].Primary.ID, nil
			},
			ImportStateVerify: true,
			// What the service does not return: the token. What the import shows beyond
			// the configuration: the console's settings.
			ImportStateVerifyIgnore: []string{"runtime_config.auth_token", "agent_config"},
		},
	)
	if got := api.Count(emulator.OpStart); got != 2 {
		t.Errorf("%d instances were started, want 2", got)
	}
}

// TestAccInstance_identity looks at the identity where the CLI knows identities;
// an older one must get on without.
func TestAccInstance_identity(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	var checks []statecheck.StateCheck
	if acctest.KnowsIdentity(t) {
		checks = []statecheck.StateCheck{
			statecheck.ExpectIdentityValueMatchesStateAtPath(address, tfjsonpath.New("instance_id"), tfjsonpath.New("id")),
			statecheck.ExpectIdentityValue(address, tfjsonpath.New("region"), knownvalue.StringExact("cn-shanghai")),
		}
	}
	run(t, api, resource.TestStep{
		Config: hcl(api, `greeting = "Hello!"`), ConfigPlanChecks: action(plancheck.ResourceActionCreate), ConfigStateChecks: checks,
	})
}

func TestAccInstance_refused(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	run(t, api,
		resource.TestStep{Config: hcl(api, `volume = 500`), ExpectError: regexp.MustCompile(`must be between 0 and 400`)},
		resource.TestStep{
			Config:      strings.Replace(hcl(api, `greeting = "Hello!"`), "runtime_config", "greeting = \"Hello!\"\n  runtime_config", 1),
			ExpectError: regexp.MustCompile(`An argument named "greeting" is not expected here`),
		},
		resource.TestStep{
			Config:      hcl(api, `back_channeling_configs = [{ enabled = true }]`),
			ExpectError: regexp.MustCompile(`attribute "probability" is required`),
		},
	)
	if got := api.Count(emulator.OpStart); got != 0 {
		t.Errorf("%d instances were started", got)
	}
}

func TestAccInstanceDataSource_basic(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	run(t, api, resource.TestStep{
		Config: hcl(api, `greeting = "Hello!"`) + `
data "alicloud_ims_ai_agent_instance" "test" {
  instance_id = alicloud_ims_ai_agent_instance.test.id
}
`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data."+address, tfjsonpath.New("agent_config").AtMapKey("greeting"), knownvalue.StringExact("Hello!")),
			statecheck.ExpectKnownValue("data."+address, tfjsonpath.New("runtime_config").AtMapKey("channel_id"), knownvalue.StringExact("channel-1")),
			statecheck.ExpectKnownValue("data."+address, tfjsonpath.New("status"), knownvalue.StringExact("Created")),
		},
	})
}
