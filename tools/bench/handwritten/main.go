// Command handwritten is the provider as one would write it without a table and
// without the SDK: models, conversions and the signed call by hand, for what
// the configuration of the benchmark uses. It has our schemas, so that the CLI
// does the same work for both.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/path"
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

// Configure reads the arguments that the benchmark sets, one by one: the block
// has more, and a model of all would break with each new one.
func (*handwritten) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var host, region, id, secret types.String
	for at, into := range map[string]*types.String{"region": &region, "access_key": &id, "secret_key": &secret} {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(at), into)...)
	}
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("endpoints").AtName("ice"), &host)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.ResourceData = &client{
		host: host.ValueString(), region: region.ValueString(), id: id.ValueString(), secret: secret.ValueString(), http: newHTTP(),
	}
}

func (*handwritten) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newInstance}
}
