package acctest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Diagnostic is what a provider reports.
type Diagnostic = tfprotov6.Diagnostic

// Fail ends the test at an error.
func Fail(t *testing.T, diagnostics []*Diagnostic) {
	t.Helper()
	if Failed(diagnostics) {
		t.Fatalf("unexpected error:\n%s", Text(diagnostics))
	}
}

// Failed reports whether there is an error among the diagnostics.
func Failed(diagnostics []*Diagnostic) bool {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return true
		}
	}
	return false
}

// Text returns what a user reads: severity, path, summary and detail.
func Text(diagnostics []*Diagnostic) string {
	var b strings.Builder
	for _, d := range diagnostics {
		fmt.Fprintf(&b, "%s: %s", strings.ToLower(d.Severity.String()), d.Summary)
		if d.Attribute != nil {
			fmt.Fprintf(&b, " (%s)", Path(d.Attribute))
		}
		fmt.Fprintf(&b, "\n%s\n\n", d.Detail)
	}
	return strings.TrimRight(b.String(), "\n")
}

// Path returns an attribute's path as users write it.
func Path(at *tftypes.AttributePath) string {
	var b strings.Builder
	for _, step := range at.Steps() {
		switch s := step.(type) {
		case tftypes.AttributeName:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(string(s))
		case tftypes.ElementKeyInt:
			fmt.Fprintf(&b, "[%d]", int64(s))
		default:
			fmt.Fprintf(&b, "[%v]", s)
		}
	}
	return b.String()
}
