package provider

import (
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

func problemSettings(err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Cannot use the provider's settings", err.Error()+".")
}

func problemRegion(at path.Path, region string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid region",
		strconv.Quote(region)+" is not the id of a region, such as cn-shanghai.")
}

func problemUnknownRegion(at path.Path, region string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(at, "AI agents are not documented for this region",
		"The service documents an endpoint for "+strings.Join(documentedRegions, ", ")+", and not for "+region+
			". Calls go to ice."+region+".aliyuncs.com and fail if there is no such host.")
}

func problemPlainHTTP(at path.Path) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(at, "Requests are not encrypted",
		"With protocol HTTP, tokens, prompts and signatures travel in clear text. Use it with an emulator only.")
}

func problemProtocol(at path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid protocol", "`protocol` must be HTTPS or HTTP.")
}

func problemEndpoint(at path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid endpoint",
		"`endpoints.ice` (or its environment variable) must be a host name or address with an optional port, such as ice.cn-shanghai.aliyuncs.com, without https:// and without a path.")
}
