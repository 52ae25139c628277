package instance

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
)

// admit counts the agent's calls where max_concurrency limits them. Until release is
// called, no other instance of this provider and agent is counted: each of many that
// are started at once must see those before it.
func admit(ctx context.Context, c *framework.Connection, config *model, region string) (release func(), problem diag.Diagnostic) {
	release = func() {}
	if config.MaxConcurrency.IsNull() || config.MaxConcurrency.IsUnknown() {
		return release, nil
	}
	most, _ := config.MaxConcurrency.ValueBigFloat().Int64()
	agent := config.AIAgentID.ValueString()
	release, err := c.Turns.Take(ctx, region+"/"+agent)
	if err != nil {
		return release, notCounted(err, agent, region)
	}
	active, err := c.Client.Concurrency(ctx, region, agent)
	switch {
	case err != nil:
		problem = notCounted(err, agent, region)
	case int64(active) >= most:
		problem = tooManyCalls(agent, region, active, most)
	}
	return release, problem
}
