package artctoken_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	resources "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/artctoken"
)

// clocked is a provider with the ephemeral resource alone, whose clock a test sets.
type clocked struct{ now func() time.Time }

func (p *clocked) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "alicloud"
}
func (p *clocked) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (p *clocked) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (p *clocked) Resources(context.Context) []func() resources.Resource      { return nil }
func (p *clocked) DataSources(context.Context) []func() datasource.DataSource { return nil }
func (p *clocked) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{artctoken.NewEphemeralAt(p.now)}
}

// TestCLI_ASavedPlanMakesANewToken: the testing library saves the plan and applies
// that. The clock is in 2027 until the token is made for the first time, and then in
// 2028: what the apply uses was not made by the plan.
func TestCLI_ASavedPlanMakesANewToken(t *testing.T) {
	t.Parallel()
	acctest.CLI(t)
	var opened atomic.Int32
	p := &clocked{now: func() time.Time {
		if opened.Add(1) == 1 {
			return time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		return time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	}}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"alicloud": providerserver.NewProtocol6WithError(p),
			"echo":     echoprovider.NewProviderServer(),
		},
		Steps: []resource.TestStep{{
			Config: `
ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = "abc"
  app_key    = "abckey"
  channel_id = "abcChannel"
  user_id    = "abcUser"
  valid_for  = "1h"
}
provider "echo" {
  data = ephemeral.alicloud_ims_artc_token.agent.expires_at
}
resource "echo" "agent" {}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("echo.agent", tfjsonpath.New("data"), knownvalue.StringExact("2028-01-01T01:00:00Z")),
			},
		}},
	})
	if opened.Load() < 2 {
		t.Errorf("the token was made %d times", opened.Load())
	}
}
