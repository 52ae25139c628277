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

// The values of on_finished, wait_for and desired_status.
const (
	finishedKeep     = "keep"
	finishedRecreate = "recreate"
	waitForFound     = "found"
	waitForExecuting = "executing"
	waitForFinished  = "finished"
	desiredRunning   = "running"
	desiredFinished  = "finished"
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
// with its default; nil for none.
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
			String("wait_for", "", "How long a create waits: with `found` until the service knows the instance, with `executing` until a user has joined the call, with `finished` until the call is over. "+
				"With `executing`, it is an error if the call ends before a user has joined. With `finished`, `timeouts.create` must be set, and it is an error if the call lasts longer. Default: `found`.", Own, OneOf(waitForFound, waitForExecuting, waitForFinished), noCall),
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
		{
			String("desired_status", "", "With `finished`, the running call is ended, with its `farewell`, and stays in the state with its record; nothing is started while it is `finished`. "+
				"`running`, or no value, starts nothing by itself and leaves the end of a call to `on_finished`; only after `finished` has ended a call does it start a new one. "+
				"Settings that change together with `finished` count for the next start. A new instance cannot be `finished`: use `count = 0` for none. The value must be known at plan.", Own, OneOf(desiredRunning, desiredFinished), noCall),
			nil,
		},
		{
			Int("max_concurrency", "", "How many calls the agent may have at a time: a start is an error, and nothing is started, if the agent already has that many. "+
				"The calls are counted right before the start, with `GetAIAgentConcurrency`; the starts of one provider block are counted one after the other, those of others may come in between. "+
				"The quota of the account is not readable and may be lower.", Own, Between(1, 1<<31-1), noCall),
			nil,
		},
	}
})
