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

func problemRegion(at path.Path, region, from string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid region",
		strconv.Quote(region)+" is not the id of a region, such as cn-shanghai. It comes from "+from+".")
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

func problemEndpoint(at path.Path, name string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid endpoint",
		"`"+name+"` (or its environment variable) must be a host name or address with an optional port, such as "+
			strings.TrimPrefix(name, "endpoints.")+".cn-shanghai.aliyuncs.com, without https:// and without a path.")
}

func problemMissing(at path.Path, name string, places []string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Missing "+name,
		"The block needs `"+name+"`, and it is set nowhere. Looked at, in this order: "+strings.Join(places, ", ")+".")
}

func problemExpiration(at path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid session_expiration",
		"`session_expiration` (or its environment variable) must be between 900 and 43200 seconds.")
}

func problemNumber(at path.Path, from string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid number",
		"The value of "+from+" must be a whole number that is not negative.")
}

func problemAddress(at path.Path, from string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid credentials_uri",
		"The value of "+from+" must begin with http:// or https:// and a host.")
}

func problemConfigurationSource(at path.Path) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid configuration_source",
		"`configuration_source` (or its environment variable) must have at most 1024 characters, and no line feeds or other control characters.")
}
