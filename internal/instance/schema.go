package instance

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
)

// schemaVersion changes only together with a state upgrader and a fixture.
const schemaVersion = 0

const resourceText = `Runs an AI agent of Alibaba Cloud Intelligent Media Services (IMS, product code ICE) in a real-time call.

An agent is created in the IMS console. An *instance* is one run of it: one call. The agent joins an ARTC channel and talks to the user there. The call is billed while it runs. It ends by itself if nobody joins within 60 seconds, when the user has left, or after 10 minutes without interaction; these times can be configured. A call that has ended stays in the state with the status ` + "`Finished`" + `, and no new one is started in its place unless ` + "`on_finished`" + ` is ` + "`recreate`" + `.`

// resourceSchema is the resource's schema. All of it but the timeouts comes from
// rows.
func resourceSchema(ctx context.Context) schema.Schema {
	attributes := map[string]schema.Attribute{
		"timeouts": framework.ResourceTimeouts(ctx, timeouts.Opts{
			Create: true, Read: true, Update: true, Delete: true,
			CreateDescription: "How long to wait for what `wait_for` says after the start, such as `30s` or `5m`. Default: 5 minutes.",
			ReadDescription:   "How long a refresh may take. Less than 10 seconds counts as 10 seconds. Default: 2 minutes.",
			UpdateDescription: "How long a change may take. Default: 2 minutes.",
			DeleteDescription: "How long to wait for the end of a call after it was stopped. Default: 2 minutes.",
		}),
	}
	for _, row := range rootArguments() {
		attributes[row.Name] = row.ResourceAttribute()
	}
	for _, table := range []*field.Field{runtimeConfig(), agentConfig(), templateConfig(), chatSyncConfig()} {
		attributes[table.Name] = table.ResourceAttribute()
	}
	for _, a := range computedAttributes() {
		attributes[a.row.Name] = a.row.ComputedAttribute()
	}
	for _, a := range ownArguments() {
		attributes[a.row.Name] = withDefault(a.row.ResourceAttribute(), a.otherwise)
	}
	attributes[farewellArgument().Name] = farewellAttribute()
	attributes["session_id"] = orComputed(attributes["session_id"])
	attributes["region"] = orComputed(attributes["region"], framework.Region())
	return schema.Schema{Version: schemaVersion, MarkdownDescription: resourceText, Attributes: attributes}
}

// withDefault gives an attribute a value for where the configuration says nothing.
func withDefault(a schema.Attribute, otherwise attr.Value) schema.Attribute {
	switch a := a.(type) {
	case schema.StringAttribute:
		if v, ok := otherwise.(types.String); ok {
			a.Computed, a.Default = true, stringdefault.StaticString(v.ValueString())
		}
		return a
	case schema.BoolAttribute:
		if v, ok := otherwise.(types.Bool); ok {
			a.Computed, a.Default = true, booldefault.StaticBool(v.ValueBool())
		}
		return a
	default:
		return a
	}
}

// orComputed lets the provider set a text that the configuration leaves out.
func orComputed(a schema.Attribute, rules ...validator.String) schema.Attribute {
	if text, ok := a.(schema.StringAttribute); ok {
		text.Computed, text.Validators = true, append(text.Validators, rules...)
		return text
	}
	return a
}

// identitySchema has no agent ID: the API cannot tell the agent of an instance,
// and an identity that is completed later counts as changed.
func identitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"instance_id": identityschema.StringAttribute{RequiredForImport: true, Description: "ID of the instance."},
		"region":      identityschema.StringAttribute{OptionalForImport: true, Description: "Region of the instance; the provider's region if left out."},
	}}
}
