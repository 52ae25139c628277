// Package provider turns the provider block and the environment into settings,
// creates the client that all resources share, and lists the resources, data
// sources, ephemeral resources and functions.
package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/artctoken"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/instance"
)

var (
	_ provider.ProviderWithEphemeralResources = (*imsProvider)(nil)
	_ provider.ProviderWithFunctions          = (*imsProvider)(nil)
)

// resources, dataSources, ephemerals and functions list what the provider offers: one line for each type.
var (
	resources = []func() resource.Resource{
		instance.NewResource,
	}
	dataSources = []func() datasource.DataSource{
		instance.NewDataSource,
		instance.NewListDataSource,
	}
	ephemerals = []func() ephemeral.EphemeralResource{
		artctoken.NewEphemeral,
	}
	functions = []func() function.Function{
		artctoken.NewFunction,
		artctoken.NewClaimsFunction,
		instance.NewAgentConfigFunction,
	}
)

// New returns the provider of a version, such as 1.2.3 or dev, for whoever stores
// the results of its operations in this process. Each call of the result returns a
// new provider. What is to be adjusted in the client's options is for tests.
func New(version string, adjust ...func(*ice.Options)) func() provider.Provider {
	return NewChild(version, nil, adjust...)
}

// NewChild is New for results that the parent of this process stores.
func NewChild(version string, parent framework.Parent, adjust ...func(*ice.Options)) func() provider.Provider {
	return func() provider.Provider { return &imsProvider{version: version, parent: parent, adjust: adjust} }
}

type imsProvider struct {
	version string
	parent  framework.Parent
	adjust  []func(*ice.Options)
}

func (p *imsProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName, resp.Version = "alicloud", p.version
}

func (p *imsProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = blockSchema()
}

// Configure creates the client without sending a request: what is wrong with the
// credentials is reported when a request first needs them.
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
	client, diags := p.client(settings, req.TerraformVersion)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	data := &framework.Data{Client: client, Parent: p.parent}
	resp.ResourceData, resp.DataSourceData = data, data
}

// client creates the client that all resources share.
func (p *imsProvider) client(s *settings, terraform string) (*ice.Client, diag.Diagnostics) {
	userAgent := strings.TrimSpace("terraform-provider-alicloud-ims/" + p.version + " terraform/" + terraform + " " + s.userAgent)
	s.credentials.STS.UserAgent = userAgent
	chain := credentials.New(s.credentials)
	region, diags := s.resolveRegion(chain.Region())
	if diags.HasError() {
		return nil, diags
	}
	options := s.options(chain, region)
	options.UserAgent = userAgent
	for _, adjust := range p.adjust {
		adjust(&options)
	}
	client, err := ice.New(options)
	if err != nil {
		diags.Append(clientFailed(err))
	}
	return client, diags
}

func (p *imsProvider) Resources(context.Context) []func() resource.Resource {
	return resources
}

func (p *imsProvider) DataSources(context.Context) []func() datasource.DataSource {
	return dataSources
}

func (p *imsProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return ephemerals
}

func (p *imsProvider) Functions(context.Context) []func() function.Function {
	return functions
}
