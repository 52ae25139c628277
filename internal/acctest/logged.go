package acctest

import (
	"context"
	"io"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

// ConfigureLogged is Configure for a provider that logs at every level to a writer,
// as with TF_LOG=TRACE.
func ConfigureLogged(t *testing.T, block map[string]any, to io.Writer) *Provider {
	t.Helper()
	p := Configure(t, block)
	to = &locked{to: to}
	fresh := p.fresh
	p.server = &logged{p.server, to}
	p.fresh = func() tfprotov6.ProviderServer { return &logged{fresh(), to} }
	return p
}

// locked is a writer that may be used by several goroutines.
type locked struct {
	mu sync.Mutex
	to io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}

// logged gives the operations that handle values a context with a logger.
type logged struct {
	tfprotov6.ProviderServer
	to io.Writer
}

func (l *logged) log(ctx context.Context) context.Context { return tflogtest.RootLogger(ctx, l.to) }

// ValidateResourceConfig is that of the provider.
func (l *logged) ValidateResourceConfig(
	ctx context.Context, r *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return l.ProviderServer.ValidateResourceConfig(l.log(ctx), r)
}

// PlanResourceChange is that of the provider.
func (l *logged) PlanResourceChange(ctx context.Context, r *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return l.ProviderServer.PlanResourceChange(l.log(ctx), r)
}

// ApplyResourceChange is that of the provider.
func (l *logged) ApplyResourceChange(
	ctx context.Context, r *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return l.ProviderServer.ApplyResourceChange(l.log(ctx), r)
}

// ReadResource is that of the provider.
func (l *logged) ReadResource(ctx context.Context, r *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return l.ProviderServer.ReadResource(l.log(ctx), r)
}

// ImportResourceState is that of the provider.
func (l *logged) ImportResourceState(
	ctx context.Context, r *tfprotov6.ImportResourceStateRequest,
) (*tfprotov6.ImportResourceStateResponse, error) {
	return l.ProviderServer.ImportResourceState(l.log(ctx), r)
}

// ReadDataSource is that of the provider.
func (l *logged) ReadDataSource(ctx context.Context, r *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return l.ProviderServer.ReadDataSource(l.log(ctx), r)
}
