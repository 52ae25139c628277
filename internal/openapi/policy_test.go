package openapi

import (
	"fmt"
	"testing"
	"time"
)

// How long a request is repeated, in words of the table below.
const (
	never   = "never"
	always  = "until the time is over"
	brief   = "for 30 s"
	briefly = "for 5 s"
	once1   = "once"
	twice   = "twice"
)

// TestPolicy_EveryFailure has a row for each error of the API's lists and for each
// fault of a network.
func TestPolicy_EveryFailure(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		err   Error
		once  string
		other string
	}{
		{"never sent", Error{Reason: NotSent}, brief, brief},
		{"no such host", Error{Reason: NotSent, noSuchHost: true}, briefly, briefly},
		{"a certificate that is wrong", Error{Reason: NotSent, Permanent: true}, never, never},
		{"no connection, but something was sent", Error{Reason: NotSent, MaybeReceived: true}, never, never},

		{"throttled", Error{Status: 400, Code: "Throttling"}, always, always},
		{"throttled by user", Error{Status: 400, Code: "Throttling.User"}, always, always},
		{"throttled by API", Error{Status: 503, Code: "Throttling.Api"}, always, always},
		{"throttled, as IMS spells it", Error{Status: 403, Code: "RequestsTooFrequent"}, always, always},
		{"429 with another code", Error{Status: 429, Code: "Flow"}, always, always},
		{"429 without a code", Error{Status: 429}, always, always},

		{"used nonce", Error{Status: 400, Code: "SignatureNonceUsed"}, once1, once1},
		{"used nonce, perhaps executed", Error{Status: 400, Code: "SignatureNonceUsed", MaybeReceived: true}, never, once1},
		{"clock", Error{Status: 400, Code: "InvalidTimeStamp.Expired"}, once1, once1},
		{"expired token, another one is there", Error{Status: 403, Code: "InvalidSecurityToken.Expired", renewed: true}, once1, once1},
		{"expired token, no other one", Error{Status: 403, Code: "InvalidSecurityToken.Expired"}, never, never},
		{"malformed token", Error{Status: 403, Code: "InvalidSecurityToken.Malformed"}, never, never},

		{"missing parameter", Error{Status: 400, Code: "MissingParameter"}, never, never},
		{"missing RuntimeConfig", Error{Status: 400, Code: "MissingRuntimeConfig"}, never, never},
		{"invalid parameter", Error{Status: 400, Code: "InvalidParameter"}, never, never},
		{"other content under the same client token", Error{Status: 400, Code: "IdempotentParameterMismatch"}, never, never},
		{"invalid audio", Error{Status: 400, Code: "InvalidAudioDuration"}, never, never},
		{"not activated", Error{Status: 403, Code: "OperationDenied"}, never, never},
		{"unpaid bills", Error{Status: 403, Code: "OperationDenied.Suspended"}, never, never},
		{"no subscription", Error{Status: 403, Code: "Forbidden.SubscriptionRequired"}, never, never},
		{"forbidden", Error{Status: 403, Code: "Forbidden"}, never, never},
		{"denied by RAM", Error{Status: 403, Code: "NoPermission"}, never, never},
		{"denied by RAM, another form", Error{Status: 403, Code: "Forbidden.RAM"}, never, never},
		{"unknown project", Error{Status: 404, Code: "ProjectNotFound"}, never, never},
		{"unknown resource", Error{Status: 404, Code: "ResourceNotFound"}, never, never},
		{"unknown agent", Error{Status: 404, Code: "AgentNotFound"}, never, never},
		{"unknown operation", Error{Status: 404, Code: "InvalidAction.NotFound"}, never, never},
		{"unknown access key", Error{Status: 404, Code: "InvalidAccessKeyId.NotFound"}, never, never},
		{"wrong secret", Error{Status: 400, Code: "SignatureDoesNotMatch"}, never, never},
		{"too long for a gateway", Error{Status: 414}, never, never},
		{"no credentials", Error{Reason: NoCredentials}, never, never},
		{"stopped", Error{Reason: Stopped}, never, never},
		{"bug in the SDK", Error{Reason: Bug, MaybeReceived: true}, never, never},

		{"error inside the service", Error{Status: 500, Code: "InternalError", MaybeReceived: true}, never, always},
		{"unavailable, as IMS spells it", Error{Status: 503, Code: "ServiceUnAvailable", MaybeReceived: true}, never, always},
		{"gateway without a body", Error{Status: 502, MaybeReceived: true}, never, always},
		{"gateway that waited", Error{Status: 504, MaybeReceived: true}, never, always},
		{"request timeout", Error{Status: 408, MaybeReceived: true}, never, always},
		{"connection lost", Error{Reason: Lost, MaybeReceived: true}, never, always},
		{"no response in time", Error{Reason: TimedOut, MaybeReceived: true}, never, always},

		{"unusable response", Error{Reason: Unreadable, Status: 200, MaybeReceived: true}, never, twice},
		{"redirect", Error{Reason: Unreadable, Status: 307, MaybeReceived: true}, never, twice},
		{"404 of a gateway", Error{Status: 404, MaybeReceived: true}, never, twice},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := repeated(true, &tc.err); got != tc.once {
				t.Errorf("executed once at most: got %s, want %s", got, tc.once)
			}
			if got := repeated(false, &tc.err); got != tc.other {
				t.Errorf("other: got %s, want %s", got, tc.other)
			}
		})
	}
}

// repeated says in words how long the policy repeats what fails in one way for
// ever, when an hour is allowed.
func repeated(once bool, e *Error) string {
	allows := func(same int, spent time.Duration) bool {
		return decide(once, e, history{same: same, spent: spent, limit: time.Hour}).again
	}
	switch {
	case !allows(1, 0):
		return never
	case !allows(2, 0):
		return once1
	case !allows(3, 0):
		return twice
	case !allows(1, 5*time.Second):
		return briefly
	case !allows(1, 30*time.Second):
		return brief
	case allows(1<<20, time.Hour-1) && !allows(1, time.Hour):
		return always
	}
	return "another time"
}

func TestPolicy_TheTimeIsNeverExceeded(t *testing.T) {
	t.Parallel()
	lost, full := Error{Reason: Lost, MaybeReceived: true}, Error{Status: 429, RetryAfter: 40 * time.Second}
	for _, tc := range []struct {
		err  *Error
		h    history
		want verdict
	}{
		{&lost, history{same: 1, spent: 59 * time.Second, limit: time.Minute}, verdict{again: true, jitter: firstPause, most: time.Second}},
		{&lost, history{same: 1, spent: time.Minute, limit: time.Minute}, verdict{outOfTime: true}},
		{&lost, history{same: 1, spent: 24 * time.Hour}, verdict{again: true, jitter: firstPause}},
		{&full, history{same: 1, spent: 20 * time.Second, limit: time.Minute}, verdict{outOfTime: true}},
		{&full, history{same: 1, spent: 19 * time.Second, limit: time.Minute}, verdict{again: true, least: 40 * time.Second, most: 41 * time.Second}},
		{&Error{Reason: NotSent}, history{same: 1, spent: 40 * time.Second, limit: time.Minute, patient: true}, verdict{again: true, jitter: firstPause, most: 20 * time.Second}},
		{&Error{Reason: NotSent}, history{same: 1, spent: 12 * time.Second, limit: 10 * time.Second}, verdict{outOfTime: true}},
		{&Error{Reason: NotSent}, history{same: 1, spent: 31 * time.Second}, verdict{outOfTime: true}},
		{&Error{Status: 404, Code: "AgentNotFound"}, history{same: 1, spent: time.Hour, limit: time.Minute}, verdict{}},
	} {
		if got := decide(false, tc.err, tc.h); got != tc.want {
			t.Errorf("%v after %+v: got %+v, want %+v", tc.err, tc.h, got, tc.want)
		}
	}
}

func TestPolicy_PausesGrowUpToALimit(t *testing.T) {
	t.Parallel()
	got := ""
	for _, failures := range []int{1, 2, 3, 6, 7, 1000} {
		got += fmt.Sprintf("%d: %s, ", failures, ceiling(failures))
	}
	if want := "1: 500ms, 2: 1s, 3: 2s, 6: 16s, 7: 20s, 1000: 20s, "; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
