package framework

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// FuzzSplitImportID requires that what is read is what was written.
func FuzzSplitImportID(f *testing.F) {
	for _, id := range []string{"i-1", "a/i", "cn-shanghai/a/i", "cn-shanghai/a/b/c", "cn-shanghai", "cn-shanghai/", "cn-shanghai/a", "cn-shanghai/cn-beijing/a", "//", "a/i\n", "é"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		region, ids, ok := SplitImportID(id)
		if !ok {
			if region != "" || ids != nil {
				t.Errorf("%q is refused and read as %q, %q", id, region, ids)
			}
			return
		}
		back := strings.Join(ids, "/")
		if region != "" {
			back = region + "/" + back
		}
		if back != id || len(ids) == 0 {
			t.Errorf("%q was read as %q, %q", id, region, ids)
		}
		if region != "" && !ice.ValidRegion(region) || region == "" && len(ids) > 1 && ice.ValidRegion(ids[0]) {
			t.Errorf("%q was read with the region %q", id, region)
		}
		for _, part := range ids {
			if part == "" || strings.ContainsFunc(part, func(r rune) bool {
				return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
			}) {
				t.Errorf("%q has the ID %q", id, part)
			}
		}
	})
}

// FuzzValidators requires one error at the path, or a value that can be used.
func FuzzValidators(f *testing.F) {
	for _, text := range []string{
		"cn-shanghai", "cn_shanghai", "30s", "-1m", "0", "1e9h", "2026-11-27T08:00:00Z", "2026-11-27T08:00:00,5+25:00", "", "\n", "9223372036854775807ns", "\xff",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := time.ParseDuration(text)
		_, errTime := time.Parse(time.RFC3339, text)
		for name, c := range map[string]struct {
			rule validator.String
			want bool
		}{
			"region":   {Region(), ice.ValidRegion(text)},
			"time":     {Time(), errTime == nil},
			"duration": {duration{}, err == nil && d > 0},
		} {
			for value, want := range map[types.String]bool{types.StringValue(text): c.want, types.StringNull(): true, types.StringUnknown(): true} {
				var resp validator.StringResponse
				c.rule.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("a").AtName("b"), ConfigValue: value}, &resp)
				if len(resp.Diagnostics) > 1 || resp.Diagnostics.HasError() == want {
					t.Fatalf("%s %s: %v", name, value, resp.Diagnostics)
				}
				for _, problem := range resp.Diagnostics {
					checkProblem(t, problem)
				}
			}
		}
	})
}

func checkProblem(t *testing.T, problem diag.Diagnostic) {
	t.Helper()
	at, ok := problem.(diag.DiagnosticWithPath)
	if !ok || at.Path().String() != "a.b" || strings.ContainsFunc(problem.Detail(), func(r rune) bool { return !unicode.IsPrint(r) }) {
		t.Errorf("the problem %#v", problem)
	}
}
