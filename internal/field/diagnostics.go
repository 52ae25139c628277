package field

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// This file holds the words of the rules. Each names the full path of the
// setting: Terraform 1.11 and OpenTofu show the line of the root attribute only.
// A text that may hold content (a prompt, a name) is never quoted.

// invalid says what a value must be. What it is instead follows unless the field
// is a secret.
func (f *Field) invalid(at path.Path, must, got string) diag.Diagnostic {
	detail := "`" + at.String() + "` must " + must
	if got != "" && !f.Secret() {
		detail += ", got " + got
	}
	return diag.NewAttributeErrorDiagnostic(at, "Invalid value for "+f.Name, detail+".")
}

func (f *Field) notInCatalogue(at path.Path, got string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(at, "Undocumented value for "+f.Name,
		"`"+at.String()+"` is "+shown(got)+". The values documented when this provider was released are "+
			strings.Join(f.Values, ", ")+". The value is sent as it is; the service decides.")
}

func (f *Field) nullElement(at path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Null element in "+f.Name,
		"`"+at.String()+"` is null. The API cannot express that: leave the element out.")
}

func (f *Field) givenTwice(at path.Path) diag.Diagnostic {
	plain, twin := at.AtName(f.Name), at.AtName(f.Name+writeOnly)
	return diag.NewAttributeErrorDiagnostic(twin, "Two values for "+f.Name,
		"`"+plain.String()+"` and `"+twin.String()+"` are both set. Set one: "+
			f.Name+" is stored in the state as a sensitive value, "+f.Name+"_wo is stored nowhere.")
}

func (f *Field) wrongSum(at path.Path, sum string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid value for "+f.Name,
		"The `"+f.Sum+"` values of `"+at.String()+"` must add up to 1, got "+sum+".")
}

// shown quotes a value that can be a misspelled word, and no text.
func shown(value string) string {
	if n := utf8.RuneCountInString(value); n > 24 || strings.ContainsFunc(value, unicode.IsSpace) {
		return "a text of " + strconv.Itoa(n) + " characters"
	}
	return strconv.Quote(value)
}
