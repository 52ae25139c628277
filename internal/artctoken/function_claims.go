package artctoken

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ function.Function = (*claimsFunction)(nil)

// NewClaimsFunction returns the function artc_token_claims.
func NewClaimsFunction() function.Function { return &claimsFunction{} }

type claimsFunction struct{}

// claimsModel is what the function returns. The signature is no part of it.
type claimsModel struct {
	AppID     string `tfsdk:"app_id"`
	ChannelID string `tfsdk:"channel_id"`
	UserID    string `tfsdk:"user_id"`
	Nonce     string `tfsdk:"nonce"`
	ExpiresAt string `tfsdk:"expires_at"`
}

func (f *claimsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "artc_token_claims"
}

func (f *claimsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Reads an ARTC token.",
		MarkdownDescription: "Returns what an ARTC token says: an object with `app_id`, `channel_id`, `user_id`, `nonce` and `expires_at` (RFC 3339, UTC), all texts. " +
			"The signature is left out, and it is not checked, because that needs the AppKey. " +
			"The function makes no request and needs no credentials.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "token",
			MarkdownDescription: "The token, of `artc_token` or of another program. URL-safe Base64, Base64 without padding, a `timestamp` in quotes and further keys are accepted.",
		}},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"app_id": types.StringType, "channel_id": types.StringType, "user_id": types.StringType,
			"nonce": types.StringType, "expires_at": types.StringType,
		}},
	}
}

func (f *claimsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var token string
	resp.Error = req.Arguments.Get(ctx, &token)
	if resp.Error != nil {
		return
	}
	claims, err := Parse(token)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, claimsModel{
		AppID: claims.AppID, ChannelID: claims.ChannelID, UserID: claims.UserID, Nonce: claims.Nonce,
		ExpiresAt: claims.ExpiresAt.Format(time.RFC3339),
	})
}
