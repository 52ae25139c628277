package instance

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// What instances of one plan or apply claim: a user ID in a channel, and to be the
// instance of an agent that was hung up.
const (
	claimSeat   = "seat"
	claimHungUp = "hung up"
)

// start sends the one request that costs money. The token may have been missing
// at plan, where a call was over.
func start(ctx context.Context, c *framework.Connection, config *model, region string) (ice.StartResult, diag.Diagnostics) {
	diags := requireIDs(config.RuntimeConfig)
	for _, at := range withoutToken(config.RuntimeConfig) {
		diags.Append(missingToken(at))
	}
	diags.Append(checkTokens(config.RuntimeConfig, time.Now(), firstHalf{})...)
	request, err := config.startRequest(region)
	if err != nil {
		diags.Append(diagnostic.Bug("cannot make the request that starts the instance", err))
	}
	hungUp := hungUpBy(c, config)
	if diags.HasError() {
		diags.Append(hungUpBefore(hungUp)...)
		return ice.StartResult{}, diags
	}
	release, problem := admit(ctx, c, config, region, hungUp != "")
	defer release()
	if problem != nil {
		diags.Append(problem)
		diags.Append(hungUpBefore(hungUp)...)
		return ice.StartResult{}, diags
	}
	sent := time.Now()
	answer, err := c.Client.Start(ctx, request)
	release()
	switch {
	case ice.MaybeReceived(err):
		diags.Append(startLost(err, searchLostOf(ctx, c, config, region, sent), hungUp))
	case err != nil:
		diags.Append(startFailed(err, region, config.requestSize(), hungUp))
	}
	return answer, diags
}

// searchLostOf looks for the call of a start that may have been executed.
func searchLostOf(ctx context.Context, c *framework.Connection, config *model, region string, sent time.Time) lostStart {
	channel, user := seatOf(config.RuntimeConfig)
	return searchLost(ctx, c.Client, lostStart{
		region: region, agent: config.AIAgentID.ValueString(), channel: strings.TrimSpace(channel), user: strings.TrimSpace(user), from: sent, to: time.Now(),
	})
}

// hungUpBy returns the instance of the same agent that this apply has hung up, "" if
// there is none.
func hungUpBy(c *framework.Connection, config *model) string {
	if c.Claims == nil {
		return ""
	}
	return c.Claims.By(claimHungUp, c.RegionOf(config.Region)+"/"+config.AIAgentID.ValueString())
}
