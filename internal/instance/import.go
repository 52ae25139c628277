package instance

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// ImportState takes <instance_id>, <ai_agent_id>/<instance_id>,
// <region>/<ai_agent_id>/<instance_id>, or an identity. The read that follows
// fills in the rest.
func (r *instanceResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	target, ok := parseImport(req.ID)
	// An import block by identity has no ID; `terraform import ADDRESS ""` has neither.
	if req.ID == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		var identity identityModel
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		target, ok = fromIdentity(identity)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !ok {
		resp.Diagnostics.Append(wrongImportID(req.ID))
		return
	}
	region := r.RegionOf(types.StringValue(target.region))
	for name, value := range map[string]types.String{
		"id":          types.StringValue(target.instanceID),
		"instance_id": types.StringValue(target.instanceID),
		"region":      types.StringValue(region),
		"ai_agent_id": textOrNull(target.aiAgentID),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	// The defaults, or else every import would be a change.
	for _, a := range ownArguments() {
		if a.otherwise == nil {
			continue
		}
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(a.row.Name), a.otherwise)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{
		InstanceID: types.StringValue(target.instanceID), Region: types.StringValue(region),
	})...)
	resp.Diagnostics.Append(keyImportPhase.Save(ctx, resp.Private, importFill)...)
}

type importTarget struct{ region, aiAgentID, instanceID string }

// parseImport refuses a region beside an instance ID alone: it would read as the
// agent's ID.
func parseImport(id string) (importTarget, bool) {
	region, ids, ok := framework.SplitImportID(id)
	switch {
	case ok && len(ids) == 1 && region == "":
		return importTarget{instanceID: ids[0]}, true
	case ok && len(ids) == 2:
		return importTarget{region: region, aiAgentID: ids[0], instanceID: ids[1]}, true
	default:
		return importTarget{}, false
	}
}

func fromIdentity(identity identityModel) (importTarget, bool) {
	region, id := identity.Region.ValueString(), identity.InstanceID.ValueString()
	return importTarget{region: region, instanceID: id}, framework.ValidID(id) && (region == "" || ice.ValidRegion(region))
}
