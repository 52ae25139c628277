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
		"session_id": schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the conversation; null when none is set."},
		"user_data":  schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "Text that was given with the instance, usually JSON."},
		"timeouts":   framework.DataSourceTimeouts(ctx),
	}
	for _, a := range computedAttributes() {
		attributes[a.row.Name] = a.row.DataSourceAttribute()
	}
	for _, table := range []*field.Field{runtimeConfig(), agentConfig(), templateConfig()} {
		attributes[table.Name] = table.DataSourceAttribute()
	}
	attributes["on_missing"] = field.String("on_missing", "", "What it means that the service does not know the instance, as some time after the end of its call: `error` fails the plan, `null` makes everything null but `instance_id` and `region`. Default: `error`.",
		field.Own, field.OneOf(missingError, missingNull)).DataSourceArgument()
	attributes["instance_id"] = field.String("instance_id", "", "ID of the instance, which the service returned when the instance started.",
		field.Required, idRule()).DataSourceArgument()
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one AI agent instance, running or ended, with everything the service returns about it. " +
			"The settings are those in force: the agent's settings in the console with what the instance was started with laid over them. " +
			"Secrets such as the ARTC token are left out. An instance that the service does not know is an error unless `on_missing` says otherwise.",
		Attributes: attributes,
	}
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
