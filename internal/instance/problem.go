package instance

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// This file is the one door from an error to words. A detail says, in this
// order: what the service said, what that means now, what to do, and the facts
// that support asks for.

const (
	notStarted = "No instance was started and nothing is billed."
	unchanged  = "The state keeps what it knew."
)

func problemStart(err error, region string) diag.Diagnostic {
	meaning := notStarted
	var e *ice.Error
	if errors.As(err, &e) && e.MaybeReceived {
		meaning = "It is not known whether an instance was started. The request is not sent again, because that could start a second call. " +
			"If a call was started, it is not in the state and is billed until it ends: by itself when nobody joins, 60 seconds after its start unless user_online_timeout says otherwise. " +
			"The IMS console shows the agent's calls with their channels."
	}
	return explain("Cannot start the AI agent instance", err, meaning, region)
}

func problemWait(err error, id, region string) diag.Diagnostic {
	if errors.Is(err, errNobodyJoined) {
		return diag.NewErrorDiagnostic("Nobody joined the call",
			"The call of instance "+id+" ended before any user joined it, and wait_for is \"executing\". The instance is in the state as it ended; nothing is billed any more.\n\n"+
				"Let a user join the channel while Terraform waits, give the user more time with agent_config.user_online_timeout, or set wait_for = \"found\". The next apply starts a new instance.")
	}
	if errors.Is(err, errNotYetJoined) {
		return diag.NewErrorDiagnostic("Nobody has joined the call yet",
			"Instance "+id+" runs, but no user joined it within timeouts.create, and wait_for is \"executing\". It is in the state, marked as tainted: the next apply hangs it up and starts another one.\n\n"+
				"To keep it, run `terraform untaint` on the resource. To wait longer, set `timeouts = { create = \"10m\" }`; to not wait at all, set wait_for = \"found\".")
	}
	return explain("Cannot read the started AI agent instance", err,
		"Instance "+id+" was started and is in the state. It is marked as tainted: the next apply stops it and starts another one. "+
			"To keep it, run `terraform untaint` on the resource.", region)
}

func problemRead(err error, id, region string) diag.Diagnostic {
	return explain("Cannot read the AI agent instance", err,
		"Nothing is known about instance "+id+" now; whether its call still runs is not known either. "+unchanged, region)
}

func problemUpdate(err error, id, region string) diag.Diagnostic {
	meaning := "Instance " + id + " was not changed. " + unchanged
	var e *ice.Error
	if errors.As(err, &e) && e.MaybeReceived {
		meaning = "It is not known whether instance " + id + " took the change. The next plan reads it again and shows what is left to do."
	}
	return explain("Cannot change the AI agent instance", err, meaning, region)
}

func problemUpdated(err error, id, region string) diag.Diagnostic {
	return explain("Cannot read the changed AI agent instance", err,
		"The change was sent to instance "+id+" and the service took it; only reading it back failed. The next plan reads it again.", region)
}

func problemStop(err error, id, region string) diag.Diagnostic {
	return explain("Cannot stop the AI agent instance", err,
		"Instance "+id+" may still run and be billed. It stays in the state.", region)
}

func problemStopWait(err error, id, region string) diag.Diagnostic {
	if errors.Is(err, context.Canceled) {
		return diag.NewErrorDiagnostic("The destroy was interrupted",
			"Instance "+id+" was told to stop, and its end was not awaited. It stays in the state; run the same command again to see it end.")
	}
	return explain("The AI agent instance does not end", err,
		"Instance "+id+" was told to stop, and the service has not reported its end yet. It stays in the state; run the same command again to look once more. "+
			"A longer wait can be set as `timeouts = { delete = \"5m\" }`.", region)
}

func problemImportUnknown(err error, id, region string) diag.Diagnostic {
	return explain("Cannot import the AI agent instance", err,
		"There is no instance "+id+" in region "+region+". The service forgets instances some time after their call; a call in another region is imported as <region>/<ai_agent_id>/<instance_id>.", region)
}

func problemReadDataSource(err error, id, region string, gone bool) diag.Diagnostic {
	meaning := "Nothing is known about instance " + id + " now."
	if gone {
		meaning = "There is no instance " + id + " in region " + region + ", or the service has forgotten it: it does so some time after the end of the call."
	}
	return explain("Cannot read the AI agent instance", err, meaning, region)
}

func problemEmpty(at path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Empty "+at.String(), "`"+at.String()+"` is an empty text. Set it, or leave it out if it is optional.")
}

func problemImportID(id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Cannot import the AI agent instance",
		"The import id "+strconv.Quote(id)+" has none of the accepted forms:\n\n"+
			"  <ai_agent_id>/<instance_id>\n  <region>/<ai_agent_id>/<instance_id>\n  <instance_id>\n\n"+
			"For example cn-shanghai/39f8e0bc005e4f309379701645f4e0a1/7b117af52a16412cb127fa6175ed1ad0. "+
			"Ids consist of letters, digits, - and _.")
}

func problemAnswer(err error, id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Cannot understand the answer about the AI agent instance",
		"The service's answer about instance "+id+" has another shape than documented: "+err.Error()+".\n\n"+
			unchanged+" Please report this as a bug of the provider.")
}

func problemBug(what string, err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Bug in the provider", upperFirst(what)+": "+err.Error()+".\n\nNo request was sent. Please report this.")
}

func problemWrongClient(got any) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Bug in the provider",
		fmt.Sprintf("Configure was given %T instead of *ice.Client. Please report this.", got))
}

func problemVanished(err error, id, region, onFinished string) diag.Diagnostic {
	source := ""
	var e *ice.Error
	if errors.As(err, &e) && e.CredentialSource != "" {
		source = " with the credentials from " + e.CredentialSource
	}
	asked := "The service in region " + region + ", asked" + source + ", no longer knows instance " + id + ", which was last seen running. Its call has ended"
	if onFinished == finishedRecreate {
		return diag.NewWarningDiagnostic("The AI agent instance is no longer known",
			asked+". As long as on_finished is \"recreate\", a plan starts a new one.")
	}
	return diag.NewWarningDiagnostic("The AI agent instance is no longer known",
		asked+"; it is kept in the state as Finished, and no new one is started.\n\n"+
			"To take it out of the state, use a `removed` block or `terraform state rm`. To start a new call, use `terraform apply -replace` with this resource.")
}

// problemInterrupts warns of a plan that replaces or destroys a running call.
func problemInterrupts(state *model, does string) diag.Diagnostic {
	call := "the call of instance " + state.InstanceID.ValueString() + " (" + state.place() + "), which was " + statusOf(state) + " when it was last read"
	if !state.StopOnDestroy.IsNull() && !state.StopOnDestroy.ValueBool() {
		return diag.NewWarningDiagnostic("This plan leaves a running call to itself",
			"The plan "+does+" "+call+". Because stop_on_destroy is false it is not hung up: it goes on, and is billed"+
				map[string]string{"replaces": " beside the new one", "destroys": ""}[does]+", until it ends by itself.")
	}
	return diag.NewWarningDiagnostic("This plan hangs up a running call",
		"The plan "+does+" "+call+". The call is ended when the plan is applied.\n\n"+
			"To let it end by itself first, apply later. To make such a plan an error, set prevent_interrupt = true.")
}

// problemPrevented refuses a plan that would replace or destroy a running call.
func problemPrevented(state *model, do string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("A running call must not be interrupted",
		"This plan would "+do+" the call of instance "+state.InstanceID.ValueString()+" ("+state.place()+"), which is "+statusOf(state)+", and prevent_interrupt is true in the state or in the configuration.\n\n"+
			"Plan again when the call has ended: then nothing blocks. To hang it up now, set prevent_interrupt = false, apply that alone, and plan again.")
}

// problemPreventedReplace refuses a replacement of which the first half of the
// plan could not know, such as one by -replace.
func problemPreventedReplace(id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("A running call must not be interrupted",
		"This plan would replace instance "+id+", whose call runs, and prevent_interrupt is true in the state or in the configuration. The replacement was asked for by -replace or replace_triggered_by.\n\n"+
			"Plan again when the call has ended: then nothing blocks. To hang it up now, set prevent_interrupt = false, apply that alone, and plan again.")
}

// statusOf says in words how far a running call is.
func statusOf(state *model) string {
	switch s := state.Status.ValueString(); s {
	case ice.StatusCreated:
		return "waiting for a user to join (Created)"
	case ice.StatusExecuting:
		return "in conversation (Executing)"
	case "":
		return "running"
	default:
		return "in status " + s
	}
}

func problemEndedChange(id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The call has ended, so the change starts a new one",
		"The configuration changes a setting that a running call could have been sent, but the call of instance "+id+" is over. This plan starts a new instance with the setting, which is billed.\n\n"+
			"To leave everything as it is, take the change back or take the resource out of the state.")
}

func problemRunsDifferently(id string, paths path.Paths) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The service runs the instance with other settings",
		"Instance "+id+" was started. What the service shows to be in force differs from the configuration in:\n\n"+lines(paths)+
			"\n\nThe state keeps what is configured, and later plans do not show this difference; effective_agent_config and effective_template_config show what is in force.")
}

func problemInterrupted(id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The instance runs although the apply was interrupted",
		"Instance "+id+" had been started when the interrupt came. It is in the state, goes on and is billed. The next plan reads it; `terraform destroy` ends it.")
}

func problemUpdateEnded(refusal error, id string) diag.Diagnostic {
	meaning := "The call of instance " + id + " has ended since the plan was made, so there was nothing left to change. The state now says Finished; the next plan shows what that means."
	if refusal == nil {
		return diag.NewErrorDiagnostic("Cannot change the AI agent instance", meaning)
	}
	detail := paragraphs(said(refusal), meaning)
	if e := (*ice.Error)(nil); errors.As(refusal, &e) {
		detail = paragraphs(detail, facts(e))
	}
	return diag.NewErrorDiagnostic("Cannot change the AI agent instance", detail)
}

func problemNotOneOf(at path.Path, values []string, got string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid value of "+at.String(),
		"`"+at.String()+"` must be one of "+strings.Join(values, ", ")+", and is "+strconv.Quote(got)+".")
}

// lines lists paths in their order, one a line.
func lines(paths path.Paths) string {
	names := make([]string, 0, len(paths))
	for _, p := range paths {
		names = append(names, "  "+p.String())
	}
	sort.Strings(names)
	return strings.Join(names, "\n")
}

func problemAdopted(id string, paths path.Paths) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Settings that only count for a new instance",
		"Instance "+id+" was imported as it is. The configuration differs from it in settings that cannot be changed on it. "+
			"They are taken over into the state and count when a new instance is started:\n\n"+lines(paths)+
			"\n\nTo start a new instance with them now, which hangs up the call if it still runs, use -replace.")
}

func problemTwoForms(at path.Path, block string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Two forms of runtime_config",
		"runtime_config gives ids or a token both directly and in the deprecated block `"+block+"`. Which of them the service uses is not documented: keep the direct form and remove the block.")
}

func problemTwoTokens(at path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Two tokens for one instance",
		"auth_token and auth_token_wo are both set. Set one: auth_token is kept in the state as a sensitive value, auth_token_wo is kept nowhere.")
}

func problemMissing(at path.Path, name string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Missing "+name,
		"An instance can only be started with `"+name+"`: "+map[string]string{
			"agent_user_id": "the user id under which the agent joins the channel.",
			"channel_id":    "the ARTC channel that the agent joins.",
		}[name]+" Set it in "+at.String()+".")
}

func problemMissingToken(at path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Missing auth_token",
		"An instance can only be started with the agent's ARTC token. Set auth_token_wo (kept nowhere) or auth_token (kept in the state) in "+at.String()+".")
}

// explain makes the diagnostic of a failed call. It stands at the attribute
// that the service names, if it names one.
func explain(summary string, err error, meaning, region string) diag.Diagnostic {
	var e *ice.Error
	if !errors.As(err, &e) {
		return diag.NewErrorDiagnostic(summary, paragraphs(said(err), meaning))
	}
	detail := paragraphs(said(err), meaning, advice(e, region), facts(e))
	if at, ok := placeOf(e); ok {
		return diag.NewAttributeErrorDiagnostic(at, summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// facts is the line for support.
func facts(e *ice.Error) string {
	var all []string
	if e.Code != "" {
		all = append(all, "Code "+e.Code)
	}
	if e.Status != 0 {
		all = append(all, "HTTP "+strconv.Itoa(e.Status))
	}
	if e.RequestID != "" {
		all = append(all, "request ID "+e.RequestID)
	}
	if e.Attempts > 1 {
		all = append(all, strconv.Itoa(e.Attempts)+" attempts")
	}
	return strings.Join(all, ", ")
}

func paragraphs(all ...string) string {
	var kept []string
	for _, p := range all {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n\n")
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// vanished keeps an instance that the service has forgotten as what it is: a
// call that is over. Only the news is a warning.
func (m *model) vanished(err error, region string) diag.Diagnostics {
	if !live(m.Status.ValueString()) {
		return nil
	}
	m.Status = types.StringValue(ice.StatusFinished)
	return diag.Diagnostics{problemVanished(err, m.InstanceID.ValueString(), region, m.OnFinished.ValueString())}
}
