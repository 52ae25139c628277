package instance

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
)

const (
	// orphanGrace is how long the provider tries to end a call that nobody knows.
	orphanGrace = 30 * time.Second

	// orphanPause is the pause between two tries.
	orphanPause = time.Second
)

// endIfUnknown ends a call that a create has just started, if the process is gone
// that would have put it into the state: nobody else could end it. Create calls it
// last, when its response has not been handed on.
//
// An instance that turned out to be another one's, so that Create has taken it out
// of the state again, is not ended.
//
// A call whose response was handed on is never ended here, even if the process dies
// right after: it may have stored the response, and a call in a state is not this
// one's to end.
func endIfUnknown(ctx context.Context, c *framework.Connection, started *model, state *tfsdk.State) {
	if state.Raw.IsNull() || !c.Orphaned(ctx) {
		return
	}
	region, id := started.Region.ValueString(), started.InstanceID.ValueString()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), orphanGrace)
	defer cancel()
	tflog.Warn(ctx, "Terraform is gone before it could store a started instance, which is stopped", map[string]any{"instance_id": id})
	// Any error may pass: a service that does not know the instance yet says so, too.
	for err := c.Client.Stop(ctx, region, id); err != nil; err = c.Client.Stop(ctx, region, id) {
		if pause(ctx, orphanPause) != nil {
			tflog.Error(ctx, "The instance could not be stopped", map[string]any{"instance_id": id})
			return
		}
	}
}
