package instance

import (
	"context"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// ListAIAgentInstance takes no larger page, and no larger page number.
const (
	pageSize = 100
	lastPage = 100
)

// eachListed reads at most so many pages of an agent's instances, until visit
// returns false. complete reports whether it has visited all that the service lists.
func eachListed(
	ctx context.Context, client *ice.Client, request ice.ListRequest, pages int, visit func(*ice.Instance) bool,
) (complete bool, err error) {
	for request.PageNumber = 1; request.PageNumber <= pages; request.PageNumber++ {
		page, err := client.List(ctx, request)
		if err != nil {
			return false, err
		}
		for i := range page {
			if !visit(&page[i]) {
				return false, nil
			}
		}
		if len(page) < request.PageSize {
			return true, nil
		}
	}
	return false, nil
}

// joined returns the channel and the user ID under which the agent joined it.
func joined(instance *ice.Instance) (channel, user string) {
	response := flatTrio(instance.RuntimeConfig)
	channel, _ = response["ChannelId"].(string)
	user, _ = response["AgentUserId"].(string)
	return channel, user
}
