package provider

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// TestSettings_EachArgumentReachesItsPlace is about those without a variable.
func TestSettings_EachArgumentReachesItsPlace(t *testing.T) {
	t.Parallel()
	s, diags := settingsFrom(block(t, map[string]attr.Value{
		"endpoints.ice": types.StringValue("host.example"), "max_requests_per_second": numberOf(t, "7"), "max_concurrent_requests": numberOf(t, "3"),
		"region":    types.StringValue("us-west-1"),
		"source_ip": types.StringValue("10.0.0.1"), "secure_transport": types.StringValue("true"),
		"assume_role.role_arn": types.StringValue("r"), "assume_role.policy": types.StringValue("p"), "assume_role.external_id": types.StringValue("e"),
		"assume_role_with_oidc.role_arn": types.StringValue("or"), "assume_role_with_oidc.oidc_provider_arn": types.StringValue("op"),
		"assume_role_with_oidc.oidc_token": types.StringValue("ot"), "assume_role_with_oidc.policy": types.StringValue("opolicy"),
		"assume_role_with_oidc.session_expiration": numberOf(t, "1000"),
	}), env())
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	region := credentials.Setting{Value: "cn-shanghai", From: "a test"}
	options := s.options(credentials.New(s.credentials), region)
	role, oidc := s.credentials.AssumeRole, s.credentials.OIDC
	got := map[string]string{
		"endpoint": options.Endpoint, "region": options.Region, "source of the region": options.RegionFrom,
		"rate": strconv.FormatFloat(options.MaxRate, 'f', -1, 64), "in flight": strconv.Itoa(options.MaxInFlight),
		"parameters": options.Parameters["SourceIp"] + " " + options.Parameters["SecureTransport"],
		"role":       role.Policy + " " + role.ExternalID.Value, "OIDC": oidc.Policy + " " + strconv.Itoa(oidc.Expiration),
		"parameters of STS": s.credentials.STS.Parameters["SourceIp"],
		"regions of STS":    s.credentials.STS.Region + " " + s.credentials.STS.DefaultRegion,
	}
	want := map[string]string{
		"endpoint": "host.example", "region": "cn-shanghai", "source of the region": "a test", "rate": "7", "in flight": "3",
		"parameters": "10.0.0.1 true", "role": "p e", "OIDC": "opolicy 1000", "parameters of STS": "10.0.0.1",
		"regions of STS": "us-west-1 cn-beijing",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestSettings_VariablesWithoutAnArgument are about the metadata server and OIDC.
func TestSettings_VariablesWithoutAnArgument(t *testing.T) {
	t.Parallel()
	const disabled, v2 = "ALIBABA_CLOUD_ECS_METADATA_DISABLED", "ALIBABA_CLOUD_IMDSV1_DISABLED"
	for name, c := range map[string]struct {
		env  []string
		want credentials.Metadata
	}{
		"none":     {nil, credentials.Metadata{}},
		"host":     {[]string{"ALIBABA_CLOUD_ECS_METADATA_ENDPOINT", "10.0.0.1"}, credentials.Metadata{Host: "10.0.0.1"}},
		"disabled": {[]string{disabled, "TRUE"}, credentials.Metadata{Disabled: "environment variable " + disabled}},
		"v2 only":  {[]string{v2, "true"}, credentials.Metadata{V2Only: "environment variable " + v2}},
		"both off": {[]string{disabled, "false", v2, "0"}, credentials.Metadata{}},
	} {
		s, _ := settingsFrom(block(t, nil), env(c.env...))
		if diff := cmp.Diff(c.want, s.credentials.Metadata); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	s, _ := settingsFrom(block(t, nil), env("ALIBABA_CLOUD_OIDC_TOKEN", "t", "ALIBABA_CLOUD_OIDC_TOKEN_FILE", "f", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "p", "ALIBABA_CLOUD_ROLE_SESSION_NAME", "s"))
	o := s.credentials.EnvironmentOIDC
	if got := strings.Join([]string{o.Token.Value, o.TokenFile.Value, o.ProviderARN.Value, o.SessionName.Value}, " "); got != "t f p s" {
		t.Errorf("OIDC of the environment is %q", got)
	}
}

// TestSettings_ATokenOrItsFileIsEnough for the block of OIDC, known or not.
func TestSettings_ATokenOrItsFileIsEnough(t *testing.T) {
	t.Parallel()
	const in = "assume_role_with_oidc."
	for name, c := range map[string]struct {
		values map[string]attr.Value
		wrong  bool
	}{
		"a token":                {map[string]attr.Value{in + "oidc_token": types.StringValue("t")}, false},
		"a file":                 {map[string]attr.Value{in + "oidc_token_file": types.StringValue("f")}, false},
		"both":                   {map[string]attr.Value{in + "oidc_token": types.StringValue("t"), in + "oidc_token_file": types.StringValue("f")}, false},
		"an unknown token":       {map[string]attr.Value{in + "oidc_token": types.StringUnknown()}, false},
		"an unknown file":        {map[string]attr.Value{in + "oidc_token_file": types.StringUnknown()}, false},
		"a file, unknown token":  {map[string]attr.Value{in + "oidc_token": types.StringUnknown(), in + "oidc_token_file": types.StringValue("f")}, false},
		"neither":                {map[string]attr.Value{}, true},
		"an empty token":         {map[string]attr.Value{in + "oidc_token": types.StringValue("")}, true},
		"an empty file and more": {map[string]attr.Value{in + "oidc_token_file": types.StringValue(" ")}, true},
	} {
		c.values[in+"role_arn"], c.values[in+"oidc_provider_arn"] = types.StringValue("r"), types.StringValue("p")
		if _, diags := settingsFrom(block(t, c.values), env()); diags.HasError() != c.wrong {
			t.Errorf("%s: %v", name, diags)
		}
	}
}

func TestSettings_AURLHasASchemeAndAHost(t *testing.T) {
	t.Parallel()
	for url, right := range map[string]bool{
		"http://host.example/path?q=1": true, "https://host.example": true, "http://127.0.0.1:8080": true,
		"http://": false, "https:///path": false, "ftp://host.example": false, "file:///etc/passwd": false, "host.example/path": false, "http://[::1": false, "//host.example": false,
	} {
		if _, diags := settingsFrom(block(t, map[string]attr.Value{"credentials_uri": types.StringValue(url)}), env()); diags.HasError() == right {
			t.Errorf("%s: %v", url, diags)
		}
	}
}

// TestSettings_WhatWasCheckedIsKnown also where an argument is not.
func TestSettings_WhatWasCheckedIsKnown(t *testing.T) {
	t.Parallel()
	want := []string{"provider argument access_key"}
	for _, variable := range variables["access_key"] {
		want = append(want, "environment variable "+variable)
	}
	for name, value := range map[string]attr.Value{"null": types.StringNull(), "unknown": types.StringUnknown(), "set": types.StringValue("a")} {
		s, _ := settingsFrom(block(t, map[string]attr.Value{"access_key": value}), env())
		if diff := cmp.Diff(want, s.credentials.AccessKey.Checked); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestSettings_ALongNumberIsCutInItsMessage(t *testing.T) {
	t.Parallel()
	_, diags := settingsFrom(block(t, map[string]attr.Value{"client_connect_timeout": numberOf(t, "1.11111111111111111111111111111")}), env())
	if len(diags) != 1 || !strings.HasSuffix(diags[0].Detail(), ", got 1.1111111111111111111.") {
		t.Errorf("got %v", diags)
	}
}

// configured configures a provider with a block.
func configured(t *testing.T, values map[string]attr.Value, adjust ...func(*ice.Options)) provider.ConfigureResponse {
	t.Helper()
	of, ok := blockSchema().Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is not an object")
	}
	var resp provider.ConfigureResponse
	New("1.2.3", adjust...)().Configure(t.Context(), provider.ConfigureRequest{
		TerraformVersion: "1.11.4", Config: tfsdk.Config{Raw: object(t, of, "", values), Schema: blockSchema()},
	}, &resp)
	return resp
}

// TestConfigure_ReportsWhatItFindsAndHandsOnTheClient: a warning prevents nothing, an
// error leaves no client behind.
func TestConfigure_ReportsWhatItFindsAndHandsOnTheClient(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		values  map[string]attr.Value
		said    string
		without bool
	}{
		"nothing wrong":          {map[string]attr.Value{"region": types.StringValue("cn-shanghai")}, "", false},
		"an undocumented region": {map[string]attr.Value{"region": types.StringValue("eu-central-1")}, "Warning AI agents are not documented for this region", false},
		"no region":              {map[string]attr.Value{"region": types.StringValue("Shanghai")}, "Error Invalid region", true},
		"another protocol":       {map[string]attr.Value{"region": types.StringValue("cn-shanghai"), "protocol": types.StringValue("FTP")}, "Error Invalid protocol", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := configured(t, c.values)
			if got := said(resp.Diagnostics); got != c.said {
				t.Errorf("got %q, want %q", got, c.said)
			}
			data, _ := resp.ResourceData.(*framework.Data)
			if (data == nil) != c.without || resp.DataSourceData == nil != c.without {
				t.Errorf("the client is %v", resp.ResourceData)
			}
			if data != nil && data.Client.Region() != strings.Trim(c.values["region"].String(), `"`) {
				t.Errorf("the client's region is %s", data.Client.Region())
			}
		})
	}
}

func said(diags diag.Diagnostics) string {
	var all []string
	for _, d := range diags {
		all = append(all, d.Severity().String()+" "+d.Summary())
	}
	return strings.Join(all, ", ")
}

// TestConfigure_TheUserAgentNamesProviderAndCLI and what the user adds.
func TestConfigure_TheUserAgentNamesProviderAndCLI(t *testing.T) {
	t.Parallel()
	for added, want := range map[string]string{
		"":       "terraform-provider-alicloud-ims/1.2.3 terraform/1.11.4",
		"ours/1": "terraform-provider-alicloud-ims/1.2.3 terraform/1.11.4 ours/1",
	} {
		var got string
		resp := configured(t, map[string]attr.Value{"region": types.StringValue("cn-shanghai"), "configuration_source": types.StringValue(added)},
			func(o *ice.Options) { got = o.UserAgent })
		if got != want || resp.Diagnostics.HasError() {
			t.Errorf("%q: got %q, %v", added, got, resp.Diagnostics)
		}
	}
	resp := configured(t, map[string]attr.Value{"region": types.StringValue("cn-shanghai")}, func(o *ice.Options) { o.Region = "?" })
	if got := said(resp.Diagnostics); got != "Error Invalid provider configuration" || resp.ResourceData != nil {
		t.Errorf("options that no client takes: %q, %v", got, resp.ResourceData)
	}
}

func TestSettings_AVariableIsOnlyOnIfItSaysSo(t *testing.T) {
	t.Parallel()
	name := variables["skip_region_validation"][0]
	for value, want := range map[string]bool{"true": true, "1": true, "false": false, "0": false, "yes": false, "": false} {
		if s, _ := settingsFrom(block(t, nil), env(name, value)); s.skipValidation != want {
			t.Errorf("%s=%s: %t", name, value, s.skipValidation)
		}
	}
}

// TestSchema_ADescriptionEndsWithTheVariables of its argument, in their order.
func TestSchema_ADescriptionEndsWithTheVariables(t *testing.T) {
	t.Parallel()
	for argument, want := range map[string]string{
		"protocol":                "only. Environment variable: `ALIBABA_CLOUD_PROTOCOL`.",
		"profile":                 "is set. Environment variables, in this order: `ALICLOUD_PROFILE`, `ALIBABA_CLOUD_PROFILE`.",
		"max_requests_per_second": "below what the service admits.",
	} {
		if got := blockSchema().Attributes[argument].GetMarkdownDescription(); !strings.HasSuffix(got, want) {
			t.Errorf("%s: %q does not end with %q", argument, got, want)
		}
	}
}
