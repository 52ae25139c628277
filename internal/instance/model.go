package instance

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// model is the resource in configuration, plan and state.
type model struct {
	ID         types.String `tfsdk:"id"`
	InstanceID types.String `tfsdk:"instance_id"`
	Region     types.String `tfsdk:"region"`

	AIAgentID      types.String `tfsdk:"ai_agent_id"`
	RuntimeConfig  types.Object `tfsdk:"runtime_config"`
	AgentConfig    types.Object `tfsdk:"agent_config"`
	TemplateConfig types.Object `tfsdk:"template_config"`
	ChatSyncConfig types.Object `tfsdk:"chat_sync_config"`
	SessionID      types.String `tfsdk:"session_id"`
	UserData       types.String `tfsdk:"user_data"`

	Status                  types.String `tfsdk:"status"`
	CreateTime              types.String `tfsdk:"create_time"`
	UpdateTime              types.String `tfsdk:"update_time"`
	CallLogURL              types.String `tfsdk:"call_log_url"`
	CallInfo                types.Object `tfsdk:"call_info"`
	EffectiveAgentConfig    types.String `tfsdk:"effective_agent_config"`
	EffectiveTemplateConfig types.String `tfsdk:"effective_template_config"`

	OnFinished       types.String   `tfsdk:"on_finished"`
	WaitFor          types.String   `tfsdk:"wait_for"`
	StopOnDestroy    types.Bool     `tfsdk:"stop_on_destroy"`
	PreventInterrupt types.Bool     `tfsdk:"prevent_interrupt"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

// The values of on_finished and wait_for.
const (
	finishedKeep     = "keep"
	finishedRecreate = "recreate"
	waitFound        = "found"
	waitExecuting    = "executing"
)

// identityModel is what identifies an instance. The agent is no part of it: the
// API cannot tell the agent of an instance.
type identityModel struct {
	InstanceID types.String `tfsdk:"instance_id"`
	Region     types.String `tfsdk:"region"`
}

func (m *model) identity() identityModel {
	return identityModel{InstanceID: m.InstanceID, Region: m.Region}
}

// startRequest is the request that starts the configured instance. It reads the
// configuration, not the plan: write-only values are nowhere else.
func (m *model) startRequest(region string) (ice.StartRequest, error) {
	request := ice.StartRequest{
		Region:    region,
		AIAgentID: m.AIAgentID.ValueString(),
		SessionID: text(m.SessionID),
		UserData:  text(m.UserData),
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
	return request, nil
}

// text is nil for null and unknown, which are not sent; "" is sent.
func text(s types.String) *string {
	if s.IsNull() || s.IsUnknown() {
		return nil
	}
	return s.ValueStringPointer()
}

// started writes what Start answered and makes every other computed attribute
// null: a state with unknown values cannot be saved.
func (m *model) started(instanceID, region string) {
	m.ID, m.InstanceID = types.StringValue(instanceID), types.StringValue(instanceID)
	m.Region = types.StringValue(region)
	if m.SessionID.IsUnknown() {
		m.SessionID = types.StringNull()
	}
	m.Status, m.CreateTime, m.UpdateTime = types.StringNull(), types.StringNull(), types.StringNull()
	m.CallLogURL, m.CallInfo = types.StringNull(), null(callInfo())
	m.EffectiveAgentConfig, m.EffectiveTemplateConfig = types.StringNull(), types.StringNull()
}

// observe writes the computed attributes of an answer, and the session id where
// none was known: an id once known is kept, it cannot change.
func (m *model) observe(instance *ice.Instance) error {
	info, err := callInfo().Flatten(field.Observed, anything(instance.CallInfo))
	if err != nil {
		return err
	}
	object, ok := info.(types.Object)
	if !ok {
		return fmt.Errorf("call_info is no object but %T", info)
	}
	m.CallInfo = object
	m.Status = textOf(instance.Status)
	m.CreateTime = textOf(instance.CreateTime)
	m.UpdateTime = textOf(instance.UpdateTime)
	m.CallLogURL = textOf(instance.CallLogURL)
	if m.SessionID.IsNull() || m.SessionID.IsUnknown() {
		m.SessionID = textOf(instance.SessionID)
	}
	if m.EffectiveAgentConfig, err = effective(agentConfig(), instance.AgentConfig); err != nil {
		return err
	}
	m.EffectiveTemplateConfig, err = effective(templateConfig(), instance.TemplateConfig)
	return err
}

// refresh takes from the answer about a call that still runs what can have
// changed since our last write, which showed the values of written.
func (m *model) refresh(instance *ice.Instance, written *written) error {
	if instance.UserData != nil && !m.UserData.IsNull() && !written.sameUserData(instance.UserData) &&
		!field.SameDocument(m.UserData.ValueString(), *instance.UserData) {
		m.UserData = types.StringValue(*instance.UserData)
	}
	var err error
	if m.AgentConfig, err = agentConfig().Refresh(m.AgentConfig, instance.AgentConfig, written.AgentConfig); err != nil {
		return err
	}
	shown, err := m.withoutOverridden(instance.TemplateConfig)
	if err != nil {
		return err
	}
	m.TemplateConfig, err = templateConfig().Refresh(m.TemplateConfig, shown, written.TemplateConfig)
	return err
}

// deviations are the places where the service runs with something else than was
// configured, as far as it shows what it runs with.
func (m *model) deviations(instance *ice.Instance) (path.Paths, error) {
	shown, err := m.withoutOverridden(instance.TemplateConfig)
	if err != nil {
		return nil, err
	}
	all := agentConfig().Deviations(path.Root(agentConfig().Name), m.AgentConfig, anything(instance.AgentConfig))
	return append(all, templateConfig().Deviations(path.Root(templateConfig().Name), m.TemplateConfig, anything(shown))...), nil
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

// withoutOverridden takes out of an answer's TemplateConfig what the
// configuration sets in agent_config too: the service lets that win, so what it
// shows in the old form is not what the old form was given.
func (m *model) withoutOverridden(shown map[string]any) (map[string]any, error) {
	set, err := agentConfig().ExpandObject(m.AgentConfig)
	if err != nil || set == nil {
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
			if place, known := successor[key]; !known || !configured(set, place) {
				kept[key] = v
			}
		}
		left[name] = kept
	}
	return left, nil
}

func configured(set map[string]any, place string) bool {
	var v any = set
	for key := range strings.SplitSeq(place, ".") {
		object, ok := v.(map[string]any)
		if !ok {
			return false
		}
		v = object[key]
	}
	return v != nil
}

// effective is the JSON text of what the service says is in force.
func effective(table *field.Field, answer map[string]any) (types.String, error) {
	if answer == nil {
		return types.StringNull(), nil
	}
	document, err := field.Compact(table.WithoutSecrets(answer))
	if err != nil {
		return types.StringNull(), fmt.Errorf("%s of the answer: %w", table.Key, err)
	}
	return types.StringValue(document), nil
}

// textOf is null for "": the service writes "" for what is not set.
func textOf(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// anything keeps a nil map from becoming a value that is not nil.
func anything(object map[string]any) any {
	if object == nil {
		return nil
	}
	return object
}

func null(table *field.Field) types.Object {
	return types.ObjectNull(table.AttributeTypes(field.Configured))
}

// flatten is the object of a table for an answer, null if the answer has none.
func flatten(table *field.Field, v field.View, answer map[string]any) (types.Object, error) {
	value, err := table.Flatten(v, anything(answer))
	if err != nil {
		return types.ObjectNull(table.AttributeTypes(v)), err
	}
	object, ok := value.(types.Object)
	if !ok {
		return types.ObjectNull(table.AttributeTypes(v)), errors.New(table.Name + " is no object")
	}
	return object, nil
}
