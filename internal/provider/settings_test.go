package provider

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
)

func block(values map[string]attr.Value) *blockModel {
	get := func(name string) types.String {
		if v, ok := values[name].(types.String); ok {
			return v
		}
		return types.StringNull()
	}
	endpoints := types.ObjectNull(map[string]attr.Type{"ice": types.StringType})
	if v, ok := values["ice"]; ok {
		endpoints = types.ObjectValueMust(map[string]attr.Type{"ice": types.StringType}, map[string]attr.Value{"ice": v})
	}
	if v, ok := values["endpoints"].(types.Object); ok {
		endpoints = v
	}
	return &blockModel{
		AccessKey: get("access_key"), SecretKey: get("secret_key"), SecurityToken: get("security_token"),
		Region: get("region"), Protocol: get("protocol"), Endpoints: endpoints,
	}
}

func env(pairs ...string) func(string) string {
	all := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return all[name] }
}

func TestTheBlockComesBeforeTheEnvironmentAndEachVariableInItsOrder(t *testing.T) {
	t.Parallel()
	every := []string{
		"ALICLOUD_ACCESS_KEY", "id-1", "ALIBABA_CLOUD_ACCESS_KEY_ID", "id-2", "ALIBABACLOUD_ACCESS_KEY_ID", "id-3",
		"ALICLOUD_SECRET_KEY", "secret-1", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret-2", "ALIBABACLOUD_ACCESS_KEY_SECRET", "secret-3",
		"ALICLOUD_SECURITY_TOKEN", "token-1", "ALIBABA_CLOUD_SECURITY_TOKEN", "token-2", "ALIBABACLOUD_SECURITY_TOKEN", "token-3",
		"ALICLOUD_REGION", "cn-hangzhou", "ALIBABA_CLOUD_REGION", "cn-shenzhen",
		"ALIBABA_CLOUD_ENDPOINT_ICE", "one.example", "ICE_ENDPOINT", "two.example",
	}
	for name, c := range map[string]struct {
		block  *blockModel
		env    []string
		want   []string
		source string
	}{
		"nothing but the block": {
			block(map[string]attr.Value{
				"access_key": types.StringValue("id"), "secret_key": types.StringValue("secret"), "security_token": types.StringValue("token"),
				"region": types.StringValue("cn-shanghai"), "ice": types.StringValue("host.example:8080"),
			}), nil,
			[]string{"id", "secret", "token", "cn-shanghai", "host.example:8080"},
			"provider argument",
		},
		"the block before the environment": {
			block(map[string]attr.Value{
				"access_key": types.StringValue("id"), "secret_key": types.StringValue("secret"), "security_token": types.StringValue("token"),
				"region": types.StringValue("cn-shanghai"), "ice": types.StringValue("host.example"),
			}), every,
			[]string{"id", "secret", "token", "cn-shanghai", "host.example"},
			"provider argument",
		},
		"the first variable":  {block(nil), every, []string{"id-1", "secret-1", "token-1", "cn-hangzhou", "one.example"}, "ALICLOUD_ACCESS_KEY"},
		"the second variable": {block(nil), without(every, "ALICLOUD_", "ALIBABA_CLOUD_ENDPOINT"), []string{"id-2", "secret-2", "token-2", "cn-shenzhen", "two.example"}, "ALIBABA_CLOUD_ACCESS_KEY_ID"},
		"the third variable":  {block(nil), without(every, "ALICLOUD_", "ALIBABA_CLOUD_", "ICE_"), []string{"id-3", "secret-3", "token-3", "cn-beijing", ""}, "ALIBABACLOUD_ACCESS_KEY_ID"},
		"an empty argument is none": {
			block(map[string]attr.Value{"access_key": types.StringValue(""), "ice": types.StringNull()}), every,
			[]string{"id-1", "secret-1", "token-1", "cn-hangzhou", "one.example"},
			"ALICLOUD_ACCESS_KEY",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, diags := settingsFrom(c.block, env(c.env...))
			if diags.HasError() {
				t.Fatal(diags)
			}
			keys, err := s.credentials(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			got := []string{keys.AccessKeyID, keys.AccessKeySecret, keys.SecurityToken, s.region, s.endpoint}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if !strings.Contains(keys.Source, c.source) {
				t.Errorf("the source is %q, want %q in it", keys.Source, c.source)
			}
		})
	}
}

func without(pairs []string, prefixes ...string) []string {
	var left []string
next:
	for i := 0; i < len(pairs); i += 2 {
		for _, p := range prefixes {
			if strings.HasPrefix(pairs[i], p) {
				continue next
			}
		}
		left = append(left, pairs[i], pairs[i+1])
	}
	return left
}

func TestMissingKeysNameEveryPlaceWhenACallNeedsThem(t *testing.T) {
	t.Parallel()
	s, diags := settingsFrom(block(nil), env("ALIBABA_CLOUD_SECURITY_TOKEN", "t"))
	if diags.HasError() {
		t.Fatal(diags)
	}
	_, err := s.credentials(context.Background())
	var missing *credentials.MissingError
	if !errors.As(err, &missing) {
		t.Fatalf("got %v", err)
	}
	for _, place := range append(append([]string{"provider argument access_key", "ALIBABA_CLOUD_SECURITY_TOKEN"}, accessKeyNames...), secretKeyNames...) {
		if !strings.Contains(err.Error(), place) {
			t.Errorf("%s is not named in: %s", place, err)
		}
	}
}

func TestWhatIsNotKnownYetIsNoError(t *testing.T) {
	t.Parallel()
	for name, values := range map[string]map[string]attr.Value{
		"access_key":    {"access_key": types.StringUnknown()},
		"region":        {"region": types.StringUnknown(), "access_key": types.StringValue("a"), "secret_key": types.StringValue("b")},
		"protocol":      {"protocol": types.StringUnknown()},
		"endpoints.ice": {"ice": types.StringUnknown()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, diags := settingsFrom(block(values), env("ALICLOUD_REGION", "cn-shanghai"))
			if len(diags) > 0 {
				t.Errorf("got %v", diags)
			}
			if _, err := s.credentials(context.Background()); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("a call says %v, want %s named", err, name)
			}
			if name == "region" && s.region != "" {
				t.Errorf("the region is %q before it is known", s.region)
			}
		})
	}
	unknown := types.ObjectUnknown(map[string]attr.Type{"ice": types.StringType})
	if s, diags := settingsFrom(block(map[string]attr.Value{"endpoints": unknown}), env()); len(diags) > 0 || s.endpoint != "" {
		t.Errorf("an unknown block gives %v, %v", s, diags)
	}
}

func TestBadSettingsAreSaidAtTheirPath(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		values map[string]attr.Value
		want   string
	}{
		"a region that is none":              {map[string]attr.Value{"region": types.StringValue("Shanghai")}, `error region: "Shanghai" is not the id of a region, such as cn-shanghai.`},
		"a region without documented agents": {map[string]attr.Value{"region": types.StringValue("eu-central-1")}, "warning region: The service documents an endpoint for cn-shanghai, cn-beijing, cn-hangzhou, cn-shenzhen, ap-southeast-1, us-west-1, and not for eu-central-1. Calls go to ice.eu-central-1.aliyuncs.com and fail if there is no such host."},
		"the same with an endpoint":          {map[string]attr.Value{"region": types.StringValue("eu-central-1"), "ice": types.StringValue("host.example")}, ""},
		"plain HTTP":                         {map[string]attr.Value{"protocol": types.StringValue("http")}, "warning protocol: With protocol HTTP, tokens, prompts and signatures travel in clear text. Use it with an emulator only."},
		"another protocol":                   {map[string]attr.Value{"protocol": types.StringValue("FTP")}, "error protocol: `protocol` must be HTTPS or HTTP."},
		"an endpoint with a scheme":          {map[string]attr.Value{"ice": types.StringValue("https://host.example")}, "error endpoints.ice: `endpoints.ice` (or its environment variable) must be a host name or address with an optional port, such as ice.cn-shanghai.aliyuncs.com, without https:// and without a path."},
		"an endpoint with a path":            {map[string]attr.Value{"ice": types.StringValue("host.example/ice")}, "error endpoints.ice: `endpoints.ice` (or its environment variable) must be a host name or address with an optional port, such as ice.cn-shanghai.aliyuncs.com, without https:// and without a path."},
		"an endpoint that is IPv6":           {map[string]attr.Value{"ice": types.StringValue("[::1]:8080")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := settingsFrom(block(c.values), env())
			var got []string
			for _, d := range diags {
				at, ok := d.(diag.DiagnosticWithPath)
				if !ok {
					t.Fatalf("%v has no path", d)
				}
				got = append(got, strings.ToLower(d.Severity().String())+" "+at.Path().String()+": "+d.Detail())
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheProviderSchemaIsValidAndRequiresNothing(t *testing.T) {
	t.Parallel()
	p := New("test")()
	var resp provider.SchemaResponse
	p.Schema(t.Context(), provider.SchemaRequest{}, &resp)
	if diags := resp.Schema.ValidateImplementation(t.Context()); diags.HasError() {
		t.Error(diags)
	}
	for name, a := range resp.Schema.Attributes {
		if a.IsRequired() {
			t.Errorf("%s is required", name)
		}
	}
	for _, name := range []string{"access_key", "secret_key", "security_token"} {
		if !resp.Schema.Attributes[name].IsSensitive() {
			t.Errorf("%s is not sensitive", name)
		}
	}
}
