// Package framework is what every concept needs from Terraform: the client of the
// configured provider, the region of an object, saving state that must not get
// lost, typed private data, import IDs and timeouts.
//
// It knows the client of package ice and no concept.
package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// Data is what the configured provider hands to its resources and data sources.
type Data struct {
	// Client calls the service; required.
	Client *ice.Client
	// Claims are those of all resources of the provider.
	Claims Claims
	// Turns are those of all resources of the provider.
	Turns Turns
	// Parent stores the results of operations; nil if it is always there, as in tests.
	Parent Parent
}

// Connection is the connection to the service. Resources and data sources embed
// it by way of Resource and DataSource.
type Connection struct {
	// Client is nil until the provider is configured, as in `terraform validate`.
	Client *ice.Client
	// Claims is nil as long as Client is.
	Claims *Claims
	// Turns is nil as long as Client is.
	Turns *Turns

	parent Parent
}

// RegionOf returns the region of an object: the configured one, else the
// provider's. It is empty where neither is known.
func (c *Connection) RegionOf(configured types.String) string {
	switch region := configured.ValueString(); {
	case region != "":
		return region
	case c.Client == nil:
		return ""
	default:
		return c.Client.Region()
	}
}

// Working is that of the parent.
func (c *Connection) Working() (done func()) {
	if c.parent == nil {
		return func() {}
	}
	return c.parent.Working()
}

// Orphaned reports whether nobody is left who stores the result of the operation
// with that context.
func (c *Connection) Orphaned(ctx context.Context) bool {
	return c.parent != nil && c.parent.Gone(ctx)
}

// connect takes the client that the provider made. There is none before the
// provider is configured, which is no error.
func (c *Connection) connect(data any, diags *diag.Diagnostics) {
	if data == nil {
		return
	}
	provider, ok := data.(*Data)
	if !ok {
		diags.Append(diagnostic.WrongType(provider, data))
		return
	}
	c.Client, c.Claims, c.Turns, c.parent = provider.Client, &provider.Claims, &provider.Turns, provider.Parent
}

// Resource is embedded by resources.
type Resource struct{ Connection }

// Configure takes the provider's client.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.connect(req.ProviderData, &resp.Diagnostics)
}

// DataSource is embedded by data sources.
type DataSource struct{ Connection }

// Configure takes the provider's client.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connect(req.ProviderData, &resp.Diagnostics)
}
