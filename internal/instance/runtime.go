package instance

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// forms returns the forms in which runtime_config gives IDs and token, by the
// name of the deprecated block, "" being the current form. An unknown block is
// none: it is checked when it is known.
func forms(config types.Object) map[string]types.Object {
	all := map[string]types.Object{"": config}
	for name, v := range config.Attributes() {
		if block, ok := v.(types.Object); ok && !block.IsNull() && !block.IsUnknown() {
			all[name] = block
		}
	}
	return all
}

// blocksOf returns the names of the deprecated blocks that are used, in the API's
// order. One in which nothing is set is not: a module passes it on.
func blocksOf(config types.Object) []string {
	var names []string
	for _, f := range runtimeConfig().Fields {
		if !f.Leaf() && given(config, f.Name) && !nothingIn(config.Attributes()[f.Name]) {
			names = append(names, f.Name)
		}
	}
	return names
}

// nothingIn reports whether all values of a known object are null.
func nothingIn(v attr.Value) bool {
	object, ok := v.(types.Object)
	if !ok || object.IsUnknown() {
		return false
	}
	for _, inner := range object.Attributes() {
		if !inner.IsNull() {
			return false
		}
	}
	return true
}

// checkForms refuses both forms at once. Only known values conflict: a module
// passes both on and fills in one.
func checkForms(config types.Object) diag.Diagnostics {
	direct := false
	for _, name := range []string{"agent_user_id", "channel_id", "auth_token", "auth_token_wo"} {
		direct = direct || isSet(config, name)
	}
	for _, name := range blocksOf(config) {
		if direct && isSet(config, name) {
			return diag.Diagnostics{twoForms(path.Root(runtimeConfig().Name).AtName(name), name)}
		}
	}
	return nil
}

// requireIDs demands both IDs in each form that is used. The API's text says so;
// its schema does not.
func requireIDs(config types.Object) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, form := range usedForms(config) {
		for _, name := range []string{"agent_user_id", "channel_id"} {
			if !given(form.values, name) {
				diags.Append(missingID(form.at, name))
			}
		}
	}
	return diags
}

// withoutToken returns where a token is missing.
func withoutToken(config types.Object) path.Paths {
	var all path.Paths
	for _, form := range usedForms(config) {
		if !given(form.values, "auth_token") && !given(form.values, "auth_token_wo") {
			all = append(all, form.at)
		}
	}
	return all
}

type usedForm struct {
	at     path.Path
	values types.Object
}

// usedForms returns the deprecated blocks that are set and known, else the current
// form; none while runtime_config itself is unknown.
func usedForms(config types.Object) []usedForm {
	if config.IsNull() || config.IsUnknown() {
		return nil
	}
	at := path.Root(runtimeConfig().Name)
	all, blocks := forms(config), blocksOf(config)
	if len(blocks) == 0 {
		return []usedForm{{at, config}}
	}
	var used []usedForm
	for _, name := range blocks {
		if block, known := all[name]; known {
			used = append(used, usedForm{at.AtName(name), block})
		}
	}
	return used
}

// isSet reports whether a value is known and not null.
func isSet(config types.Object, name string) bool {
	v := config.Attributes()[name]
	return v != nil && !v.IsNull() && !v.IsUnknown()
}

// given counts an unknown value as given: it is checked when it is known.
func given(config types.Object, name string) bool {
	v := config.Attributes()[name]
	return v != nil && !v.IsNull()
}

// seatOf returns the channel and the user ID of the agent, "" where they are not
// known.
func seatOf(config types.Object) (channel, user string) {
	for _, form := range usedForms(config) {
		c, _ := form.values.Attributes()["channel_id"].(types.String)
		u, _ := form.values.Attributes()["agent_user_id"].(types.String)
		return c.ValueString(), u.ValueString()
	}
	return "", ""
}

// channelOf says in words where the agent of an instance is to be found.
func channelOf(config types.Object) string {
	channel, user := seatOf(config)
	if channel == "" {
		return "channel unknown"
	}
	return "channel " + channel + ", agent user " + user
}
