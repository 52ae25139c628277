package agent

import (
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// request carries what changes on the running call and nothing else.
func (c *change) request(id, region string, plan *instanceModel) (ice.UpdateRequest, error) {
	request := ice.UpdateRequest{Region: region, InstanceID: id, Secrets: agentConfig.Secrets(plan.AgentConfig)}
	var err error
	if request.AgentConfig, err = field.Nested(c.agent); err != nil {
		return request, err
	}
	if request.TemplateConfig, err = field.Nested(c.template); err != nil {
		return request, err
	}
	if c.userData {
		request.UserData = text(plan.UserData)
	}
	return request, nil
}

// settle takes from the answer what the plan left open, and only that: what was
// planned must come true.
func (m *instanceModel) settle(instance *ice.Instance) error {
	planned := *m
	if err := m.observe(instance); err != nil {
		return err
	}
	observed := *m
	*m = planned
	if m.Status.IsUnknown() {
		m.Status = observed.Status
	}
	if m.UpdateTime.IsUnknown() {
		m.UpdateTime = observed.UpdateTime
	}
	if m.EffectiveAgentConfig.IsUnknown() {
		m.EffectiveAgentConfig = observed.EffectiveAgentConfig
	}
	if m.EffectiveTemplateConfig.IsUnknown() {
		m.EffectiveTemplateConfig = observed.EffectiveTemplateConfig
	}
	return nil
}

// reread is what a refresh writes: of a call that has ended only what the
// service computes.
func (m *instanceModel) reread(instance *ice.Instance, written *written) error {
	if err := m.observe(instance); err != nil {
		return err
	}
	if !live(instance.Status) {
		return nil
	}
	return m.refresh(instance, written)
}
