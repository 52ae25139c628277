package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Call calls a function with texts. An error is returned as its text and the index of
// the argument that it is about, else the index is -1.
func (p *Provider) Call(name string, arguments ...string) (result tftypes.Value, problem string, argument int64) {
	p.t.Helper()
	definition := p.schemas.Functions[name]
	if definition == nil {
		p.t.Fatalf("the provider has no function %s", name)
	}
	values := make([]*tfprotov6.DynamicValue, 0, len(arguments))
	for _, a := range arguments {
		values = append(values, dynamic(p.t, tftypes.String, tftypes.NewValue(tftypes.String, a)))
	}
	response, err := p.server.CallFunction(context.Background(), &tfprotov6.CallFunctionRequest{Name: name, Arguments: values})
	must(p.t, err)
	if e := response.Error; e != nil {
		if e.FunctionArgument == nil {
			return result, e.Text, -1
		}
		return result, e.Text, *e.FunctionArgument
	}
	result, err = response.Result.Unmarshal(definition.Return.Type)
	must(p.t, err)
	return result, "", -1
}
