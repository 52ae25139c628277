package openapi

import (
	"testing"
	"time"
)

func TestRetry_OnlyWhatWasCertainlyNotExecuted(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		err   Error
		once  bool
		other bool
	}{
		{"never sent", Error{Reason: NotSent}, true, true},
		{"throttled", Error{Status: 400, Code: "Throttling"}, true, true},
		{"throttled by user", Error{Status: 503, Code: "Throttling.User"}, true, true},
		{"throttled, as IMS spells it", Error{Status: 403, Code: "RequestsTooFrequent"}, true, true},
		{"429 with another code", Error{Status: 429, Code: "Flow"}, true, true},
		{"429 without a code", Error{Status: 429}, true, true},
		{"used nonce", Error{Status: 400, Code: nonceUsed}, false, true},
		{"refusal", Error{Status: 400, Code: "InvalidParameter"}, false, false},
		{"unknown agent", Error{Status: 404, Code: "AgentNotFound"}, false, false},
		{"bare 404", Error{Status: 404}, false, false},
		{"error inside the service", Error{Status: 500, Code: "InternalError", MaybeReceived: true}, false, false},
		{"gateway", Error{Status: 502, MaybeReceived: true}, false, false},
		{"unavailable", Error{Status: 503, Code: "ServiceUnAvailable", MaybeReceived: true}, false, false},
		{"connection lost", Error{Reason: Lost, MaybeReceived: true}, false, false},
		{"no response in time", Error{Reason: TimedOut, MaybeReceived: true}, false, false},
		{"unusable response", Error{Reason: Unreadable, Status: 200, MaybeReceived: true}, false, false},
		{"redirect", Error{Reason: Unreadable, Status: 307, MaybeReceived: true}, false, false},
		{"stopped", Error{Reason: Stopped}, false, false},
		{"no credentials", Error{Reason: NoCredentials}, false, false},
		{"bug in the SDK", Error{Reason: Bug}, false, false},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := sendAgain(true, &tc.err); got != tc.once {
				t.Errorf("to be executed once: got %v, want %v", got, tc.once)
			}
			if got := sendAgain(false, &tc.err); got != tc.other {
				t.Errorf("other: got %v, want %v", got, tc.other)
			}
		})
	}
}

func TestRetry_PausesGrowAndAreAsLongAsTheServiceAsks(t *testing.T) {
	t.Parallel()
	cases := []struct {
		attempt     int
		asked       time.Duration
		least, most time.Duration
	}{
		{1, 0, 0, 500 * time.Millisecond},
		{2, 0, 0, time.Second},
		{3, 0, 0, 2 * time.Second},
		{50, 0, 0, 20 * time.Second},
		{1, 1500 * time.Millisecond, 1500 * time.Millisecond, 2 * time.Second},
		{1, time.Hour, time.Minute, time.Minute + 500*time.Millisecond},
	}
	for _, tc := range cases {
		var least, most time.Duration = time.Hour, 0
		for range 2000 {
			got := backOff(tc.attempt, tc.asked)
			least, most = min(least, got), max(most, got)
		}
		if least < tc.least || most >= tc.most {
			t.Errorf("attempt %d, asked for %s: pauses of %s to %s, want %s to %s", tc.attempt, tc.asked, least, most, tc.least, tc.most)
		}
		// Full jitter: two thousand draws spread over nearly the whole range.
		if spread := tc.most - tc.least; most-least < spread*9/10 {
			t.Errorf("attempt %d, asked for %s: pauses of %s to %s are not spread", tc.attempt, tc.asked, least, most)
		}
	}
}
