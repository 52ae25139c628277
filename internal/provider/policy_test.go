package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/golden"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/instance"
)

// operations are those of all concepts: the RAM policies of the documentation
// allow them and nothing else.
func operations() []string { return slices.Concat(instance.Operations()) }

func TestPolicy_TheDocumentationShowsTheOperationsOfTheCode(t *testing.T) {
	t.Parallel()
	document := diagnostic.PolicyDocument(operations())
	golden.ComparePart(t, "../../README.md", "the resource must be `*`):\n\n```json\n", "\n```", document)
	golden.ComparePart(t, "../../templates/guides/authentication.md.tmpl", "The API has no resources narrower than `*`.\n\n```json\n", "\n```", document)
	golden.ComparePart(t, "../../templates/guides/beside-aliyun-alicloud.md.tmpl", "Action   = [", "]",
		`"ice:`+strings.Join(operations(), `", "ice:`)+`"`)
}

func TestPolicy_EveryOperationIsOneOfTheAPI(t *testing.T) {
	t.Parallel()
	for _, o := range operations() {
		if !slices.Contains(emulator.Operations(), o) {
			t.Errorf("the emulator does not know the operation %s", o)
		}
	}
}
