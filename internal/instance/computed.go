package instance

import (
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// computedModel holds the attributes at the root that the service alone sets, in
// the resource and in the data source. A new one is a field here and a row in
// computedAttributes; everything else follows from the row.
type computedModel struct {
	ID         types.String `tfsdk:"id"`
	InstanceID types.String `tfsdk:"instance_id"`

	Status               types.String `tfsdk:"status"`
	CreateTime           types.String `tfsdk:"create_time"`
	UpdateTime           types.String `tfsdk:"update_time"`
	CallLogURL           types.String `tfsdk:"call_log_url"`
	CallInfo             types.Object `tfsdk:"call_info"`
	EndedReason          types.String `tfsdk:"ended_reason"`
	EffectiveAgentConfig types.String `tfsdk:"effective_agent_config"`
}

// computedAttribute is one attribute at the root that the service alone sets.
type computedAttribute struct {
	row *field.Field
	get func(*computedModel) attr.Value
	set func(*computedModel, attr.Value) error
	// from takes the value from a response. It is nil for the ID, which no
	// response holds.
	from func(*ice.Instance) (attr.Value, error)
	// updated: an update changes the value, so it is unknown while one is planned.
	// settled: the end of the call changes it.
	updated, settled bool
}

// computedAttributes are the rows of computedModel.
var computedAttributes = sync.OnceValue(func() []computedAttribute {
	return []computedAttribute{
		computed(field.String("id", "", "Same as `instance_id`."),
			func(m *computedModel) *types.String { return &m.ID }, nil),
		computed(field.String("instance_id", "InstanceId", "ID of the instance, which the service returned when it was started."),
			func(m *computedModel) *types.String { return &m.InstanceID }, nil),
		updated(computed(field.String("status", "Status", "`Created`: the agent waits for a user. `Executing`: a user has joined the call. `Finished`: the call has ended."),
			func(m *computedModel) *types.String { return &m.Status }, text(func(i *ice.Instance) string { return i.Status }))),
		computed(field.String("create_time", "GmtCreate", "When the instance was started: UTC, ISO 8601 with milliseconds."),
			func(m *computedModel) *types.String { return &m.CreateTime }, text(func(i *ice.Instance) string { return i.CreateTime })),
		updated(computed(field.String("update_time", "GmtModified", "When the instance was last changed: UTC, ISO 8601 with milliseconds."),
			func(m *computedModel) *types.String { return &m.UpdateTime }, text(func(i *ice.Instance) string { return i.UpdateTime }))),
		settled(computed(field.String("call_log_url", "CallLogUrl", "URL of the call's log; null until the service has one. Sensitive, because it may be signed.", field.Sensitive),
			func(m *computedModel) *types.String { return &m.CallLogURL }, text(func(i *ice.Instance) string { return i.CallLogURL }))),
		settled(computed(callInfo(),
			func(m *computedModel) *types.Object { return &m.CallInfo },
			func(i *ice.Instance) (types.Object, error) { return flatten(callInfo(), field.Observed, i.CallInfo) })),
		settled(computed(field.String("ended_reason", "", "Who ended the call: `agent`, `user`, or `transfer` if the call was handed on, as `call_info` says; `stopped` if this resource ended it. Null while the call runs, and where nothing tells."),
			func(m *computedModel) *types.String { return &m.EndedReason }, text(endedReason))),
		updated(computed(field.String("effective_agent_config", "AgentConfig", "The settings in effect, as the service returns them: those of the agent in the IMS console, overridden by `template_config` and `agent_config`. JSON with the API's names and sorted keys, without secrets. "+
			"Sensitive as a whole, because it repeats prompts and greetings; read a setting with `nonsensitive(jsondecode(…))`.", field.Sensitive),
			func(m *computedModel) *types.String { return &m.EffectiveAgentConfig }, effectiveAgentConfig)),
	}
})

// computed makes the row of an attribute that lives in the field at of the model.
func computed[T attr.Value](row *field.Field, at func(*computedModel) *T, from func(*ice.Instance) (T, error)) computedAttribute {
	c := computedAttribute{
		row: row,
		get: func(m *computedModel) attr.Value { return *at(m) },
		set: func(m *computedModel, v attr.Value) error {
			value, ok := v.(T)
			if !ok {
				return fmt.Errorf("%s cannot hold %T", row.Name, v)
			}
			*at(m) = value
			return nil
		},
	}
	if from != nil {
		c.from = func(i *ice.Instance) (attr.Value, error) { return from(i) }
	}
	return c
}

// settled marks an attribute that the end of the call changes.
func settled(c computedAttribute) computedAttribute {
	c.settled = true
	return c
}

// unknown is the value of an attribute that is planned to change.
func (c computedAttribute) unknown() attr.Value {
	if c.row.Leaf() {
		return types.StringUnknown()
	}
	return types.ObjectUnknown(c.row.AttributeTypes(field.Observed))
}

// updated marks an attribute that an update changes.
func updated(c computedAttribute) computedAttribute {
	c.updated = true
	return c
}

// text takes a text from a response; the service writes "" for what is not set.
func text(of func(*ice.Instance) string) func(*ice.Instance) (types.String, error) {
	return func(i *ice.Instance) (types.String, error) { return textOrNull(of(i)), nil }
}

func textOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// effectiveAgentConfig is the JSON text of what the service says is in force.
func effectiveAgentConfig(instance *ice.Instance) (types.String, error) {
	if instance.AgentConfig == nil {
		return types.StringNull(), nil
	}
	document, err := field.Compact(agentConfig().WithoutSecrets(instance.AgentConfig))
	if err != nil {
		return types.StringNull(), fmt.Errorf("AgentConfig of the response: %w", err)
	}
	return types.StringValue(document), nil
}

// flatten returns the object of a table for a response, null if it has none.
func flatten(table *field.Field, v field.View, response map[string]any) (types.Object, error) {
	null := types.ObjectNull(table.AttributeTypes(v))
	if response == nil {
		return null, nil
	}
	value, err := table.Flatten(v, response)
	if err != nil {
		return null, err
	}
	object, ok := value.(types.Object)
	if !ok {
		return null, fmt.Errorf("%s is not an object", table.Name)
	}
	return object, nil
}
