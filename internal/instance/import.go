package instance

import (
	"context"
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// Instance and agent ids are hex digits in all examples; the service is only
// known to use these characters.
var (
	importable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]+$`) })
	regionName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z]{2}(-[a-z0-9]+)+$`) })
)

// ImportState takes <instance_id>, <ai_agent_id>/<instance_id>,
// <region>/<ai_agent_id>/<instance_id>, or an identity. The read that follows
// fills in the rest.
func (r *instanceResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	target, ok := parseImport(req.ID)
	if req.ID == "" {
		var identity identityModel
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		target, ok = importTarget{region: identity.Region.ValueString(), instanceID: identity.InstanceID.ValueString()}, true
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !ok {
		resp.Diagnostics.Append(problemImportID(req.ID))
		return
	}
	region := r.regionOf(types.StringValue(target.region))
	for name, value := range map[string]types.String{
		"id":          types.StringValue(target.instanceID),
		"instance_id": types.StringValue(target.instanceID),
		"region":      types.StringValue(region),
		"ai_agent_id": textOf(target.aiAgentID),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	// The schema's defaults, or else every import would be a change.
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_finished"), finishedKeep)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("wait_for"), waitFound)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("stop_on_destroy"), true)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("prevent_interrupt"), false)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{
		InstanceID: types.StringValue(target.instanceID), Region: types.StringValue(region),
	})...)
	resp.Diagnostics.Append(saveAdoption(ctx, resp.Private, adoptionFill)...)
}

type importTarget struct{ region, aiAgentID, instanceID string }

func parseImport(id string) (importTarget, bool) {
	parts := strings.Split(id, "/")
	for _, p := range parts {
		if !importable().MatchString(p) {
			return importTarget{}, false
		}
	}
	switch len(parts) {
	case 1:
		return importTarget{instanceID: parts[0]}, true
	case 2:
		return importTarget{aiAgentID: parts[0], instanceID: parts[1]}, !regionName().MatchString(parts[0])
	case 3:
		return importTarget{region: parts[0], aiAgentID: parts[1], instanceID: parts[2]}, regionName().MatchString(parts[0])
	default:
		return importTarget{}, false
	}
}

// adopt fills the tree of an imported instance from the answer, so that a
// configuration can be written from it: without secrets, which the service may
// or may not show, and without deprecated forms.
func (m *model) adopt(instance *ice.Instance) error {
	if err := m.observe(instance); err != nil {
		return err
	}
	m.UserData = types.StringPointerValue(instance.UserData)
	runtime, err := flatten(runtimeConfig(), field.Configured, flatTrio(instance.RuntimeConfig))
	if err != nil {
		return err
	}
	agent, err := flatten(agentConfig(), field.Configured, instance.AgentConfig)
	if err != nil {
		return err
	}
	m.RuntimeConfig, m.AgentConfig = runtimeConfig().Configurable(runtime), agentConfig().Configurable(agent)
	return nil
}

// flatTrio is the answer with the ids side by side, which a call that was
// started in the old form may show in its block alone.
func flatTrio(answer map[string]any) map[string]any {
	if answer["AgentUserId"] != nil || answer["ChannelId"] != nil {
		return answer
	}
	for _, f := range runtimeConfig().Fields {
		block, ok := answer[f.Key].(map[string]any)
		if ok && !f.Leaf() && block["ChannelId"] != nil {
			return field.Overlay(answer, map[string]any{"AgentUserId": block["AgentUserId"], "ChannelId": block["ChannelId"]})
		}
	}
	return answer
}
