package instance

import (
	"regexp"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	. "github.com/alicloud-ims/terraform-provider-alicloud/internal/field" //nolint:revive,staticcheck // As in fields.go.
)

// callChanges is what a change of an instance's settings does.
var callChanges = OnChange(Changes{
	InPlace:   "A change is sent to the running call; a removal replaces the instance.",
	StartOnly: "Used when the instance starts; a change alone does nothing.",
	Own:       "Raising it replaces the instance.",
	Other:     "A change replaces the instance.",
})

// noCall is what a change of the provider's own arguments does.
var noCall = OnChange(Changes{Own: "A change sends nothing to the service."})

// The values of on_finished and wait_for.
const (
	finishedKeep     = "keep"
	finishedRecreate = "recreate"
	waitForFound     = "found"
	waitForExecuting = "executing"
)

// identifier is the rule for the IDs of agents, instances, ARTC channels and users.
var identifier = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]+$`) })

const identifierForm = "letters, digits, `-` and `_`"

func idRule() Mark { return Pattern(identifier(), identifierForm) }

// rootArguments are the arguments at the root that are sent as they are.
var rootArguments = sync.OnceValue(func() []*Field {
	return []*Field{
		String("ai_agent_id", "AIAgentId", "ID of the agent, which is created in the IMS console: the agent's page there shows it.", Required, idRule(), callChanges),
		String("session_id", "SessionId", "ID of your own for the conversation; calls with the same one share a dialogue history. Null when neither you nor the service set one.", callChanges),
		String("user_data", "UserData", "Text of your own, usually JSON, that is returned in callbacks and by this resource. Two JSON documents of the same meaning are no change.", InPlace, callChanges),
		String("region", "", "Region of the agent, such as `cn-shanghai`. Defaults to the provider's region when the instance starts, and keeps that value if the provider's region changes later.", callChanges),
	}
})

// ownArgument is an argument that is about the resource and not about the call,
// with its default.
type ownArgument struct {
	row       *Field
	otherwise attr.Value
}

// ownArguments are the provider's own arguments.
var ownArguments = sync.OnceValue(func() []ownArgument {
	return []ownArgument{
		{
			String("on_finished", "", "What a finished call means: `keep` leaves it in the state as `Finished`, `recreate` plans a new instance. "+
				"Either way nothing is started that a plan did not announce. Default: `keep`.", Own, OneOf(finishedKeep, finishedRecreate), noCall),
			types.StringValue(finishedKeep),
		},
		{
			String("wait_for", "", "When the start counts as done: `found` when the service knows the instance, `executing` when a user has joined the call. "+
				"With `executing`, a call that ends before anybody joined is an error. Default: `found`.", Own, OneOf(waitForFound, waitForExecuting), noCall),
			types.StringValue(waitForFound),
		},
		{
			Bool("stop_on_destroy", "", "Whether destroying the resource hangs up the call. With `false` the call is only forgotten: it continues, and is billed, until it ends by itself. "+
				"The value of the last apply counts. Default: `true`.", Own, noCall),
			types.BoolValue(true),
		},
		{
			Bool("prevent_interrupt", "", "Makes a plan that would hang up a running call, by replacing or destroying it, an error. A finished call does not block. "+
				"Switching it off takes an apply of its own. Default: `false`.", Own, noCall),
			types.BoolValue(false),
		},
	}
})
