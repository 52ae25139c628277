package instance

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/golden"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/artctoken"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// refused is an error with which the service responded.
func refused(operation string, status int, code, message string) *ice.Error {
	return &ice.Error{
		Reason: ice.Answered, Operation: operation, Host: "ice.cn-shanghai.aliyuncs.com", Status: status, Code: code, Message: message,
		RequestID: "7B117AF5-2A16-412C-B127-FA6175ED1AD0", Attempts: 1, CredentialSource: "environment variable ALIBABA_CLOUD_ACCESS_KEY_ID",
	}
}

// TestDiagnostics_ReadWell holds the whole text of every problem. A changed text is
// a changed product: read the golden file as its user.
func TestDiagnostics_ReadWell(t *testing.T) {
	t.Parallel()
	const id, region = "i-0001", "cn-shanghai"
	denied := refused(ice.OperationStart, 403, "NoPermission", "You are not authorized to do this action.")
	denied.AccessDenied = &ice.AccessDenied{Action: "ice:StartAIAgentInstance", PolicyType: "AccountLevelIdentityBasedPolicy"}
	throttled := refused(ice.OperationDescribe, 429, "Throttling.User", "Request was denied due to user flow control.")
	throttled.Attempts, throttled.Elapsed, throttled.OutOfTime = 14, 118*time.Second, true
	html := refused(ice.OperationStart, 502, "", "")
	html.Detail, html.MaybeReceived = "HTML instead of JSON", true
	lost := &ice.Error{
		Reason: ice.TimedOut, Operation: ice.OperationStart, Host: "ice.cn-shanghai.aliyuncs.com", Attempts: 1, MaybeReceived: true,
		Detail: "no response from ice.cn-shanghai.aliyuncs.com within 1m0s", CredentialSource: "provider argument access_key",
	}
	unsent := &ice.Error{
		Reason: ice.NotSent, Operation: ice.OperationStart, Host: "ice.cn-nowhere-1.aliyuncs.com", Attempts: 6, Elapsed: 5 * time.Second, Detail: "no such host",
	}
	missing := &ice.Error{Reason: ice.NoCredentials, Operation: ice.OperationStart, Detail: "no credentials from profile `prod` of config.json (mode External): timed out: the command did not end within 1m0s"}
	overload := refused(ice.OperationStop, 503, "ServiceUnAvailable", "The service is temporarily unavailable.")
	overload.MaybeReceived = true
	stopped := &ice.Error{Reason: ice.Stopped, Operation: ice.OperationStart, Detail: "interrupted before the request was sent", Cause: context.Canceled}
	at := path.Root("runtime_config")
	unknown := refused(ice.OperationDescribe, 404, "ResourceNotFound", "The specified resource does not exist.")

	running := call{id: id, channel: "channel support-1, agent user agent-1", status: ice.StatusExecuting, stops: true}
	forgotten := running
	forgotten.stops = false
	polite := running
	polite.farewell = true

	elsewhere := refused(ice.OperationStart, 404, "AgentNotFound", "The agent does not exist")
	elsewhere.HostFrom = "environment variable ALICLOUD_REGION"
	revoked := refused(ice.OperationStart, 404, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.")
	revoked.CredentialSource = "credentials_uri of provider argument credentials_uri"
	revoked.CredentialSkipped = "1. access_key and secret_key: not set\n2. profile: `prod` is not in config.json"
	nowhere := &ice.Error{
		Reason: ice.NoCredentials, Operation: ice.OperationStart, Detail: "one line",
		Cause: errors.New("no Alibaba Cloud credentials found. Sources checked, in order:\n1. access_key and secret_key: not set\n2. profile: not set"),
	}
	foreign := errors.New("check of account_id: wrong account: the credentials belong to account \"1\", but provider argument account_id requires \"2\"")

	size := requestSize{total: 89412, longest: 89100, at: path.Root("agent_config").AtName("llm_config").AtName("llm_system_prompt")}
	vanished := lostStart{
		region: region, agent: "a-1", channel: "support-1", user: "agent-1", complete: true,
		from: time.Date(2026, 12, 24, 17, 59, 30, 0, time.UTC), to: time.Date(2026, 12, 24, 18, 0, 30, 0, time.UTC),
	}
	seen, identified, unread, many := vanished, vanished, vanished, vanished
	seen.shown = []ice.Instance{{Status: ice.StatusExecuting}, {Status: ice.StatusFinished}}
	identified.shown = []ice.Instance{{Status: ice.StatusExecuting, InstanceID: id}}
	unread.complete, unread.unread = false, refused(ice.OperationList, 403, "NoPermission", "You are not authorized to do this action.")
	many.complete = false

	var b strings.Builder
	for _, c := range []struct {
		situation string
		problem   diag.Diagnostic
	}{
		{"start: no such agent", startFailed(refused(ice.OperationStart, 404, "AgentNotFound", "The agent does not exist"), region, size, "")},
		{"start: no such agent in the region of the environment", startFailed(elsewhere, region, size, "")},
		{"start: an access key that is disabled, from a later source", startFailed(revoked, region, size, "")},
		{"start: no source of credentials", startFailed(nowhere, region, size, "")},
		{"start: credentials of another account", startFailed(foreign, region, size, "")},
		{"start: wrong secret key", startFailed(refused(ice.OperationStart, 400, "SignatureDoesNotMatch", "The signature does not match."), region, size, "")},
		{"start: unknown access key", startFailed(refused(ice.OperationStart, 404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."), region, size, "")},
		{"start: expired security token", startFailed(refused(ice.OperationStart, 400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."), region, size, "")},
		{"start: clock", startFailed(refused(ice.OperationStart, 400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."), region, size, "")},
		{"start: denied by RAM", startFailed(denied, region, size, "")},
		{"start: not activated", startFailed(refused(ice.OperationStart, 403, "OperationDenied", "The service is not activated."), region, size, "")},
		{"start: unpaid", startFailed(refused(ice.OperationStart, 403, "OperationDenied.Suspended", "The service is suspended."), region, size, "")},
		{"start: no subscription", startFailed(refused(ice.OperationStart, 403, "Forbidden.SubscriptionRequired", ""), region, size, "")},
		{"start: a parameter deep in the tree", startFailed(refused(ice.OperationStart, 400, "InvalidParameter", "AgentConfig.LlmConfig.LlmHistory[1].Role is not valid"), region, size, "")},
		{"start: a missing parameter", startFailed(refused(ice.OperationStart, 400, "MissingRuntimeConfig", "RuntimeConfig is mandatory for this action."), region, size, "")},
		{"start: a gateway's page", startLost(html, vanished, "")},
		{"start: no response", startLost(lost, vanished, "")},
		{"start: no response, and the call is shown", startLost(lost, seen, "")},
		{"start: no response, and the call is shown with its ID", startLost(lost, identified, "i-0000")},
		{"start: no response, and no right to list", startLost(lost, unread, "")},
		{"start: no response, and too many calls", startLost(lost, many, "")},
		{"start: the response names another call", startConfused(id, &ice.Instance{RuntimeConfig: map[string]any{"ChannelId": "sales", "AgentUserId": "agent-9"}}, vanished)},
		{"start: no connection", startFailed(unsent, region, size, "")},
		{"start: a source that fails", startFailed(missing, region, size, "")},
		{"start: interrupted", startFailed(stopped, region, size, "")},
		{"start: refused after a call was hung up", startFailed(refused(ice.OperationStart, 400, "InvalidParameter", "AgentConfig.Volume is not valid"), region, requestSize{}, "i-0000")},
		{"wait: time is over", waitFailed(errors.Join(context.DeadlineExceeded, errNotFound), id, region, waitForFound)},
		{"wait: throttled while executing is wanted", waitFailed(errors.Join(context.DeadlineExceeded, throttled), id, region, waitForExecuting)},
		{"wait: nobody joined", waitFailed(errNobodyJoined, id, region, waitForExecuting)},
		{"wait: nobody joined yet", waitFailed(errors.Join(context.DeadlineExceeded, errNotYetJoined), id, region, waitForExecuting)},
		{"wait: the call does not end", waitFailed(errors.Join(context.DeadlineExceeded, errStillRunning), id, region, waitForFinished)},
		{"wait: denied while the end is awaited", waitFailed(refused(ice.OperationDescribe, 403, "NoPermission", "You are not authorized."), id, region, waitForFinished)},
		{"stop: interrupted", endNotSeen(context.Canceled, id, region, destroying())},
		{"create: interrupted", interrupted(id)},
		{"create: other settings", runsDifferently(id, path.Paths{path.Root("agent_config").AtName("greeting"), path.Root("agent_config").AtName("asr_config").AtName("vad_level")})},
		{"plan: replaces a running call", interrupts(running, "replaces")},
		{"plan: destroys a running call", interrupts(running, "destroys")},
		{"plan: leaves a running call beside a new one", interrupts(forgotten, "replaces")},
		{"plan: forgets a running call", interrupts(forgotten, "destroys")},
		{"plan: ends a running call", interrupts(running, "ends")},
		{"plan: ends a running call with a farewell", interrupts(polite, "ends")},
		{"plan: destroys a running call with a farewell", interrupts(polite, "destroys")},
		{"plan: prevented end", interruptPrevented(running, "end")},
		{"plan: a new instance is to be finished", newFinished()},
		{"plan: desired_status is unknown", desiredUnknown()},
		{"plan: another region of a finished call", finishedElsewhere(id, region)},
		{"plan: changes of a finished call", keptUntilRunning(id, "  agent_config.greeting")},
		{"plan: the farewell takes too long", farewellTooLong(path.Root("farewell").AtName("wait"), "1m0s", "delete", "30s")},
		{"plan: the end is awaited without a limit", createTimeoutNeeded()},
		{"token: expired", tokenExpired(at.AtName("auth_token"), time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 27, 0, 3, 0, 0, time.UTC))},
		{"token: expired, and the call that is replaced is over", tokenExpiredEnded(at.AtName("auth_token"), time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 27, 0, 3, 0, 0, time.UTC))},
		{"token: expired, a running call", tokenExpiredRunning(at.AtName("auth_token"), time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 28, 0, 3, 0, 0, time.UTC))},
		{"start: one call too many", tooManyCalls("agent-a", region, 1, 1)},
		{"token: for another call", tokenForAnother(at.AtName("auth_token_wo"), artctoken.Claims{ChannelID: "support-7", UserID: "agent-7"}, "support-7", "agent-8")},
		{"token: for another channel", tokenForAnother(at.AtName("auth_token_wo"), artctoken.Claims{ChannelID: "support-7", UserID: "agent-7"}, "support-8", "")},
		{"start: too many calls", tooManyCalls("agent-a", region, 40, 40)},
		{"start: the calls are not counted", notCounted(refused(ice.OperationConcurrency, 403, "NoPermission", "You are not authorized."), "agent-a", region)},
		{"farewell: refused", farewellNotSpoken(refused(ice.OperationSpeak, 400, "OperationDenied.Status", "The instance is not executing."), id, region, true)},
		{"farewell: denied", farewellNotSpoken(refused(ice.OperationSpeak, 403, "NoPermission", "You are not authorized."), id, region, true)},
		{"farewell: lost", farewellNotSpoken(&ice.Error{Reason: ice.Lost, Operation: ice.OperationSpeak, Host: "ice.cn-shanghai.aliyuncs.com", Detail: "the connection to ice.cn-shanghai.aliyuncs.com broke before the response was complete: closed by the server", MaybeReceived: true}, id, region, true)},
		{"farewell: the look before it is lost", farewellNotSpoken(&ice.Error{Reason: ice.Lost, Operation: ice.OperationDescribe, Host: "ice.cn-shanghai.aliyuncs.com", Detail: "the connection to ice.cn-shanghai.aliyuncs.com broke before the response was complete: closed by the server", MaybeReceived: true}, id, region, false)},
		{"farewell: interrupted", interruptedBeforeStop(id, destroying())},
		{"plan: prevented replacement", interruptPrevented(running, "replace")},
		{"plan: prevented destroy", interruptPrevented(running, "destroy")},
		{"plan: prevented -replace", replacePrevented(id)},
		{"plan: change of an ended call", keptForNextStart(id, path.Paths{path.Root("agent_config").AtName("greeting")})},
		{"plan: on_finished is unknown", finishedUnknown()},
		{"plan: two instances in one seat", sameSeat("support-1", "agent-1")},
		{"plan: a long request", requestLong(requestSize{total: 9412, longest: 9100, at: path.Root("user_data")})},
		{"read: too many requests", readFailed(throttled, id, region)},
		{"read: vanished", noLongerKnown(unknown, id, region, finishedKeep)},
		{"read: vanished, to be recreated", noLongerKnown(unknown, id, region, finishedRecreate)},
		{"read: another shape", unexpectedResponse(errors.New("AgentConfig.Volume should be a whole number and is text"), id)},
		{"read: odd fields", oddResponse(id, []string{"CallInfo"})},
		{"start: too long", startFailed(refused(ice.OperationStart, 414, "", ""), region, requestSize{total: 89412, longest: 89100, at: path.Root("user_data")}, "")},
		{"update: the call is over", updateTooLate(unknown, id)},
		{"update: taken, but the call is over", updateTooLate(nil, id)},
		{"update: refused", updateFailed(refused(ice.OperationUpdate, 400, "InvalidParameter", "The instance is finished"), id, region)},
		{"update: no response", updateFailed(&ice.Error{Reason: ice.Lost, Operation: ice.OperationUpdate, Host: "ice.cn-shanghai.aliyuncs.com", Detail: "the connection to ice.cn-shanghai.aliyuncs.com broke before the response was complete: closed by the server", MaybeReceived: true}, id, region)},
		{"update: not read back", updateNotReadBack(overload, id, region)},
		{"stop: the service fails", stopFailed(overload, id, region, destroying())},
		{"stop: no end", endNotSeen(context.DeadlineExceeded, id, region, destroying())},
		{"import: no such instance", importNotFound(errors.Join(errNotFound, unknown), id, region)},
		{"import: wrong form", wrongImportID("cn-shanghai/i-1")},
		{"import: taken over", importAccepted(id, path.Paths{at.AtName("channel_id"), path.Root("agent_config").AtName("asr_config")}, 0)},
		{"import: taken over, and settings left out", importAccepted(id, path.Paths{at.AtName("channel_id")}, 3)},
		{"import: settings left out", importAccepted(id, nil, 3)},
		{"data source: no such instance", dataSourceFailed(errors.Join(errNotFound, unknown), id, region)},
		{"list: denied by RAM", listFailed(refused(ice.OperationList, 403, "NoPermission", "You are not authorized to do this action."), "a-1", region)},
		{"list: cut", listTruncated(1000)},
		{"plan: two forms", twoForms(at.AtName("voice_chat"), "voice_chat")},
		{"plan: no channel", missingID(at, "channel_id")},
		{"plan: no user", missingID(at.AtName("voice_chat"), "agent_user_id")},
		{"plan: no token", missingToken(at)},
		{"plan: no token for a replacement", missingTokenRunning(at, true)},
		{"plan: no token for a replacement that leaves the call", missingTokenRunning(at, false)},
		{"apply: a call was hung up", hungUpBefore("i-0000")[0]},
		{"plan: no token after the end", missingTokenEnded(at)},
		{"bug: wrong client", diagnostic.WrongType(&framework.Data{}, 42)},
		{"bug: unexpected", diagnostic.Bug("cannot make the request", errors.New("voice_id is not known yet"))},
	} {
		b.WriteString("## " + c.situation + "\n")
		b.WriteString(strings.ToLower(c.problem.Severity().String()) + ": " + c.problem.Summary())
		if p, ok := c.problem.(diag.DiagnosticWithPath); ok {
			b.WriteString(" (" + p.Path().String() + ")")
		}
		b.WriteString("\n\n" + c.problem.Detail() + "\n\n")
		if len(c.problem.Summary()) > 60 || strings.HasSuffix(c.problem.Summary(), ".") {
			t.Errorf("%s: the summary is too long or ends in a full stop: %s", c.situation, c.problem.Summary())
		}
	}
	golden.Compare(t, "testdata/problems.md", b.String())
}

// TestDiagnostics_OnlyARefusalPointsAtASetting: a failing service says nothing about
// the configuration, whatever words its message has.
func TestDiagnostics_OnlyARefusalPointsAtASetting(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status  int
		code    string
		message string
		at      string
	}{
		{400, "InvalidParameter", "AgentConfig.TtsConfig is bad", "agent_config.tts_config"},
		{400, "MissingRuntimeConfig", "x", "runtime_config"},
		{499, "InvalidUserData", "UserData", "user_data"},
		{500, "InvalidParameter", "AgentConfig.TtsConfig is bad", ""},
		{503, "MissingRuntimeConfig", "RuntimeConfig", ""},
		{400, "OperationFailed", "AgentConfig is busy", ""},
		{404, "AgentNotFound", "x", "ai_agent_id"},
	} {
		got := ""
		if d, ok := about("cn-shanghai", "timeouts.create").Explain("x", refused(ice.OperationStart, c.status, c.code, c.message), "").(diag.DiagnosticWithPath); ok {
			got = d.Path().String()
		}
		if got != c.at {
			t.Errorf("HTTP %d %s %q points at %q, want %q", c.status, c.code, c.message, got, c.at)
		}
	}
}
