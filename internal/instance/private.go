package instance

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// What the resource keeps beside its state.
const (
	// keyLastShown: what Describe showed after our own last write.
	keyLastShown framework.Private[lastShown] = "written"
	// keyImportPhase: how far an imported instance is taken over.
	keyImportPhase framework.Private[importPhase] = "adopted"
	// keyFirstHalf: what the first half of a plan knows. The second half of a
	// replacement is planned without a state and finds it here, also where only the
	// command line asks for the replacement.
	keyFirstHalf framework.Private[firstHalf] = "first_half"
	// keyEnding: how far the end of the call has come.
	keyEnding framework.Private[ending] = "ending"
)

// importPhase is how far an imported instance is taken over: fill until the first
// read has written its tree into the state, accept until a change was applied.
type importPhase string

const (
	importFill   importPhase = "fill"
	importAccept importPhase = "yes"
)

// firstHalf is about the instance that a plan looked at first.
type firstHalf struct {
	ID string `json:"id"`
	// Protected: its call runs and must not be interrupted.
	Protected bool `json:"protected,omitempty"`
	// Ended: its call is over.
	Ended bool `json:"ended,omitempty"`
	// Stops: destroying it hangs up its call.
	Stops bool `json:"stops,omitempty"`
	// Replaced: the first half planned the replacement and has checked the new start.
	Replaced bool `json:"replaced,omitempty"`
}

// ending is how far the provider has come with the end of the call.
type ending struct {
	// Spoken: the farewell was spoken, or may have been. It is never spoken twice.
	Spoken bool `json:"spoken,omitempty"`
	// Tried: a Stop may have been received.
	Tried bool `json:"tried,omitempty"`
	// Stopped: the service has accepted a Stop.
	Stopped bool `json:"stopped,omitempty"`
	// Ended: desired_status has ended the call.
	Ended bool `json:"ended,omitempty"`
}

// lastShown is what Describe showed after our own last write: a service that
// shows a setting otherwise than it was sent has not been changed by anybody.
type lastShown struct {
	AgentConfig    map[string]any `json:"agent_config,omitempty"`
	TemplateConfig map[string]any `json:"template_config,omitempty"`
	UserData       *string        `json:"user_data,omitempty"`
}

func shownBy(instance *ice.Instance) lastShown {
	return lastShown{
		AgentConfig:    agentConfig().InPlacePart(instance.AgentConfig),
		TemplateConfig: templateConfig().InPlacePart(instance.TemplateConfig),
		UserData:       instance.UserData,
	}
}

// merged is what was shown with what a refresh shows laid over it, once the state
// has it. A service may show old values for a moment after a write; if they were
// kept, nobody would notice that somebody put one of them back later.
func (s lastShown) merged(instance *ice.Instance) lastShown {
	now := shownBy(instance)
	s.AgentConfig = agentConfig().MergeInPlace(s.AgentConfig, now.AgentConfig)
	s.TemplateConfig = templateConfig().MergeInPlace(s.TemplateConfig, now.TemplateConfig)
	if now.UserData != nil {
		s.UserData = now.UserData
	}
	return s
}

func (s lastShown) sameUserData(shown *string) bool {
	return s.UserData != nil && shown != nil && field.SameText(*s.UserData, *shown)
}

// savePhase removes the phase when the import is over.
func savePhase(ctx context.Context, to framework.PrivateWriter, phase importPhase) diag.Diagnostics {
	if phase == "" {
		return keyImportPhase.Clear(ctx, to)
	}
	return keyImportPhase.Save(ctx, to, phase)
}
