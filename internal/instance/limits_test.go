package instance

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// TestLimits_AreThoseThatTheGuidesPromise and that fit together.
func TestLimits_AreThoseThatTheGuidesPromise(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ is, want time.Duration }{
		"a look before a stop":              {lookBeforeStop, 15 * time.Second},
		"a call that does not end":          {stopGrace, 15 * time.Second},
		"the first look at an end":          {firstLookAtEnd, time.Second},
		"the last pause of a job":           {lastPauseOfCall, 10 * time.Second},
		"an instance that is not seen":      {notFoundGrace, 8 * time.Second},
		"a farewell":                        {farewellWait, 5 * time.Second},
		"the longest farewell":              {longestWait, 60 * time.Second},
		"the request of a farewell":         {speakLimit, 15 * time.Second},
		"the looks during a farewell":       {lookAtFarewell, 2 * time.Second},
		"counting again":                    {recountFor, 10 * time.Second},
		"a call that nobody knows any more": {orphanGrace, 30 * time.Second},
	} {
		if c.is != c.want {
			t.Errorf("%s: %s, want %s", name, c.is, c.want)
		}
	}
}

// TestTransient_OnlyWhatSaysNothingOfTheInstance is looked at again.
func TestTransient_OnlyWhatSaysNothingOfTheInstance(t *testing.T) {
	t.Parallel()
	for reason, want := range map[ice.Reason]bool{
		ice.NotSent: true, ice.Lost: true, ice.TimedOut: true, ice.Unreadable: true,
		ice.NoCredentials: false, ice.Stopped: false, ice.Bug: false,
	} {
		if got := transient(&ice.Error{Reason: reason}); got != want {
			t.Errorf("%v: %t", reason, got)
		}
	}
	for status, want := range map[int]bool{400: false, 499: false, 500: true, 503: true} {
		if got := transient(refused(ice.OperationDescribe, status, "Odd", "")); got != want {
			t.Errorf("HTTP %d: %t", status, got)
		}
	}
}

// TestFarewellTime_IsBounded whatever a state holds.
func TestFarewellTime_IsBounded(t *testing.T) {
	t.Parallel()
	of := func(wait types.String) types.Object {
		kinds := farewellArgument()
		return types.ObjectValueMust(map[string]attr.Type{"text": types.StringType, "wait": types.StringType},
			map[string]attr.Value{kinds.Fields[0].Name: types.StringValue("x"), kinds.Fields[1].Name: wait})
	}
	for wait, want := range map[string]time.Duration{"0s": 0, "7s": 7 * time.Second, "60s": time.Minute, "2h": time.Minute, "-3s": 5 * time.Second, "soon": 5 * time.Second} {
		if got := farewellTime(of(types.StringValue(wait))); got != want {
			t.Errorf("%s: %s", wait, got)
		}
	}
	if got := farewellTime(of(types.StringNull())); got != 5*time.Second {
		t.Errorf("null: %s", got)
	}
}

// TestDataSource_ItsTextsAreAboutWhatTheServiceReturns.
func TestDataSource_ItsTextsAreAboutWhatTheServiceReturns(t *testing.T) {
	t.Parallel()
	var resp datasource.SchemaResponse
	NewDataSource().Schema(t.Context(), datasource.SchemaRequest{}, &resp)
	for name, want := range map[string]string{
		"runtime_config":  "as the service returns them",
		"agent_config":    "The settings in effect",
		"template_config": "as the service returns it",
	} {
		if said := resp.Schema.Attributes[name].GetMarkdownDescription(); !strings.Contains(said, want) {
			t.Errorf("%s: %q", name, said)
		}
	}
}
