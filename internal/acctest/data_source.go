package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// DataSource is a data source of a provider.
type DataSource struct{ named }

// Validate runs what `terraform validate` asks of the provider.
func (d *DataSource) Validate(config tftypes.Value) []*Diagnostic {
	d.t.Helper()
	response, err := d.server.ValidateDataResourceConfig(context.Background(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: d.name, Config: d.dynamic(config),
	})
	must(d.t, err)
	return response.Diagnostics
}

// Read reads the data source.
func (d *DataSource) Read(config tftypes.Value) (tftypes.Value, []*Diagnostic) {
	d.t.Helper()
	response, err := d.server.ReadDataSource(context.Background(), &tfprotov6.ReadDataSourceRequest{TypeName: d.name, Config: d.dynamic(config)})
	must(d.t, err)
	return d.value(response.State), response.Diagnostics
}
