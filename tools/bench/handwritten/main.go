// Command handwritten is the provider as one would write it without a table and
// without the SDK: models, conversions and the signed call by hand, for what
// the configuration of the benchmark uses. It has our schemas, so that the CLI
// does the same work for both.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	ours "github.com/alicloud-ims/terraform-provider-alicloud/internal/provider"
)

func main() {
	err := providerserver.Serve(context.Background(),
		func() provider.Provider { return &handwritten{Provider: ours.New("bench")()} },
		providerserver.ServeOpts{Address: "registry.terraform.io/alicloud-ims/alicloud"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// handwritten has name, block and data sources of our provider; the resource
// and the client are its own.
type handwritten struct{ provider.Provider }

type blockModel struct {
	AccessKey     types.String `tfsdk:"access_key"`
	SecretKey     types.String `tfsdk:"secret_key"`
	SecurityToken types.String `tfsdk:"security_token"`
	Region        types.String `tfsdk:"region"`
	Protocol      types.String `tfsdk:"protocol"`
	Endpoints     struct {
		ICE types.String `tfsdk:"ice"`
	} `tfsdk:"endpoints"`
}

func (*handwritten) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var block blockModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &block)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.ResourceData = &client{
		host:   block.Endpoints.ICE.ValueString(),
		region: block.Region.ValueString(),
		id:     block.AccessKey.ValueString(),
		secret: block.SecretKey.ValueString(),
		http:   newHTTP(),
	}
}

func (*handwritten) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newInstance}
}
