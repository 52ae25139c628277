package artctoken

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ ephemeral.EphemeralResource = (*tokenEphemeral)(nil)

// NewEphemeral returns the ephemeral resource alicloud_ims_artc_token.
func NewEphemeral() ephemeral.EphemeralResource { return &tokenEphemeral{now: time.Now} }

type tokenEphemeral struct {
	now func() time.Time
}

type ephemeralModel struct {
	AppID     types.String `tfsdk:"app_id"`
	AppKey    types.String `tfsdk:"app_key"`
	ChannelID types.String `tfsdk:"channel_id"`
	UserID    types.String `tfsdk:"user_id"`
	Nonce     types.String `tfsdk:"nonce"`
	ValidFor  types.String `tfsdk:"valid_for"`
	Token     types.String `tfsdk:"token"`
	ExpiresAt types.String `tfsdk:"expires_at"`
}

func (e *tokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_ims_artc_token"
}

func (e *tokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes the token with which a user, a person or an agent, joins an ARTC channel. " +
			"The token is made anew in every plan and in every apply, and is stored neither in the plan nor in the state. " +
			"No request is made, and no credentials are needed.",
		Attributes: map[string]schema.Attribute{
			"app_id": schema.StringAttribute{
				Required: true, Validators: []validator.String{rule(checkKey)},
				MarkdownDescription: appIDText,
			},
			"app_key": schema.StringAttribute{
				Required: true, Sensitive: true, Validators: []validator.String{rule(checkKey)},
				MarkdownDescription: appKeyText + "Take it from a variable that is `ephemeral`.",
			},
			"channel_id": schema.StringAttribute{
				Required: true, Validators: []validator.String{rule(checkID)},
				MarkdownDescription: channelIDText,
			},
			"user_id": schema.StringAttribute{
				Required: true, Validators: []validator.String{rule(checkID)},
				MarkdownDescription: userIDText,
			},
			"nonce": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: nonceText,
			},
			"valid_for": schema.StringAttribute{
				Optional: true, Validators: []validator.String{rule(checkValidFor)},
				MarkdownDescription: "How long the token is valid, from `1m` to `168h`. The vendor's page says that a token is valid for at most 24 hours; its own server asks for seven days for an agent. Default: `24h`.",
			},
			"token": schema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: "The token, for `auth_token_wo` of `alicloud_ims_ai_agent_instance` or another write-only argument.",
			},
			"expires_at": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Time at which the token expires (RFC 3339, UTC).",
			},
		},
	}
}

func (e *tokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model ephemeralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(model.problems()...)
	if resp.Diagnostics.HasError() {
		return
	}
	claims := Claims{
		AppID: model.AppID.ValueString(), ChannelID: model.ChannelID.ValueString(), UserID: model.UserID.ValueString(),
		Nonce: model.Nonce.ValueString(), ExpiresAt: e.now().Add(validity(model.ValidFor)).UTC().Truncate(time.Second),
	}
	model.Token = types.StringValue(New(claims, model.AppKey.ValueString()))
	model.ExpiresAt = types.StringValue(claims.ExpiresAt.Format(time.RFC3339))
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

// problems are those that the validators find too. OpenTofu does not validate again what
// was not known at plan.
func (m *ephemeralModel) problems() diag.Diagnostics {
	var diags diag.Diagnostics
	for _, a := range []struct {
		name  string
		value types.String
		check rule
	}{
		{"app_id", m.AppID, checkKey},
		{"app_key", m.AppKey, checkKey},
		{"channel_id", m.ChannelID, checkID},
		{"user_id", m.UserID, checkID},
		{"valid_for", m.ValidFor, checkValidFor},
	} {
		if problem := a.check(a.value.ValueString()); problem != "" && !a.value.IsNull() {
			diags.Append(invalid(path.Root(a.name), problem))
		}
	}
	return diags
}

// validity is what valid_for says. The value has been checked.
func validity(validFor types.String) time.Duration {
	d, err := time.ParseDuration(validFor.ValueString())
	if err != nil {
		return defaultValidity
	}
	return d
}
