package instance

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// model is the resource in configuration, plan and state.
type model struct {
	computedModel

	Region         types.String `tfsdk:"region"`
	AIAgentID      types.String `tfsdk:"ai_agent_id"`
	RuntimeConfig  types.Object `tfsdk:"runtime_config"`
	AgentConfig    types.Object `tfsdk:"agent_config"`
	TemplateConfig types.Object `tfsdk:"template_config"`
	ChatSyncConfig types.Object `tfsdk:"chat_sync_config"`
	SessionID      types.String `tfsdk:"session_id"`
	UserData       types.String `tfsdk:"user_data"`

	DesiredStatus    types.String   `tfsdk:"desired_status"`
	Farewell         types.Object   `tfsdk:"farewell"`
	MaxConcurrency   types.Number   `tfsdk:"max_concurrency"`
	OnFinished       types.String   `tfsdk:"on_finished"`
	WaitFor          types.String   `tfsdk:"wait_for"`
	StopOnDestroy    types.Bool     `tfsdk:"stop_on_destroy"`
	PreventInterrupt types.Bool     `tfsdk:"prevent_interrupt"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

// identityModel is what identifies an instance. The agent is no part of it: the
// API cannot tell the agent of an instance.
type identityModel struct {
	InstanceID types.String `tfsdk:"instance_id"`
	Region     types.String `tfsdk:"region"`
}

func (m *model) identity() identityModel {
	return identityModel{InstanceID: m.InstanceID, Region: m.Region}
}

// running reports whether the call runs as far as the state knows.
func (m *model) running() bool { return running(m.Status.ValueString()) }

// stops reports whether destroying the resource hangs up the call. A state of a
// version without the argument has null, which is the default.
func (m *model) stops() bool { return m.StopOnDestroy.IsNull() || m.StopOnDestroy.ValueBool() }

// finished reports whether the call is to be over.
func (m *model) finished() bool { return m.DesiredStatus.ValueString() == desiredFinished }

// call is the instance as messages speak of it. A farewell that was spoken before an
// end that failed is not spoken again.
func (m *model) call(how ending) call {
	return call{
		id: m.InstanceID.ValueString(), channel: channelOf(m.RuntimeConfig), status: m.Status.ValueString(), stops: m.stops(),
		farewell: farewellOf(m.Farewell) != nil && !how.Spoken,
	}
}

// startRequest returns the request that starts the configured instance. It reads
// the configuration, not the plan: write-only values are nowhere else.
func (m *model) startRequest(region string) (ice.StartRequest, error) {
	request := ice.StartRequest{
		Region:    region,
		AIAgentID: m.AIAgentID.ValueString(),
		SessionID: sent(m.SessionID),
		UserData:  sent(m.UserData),
		Secrets:   append(runtimeConfig().Secrets(m.RuntimeConfig), agentConfig().Secrets(m.AgentConfig)...),
	}
	for _, part := range []struct {
		table *field.Field
		value types.Object
		into  *map[string]any
	}{
		{runtimeConfig(), m.RuntimeConfig, &request.RuntimeConfig},
		{agentConfig(), m.AgentConfig, &request.AgentConfig},
		{templateConfig(), m.TemplateConfig, &request.TemplateConfig},
		{chatSyncConfig(), m.ChatSyncConfig, &request.ChatSyncConfig},
	} {
		object, err := part.table.ExpandObject(part.value)
		if err != nil {
			return request, err
		}
		*part.into = object
	}
	for key, block := range request.RuntimeConfig {
		// A deprecated block in which nothing is set would be a second form.
		if o, ok := block.(map[string]any); ok && len(o) == 0 {
			delete(request.RuntimeConfig, key)
		}
	}
	return request, nil
}

// longRequest is the length of a request from which on it is warned of.
const longRequest = 8000

// requestSize returns how long the request that starts the instance is, as far as
// the values are known.
func (m *model) requestSize() requestSize {
	known := *m
	var size requestSize
	for _, part := range []struct {
		table *field.Field
		value *types.Object
	}{
		{runtimeConfig(), &known.RuntimeConfig},
		{agentConfig(), &known.AgentConfig},
		{templateConfig(), &known.TemplateConfig},
		{chatSyncConfig(), &known.ChatSyncConfig},
	} {
		*part.value = part.table.WithoutUnknown(*part.value)
		if at, n := field.Longest(path.Root(part.table.Name), *part.value); n > size.longest {
			size.at, size.longest = at, n
		}
	}
	if at, n := field.Longest(path.Root("user_data"), known.UserData); n > size.longest {
		size.at, size.longest = at, n
	}
	if request, err := known.startRequest(""); err == nil {
		size.total = request.Length()
	}
	return size
}

// sent is nil for null and unknown, which are not sent; "" is sent.
func sent(s types.String) *string {
	if s.IsNull() || s.IsUnknown() {
		return nil
	}
	return s.ValueStringPointer()
}

// deviations returns the paths at which the service runs with something else than
// is configured, as far as it shows what it runs with.
func (m *model) deviations(instance *ice.Instance) (path.Paths, error) {
	shown, err := m.withoutOverridden(instance.TemplateConfig)
	if err != nil {
		return nil, err
	}
	var all path.Paths
	if instance.AgentConfig != nil {
		all = agentConfig().Deviations(path.Root(agentConfig().Name), m.AgentConfig, instance.AgentConfig)
	}
	if shown != nil {
		all = append(all, templateConfig().Deviations(path.Root(templateConfig().Name), m.TemplateConfig, shown)...)
	}
	return all, nil
}

// successor tells for each setting of template_config where agent_config has it;
// char_break has no successor.
var successor = map[string]string{
	"AsrHotWords":              "AsrConfig.AsrHotWords",
	"AsrLanguageId":            "AsrConfig.AsrLanguageId",
	"AsrMaxSilence":            "AsrConfig.AsrMaxSilence",
	"AvatarId":                 "AvatarConfig.AvatarId",
	"AvatarUrl":                "AvatarUrl",
	"AvatarUrlType":            "AvatarUrlType",
	"BailianAppParams":         "LlmConfig.BailianAppParams",
	"EnableIntelligentSegment": "EnableIntelligentSegment",
	"EnablePushToTalk":         "EnablePushToTalk",
	"EnableVoiceInterrupt":     "InterruptConfig.EnableVoiceInterrupt",
	"GracefulShutdown":         "GracefulShutdown",
	"Greeting":                 "Greeting",
	"InterruptWords":           "InterruptConfig.InterruptWords",
	"LlmHistory":               "LlmConfig.LlmHistory",
	"LlmHistoryLimit":          "LlmConfig.LlmHistoryLimit",
	"LlmSystemPrompt":          "LlmConfig.LlmSystemPrompt",
	"MaxIdleTime":              "MaxIdleTime",
	"UseVoiceprint":            "VoiceprintConfig.UseVoiceprint",
	"UserOfflineTimeout":       "UserOfflineTimeout",
	"UserOnlineTimeout":        "UserOnlineTimeout",
	"VadLevel":                 "AsrConfig.VadLevel",
	"VoiceId":                  "TtsConfig.VoiceId",
	"VoiceIdList":              "TtsConfig.VoiceIdList",
	"VoiceprintId":             "VoiceprintConfig.VoiceprintId",
	"Volume":                   "Volume",
	"WakeUpQuery":              "WakeUpQuery",
	"WorkflowOverrideParams":   "WorkflowOverrideParams",
}

// withoutOverridden removes from a response's TemplateConfig what the
// configuration sets in agent_config too: the service lets agent_config win, so
// what it shows in template_config is not what template_config was given.
func (m *model) withoutOverridden(shown map[string]any) (map[string]any, error) {
	set, err := agentConfig().ExpandObject(m.AgentConfig)
	if err != nil || set == nil || shown == nil {
		return shown, err
	}
	left := make(map[string]any, len(shown))
	for name, block := range shown {
		leaves, ok := block.(map[string]any)
		if !ok {
			left[name] = block
			continue
		}
		kept := make(map[string]any, len(leaves))
		for key, v := range leaves {
			if parameter, known := successor[key]; !known || !holds(set, parameter) {
				kept[key] = v
			}
		}
		left[name] = kept
	}
	return left, nil
}

func holds(set map[string]any, parameter string) bool {
	var v any = set
	for key := range strings.SplitSeq(parameter, ".") {
		object, ok := v.(map[string]any)
		if !ok {
			return false
		}
		v = object[key]
	}
	return v != nil
}
