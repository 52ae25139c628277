package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
)

const troubleshooting = "templates/guides/troubleshooting.md.tmpl"

// TestTroubleshooting_HasEveryProblemOfAnInstance compares the page with the golden
// file of the texts.
func TestTroubleshooting_HasEveryProblemOfAnInstance(t *testing.T) {
	t.Parallel()
	page := readFile(t, troubleshooting)
	summary := regexp.MustCompile(`(?m)^(?:error|warning): (.+?)(?: \([a-z_.\[\]0-9]+\))?$`)
	found := summary.FindAllStringSubmatch(readFile(t, "internal/instance/testdata/problems.md"), -1)
	if len(found) < 50 {
		t.Fatalf("only %d problems were found", len(found))
	}
	for _, match := range found {
		if !strings.Contains(page, "`"+match[1]+"`") {
			t.Errorf("the page has no row for %q", match[1])
		}
	}
}

// TestTroubleshooting_HasEverySummaryOfTheOtherPackages compares the page with the
// code. A summary that ends in a name stands there with … instead of it.
func TestTroubleshooting_HasEverySummaryOfTheOtherPackages(t *testing.T) {
	t.Parallel()
	page := readFile(t, troubleshooting)
	for _, file := range []string{
		"internal/provider/diagnostics.go", "internal/field/diagnostics.go", "internal/framework/private.go", "internal/diagnostic/words.go",
	} {
		summaries := summariesOf(t, file)
		if len(summaries) == 0 {
			t.Errorf("%s has no summaries", file)
		}
		for _, s := range summaries {
			if !strings.Contains(page, "`"+s+"`") {
				t.Errorf("the page has no row for %q of %s", s, file)
			}
		}
	}
}

// summariesOf returns the summaries of the diagnostics that a file makes. The
// summary is the first text of the call.
func summariesOf(t *testing.T, file string) []string {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), acctest.Root(file), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	ast.Inspect(tree, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); !ok || !strings.HasSuffix(f.Sel.Name, "Diagnostic") && !strings.HasPrefix(f.Sel.Name, "Add") {
			return true
		}
		for _, argument := range call.Args {
			if s, ok := summaryOf(argument); ok {
				all = append(all, s)
				break
			}
		}
		return true
	})
	return all
}

// summaryOf returns a text, or the beginning of one.
func summaryOf(e ast.Expr) (string, bool) {
	end := ""
	if sum, ok := e.(*ast.BinaryExpr); ok {
		e, end = sum.X, "…"
	}
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(literal.Value)
	return s + end, err == nil
}
