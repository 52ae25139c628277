package instance

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

var _ datasource.DataSourceWithConfigure = (*instanceDataSource)(nil)

// NewDataSource returns the data source alicloud_ims_ai_agent_instance.
func NewDataSource() datasource.DataSource { return &instanceDataSource{} }

// The values of on_missing.
const (
	missingError = "error"
	missingNull  = "null"
)

type instanceDataSource struct{ framework.DataSource }

// dataSourceModel is everything that Describe returns about an instance.
type dataSourceModel struct {
	computedModel

	Region         types.String `tfsdk:"region"`
	OnMissing      types.String `tfsdk:"on_missing"`
	SessionID      types.String `tfsdk:"session_id"`
	UserData       types.String `tfsdk:"user_data"`
	RuntimeConfig  types.Object `tfsdk:"runtime_config"`
	AgentConfig    types.Object `tfsdk:"agent_config"`
	TemplateConfig types.Object `tfsdk:"template_config"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (d *instanceDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_ims_ai_agent_instance"
}

func (d *instanceDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"region": schema.StringAttribute{
			Optional: true, Computed: true, Validators: []validator.String{framework.Region()},
			MarkdownDescription: "Region of the instance, such as `cn-shanghai`. Defaults to the provider's region.",
		},
		"session_id": schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the conversation; null if none is set."},
		"user_data":  schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "Text that the instance was started or changed with, usually JSON."},
		"timeouts":   framework.DataSourceTimeouts(ctx),
	}
	for _, a := range computedAttributes() {
		attributes[a.row.Name] = a.row.DataSourceAttribute()
	}
	for table, text := range map[*field.Field]string{
		runtimeConfig():  "The ARTC channel that the agent joined, and its user ID there, as the service returns them.",
		agentConfig():    "The settings in effect: those of the agent in the IMS console, overridden by those that the instance was started or changed with.",
		templateConfig(): "Deprecated form of `agent_config`, as the service returns it.",
	} {
		attributes[table.Name] = described(table.DataSourceAttribute(), text)
	}
	attributes["on_missing"] = field.String("on_missing", "", "What happens if the service does not know the instance, as is the case some time after its call: with `error` the plan fails, with `null` every attribute but `id`, `instance_id` and `region` is null. Default: `error`.",
		field.Own, field.OneOf(missingError, missingNull)).DataSourceArgument()
	attributes["instance_id"] = field.String("instance_id", "", "ID of the instance, which the service returned when the instance started.",
		field.Required, idRule()).DataSourceArgument()
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one AI agent instance, running or ended, with all settings in effect. " +
			"Secrets such as the ARTC token are left out.",
		Attributes: attributes,
	}
}

// described gives an attribute a text of its own where the resource's is about
// what a user configures.
func described(a schema.Attribute, text string) schema.Attribute {
	if object, ok := a.(schema.SingleNestedAttribute); ok {
		object.MarkdownDescription = text
		return object
	}
	return a
}

func (d *instanceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m dataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel, diags := framework.WithTimeout(ctx, m.Timeouts.Read, readTimeout)
	defer cancel()
	resp.Diagnostics.Append(diags...)

	id, region := m.InstanceID.ValueString(), d.RegionOf(m.Region)
	instance, err := find(ctx, d.Client, region, id)
	if errors.Is(err, errNotFound) && m.OnMissing.ValueString() == missingNull {
		instance, err = &ice.Instance{}, nil
	}
	if err != nil {
		resp.Diagnostics.Append(dataSourceFailed(err, id, region))
		return
	}
	odd, err := m.read(instance, region)
	if err != nil {
		resp.Diagnostics.Append(unexpectedResponse(err, id))
		return
	}
	if len(odd) > 0 {
		resp.Diagnostics.Append(oddResponse(id, odd))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// read writes everything that a response holds.
func (m *dataSourceModel) read(instance *ice.Instance, region string) (odd []string, err error) {
	m.ID, m.Region = m.InstanceID, textOrNull(region)
	m.SessionID, m.UserData = textOrNull(instance.SessionID), types.StringPointerValue(instance.UserData)
	if odd, err = m.setComputed(instance); err != nil {
		return odd, err
	}
	for _, part := range []struct {
		table    *field.Field
		response map[string]any
		into     *types.Object
	}{
		{runtimeConfig(), instance.RuntimeConfig, &m.RuntimeConfig},
		{agentConfig(), instance.AgentConfig, &m.AgentConfig},
		{templateConfig(), instance.TemplateConfig, &m.TemplateConfig},
	} {
		object, err := flatten(part.table, field.Observed, part.response)
		if err != nil {
			return odd, err
		}
		*part.into = object
	}
	return odd, nil
}
