package instance

import (
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

// blocksOf returns the names of the deprecated blocks that are set, in the API's
// order.
func blocksOf(config types.Object) []string {
	var names []string
	for _, f := range runtimeConfig().Fields {
		if !f.Leaf() && given(config, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

func flat(config types.Object) bool {
	return given(config, "agent_user_id") || given(config, "channel_id") ||
		given(config, "auth_token") || given(config, "auth_token_wo")
}

// checkRuntime checks what concerns several attributes of runtime_config.
func checkRuntime(config types.Object) diag.Diagnostics {
	var diags diag.Diagnostics
	at := path.Root(runtimeConfig().Name)
	for name, form := range forms(config) {
		where := at
		if name != "" {
			where = at.AtName(name)
		}
		if given(form, "auth_token") && given(form, "auth_token_wo") {
			diags.Append(twoTokens(where.AtName("auth_token_wo")))
		}
	}
	if blocks := blocksOf(config); len(blocks) > 0 && flat(config) {
		diags.Append(twoForms(at.AtName(blocks[0]), blocks[0]))
	}
	return diags
}

// requireRuntime demands both IDs and a token, in each form that is used. The
// API's text says so; its schema does not.
func requireRuntime(config types.Object) diag.Diagnostics {
	var diags diag.Diagnostics
	if config.IsNull() || config.IsUnknown() {
		return diags
	}
	at := path.Root(runtimeConfig().Name)
	all, blocks := forms(config), blocksOf(config)
	if len(blocks) == 0 {
		return requireTrio(at, config)
	}
	for _, name := range blocks {
		if block, known := all[name]; known {
			diags.Append(requireTrio(at.AtName(name), block)...)
		}
	}
	return diags
}

func requireTrio(at path.Path, config types.Object) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, name := range []string{"agent_user_id", "channel_id"} {
		if !given(config, name) {
			diags.Append(missingID(at, name))
		}
	}
	if !given(config, "auth_token") && !given(config, "auth_token_wo") {
		diags.Append(missingToken(at))
	}
	return diags
}

// given counts an unknown value as given: it is checked when it is known.
func given(config types.Object, name string) bool {
	v := config.Attributes()[name]
	return v != nil && !v.IsNull()
}

// channelOf says in words where the agent of an instance is to be found.
func channelOf(config types.Object) string {
	for _, name := range append([]string{""}, blocksOf(config)...) {
		form := forms(config)[name]
		channel, okChannel := form.Attributes()["channel_id"].(types.String)
		user, okUser := form.Attributes()["agent_user_id"].(types.String)
		if okChannel && okUser && !channel.IsNull() {
			return "channel " + channel.ValueString() + ", agent user " + user.ValueString()
		}
	}
	return "channel unknown"
}
