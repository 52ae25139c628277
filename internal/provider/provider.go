// Package provider is the front door: it turns the provider block and the
// environment into settings, makes the one client that all resources share, and
// lists what the provider offers.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/agent"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

var _ provider.Provider = (*imsProvider)(nil)

// New makes the provider of a version, such as 1.2.3 or dev. Each call of the
// result is a provider of its own.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &imsProvider{version: version} }
}

type imsProvider struct{ version string }

// blockModel is the provider block.
type blockModel struct {
	AccessKey     types.String `tfsdk:"access_key"`
	SecretKey     types.String `tfsdk:"secret_key"`
	SecurityToken types.String `tfsdk:"security_token"`
	Region        types.String `tfsdk:"region"`
	Protocol      types.String `tfsdk:"protocol"`
	Endpoints     types.Object `tfsdk:"endpoints"`
}

func (p *imsProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName, resp.Version = "alicloud", p.version
}

func (p *imsProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Runs AI agents of Alibaba Cloud Intelligent Media Services (IMS, product code ICE).",
		Attributes: map[string]schema.Attribute{
			"access_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Access key id. " + environment(accessKeyNames),
			},
			"secret_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Access key secret. " + environment(secretKeyNames),
			},
			"security_token": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Security token of temporary (STS) keys. " + environment(securityTokenNames),
			},
			"region": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Region of the agents, such as `cn-shanghai`; an agent exists in one region only. " +
					environment(regionNames) + " Default: `" + defaultRegion + "`.",
			},
			"protocol": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "`HTTPS` (default) or `HTTP`. `HTTP` is for emulators and sends tokens and prompts unencrypted.",
			},
		},
		Blocks: map[string]schema.Block{
			// Nothing inside may be Required: it would fail every configuration
			// that has no such block.
			"endpoints": schema.SingleNestedBlock{
				MarkdownDescription: "Other addresses than the public ones.",
				Attributes: map[string]schema.Attribute{
					"ice": schema.StringAttribute{
						Optional: true,
						MarkdownDescription: "Host of the ICE API with an optional port, without `https://`; it serves all regions. " +
							environment(endpointNames) + " Default: `ice.<region>.aliyuncs.com`.",
					},
				},
			},
		},
	}
}

// Configure makes the client without any call: what is wrong with the keys is
// said when a call is first needed.
func (p *imsProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var block blockModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &block)...)
	if resp.Diagnostics.HasError() {
		return
	}
	settings, diags := settingsFrom(&block, getenv)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	client, err := ice.New(ice.Options{
		Region:      settings.region,
		Endpoint:    settings.endpoint,
		Protocol:    settings.protocol,
		Credentials: settings.credentials,
		UserAgent:   "terraform-provider-alicloud-ims/" + p.version + " terraform/" + req.TerraformVersion,
	})
	if err != nil {
		resp.Diagnostics.Append(problemSettings(err))
		return
	}
	resp.ResourceData, resp.DataSourceData = client, client
}

func (p *imsProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{agent.NewInstanceResource}
}

func (p *imsProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{agent.NewInstanceDataSource}
}
