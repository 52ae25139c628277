package field

import (
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// badValue says what a value must be. The value is shown unless it may be a secret.
func (f *Field) badValue(at path.Path, must, got string) diag.Diagnostic {
	detail := "`" + f.Name + "` must be " + must
	if got != "" && !f.Secret() {
		detail += ", and is " + got
	}
	return diag.NewAttributeErrorDiagnostic(at, "Invalid value of "+f.Name, detail+".")
}

func (f *Field) unknownValue(at path.Path, got string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(at, "Value of "+f.Name+" is not in the catalogue",
		"`"+f.Name+"` is "+strconv.Quote(got)+", which is none of the values that were documented when this provider was made: "+
			strings.Join(f.Values, ", ")+". It is sent as it is; the service decides.")
}

func (f *Field) badDocument(at path.Path, reason string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid value of "+f.Name,
		"`"+f.Name+"` must be a JSON document as text, for example made by jsonencode(), and is not: "+reason+".")
}

func (f *Field) nullElement(at path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid element of "+f.Name,
		"An element of `"+f.Name+"` is null. The API has no way to say that: leave the element out.")
}

func (f *Field) emptyObject(at path.Path) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(at, "Nothing is set in "+f.Name,
		"`"+f.Name+"` is an object without any setting. If there are some in the configuration, their names are misspelt: "+
			"Terraform and OpenTofu drop names that an object does not have, without a message of their own.")
}

func (f *Field) badSum(at path.Path, sum string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid value of "+f.Name,
		"The `"+f.Sum+"` values of `"+f.Name+"` must add up to 1, and add up to "+sum+".")
}
