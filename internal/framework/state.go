package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// Save writes state and identity on a context of its own: an interrupt must not
// lose the ID of what exists and is billed.
func Save(ctx context.Context, state *tfsdk.State, identity *tfsdk.ResourceIdentity, model, id any) diag.Diagnostics {
	ctx = context.WithoutCancel(ctx)
	diags := state.Set(ctx, model)
	diags.Append(identity.Set(ctx, id)...)
	return diags
}
