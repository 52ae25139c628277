package field_test

import (
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// chance is a list of one message with that probability.
func chance(t *testing.T, probability *big.Float) types.Object {
	t.Helper()
	value, err := types.NumberType.ValueFromTerraform(t.Context(), tftypes.NewValue(tftypes.Number, probability))
	if err != nil {
		t.Fatal(err)
	}
	row := tree.Child("messages")
	message := types.ObjectValueMust(row.AttributeTypes(field.Configured), map[string]attr.Value{
		"probability": value, "text": types.StringValue("x"), "parts": row.Child("parts").Null(field.Configured),
	})
	all := types.ListValueMust(types.ObjectType{AttrTypes: row.AttributeTypes(field.Configured)}, []attr.Value{message})
	return with(sample(11, 1), all, "messages")
}

func TestANumberThatIsSentTheSameIsTheSame(t *testing.T) {
	t.Parallel()
	decimal, _, err := big.ParseFloat("0.3", 10, 512, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	written, given := chance(t, decimal), chance(t, big.NewFloat(0.3)) // As another provider gives it.
	if written.Equal(given) {
		t.Fatal("the two numbers are equal to the framework, which makes this test say nothing")
	}
	sent, err := tree.ExpandObject(given)
	if err != nil {
		t.Fatal(err)
	}
	text, err := field.Compact(sent)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := field.Document(text)
	if err != nil {
		t.Fatal(err)
	}
	if found := tree.Deviations(path.Root("config"), given, answer); len(found) > 0 {
		t.Errorf("what was sent itself is shown to run differently: %v", found)
	}
	for _, d := range tree.Differences(path.Root("config"), written, given) {
		if d.Effect != field.EffectNone {
			t.Errorf("%s asks for something", d.Path)
		}
	}
}
