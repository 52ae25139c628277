package instance

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

const listLimit = 1000

var _ datasource.DataSourceWithConfigure = (*listDataSource)(nil)

// NewListDataSource returns the data source alicloud_ims_ai_agent_instances.
func NewListDataSource() datasource.DataSource { return &listDataSource{} }

type listDataSource struct{ framework.DataSource }

// listModel is the data source in configuration and state.
type listModel struct {
	AIAgentID   types.String   `tfsdk:"ai_agent_id"`
	Region      types.String   `tfsdk:"region"`
	StartTime   types.String   `tfsdk:"start_time"`
	EndTime     types.String   `tfsdk:"end_time"`
	Status      types.String   `tfsdk:"status"`
	ChannelID   types.String   `tfsdk:"channel_id"`
	AgentUserID types.String   `tfsdk:"agent_user_id"`
	Limit       types.Number   `tfsdk:"limit"`
	Instances   types.List     `tfsdk:"instances"`
	Truncated   types.Bool     `tfsdk:"truncated"`
	Timeouts    timeouts.Value `tfsdk:"timeouts"`
}

// listArguments are the arguments but region, times and timeouts.
func listArguments() []*field.Field {
	return []*field.Field{
		field.String("ai_agent_id", "AIAgentId", "ID of the agent whose instances are listed.", field.Required, idRule()),
		field.String("status", "", "Only instances in this status. The provider filters what the service returned.", field.OneOf(ice.StatusCreated, ice.StatusExecuting, ice.StatusFinished)),
		field.String("channel_id", "", "Only instances in this ARTC channel. The provider filters what the service returned.", idRule()),
		field.String("agent_user_id", "", "Only instances whose agent joined under this user ID. The provider filters what the service returned.", idRule()),
		field.Int("limit", "", "The largest number of instances to return. Default: `1000`.", field.Between(1, pageSize*lastPage)),
	}
}

// listed is one instance of a list. The settings are one document and not a tree:
// a tree for each of a thousand instances makes plans slow.
func listed() *field.Field {
	rows := []field.Part{
		field.String("channel_id", "ChannelId", "ARTC channel of the call."),
		field.String("agent_user_id", "AgentUserId", "User ID under which the agent joined the channel."),
		field.String("instance_id", "InstanceId", "ID of the instance; null unless the service returns one, which the API does not document."),
		field.String("user_data", "UserData", "Text that the instance was started or changed with, usually JSON.", field.Content),
	}
	for _, a := range listedAttributes() {
		rows = append(rows, a.row)
	}
	return field.Objects("instances", "Instances", "The instances, in the order of the service.", rows...)
}

// listedAttributes are the computed attributes that a list shows.
func listedAttributes() []computedAttribute {
	return slices.DeleteFunc(slices.Clone(computedAttributes()), func(a computedAttribute) bool {
		return !slices.Contains([]string{"status", "call_log_url", "effective_agent_config"}, a.row.Name)
	})
}

func (d *listDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_ims_ai_agent_instances"
}

func (d *listDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"region": schema.StringAttribute{
			Optional: true, Computed: true, Validators: []validator.String{framework.Region()},
			MarkdownDescription: "Region of the agent, such as `cn-shanghai`. Defaults to the provider's region.",
		},
		"start_time": schema.StringAttribute{
			Optional: true, Validators: []validator.String{framework.Time()},
			MarkdownDescription: "Only instances from this time on, in RFC 3339, such as `2026-11-27T08:00:00Z`. The service filters.",
		},
		"end_time": schema.StringAttribute{
			Optional: true, Validators: []validator.String{framework.Time()},
			MarkdownDescription: "Only instances up to this time, in RFC 3339. The service filters.",
		},
		"truncated": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether there may be more instances than are returned."},
		"instances": listed().DataSourceAttribute(),
		"timeouts":  framework.DataSourceTimeouts(ctx),
	}
	for _, row := range listArguments() {
		attributes[row.Name] = row.DataSourceArgument()
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the instances of an agent, running and ended. " +
			"The API documents no instance IDs in this list, so use it to count and check calls, not to import them.",
		Attributes: attributes,
	}
}

func (d *listDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel, diags := framework.WithTimeout(ctx, m.Timeouts.Read, readTimeout)
	defer cancel()
	resp.Diagnostics.Append(diags...)

	m.Region = textOrNull(d.RegionOf(m.Region))
	found, truncated, err := d.list(ctx, &m)
	if err != nil {
		resp.Diagnostics.Append(listFailed(err, m.AIAgentID.ValueString(), m.Region.ValueString()))
		return
	}
	if truncated {
		resp.Diagnostics.Append(listTruncated(len(found)))
	}
	m.Truncated = types.BoolValue(truncated)
	if m.Instances, err = m.flatten(found); err != nil {
		resp.Diagnostics.Append(diagnostic.Bug("cannot write the list of instances", err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// list reads pages until one is short, the limit is reached, or the service has
// no further page.
func (d *listDataSource) list(ctx context.Context, m *listModel) (found []ice.Instance, truncated bool, err error) {
	limit := listLimit
	if !m.Limit.IsNull() {
		wanted, _ := m.Limit.ValueBigFloat().Int64()
		limit = int(wanted)
	}
	request := ice.ListRequest{Region: m.Region.ValueString(), AIAgentID: m.AIAgentID.ValueString(), PageSize: pageSize}
	if request.StartTime, err = timeOf(m.StartTime); err != nil {
		return nil, false, err
	}
	if request.EndTime, err = timeOf(m.EndTime); err != nil {
		return nil, false, err
	}
	complete, err := eachListed(ctx, d.Client, request, lastPage, func(i *ice.Instance) bool {
		if !m.wants(i) {
			return true
		}
		if len(found) == limit {
			return false
		}
		found = append(found, *i)
		return true
	})
	return found, !complete, err
}

func timeOf(text types.String) (time.Time, error) {
	if text.IsNull() {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339, text.ValueString())
}

// wants reports whether an instance passes the filters.
func (m *listModel) wants(instance *ice.Instance) bool {
	channel, user := joined(instance)
	return passes(m.Status, instance.Status) && passes(m.ChannelID, channel) && passes(m.AgentUserID, user)
}

func passes(filter types.String, value string) bool {
	return filter.IsNull() || filter.ValueString() == value
}

func (m *listModel) flatten(found []ice.Instance) (types.List, error) {
	table := listed()
	elements := make([]attr.Value, 0, len(found))
	for i := range found {
		channel, user := joined(&found[i])
		values := map[string]attr.Value{
			"channel_id": textOrNull(channel), "agent_user_id": textOrNull(user),
			"user_data": types.StringPointerValue(found[i].UserData), "instance_id": textOrNull(found[i].InstanceID),
		}
		for _, a := range listedAttributes() {
			if a.from == nil {
				continue
			}
			v, err := a.from(&found[i])
			if err != nil {
				return types.ListNull(types.StringType), err
			}
			values[a.row.Name] = v
		}
		elements = append(elements, types.ObjectValueMust(table.AttributeTypes(field.Observed), values))
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: table.AttributeTypes(field.Observed)}, elements), nil
}
