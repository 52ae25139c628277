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
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

var _ datasource.DataSourceWithConfigure = (*instanceDataSource)(nil)

// NewDataSource returns the data source alicloud_ims_ai_agent_instance.
func NewDataSource() datasource.DataSource { return &instanceDataSource{} }

type instanceDataSource struct{ client *ice.Client }

// observedModel is everything that Describe tells about an instance.
type observedModel struct {
	ID         types.String `tfsdk:"id"`
	InstanceID types.String `tfsdk:"instance_id"`
	Region     types.String `tfsdk:"region"`

	Status         types.String `tfsdk:"status"`
	SessionID      types.String `tfsdk:"session_id"`
	UserData       types.String `tfsdk:"user_data"`
	CreateTime     types.String `tfsdk:"create_time"`
	UpdateTime     types.String `tfsdk:"update_time"`
	CallLogURL     types.String `tfsdk:"call_log_url"`
	CallInfo       types.Object `tfsdk:"call_info"`
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
		"instance_id": schema.StringAttribute{
			Required: true, Validators: []validator.String{notEmpty{}},
			MarkdownDescription: "Id of the instance, as the service gave it when the instance was started.",
		},
		"region": schema.StringAttribute{
			Optional: true, Computed: true, Validators: []validator.String{notEmpty{}},
			MarkdownDescription: "Region of the instance, such as `cn-shanghai`. Defaults to the provider's region.",
		},
		"session_id": schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the conversation; null when none is set."},
		"user_data":  schema.StringAttribute{Computed: true, MarkdownDescription: "Text that was given with the instance, usually JSON."},
		"timeouts":   timeouts.Attributes(ctx),
	}
	for _, name := range []string{"id", "status", "create_time", "update_time", "call_log_url"} {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: computedTexts[name], Sensitive: name == "call_log_url"}
	}
	for _, table := range []*field.Field{runtimeConfig(), agentConfig(), templateConfig(), callInfo()} {
		attributes[table.Name] = table.DataSourceAttribute()
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one AI agent instance, running or ended, with all the service tells about it. " +
			"The settings are those in force: the agent's settings in the console with what the instance was started with laid over them. " +
			"Secrets such as the ARTC token are left out. An instance that the service does not know is an error.",
		Attributes: attributes,
	}
}

func (d *instanceDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.client = clientFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *instanceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m observedModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := m.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	id, region := m.InstanceID.ValueString(), m.Region.ValueString()
	if region == "" {
		region = d.client.Region()
	}
	instance, err := find(ctx, d.client, region, id)
	if err != nil {
		resp.Diagnostics.Append(problemReadDataSource(err, id, region, errors.Is(err, errGone)))
		return
	}
	m.ID, m.Region = m.InstanceID, textOf(region)
	if err := m.observe(instance); err != nil {
		resp.Diagnostics.Append(problemAnswer(err, id))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (m *observedModel) observe(instance *ice.Instance) error {
	m.Status, m.SessionID = textOf(instance.Status), textOf(instance.SessionID)
	m.UserData = types.StringPointerValue(instance.UserData)
	m.CreateTime, m.UpdateTime = textOf(instance.CreateTime), textOf(instance.UpdateTime)
	m.CallLogURL = textOf(instance.CallLogURL)
	for _, part := range []struct {
		table  *field.Field
		answer map[string]any
		into   *types.Object
	}{
		{callInfo(), instance.CallInfo, &m.CallInfo},
		{runtimeConfig(), instance.RuntimeConfig, &m.RuntimeConfig},
		{agentConfig(), instance.AgentConfig, &m.AgentConfig},
		{templateConfig(), instance.TemplateConfig, &m.TemplateConfig},
	} {
		object, err := flatten(part.table, field.Observed, part.answer)
		if err != nil {
			return err
		}
		*part.into = object
	}
	return nil
}
