// Command neighbour stands in for aliyun/alicloud in tests: a provider with the
// same type prefix and one resource, of which only the schema is asked for.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	provschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return neighbour{} }, providerserver.ServeOpts{
		Address: "registry.terraform.io/aliyun/alicloud",
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type neighbour struct{}

func (neighbour) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "alicloud"
}

func (neighbour) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = provschema.Schema{Attributes: map[string]provschema.Attribute{"region": provschema.StringAttribute{Optional: true}}}
}

func (neighbour) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (neighbour) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (neighbour) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return policy{} }}
}

// policy is nobody's policy: nothing is made anywhere.
type policy struct{}

func (policy) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "alicloud_ram_policy"
}

func (policy) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"policy_name":     schema.StringAttribute{Required: true},
		"policy_document": schema.StringAttribute{Required: true},
	}}
}

func (policy) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (policy) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (policy) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (policy) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
