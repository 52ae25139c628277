package instance

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/artctoken"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// The words about the end of a call, and about what keeps one from being started.

// occasion is the operation in which a call is ended, for messages.
type occasion struct{ noun, timeout string }

func destroying() occasion { return occasion{"destroy", "delete"} }
func finishing() occasion  { return occasion{"apply", "update"} }

func stopFailed(err error, id, region string, when occasion) diag.Diagnostic {
	return about(region, "timeouts."+when.timeout).Explain("Cannot stop the AI agent instance", err,
		"Instance "+id+" may still run and be billed. It stays in the state.")
}

func endNotSeen(err error, id, region string, when occasion) diag.Diagnostic {
	if errors.Is(err, context.Canceled) {
		return diag.NewErrorDiagnostic("The "+when.noun+" was interrupted",
			"Instance "+id+" was told to stop, and its end was not awaited. It stays in the state; run the same command again to see it end.")
	}
	return about(region, "timeouts."+when.timeout).Explain("The AI agent instance does not end", err,
		"Instance "+id+" was told to stop, and the service has not reported its end yet. It stays in the state; run the same command again to look once more. "+
			"To wait longer, set `timeouts = { "+when.timeout+" = \"5m\" }`.")
}

func interruptedBeforeStop(id string, when occasion) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The "+when.noun+" was interrupted",
		"The agent was saying its farewell. Instance "+id+" was not told to stop: its call continues, and is billed. It stays in the state; run the same command again to end it, without a second farewell.")
}

// farewellNotSpoken is about a farewell that failed, or, where none was sent, about the
// look before it.
func farewellNotSpoken(err error, id, region string, sent bool) diag.Diagnostic {
	c := about(region, "")
	c.Operations = withOperation(ice.OperationSpeak)
	meaning := "The call of instance " + id + " is ended without it."
	if sent && ice.MaybeReceived(err) {
		meaning = "It is not known whether the agent of instance " + id + " spoke it. It is not sent again, because it could be heard twice; the call is ended."
	}
	return c.Warn("The farewell was not spoken", err, meaning)
}

func farewellTooLong(at path.Path, wait, operation, limit string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "The farewell takes too long",
		"The agent has "+wait+" to speak, and timeouts."+operation+" is "+limit+": no time would be left to end the call. Raise timeouts."+operation+" or shorten `farewell.wait`.")
}

// interrupts warns of a plan that ends, replaces or destroys a running call; does is
// "ends", "replaces" or "destroys".
func interrupts(c call, does string) diag.Diagnostic {
	which := "the call of instance " + c.id + " (" + c.channel + "), which was " + c.progress() + " when it was last read"
	if !c.stops && does != "ends" {
		beside := ""
		if does == "replaces" {
			beside = " beside the new one"
		}
		return diag.NewWarningDiagnostic("This plan leaves a running call to itself",
			"The plan "+does+" "+which+". Because stop_on_destroy is false, the call is not hung up: it continues, and is billed"+beside+", until it ends by itself.")
	}
	when := "The call is ended when the plan is applied."
	if does == "ends" {
		when = "desired_status is \"finished\": the call is ended when the plan is applied, and stays in the state."
	}
	if c.farewell && c.status != ice.StatusCreated {
		when += " Before that the agent says its farewell."
	}
	return diag.NewWarningDiagnostic("This plan hangs up a running call",
		"The plan "+does+" "+which+". "+when+"\n\n"+
			"To let it end by itself first, apply later. To make such a plan an error, set prevent_interrupt = true.")
}

const unblock = "Plan again when the call has ended: then nothing blocks. To do it all the same, set prevent_interrupt = false, apply that alone, and plan again."

// interruptPrevented refuses a plan that would end, replace or destroy a running call.
func interruptPrevented(c call, do string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("A running call must not be interrupted",
		"This plan would "+do+" the call of instance "+c.id+" ("+c.channel+"), which is "+c.progress()+", and prevent_interrupt is true in the state or in the configuration, or not known yet.\n\n"+unblock)
}

// replacePrevented refuses a replacement that the first half of the plan could not
// know of, such as one by -replace.
func replacePrevented(id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("A running call must not be interrupted",
		"This plan would replace instance "+id+", whose call runs, and prevent_interrupt is true in the state or in the configuration, or not known yet. The replacement was requested by -replace or replace_triggered_by.\n\n"+unblock)
}

func newFinished() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("desired_status"), "A new instance cannot be finished",
		"This plan would start an instance, and desired_status is \"finished\". To have no instance, set count = 0. To start one, set desired_status = \"running\" or remove it. To keep one that is tainted, run `terraform untaint` on the resource.")
}

func desiredUnknown() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("desired_status"), "desired_status must be known",
		"Whether this plan starts or ends a call depends on desired_status, which is only known after apply. Set it to a value that is known at plan.\n\nTo destroy without it, run `terraform destroy -refresh=false`.")
}

func finishedElsewhere(id, region string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("region"), "A finished instance stays in its region",
		"Instance "+id+" is in region "+region+". Another region is another instance, and desired_status = \"finished\" starts none. Change the region together with desired_status = \"running\".")
}

func keptUntilRunning(id string, paths string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The change counts for the next start",
		"desired_status is \"finished\", so nothing of this is sent to instance "+id+" and no call is started. It is stored in the state:\n\n"+paths)
}

func createTimeoutNeeded() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("timeouts"), "timeouts.create is needed",
		"wait_for = \"finished\" waits for the end of the call; say how long at most, such as timeouts = { create = \"30m\" }.")
}

func tooManyCalls(agent, region string, active int, most int64) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("max_concurrency"), "The agent has too many running calls",
		"Agent "+agent+" has "+counted(active)+" in region "+region+", and max_concurrency is "+strconv.FormatInt(most, 10)+". No instance was started and nothing is billed.\n\n"+
			"Apply again when calls have ended, or raise max_concurrency. The quota of the account is not readable and may be lower.")
}

func counted(calls int) string {
	if calls == 1 {
		return "1 running call"
	}
	return strconv.Itoa(calls) + " running calls"
}

func notCounted(err error, agent, region string) diag.Diagnostic {
	c := about(region, "timeouts.create")
	c.Operations = withOperation(ice.OperationConcurrency)
	return c.Explain("Cannot count the running calls of the agent", err,
		"max_concurrency is set, so the calls of agent "+agent+" are counted before a start. No instance was started and nothing is billed.")
}

const (
	expiredSummary = "The ARTC token has expired"
	makeAnew       = "\n\nMake a new one. The ephemeral resource alicloud_ims_artc_token makes it anew at every apply."
)

func tokenExpired(at path.Path, expired, now time.Time) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, expiredSummary, expiredWords(expired, now)+" No instance was started and nothing is billed."+makeAnew)
}

// tokenExpiredRunning is about the replacement of a running call.
func tokenExpiredRunning(at path.Path, expired, now time.Time) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, expiredSummary, expiredWords(expired, now)+
		" This plan replaces a running call, which would be ended for an agent that cannot join. Nothing was started or ended."+makeAnew+destroyAnyway)
}

// tokenExpiredEnded is about the replacement of a call that is over.
func tokenExpiredEnded(at path.Path, expired, now time.Time) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(at, expiredSummary, expiredWords(expired, now)+" The apply of this plan fails with it. A destroy needs none."+makeAnew)
}

func expiredWords(expired, now time.Time) string {
	return "The token expired at " + expired.UTC().Format(time.RFC3339) + ", " + ago(now.Sub(expired)) + "."
}

// ago says how long a time ago something was, in its largest unit.
func ago(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if n := int64(d / unit.length); n == 1 {
			return "1 " + unit.name + " ago"
		} else if n > 1 {
			return strconv.FormatInt(n, 10) + " " + unit.name + "s ago"
		}
	}
	return "less than a minute ago"
}

func tokenForAnother(at path.Path, claims artctoken.Claims, channel, user string) diag.Diagnostic {
	var set []string
	if user != "" {
		set = append(set, "agent_user_id is "+strconv.Quote(user))
	}
	if channel != "" {
		set = append(set, "channel_id is "+strconv.Quote(channel))
	}
	return diag.NewAttributeWarningDiagnostic(at, "The ARTC token is for another call",
		"The token lets user "+strconv.Quote(claims.UserID)+" into channel "+strconv.Quote(claims.ChannelID)+", but "+strings.Join(set, " and ")+". "+
			"An agent that cannot join is billed until the call ends by itself.\n\n"+
			"Make the token for the same two ids, for example from locals that both use.")
}
