package instance

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
)

// recountFor is how long a replacement counts again where the limit is reached, and
// recountPause the pause between two counts.
const (
	recountFor   = 10 * time.Second
	recountPause = time.Second
)

// admit counts the agent's calls where max_concurrency limits them. Until release is
// called, no other instance of this provider and agent is counted: each of many that
// are started at once must see those before it. replaces: a call of the agent was ended
// just now.
func admit(ctx context.Context, c *framework.Connection, config *model, region string, replaces bool) (release func(), problem diag.Diagnostic) {
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
	// The service may still count the call that this replacement has just ended.
	for wait := recountFor; replaces && err == nil && int64(active) >= most && wait > 0; wait -= recountPause {
		if err = c.Client.Pause(ctx, recountPause); err == nil {
			active, err = c.Client.Concurrency(ctx, region, agent)
		}
	}
	switch {
	case err != nil:
		problem = notCounted(err, agent, region)
	case int64(active) >= most:
		problem = tooManyCalls(agent, region, active, most)
	}
	return release, problem
}
