package instance

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// schemaVersion changes only together with a state upgrader and a fixture.
const schemaVersion = 0

const resourceText = `Runs an AI agent of Alibaba Cloud Intelligent Media Services (IMS, product code ICE) in a real-time call.

An agent is made in the IMS console; an *instance* is one run of it: one call. It joins an ARTC channel, talks to the user there, is billed while it runs, and ends by itself when nobody joins (after 60 s unless configured), when the user has left, or when nobody says anything for long. A call that has ended stays in the state with status ` + "`Finished`" + `, and no other one is started because of it unless ` + "`on_finished`" + ` says so.`

// instanceSchema is the resource's schema. The trees come from the tables.
func instanceSchema(ctx context.Context) schema.Schema {
	attributes := map[string]schema.Attribute{
		"ai_agent_id": schema.StringAttribute{
			Required:            true,
			Validators:          []validator.String{notEmpty{}},
			MarkdownDescription: "Id of the agent that was made in the IMS console, as its page there shows it. A change replaces the instance.",
		},
		"session_id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Your own id for the conversation; calls with the same one share a dialogue history. Null when neither you nor the service set one. A change replaces the instance.",
		},
		"user_data": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Text of your own, usually JSON, that comes back in callbacks and in this resource. Two JSON documents of the same meaning are no change. A change is sent to the running call; a removal replaces the instance.",
		},
		"region": schema.StringAttribute{
			Optional: true, Computed: true,
			Validators:          []validator.String{notEmpty{}},
			MarkdownDescription: "Region of the agent, such as `cn-shanghai`. Defaults to the provider's region when the instance starts and keeps that value if the provider's region changes later. A change replaces the instance.",
		},
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
			Create: true, Read: true, Update: true, Delete: true,
			CreateDescription: "How long to wait for a started instance to be found, such as `30s` or `5m`. Default: 5 minutes.",
			ReadDescription:   "How long a refresh may take. Default: 2 minutes.",
			UpdateDescription: "How long a change may take. Default: 2 minutes.",
			DeleteDescription: "How long to wait for the end of a call that was stopped. Default: 2 minutes.",
		}),
	}
	required := runtimeConfig().ResourceAttribute()
	if nested, ok := required.(schema.SingleNestedAttribute); ok {
		nested.Required, nested.Optional = true, false
		required = nested
	}
	attributes["runtime_config"] = required
	attributes["agent_config"] = agentConfig().ResourceAttribute()
	attributes["template_config"] = templateConfig().ResourceAttribute()
	attributes["chat_sync_config"] = chatSyncConfig().ResourceAttribute()
	attributes["call_info"] = callInfo().ComputedAttribute()
	for name, text := range computedTexts {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: text, Sensitive: name == "call_log_url"}
	}
	maps.Copy(attributes, ownAttributes())
	return schema.Schema{Version: schemaVersion, MarkdownDescription: resourceText, Attributes: attributes}
}

// ownAttributes are about the resource and not about the call: no change of them
// sends anything.
func ownAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"on_finished": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(finishedKeep),
			Validators: []validator.String{oneOf{finishedKeep, finishedRecreate}},
			MarkdownDescription: "What a call that has ended means: `keep` (default) leaves it in the state as `Finished`, `recreate` plans a new instance. " +
				"Either way nothing is started that a plan did not announce. A change sends nothing.",
		},
		"wait_for": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(waitFound),
			Validators: []validator.String{oneOf{waitFound, waitExecuting}},
			MarkdownDescription: "When the start counts as done: `found` (default) when the service knows the instance, `executing` when a user has joined the call. " +
				"A call that ends before anybody joined is an error then. A change sends nothing.",
		},
		"stop_on_destroy": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether destroying the resource hangs up the call. With `false` the call is only forgotten: it goes on, and is billed, until it ends by itself. " +
				"Default: `true`. What counts is the value of the last apply. A change sends nothing.",
		},
		"prevent_interrupt": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "Makes every plan an error that would hang up a running call, by replacing or destroying it. A call that has ended does not block. " +
				"Switching it off takes an apply of its own. Default: `false`. A change sends nothing.",
		},
	}
}

// computedTexts describe the texts that the service alone sets.
var computedTexts = map[string]string{
	"id":                        "Same as `instance_id`.",
	"instance_id":               "Id of the instance, given by the service when it starts.",
	"status":                    "`Created`: started, nobody has joined yet. `Executing`: the call runs. `Finished`: the call is over.",
	"create_time":               "When the instance was started, UTC, ISO 8601 with milliseconds.",
	"update_time":               "When the instance last changed, UTC, ISO 8601 with milliseconds.",
	"call_log_url":              "Address of the call's log, once the service has it. Sensitive: it may be signed.",
	"effective_agent_config":    "What the service says is in force, as JSON with sorted keys: the agent's settings in the console with `template_config` and `agent_config` laid over them. Secrets are taken out. Read it with `jsondecode`.",
	"effective_template_config": "The same in the old form of `template_config`.",
}

// instanceIdentitySchema has no agent id: the API cannot tell the agent of an
// instance, and an identity that is completed later counts as changed.
func instanceIdentitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"instance_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the instance."},
		"region":      identityschema.StringAttribute{OptionalForImport: true, Description: "Region of the instance; the provider's region if left out."},
	}}
}
