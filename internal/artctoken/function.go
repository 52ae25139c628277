package artctoken

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

var _ function.Function = (*tokenFunction)(nil)

// NewFunction returns the function artc_token.
func NewFunction() function.Function { return &tokenFunction{} }

type tokenFunction struct{}

func (f *tokenFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "artc_token"
}

func (f *tokenFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Makes an ARTC token with a given time of expiry.",
		MarkdownDescription: "Returns the token with which a user, a person or an agent, joins an ARTC channel. " +
			"The result depends on the arguments only: the same arguments give the same token. " +
			"The function makes no request and needs no credentials.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "app_id", Validators: []function.StringParameterValidator{rule(checkKey)},
				MarkdownDescription: appIDText,
			},
			function.StringParameter{
				Name: "app_key", Validators: []function.StringParameterValidator{rule(checkKey)},
				MarkdownDescription: appKeyText + "Take it from a variable that is `ephemeral` or `sensitive`: the result has the same mark.",
			},
			function.StringParameter{
				Name: "channel_id", Validators: []function.StringParameterValidator{rule(checkID)},
				MarkdownDescription: channelIDText,
			},
			function.StringParameter{
				Name: "user_id", Validators: []function.StringParameterValidator{rule(checkID)},
				MarkdownDescription: userIDText,
			},
			function.StringParameter{
				Name: "expires_at", Validators: []function.StringParameterValidator{rule(checkExpiresAt)},
				MarkdownDescription: "Time at which the token expires, such as `2027-01-02T15:04:05Z` (RFC 3339), or in seconds since 1970. Fractions of a second are cut off. A time in the past is not an error.",
			},
		},
		VariadicParameter: function.StringParameter{
			Name: "nonce", MarkdownDescription: nonceText + " At most one.",
		},
		Return: function.StringReturn{},
	}
}

func (f *tokenFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var (
		claims           Claims
		appKey, expireAt string
		nonces           []string
	)
	resp.Error = req.Arguments.Get(ctx, &claims.AppID, &appKey, &claims.ChannelID, &claims.UserID, &expireAt, &nonces)
	if resp.Error != nil {
		return
	}
	if len(nonces) > 1 {
		const second = 6 // Its position among all arguments.
		resp.Error = function.NewArgumentFuncError(second, "only one nonce can be given")
		return
	}
	for _, nonce := range nonces {
		claims.Nonce = nonce
	}
	claims.ExpiresAt, _ = parseExpiresAt(expireAt) // Checked before.
	resp.Error = resp.Result.Set(ctx, New(claims, appKey))
}
