package instance

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/artctoken"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// checkTokens looks into the tokens that can be read: an expired one lets nobody in,
// and one for another channel or user most likely neither. What is no ARTC token is
// passed over: the service decides. first is the instance that is to be replaced, if
// any: if its call is over, nothing is lost yet, and a destroy or a nightly plan must
// not fail.
func checkTokens(config types.Object, now time.Time, first firstHalf) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, form := range usedForms(config) {
		channel, user := textIn(form.values, "channel_id"), textIn(form.values, "agent_user_id")
		for _, name := range []string{"auth_token", "auth_token_wo"} {
			claims, err := artctoken.Parse(textIn(form.values, name))
			if err != nil {
				continue
			}
			at := form.at.AtName(name)
			switch expired := !claims.ExpiresAt.After(now); {
			case expired && first.Ended:
				diags.Append(tokenExpiredEnded(at, claims.ExpiresAt, now))
			case expired && first.ID != "":
				diags.Append(tokenExpiredRunning(at, claims.ExpiresAt, now))
			case expired:
				diags.Append(tokenExpired(at, claims.ExpiresAt, now))
			case channel != "" && claims.ChannelID != channel, user != "" && claims.UserID != user:
				diags.Append(tokenForAnother(at, claims, channel, user))
			}
		}
	}
	return diags
}

// keepTokens keeps a token of the state where the configuration has another one for
// the same call: a token that is made at every plan differs in its expiry alone.
func keepTokens(f *field.Field, state, plan types.Object) types.Object {
	if state.IsNull() || state.IsUnknown() || plan.IsNull() || plan.IsUnknown() {
		return plan
	}
	was, values, changed := state.Attributes(), plan.Attributes(), false
	for _, child := range f.Fields {
		switch v := values[child.Name].(type) {
		case types.Object:
			if old, ok := was[child.Name].(types.Object); ok {
				kept := keepTokens(child, old, v)
				values[child.Name], changed = kept, changed || !kept.Equal(v)
			}
		case types.String:
			if old, ok := was[child.Name].(types.String); ok && child.Name == "auth_token" && sameCall(old.ValueString(), v.ValueString()) {
				values[child.Name], changed = old, true
			}
		}
	}
	if !changed {
		return plan
	}
	return types.ObjectValueMust(f.AttributeTypes(field.Configured), values)
}

// sameCall reports whether two tokens let the same user into the same channel.
func sameCall(a, b string) bool {
	old, err := artctoken.Parse(a)
	if err != nil {
		return false
	}
	now, err := artctoken.Parse(b)
	return err == nil && old.AppID == now.AppID && old.ChannelID == now.ChannelID && old.UserID == now.UserID
}

func textIn(values types.Object, name string) string {
	text, _ := values.Attributes()[name].(types.String)
	return text.ValueString()
}
