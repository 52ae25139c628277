package provider

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// at returns the path of an argument, such as assume_role.role_arn.
func at(name string) path.Path {
	block, inner, nested := strings.Cut(name, ".")
	if nested {
		return path.Root(block).AtName(inner)
	}
	return path.Root(block)
}

// argumentSource returns the words for a value that is set in the provider block.
func argumentSource(name string) string { return "provider argument " + name }

// variableSource returns the words for a value of the environment.
func variableSource(name string) string { return "environment variable " + name }

// subject names an argument, and the source of its value where that is not the
// provider block. CLIs show only the line of a block, so every message names the
// full path.
func subject(name, from string) string {
	if from == argumentSource(name) {
		return "`" + name + "`"
	}
	return "`" + name + "` (from " + from + ")"
}

// invalid returns the error for a value that breaks the rule of its argument.
func invalid(name, from, rule string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at(name), "Invalid "+name, subject(name, from)+" must "+rule+".")
}

func clientFailed(err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Invalid provider configuration", err.Error()+".")
}

func invalidRegion(region, from string) diag.Diagnostic {
	return invalid("region", from, "be a region ID such as cn-shanghai, got "+strconv.Quote(region))
}

func undocumentedRegion(region string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(at("region"), "AI agents are not documented for this region",
		"The service documents endpoints for "+strings.Join(ice.Regions, ", ")+", not for "+region+
			". Requests go to ice."+region+".aliyuncs.com and fail if there is no such host.")
}

func unencrypted() diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(at("protocol"), "Requests are not encrypted",
		"With `protocol` HTTP, tokens, prompts and signatures are sent in clear text. Use it with an emulator only.")
}

func invalidProtocol(from string) diag.Diagnostic {
	return invalid("protocol", from, "be HTTPS or HTTP")
}

func invalidEndpoint(name, from string) diag.Diagnostic {
	return invalid(name, from, "be a host name or an IP address with an optional port, such as "+
		strings.TrimPrefix(name, "endpoints.")+".cn-shanghai.aliyuncs.com, without https:// and without a path")
}

func missingArgument(name string, checked []string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at(name), "Missing "+name,
		"`"+name+"` is required in this block and is not set. Sources checked, in order: "+strings.Join(checked, ", ")+".")
}

func malformedCredential(name, from, got string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at(name), "Invalid "+name, subject(name, from)+
		" must not contain blanks, line feeds or other invisible characters, got "+got+". "+
		"Check that the value is complete and nothing else: a file may hold more than one line. `trimspace(...)` removes blanks and line feeds around a value.")
}

// bounds are those of a whole number, with its unit.
type bounds struct {
	min, max int64
	unit     string
}

// String returns the words for messages and the documentation.
func (b bounds) String() string { return fmt.Sprintf("%d and %d %s", b.min, b.max, b.unit) }

func notWhole(name, from, got string, b bounds) diag.Diagnostic {
	return invalid(name, from, "be a whole number between "+b.String()+", got "+got)
}

func outOfRange(name, from, got string, b bounds) diag.Diagnostic {
	return invalid(name, from, "be between "+b.String()+", got "+got)
}

func invalidURL(name, from string) diag.Diagnostic {
	return invalid(name, from, "be a URL that begins with http:// or https:// and has a host")
}

func invalidConfigurationSource(from string, most int) diag.Diagnostic {
	return invalid("configuration_source", from,
		fmt.Sprintf("have at most %d characters and no line feeds or other control characters", most))
}
