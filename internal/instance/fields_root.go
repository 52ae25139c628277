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
	StartOnly: "Used only when an instance is started: a change alone sends nothing.",
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
		String("ai_agent_id", "AIAgentId", "ID of the agent, as its page in the IMS console shows it.", Required, idRule(), callChanges),
		String("session_id", "SessionId", "ID that you choose for the conversation. Calls with the same ID share a dialogue history. Null if neither you nor the service set one.", callChanges),
		String("user_data", "UserData", "Any text, usually JSON, that is returned in callbacks and by this resource. If two JSON texts have the same meaning, the difference is no change.", InPlace, callChanges),
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
			String("on_finished", "", "What happens after the call has ended: `keep` leaves the instance in the state as `Finished`, `recreate` plans a new one. "+
				"With `keep`, a change of settings that could be sent to a running call is then only saved in the state; any other change starts a new call. Default: `keep`.", Own, OneOf(finishedKeep, finishedRecreate), noCall),
			types.StringValue(finishedKeep),
		},
		{
			String("wait_for", "", "How long a create waits: with `found` until the service knows the instance, with `executing` until a user has joined the call. "+
				"With `executing`, it is an error if the call ends before a user has joined. Default: `found`.", Own, OneOf(waitForFound, waitForExecuting), noCall),
			types.StringValue(waitForFound),
		},
		{
			Bool("stop_on_destroy", "", "Whether a destroy hangs up the call. With `false` the instance is only removed from the state: the call continues, and is billed, until it ends by itself. "+
				"A destroy uses the value of the last apply. Default: `true`.", Own, noCall),
			types.BoolValue(true),
		},
		{
			Bool("prevent_interrupt", "", "Whether a plan that would hang up the running call, by replacing or destroying it, is an error. A call that has ended never causes this error. "+
				"To turn it off, apply that change alone. A value that is not known at plan counts as `true`. Default: `false`.", Own, noCall),
			types.BoolValue(false),
		},
	}
})
