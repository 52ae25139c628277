package instance

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// This file holds the words of this concept. What the service said, the advice
// and the facts around them come from package diagnostic.

// operations are those that the resource needs: a RAM policy must allow them.
// ListAIAgentInstance looks for a call whose start got lost.
var operations = []string{ice.OperationStart, ice.OperationDescribe, ice.OperationUpdate, ice.OperationStop, ice.OperationList}

// Operations returns all operations that this concept can need, for RAM policies: the
// last two are for a farewell and for max_concurrency alone.
func Operations() []string { return withOperation(ice.OperationSpeak, ice.OperationConcurrency) }

// withOperation are the operations that the resource needs and others beside them.
func withOperation(more ...string) []string { return slices.Concat(operations, more) }

// about is what diagnostics need to know about a request for an instance; timeout
// is the setting that bounds the operation.
func about(region, timeout string) diagnostic.Context {
	return diagnostic.Context{Region: region, Timeout: timeout, Operations: operations, Attribute: attributeFor}
}

// attributeFor returns the attribute that stands for a parameter of the API.
func attributeFor(parameter string) (path.Path, bool) {
	first, rest, _ := strings.Cut(parameter, ".")
	for _, row := range rootArguments() {
		if row.Key != "" && row.Key == first {
			return path.Root(row.Name), true
		}
	}
	for _, table := range []*field.Field{agentConfig(), runtimeConfig(), templateConfig(), chatSyncConfig()} {
		if table.Key == first {
			at, _ := table.PathOf(path.Root(table.Name), rest)
			return at, true
		}
	}
	return path.Path{}, false
}

// call is an instance as messages speak of it.
type call struct {
	id, channel, status string
	// stops: destroying the resource hangs up the call.
	stops bool
	// farewell: the agent says one before the call is hung up.
	farewell bool
}

// progress says how far a running call is.
func (c call) progress() string {
	switch c.status {
	case ice.StatusCreated:
		return "waiting for a user to join (Created)"
	case ice.StatusExecuting:
		return "in conversation (Executing)"
	case "":
		return "running"
	default:
		return "in status " + c.status
	}
}

const unchanged = "The state is unchanged."

// startFailed is about a start that was certainly not executed. size is how long the
// request was, hungUp the instance of the same agent that this apply has hung up.
func startFailed(err error, region string, size requestSize, hungUp string) diag.Diagnostic {
	meaning := "No instance was started and nothing is billed."
	var e *ice.Error
	if errors.As(err, &e) && (e.Status == 413 || e.Status == 414 || e.Status == 431) {
		meaning += "\n\n" + size.words() + " Shorten the settings, or move them to the agent in the IMS console."
	}
	if hungUp != "" {
		meaning += "\n\n" + hungUpWords(hungUp)
	}
	return about(region, "timeouts.create").Explain("Cannot start the AI agent instance", err, meaning)
}

func hungUpWords(id string) string {
	return "This apply has hung up instance " + id + " of the same agent before."
}

// hungUpBefore is about a new start that is refused before it is sent; id is the
// instance that the apply has hung up, "" if there is none.
func hungUpBefore(id string) diag.Diagnostics {
	if id == "" {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("A call was hung up and no new one started", hungUpWords(id)+" No instance was started for it.")}
}

// requestSize is how long the request of a start is.
type requestSize struct {
	total, longest int
	at             path.Path
}

// words says how long, with the longest setting.
func (s requestSize) words() string {
	return "The settings take " + strconv.Itoa(s.total) + " characters in the URL of the request, " +
		strconv.Itoa(s.longest) + " of them for `" + s.at.String() + "`: letters of most languages take several."
}

func requestLong(size requestSize) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(size.at, "The request that starts the instance is very long",
		size.words()+" The service documents no limit; a long request may be refused (HTTP 414), and then no instance starts. If the plan replaces a running call, that call is hung up before.")
}

// waitFailed is about a started instance whose wait has failed; waitFor is the value
// of wait_for. Nil where nothing has failed.
func waitFailed(err error, id, region, waitFor string) diag.Diagnostic {
	runs := "It is in the state, marked as tainted: the next apply hangs it up and starts another one.\n\n" +
		"To keep it, run `terraform untaint` on the resource. To wait longer, set `timeouts = { create = \"10m\" }`. To not wait at all, set wait_for = \"found\"."
	switch {
	case err == nil, errors.Is(err, errVanished) && !errors.Is(err, errNobodyJoined):
		return nil
	case errors.Is(err, errNobodyJoined):
		return diag.NewErrorDiagnostic("Nobody joined the call",
			"The call of instance "+id+" ended before any user joined it, and wait_for is \"executing\". The instance is in the state as it ended; nothing is billed any more.\n\n"+
				"Let a user join the channel while Terraform waits, give the user more time with agent_config.user_online_timeout, or set wait_for = \"found\". The next apply starts a new instance.")
	case errors.Is(err, errNotYetJoined):
		return diag.NewErrorDiagnostic("Nobody has joined the call yet",
			"Instance "+id+" runs, but no user joined it within timeouts.create, and wait_for is \"executing\". "+runs)
	case errors.Is(err, errStillRunning):
		return diag.NewErrorDiagnostic("The call still runs",
			"The call of instance "+id+" did not end within timeouts.create, and wait_for is \"finished\". "+strings.Replace(runs, "10m", "1h", 1))
	case waitFor == waitForExecuting:
		return about(region, "timeouts.create").Explain("Cannot read the started AI agent instance", err,
			"Instance "+id+" was started and is in the state, but it is not known whether a user has joined, and wait_for is \"executing\". It is marked as tainted: the next apply stops it and starts another one. "+
				"To keep it, run `terraform untaint` on the resource.")
	case waitFor == waitForFinished:
		return about(region, "timeouts.create").Explain("Cannot read the started AI agent instance", err,
			"Instance "+id+" was started and is in the state, but it is not known whether its call has ended, and wait_for is \"finished\". It is marked as tainted: the next apply stops it and starts another one. "+
				"To keep it, run `terraform untaint` on the resource.")
	}
	return about(region, "timeouts.create").Warn("The started AI agent instance could not be read", err,
		"Instance "+id+" was started, is in the state, and is billed. Only reading it failed; the next plan reads it again.")
}

func interrupted(id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The instance runs although the apply was interrupted",
		"Instance "+id+" had been started when the interrupt came. It is in the state, continues and is billed. The next plan reads it; `terraform destroy` ends it.")
}

func runsDifferently(id string, paths path.Paths) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The service runs the instance with other settings",
		"Instance "+id+" was started. What the service shows to be in force differs from the configuration in:\n\n"+diagnostic.Lines(paths)+
			"\n\nThe state keeps what is configured, and later plans do not show this difference; effective_agent_config shows what is in force.")
}

func oddResponse(id string, odd []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("A part of the response is not understood",
		"The service's response about instance "+id+" has another shape than documented in "+strings.Join(odd, ", ")+". What belongs to it is null; everything else was read.\n\n"+
			"Please report this as a bug in the provider.")
}

func readFailed(err error, id, region string) diag.Diagnostic {
	return about(region, "timeouts.read").Explain("Cannot read the AI agent instance", err,
		"It is not known whether the call of instance "+id+" still runs. "+unchanged)
}

func noLongerKnown(err error, id, region, onFinished string) diag.Diagnostic {
	with := ""
	var e *ice.Error
	if errors.As(err, &e) && e.CredentialSource != "" {
		with = ", asked with the credentials of " + e.CredentialSource + ","
	}
	known := "The service in region " + region + with + " no longer knows instance " + id + ", which was last seen running. Its call has ended"
	if onFinished == finishedRecreate {
		return diag.NewWarningDiagnostic("The AI agent instance is no longer known",
			known+". As long as on_finished is \"recreate\", a plan starts a new one.")
	}
	return diag.NewWarningDiagnostic("The AI agent instance is no longer known",
		known+"; it stays in the state as Finished, and no new one is started.\n\n"+
			"To remove it from the state, use a `removed` block or `terraform state rm`. To start a new call, use `terraform apply -replace` with this resource.")
}

func unexpectedResponse(err error, id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Cannot read the response about the AI agent instance",
		"The service's response about instance "+id+" has another shape than documented: "+err.Error()+".\n\n"+
			unchanged+" Please report this as a bug in the provider.")
}

func importNotFound(err error, id, region string) diag.Diagnostic {
	return about(region, "timeouts.read").Explain("Cannot import the AI agent instance", err,
		"There is no instance "+id+" in region "+region+". The service forgets instances some time after their call. Import a call in another region as <region>/<ai_agent_id>/<instance_id>.")
}

func wrongImportID(id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Cannot import the AI agent instance",
		"The import ID "+strconv.Quote(id)+" has none of the accepted forms:\n\n"+
			"  <ai_agent_id>/<instance_id>\n  <region>/<ai_agent_id>/<instance_id>\n  <instance_id>\n\n"+
			"For example cn-shanghai/39f8e0bc005e4f309379701645f4e0a1/7b117af52a16412cb127fa6175ed1ad0. "+
			"IDs consist of letters, digits, - and _.")
}

// importAccepted is about the first plan after an import: settings that the
// configuration wants otherwise, and the number of those that it leaves out.
func importAccepted(id string, paths path.Paths, leftOut int) diag.Diagnostic {
	detail := "This plan sends nothing to instance " + id + " for what follows, and starts no other one because of it."
	if len(paths) > 0 {
		detail += "\n\nThe configuration differs from the instance in settings that cannot be changed on it. " +
			"They are stored in the state and count when a new instance is started:\n\n" + diagnostic.Lines(paths) +
			"\n\nTo start a new instance with them now, which hangs up the call if it still runs, use -replace."
	}
	if leftOut > 0 {
		detail += "\n\nSettings that the configuration leaves out (\"-> null\" in the plan) keep their values on the instance and are no longer managed."
	}
	return diag.NewWarningDiagnostic("The AI agent instance was imported as it is", detail)
}

func updateFailed(err error, id, region string) diag.Diagnostic {
	meaning := "Instance " + id + " was not changed. " + unchanged
	if ice.MaybeReceived(err) {
		meaning = "It is not known whether instance " + id + " was changed. The next plan reads it again and shows what is left to do."
	}
	return about(region, "timeouts.update").Explain("Cannot change the AI agent instance", err, meaning)
}

func updateNotReadBack(err error, id, region string) diag.Diagnostic {
	return about(region, "timeouts.update").Explain("Cannot read the changed AI agent instance", err,
		"The service accepted the change of instance "+id+"; only reading it back failed. The next plan reads it again.")
}

func updateTooLate(refusal error, id string) diag.Diagnostic {
	return diagnostic.Context{}.Explained("Cannot change the AI agent instance", refusal,
		"The call of instance "+id+" has ended since the plan was made, so there was nothing left to change. The state now says Finished; the next plan shows what that means.")
}

func keptForNextStart(id string, paths path.Paths) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The call has ended, so the change counts for the next start",
		"The configuration changes settings that a running call could have been sent, but the call of instance "+id+" is over. They are stored in the state, nothing is sent and no call is started:\n\n"+
			diagnostic.Lines(paths)+"\n\nTo start a new call with them now, use -replace.")
}

func finishedUnknown() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("on_finished"), "on_finished must be known",
		"The call has ended, and whether this plan starts a new one depends on on_finished, which is only known after apply. Set it to a value that is known at plan.")
}

func sameSeat(channel, user string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root(runtimeConfig().Name), "Two instances in one channel under one user ID",
		"Another instance of this configuration joins channel "+channel+" as user "+user+" too. It is not documented which of them stays in the channel, and both are billed. Give each its own agent_user_id or channel_id.")
}

func twoForms(at path.Path, block string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Two forms of runtime_config",
		"runtime_config gives IDs or a token both directly and in the deprecated block `"+block+"`. Which of them the service uses is not documented: keep the direct form and remove the block.")
}

func missingID(at path.Path, name string) diag.Diagnostic {
	what := "the user ID under which the agent joins the channel"
	if name == "channel_id" {
		what = "the ARTC channel that the agent joins"
	}
	return diag.NewAttributeErrorDiagnostic(at, "Missing "+name,
		"An instance can only be started with `"+name+"`, "+what+". Set it in `"+at.String()+"`. "+
			"If it seems to be set, check its spelling: Terraform and OpenTofu drop names inside an object that they do not know.")
}

const (
	missingSummary = "Missing auth_token"
	destroyAnyway  = "\n\nTo destroy without a token, run `terraform destroy -refresh=false`."
	toStart        = "An instance can only be started with the agent's ARTC token. Set auth_token_wo (stored nowhere) or auth_token (stored in the state) in `"
)

func missingToken(at path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, missingSummary, toStart+at.String()+"`."+destroyAnyway)
}

// missingTokenRunning is about a replacement of a running call. stops: destroying it
// hangs the call up.
func missingTokenRunning(at path.Path, stops bool) diag.Diagnostic {
	call := "which would be hung up for an instance that cannot start."
	if !stops {
		call = "which would go on without its successor."
	}
	return diag.NewAttributeErrorDiagnostic(at, missingSummary, toStart+at.String()+"`. This plan replaces a running call, "+call+destroyAnyway)
}

// missingTokenEnded is about the replacement of a call that is over: nothing is
// lost, and a destroy or a nightly plan must not fail for want of a token.
func missingTokenEnded(at path.Path) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(at, missingSummary, toStart+at.String()+"`. The apply of this plan fails without it. A destroy needs none.")
}

func dataSourceFailed(err error, id, region string) diag.Diagnostic {
	meaning := ""
	if errors.Is(err, errNotFound) {
		meaning = "There is no instance " + id + " in region " + region + ", or the service has forgotten it: it does so some time after the end of the call. To have null values instead of this error, set on_missing = \"null\". A call that this configuration manages is best read from its resource."
	}
	c := about(region, "timeouts.read")
	c.Operations = []string{ice.OperationDescribe}
	return c.Explain("Cannot read the AI agent instance", err, meaning)
}

func listFailed(err error, agent, region string) diag.Diagnostic {
	c := about(region, "timeouts.read")
	c.Operations = []string{ice.OperationList}
	return c.Explain("Cannot list the AI agent instances", err, "Nothing is known about the instances of agent "+agent+" in region "+region+".")
}

func listTruncated(n int) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("limit"), "The list of AI agent instances is cut",
		"There may be more instances than the "+strconv.Itoa(n)+" that are returned. Raise `limit`, or narrow the list with `start_time` and `end_time`.")
}
