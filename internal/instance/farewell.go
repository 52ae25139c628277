package instance

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	. "github.com/alicloud-ims/terraform-provider-alicloud/internal/field" //nolint:revive,staticcheck // As in fields.go.
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

const (
	farewellWait = 5 * time.Second
	longestWait  = time.Minute

	// speakLimit bounds the request: a farewell must not use up the time in which the
	// call is to be stopped.
	speakLimit = 15 * time.Second

	// lookAtFarewell is the pause between two looks while the agent speaks.
	lookAtFarewell = 2 * time.Second
)

// farewell is what the agent says before its call is ended, and how long that takes.
type farewell struct {
	text string
	wait time.Duration
}

var farewellArgument = sync.OnceValue(func() *Field {
	return Object("farewell", "", "What the agent says before this resource hangs up a call that a user has joined: when it is destroyed, replaced, or `desired_status` becomes `finished`. "+
		"A destroy uses the value of the last apply. A farewell that cannot be spoken is a warning; the call is ended all the same. Requires the permission `ice:SendAIAgentSpeech`.",
		noCall,
		String("text", "", "The text. The agent stops what it is saying and speaks it at once.", Required, Length(1, ice.LongestSpeech), Own),
		String("wait", "", "How long the agent has to speak before the call is ended, such as `8s`: from `0s` to `60s`. The service does not tell when a text was spoken. "+
			"With `agent_config.graceful_shutdown = true` the service lets the agent finish its sentence, and `0s` is enough. It must be shorter than `timeouts.delete` and `timeouts.update`. Default: `5s`.", Own),
	)
})

// farewellAttribute is the attribute of the resource.
func farewellAttribute() schema.Attribute {
	a := farewellArgument().ResourceAttribute()
	nested, ok := a.(schema.SingleNestedAttribute)
	if !ok {
		return a
	}
	if wait, ok := nested.Attributes["wait"].(schema.StringAttribute); ok {
		wait.Validators = []validator.String{framework.DurationBetween(0, longestWait)}
		nested.Attributes["wait"] = wait
	}
	return nested
}

// farewellOf returns nil for none, and where it is not known.
func farewellOf(value types.Object) *farewell {
	text, _ := value.Attributes()["text"].(types.String)
	if text.ValueString() == "" {
		return nil
	}
	return &farewell{text.ValueString(), farewellTime(value)}
}

// farewellTime is how long the agent has to speak.
func farewellTime(value types.Object) time.Duration {
	wait, _ := value.Attributes()["wait"].(types.String)
	if d, err := time.ParseDuration(wait.ValueString()); err == nil && d >= 0 {
		return min(d, longestWait)
	}
	return farewellWait
}

// checkFarewell demands that the operations that end a call have more time than
// their farewell takes.
func checkFarewell(value types.Object, limits types.Object) diag.Diagnostics {
	var diags diag.Diagnostics
	if wait := value.Attributes()["wait"]; value.IsNull() || value.IsUnknown() || wait != nil && wait.IsUnknown() {
		return nil
	}
	takes := farewellTime(value)
	for _, name := range []string{"delete", "update"} {
		limit, _ := limits.Attributes()[name].(types.String)
		if d, err := time.ParseDuration(limit.ValueString()); err == nil && d <= takes {
			diags.Append(farewellTooLong(path.Root("farewell").AtName("wait"), takes.String(), name, limit.ValueString()))
		}
	}
	return diags
}

// say lets the agent speak and gives it time. The instance is what was seen last, if
// anything was. No failure stops the end of the call.
func say(ctx context.Context, client *ice.Client, bye farewell, region, id string) (*ice.Instance, diag.Diagnostic) {
	limited, cancel := ice.WithTimeout(ctx, share(ctx, speakLimit))
	defer cancel()
	var problem diag.Diagnostic
	if err := client.Speak(limited, region, id, bye.text); err != nil {
		problem = farewellNotSpoken(err, id, region, true)
		if !ice.MaybeReceived(err) {
			return nil, problem
		}
	}
	var seen *ice.Instance
	for left := min(bye.wait, 2*share(ctx, bye.wait)); left > 0; left -= lookAtFarewell {
		if client.Pause(ctx, min(left, lookAtFarewell)) != nil {
			return seen, problem
		}
		if left <= lookAtFarewell {
			break // The Stop comes next, whatever a look would show.
		}
		// Not with ice.WithTimeout: waiting for its turn is no reason to speak longer.
		began := time.Now()
		look, cancel := context.WithTimeout(ctx, share(ctx, lookAtFarewell))
		instance, err := find(look, client, region, id)
		cancel()
		left -= time.Since(began)
		if err == nil {
			seen = instance
		}
		if isOver(instance, err) && err == nil {
			break
		}
	}
	return seen, problem
}
