package instance

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

var _ function.Function = (*agentConfigFunction)(nil)

// NewAgentConfigFunction returns the function agent_config.
func NewAgentConfigFunction() function.Function { return &agentConfigFunction{} }

type agentConfigFunction struct{}

func (f *agentConfigFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "agent_config"
}

func (f *agentConfigFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Checks the settings of an agent, including misspelled names.",
		MarkdownDescription: "Returns its argument as an object for `agent_config` of `alicloud_ims_ai_agent_instance`. Unknown names, values of a wrong type and values out of range are errors. " +
			"Without the function, Terraform and OpenTofu drop an unknown name inside an object without a message: a call with a misspelled setting starts with the setting of the console. " +
			"The function makes no request and needs no credentials.",
		Parameters: []function.Parameter{function.DynamicParameter{
			Name: "settings", AllowUnknownValues: true,
			MarkdownDescription: "The settings, written as for `agent_config`.",
		}},
		Return: function.ObjectReturn{AttributeTypes: agentConfig().AttributeTypes(field.Configured)},
	}
}

func (f *agentConfigFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var settings types.Dynamic
	resp.Error = req.Arguments.Get(ctx, &settings)
	if resp.Error != nil {
		return
	}
	value, problems := agentConfig().FromDynamic(path.Root(agentConfig().Name), settings)
	if len(problems) > 0 {
		resp.Error = function.NewArgumentFuncError(0, strings.TrimSuffix(strings.Join(problems, "\n"), "."))
		return
	}
	resp.Error = resp.Result.Set(ctx, value)
}
