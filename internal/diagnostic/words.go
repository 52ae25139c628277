package diagnostic

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// Bug returns the error for what cannot happen: a mistake of the provider's own.
func Bug(what string, err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Bug in the provider", UpperFirst(what)+": "+err.Error()+".\n\nPlease report this.")
}

// Invalid returns the error for a configured text that breaks a rule; must is the
// rule, such as "be a region ID such as cn-shanghai".
func Invalid(at path.Path, what, must, got string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid "+what, "`"+at.String()+"` must "+must+", got "+strconv.Quote(got)+".")
}

// WrongType returns the error for provider data of an unexpected type.
func WrongType(want, got any) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Bug in the provider", fmt.Sprintf("Configure was given %T instead of %T. Please report this.", got, want))
}

// facts is the line for support.
func facts(e *ice.Error) string {
	var all []string
	if e.Code != "" {
		all = append(all, "Code "+e.Code)
	}
	if e.Status != 0 {
		all = append(all, "HTTP "+strconv.Itoa(e.Status))
	}
	if e.RequestID != "" {
		all = append(all, "request ID "+e.RequestID)
	}
	if tried := e.Tried(); tried != "" {
		all = append(all, tried)
	}
	return strings.Join(all, ", ")
}

// Paragraphs joins texts with an empty line between them; empty ones are left out.
func Paragraphs(all ...string) string {
	var kept []string
	for _, p := range all {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n\n")
}

// Lines lists paths, one a line, in alphabetical order.
func Lines(paths path.Paths) string {
	names := make([]string, 0, len(paths))
	for _, p := range paths {
		names = append(names, "  "+p.String())
	}
	sort.Strings(names)
	return strings.Join(names, "\n")
}

// Sentence ends a text with a full stop.
func Sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// UpperFirst writes the first letter large.
func UpperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}
