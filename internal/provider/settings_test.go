package provider

import (
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

// block returns a provider block with values by their paths, such as
// assume_role.role_arn. The path of a block with a null value is an empty block.
func block(t *testing.T, values map[string]attr.Value) *blockModel {
	t.Helper()
	of, ok := blockSchema().Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is not an object")
	}
	raw := object(t, of, "", values)
	var model blockModel
	if diags := (tfsdk.Config{Raw: raw, Schema: blockSchema()}).Get(t.Context(), &model); diags.HasError() {
		t.Fatal(diags)
	}
	return &model
}

func object(t *testing.T, of tftypes.Object, prefix string, values map[string]attr.Value) tftypes.Value {
	t.Helper()
	raw := map[string]tftypes.Value{}
	for name, kind := range of.AttributeTypes {
		inner, nested := kind.(tftypes.Object)
		value, given := values[prefix+name]
		switch {
		case nested && given && value.IsUnknown():
			raw[name] = tftypes.NewValue(kind, tftypes.UnknownValue)
		case nested && (given || hasPrefix(values, name+".")):
			raw[name] = object(t, inner, name+".", values)
		case !given || value.IsNull():
			raw[name] = tftypes.NewValue(kind, nil)
		case value.IsUnknown():
			raw[name] = tftypes.NewValue(kind, tftypes.UnknownValue)
		default:
			v, err := value.ToTerraformValue(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			raw[name] = v
		}
	}
	return tftypes.NewValue(of, raw)
}

func hasPrefix(values map[string]attr.Value, prefix string) bool {
	for name := range values {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func env(pairs ...string) func(string) string {
	all := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return all[name] }
}

// decided reads the result for each argument from the settings.
var decided = map[string]func(*settings) string{
	"access_key":              func(s *settings) string { return s.credentials.AccessKey.Value },
	"secret_key":              func(s *settings) string { return s.credentials.SecretKey.Value },
	"security_token":          func(s *settings) string { return s.credentials.SecurityToken.Value },
	"region":                  func(s *settings) string { return s.region.Value },
	"profile":                 func(s *settings) string { return s.credentials.Profile.Value },
	"shared_credentials_file": func(s *settings) string { return s.credentials.File.Value },
	"credentials_uri":         func(s *settings) string { return s.credentials.URI.Value },
	"ecs_role_name":           func(s *settings) string { return s.credentials.ECSRole.Value },
	"account_id":              func(s *settings) string { return s.credentials.AccountID.Value },
	"source_ip":               func(s *settings) string { return s.parameters["SourceIp"] },
	"secure_transport":        func(s *settings) string { return s.parameters["SecureTransport"] },
	"skip_region_validation":  func(s *settings) string { return strconv.FormatBool(s.skipValidation) },
	"configuration_source":    func(s *settings) string { return s.userAgent },
	"client_connect_timeout":  func(s *settings) string { return strconv.FormatInt(s.connectTimeout.Milliseconds(), 10) },
	"client_read_timeout":     func(s *settings) string { return strconv.FormatInt(s.credentials.STS.ReadTimeout.Milliseconds(), 10) },
	"max_retry_timeout":       func(s *settings) string { return strconv.Itoa(int(s.retryFor.Seconds())) },
	"protocol":                func(s *settings) string { return s.protocol },
	"endpoints.ice":           func(s *settings) string { return s.endpoint },
	"endpoints.sts":           func(s *settings) string { return s.credentials.STS.Endpoint },

	"assume_role.role_arn":           func(s *settings) string { return s.credentials.AssumeRole.RoleARN.Value },
	"assume_role.session_name":       func(s *settings) string { return s.credentials.AssumeRole.SessionName.Value },
	"assume_role.session_expiration": func(s *settings) string { return strconv.Itoa(s.credentials.AssumeRole.Expiration) },

	"assume_role_with_oidc.oidc_provider_arn": func(s *settings) string { return s.credentials.OIDC.ProviderARN.Value },
	"assume_role_with_oidc.role_arn":          func(s *settings) string { return s.credentials.OIDC.RoleARN.Value },
	"assume_role_with_oidc.oidc_token":        func(s *settings) string { return s.credentials.OIDC.Token.Value },
	"assume_role_with_oidc.oidc_token_file":   func(s *settings) string { return s.credentials.OIDC.TokenFile.Value },
	"assume_role_with_oidc.role_session_name": func(s *settings) string { return s.credentials.OIDC.SessionName.Value },
}

// sample returns the n-th of several values that an argument accepts.
func sample(argument string, n int) string {
	switch {
	case strings.HasSuffix(argument, "timeout"), strings.HasSuffix(argument, "expiration"):
		return strconv.Itoa(1000 + n)
	case argument == "skip_region_validation":
		return strconv.FormatBool(n%2 == 0)
	case argument == "protocol":
		return []string{"HTTP", "HTTPS"}[n%2]
	case argument == "credentials_uri":
		return "http://host-" + strconv.Itoa(n) + ".example"
	}
	return "value-" + strconv.Itoa(n)
}

// asValue converts a text to the value of an argument.
func asValue(t *testing.T, argument, text string) attr.Value {
	t.Helper()
	switch of := argumentType(t, argument); {
	case of.Equal(types.NumberType):
		return numberOf(t, text)
	case of.Equal(types.BoolType):
		return types.BoolValue(text == "true")
	}
	return types.StringValue(text)
}

// numberOf returns a number as a configuration gives it, such as 1.5 or 1e20.
func numberOf(t *testing.T, text string) types.Number {
	t.Helper()
	f, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	return types.NumberValue(f)
}

func argumentType(t *testing.T, argument string) attr.Type {
	t.Helper()
	of, diags := blockSchema().TypeAtPath(t.Context(), at(argument))
	if diags.HasError() {
		t.Fatal(diags)
	}
	return of
}

// TestSettings_PrecedenceOfVariables checks each row of the table in the
// documentation: the argument has priority over all variables, and each variable
// over those after it.
func TestSettings_PrecedenceOfVariables(t *testing.T) {
	t.Parallel()
	for name, names := range variables {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for first := range names {
				var pairs []string
				for i := first; i < len(names); i++ {
					pairs = append(pairs, names[i], " "+sample(name, i)+"\n")
				}
				values := map[string]attr.Value{}
				if outer, _, nested := strings.Cut(name, "."); nested {
					values[outer] = types.StringNull()
				}
				s, _ := settingsFrom(block(t, values), env(pairs...))
				if got, want := decided[name](s), sample(name, first); got != want {
					t.Errorf("with %v it is %q, want %q", names[first:], got, want)
				}
				values[name] = asValue(t, name, sample(name, 9))
				s, _ = settingsFrom(block(t, values), env(pairs...))
				if got, want := decided[name](s), sample(name, 9); got != want {
					t.Errorf("with the argument and %v it is %q, want %q", names[first:], got, want)
				}
			}
		})
	}
}

func TestGuide_ShowsTheSameVariables(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", "authentication.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string][]string{}
	for line := range strings.SplitSeq(string(guide), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || !strings.Contains(cells[2], "`") {
			continue
		}
		name := strings.Trim(cells[1], " `")
		if _, known := variables[name]; known {
			shown[name] = strings.Split(strings.ReplaceAll(strings.TrimSpace(cells[2]), "`", ""), ", ")
		}
	}
	if diff := cmp.Diff(variables, shown); diff != "" {
		t.Errorf("variables, and what the guide shows (-want +got):\n%s", diff)
	}
}

func TestSettings_BlocksUseTheEnvironmentOnlyIfSet(t *testing.T) {
	t.Parallel()
	all := env("ALIBABA_CLOUD_ROLE_ARN", "arn", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "provider", "ALIBABA_CLOUD_OIDC_TOKEN", "token")
	s, diags := settingsFrom(block(t, nil), all)
	if len(diags) > 0 || s.credentials.AssumeRole != nil || s.credentials.OIDC != nil {
		t.Errorf("without blocks there are %v, %v, %v", s.credentials.AssumeRole, s.credentials.OIDC, diags)
	}
	if s.credentials.EnvironmentOIDC.RoleARN.Value != "arn" {
		t.Error("the environment alone does not set OIDC")
	}
	s, diags = settingsFrom(block(t, map[string]attr.Value{"assume_role": types.StringNull()}), all)
	if len(diags) > 0 || s.credentials.AssumeRole == nil || s.credentials.AssumeRole.RoleARN.Value != "arn" {
		t.Errorf("an empty block gives %v, %v", s.credentials.AssumeRole, diags)
	}
	s, diags = settingsFrom(block(t, map[string]attr.Value{"assume_role.role_arn": types.StringValue("")}), all)
	if len(diags) > 0 || s.credentials.AssumeRole != nil {
		t.Errorf("an empty ARN gives %v, %v", s.credentials.AssumeRole, diags)
	}
}

func TestSettings_RegionOfProfileThenDefault(t *testing.T) {
	t.Parallel()
	profile := credentials.Setting{Value: "cn-hangzhou", From: "profile `p`"}
	for name, c := range map[string]struct {
		values  map[string]attr.Value
		profile credentials.Setting
		want    string
	}{
		"argument":          {map[string]attr.Value{"region": types.StringValue("cn-shenzhen")}, profile, "cn-shenzhen from provider argument region"},
		"profile":           {nil, profile, "cn-hangzhou from profile `p`"},
		"default":           {nil, credentials.Setting{}, "cn-beijing from the provider's default, because no argument, environment variable or profile sets it"},
		"unknown region":    {map[string]attr.Value{"region": types.StringUnknown()}, profile, " from "},
		"unknown profile":   {map[string]attr.Value{"profile": types.StringUnknown()}, credentials.Setting{}, " from "},
		"unknown secret":    {map[string]attr.Value{"secret_key": types.StringUnknown()}, profile, "cn-hangzhou from profile `p`"},
		"region over block": {map[string]attr.Value{"region": types.StringValue("cn-shenzhen"), "profile": types.StringUnknown()}, profile, "cn-shenzhen from provider argument region"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, diags := settingsFrom(block(t, c.values), env())
			region, more := s.resolveRegion(c.profile)
			if len(diags)+len(more) > 0 {
				t.Errorf("got %v %v", diags, more)
			}
			if got := region.Value + " from " + region.From; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSettings_UnknownValuesAreNoError(t *testing.T) {
	t.Parallel()
	var everything []string
	unknown := map[string]attr.Value{}
	for _, a := range block(t, nil).arguments() {
		everything = append(everything, a.name)
		switch of := argumentType(t, a.name); {
		case of.Equal(types.NumberType):
			unknown[a.name] = types.NumberUnknown()
		case of.Equal(types.BoolType):
			unknown[a.name] = types.BoolUnknown()
		default:
			unknown[a.name] = types.StringUnknown()
		}
	}
	for name, values := range map[string]map[string]attr.Value{
		"each value": unknown,
		"each block": {
			"assume_role": types.StringUnknown(), "assume_role_with_oidc": types.StringUnknown(), "endpoints": types.StringUnknown(),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, diags := settingsFrom(block(t, values), env("ALICLOUD_REGION", "cn-shanghai", "ALIBABA_CLOUD_OIDC_TOKEN", "x"))
			if len(diags) > 0 {
				t.Errorf("got %v", diags)
			}
			want := everything
			if name == "each block" {
				want = slices.DeleteFunc(slices.Clone(everything), func(n string) bool { return !strings.Contains(n, ".") })
				if s.credentials.AssumeRole != nil || s.credentials.OIDC != nil {
					t.Error("a block that is not known counts as set")
				}
			}
			if diff := cmp.Diff(want, s.unknown); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSettings_InvalidValuesAreReportedAtTheirPath(t *testing.T) {
	t.Parallel()
	const (
		endpointRule = " must be a host name or an IP address with an optional port, such as "
		urlPart      = ".cn-shanghai.aliyuncs.com, without https:// and without a path."
		sourceRule   = " must have at most 1024 characters and no line feeds or other control characters."
	)
	text := func(name, value string) map[string]attr.Value {
		return map[string]attr.Value{name: types.StringValue(value)}
	}
	numbered := func(name, value string) map[string]attr.Value { return map[string]attr.Value{name: numberOf(t, value)} }
	for name, c := range map[string]struct {
		values map[string]attr.Value
		env    []string
		want   string
	}{
		"no region ID":             {text("region", "Shanghai"), nil, "error region: `region` must be a region ID such as cn-shanghai, got \"Shanghai\"."},
		"no region ID in variable": {nil, []string{"ALICLOUD_REGION", "CN"}, "error region: `region` (from environment variable ALICLOUD_REGION) must be a region ID such as cn-shanghai, got \"CN\"."},
		"undocumented region":      {text("region", "eu-central-1"), nil, "warning region: The service documents endpoints for cn-shanghai, cn-beijing, cn-hangzhou, cn-shenzhen, ap-southeast-1, us-west-1, not for eu-central-1. Requests go to ice.eu-central-1.aliyuncs.com and fail if there is no such host."},
		"the same unchecked":       {map[string]attr.Value{"region": types.StringValue("eu-central-1"), "skip_region_validation": types.BoolValue(true)}, nil, ""},
		"the same with endpoint":   {map[string]attr.Value{"region": types.StringValue("eu-central-1"), "endpoints.ice": types.StringValue("host.example")}, nil, ""},
		"plain HTTP":               {text("protocol", "http"), nil, "warning protocol: With `protocol` HTTP, tokens, prompts and signatures are sent in clear text. Use it with an emulator only."},
		"another protocol":         {text("protocol", "FTP"), nil, "error protocol: `protocol` must be HTTPS or HTTP."},
		"protocol in a variable":   {nil, []string{"ALIBABA_CLOUD_PROTOCOL", "ws"}, "error protocol: `protocol` (from environment variable ALIBABA_CLOUD_PROTOCOL) must be HTTPS or HTTP."},
		"endpoint with a scheme":   {text("endpoints.ice", "https://host.example"), nil, "error endpoints.ice: `endpoints.ice`" + endpointRule + "ice" + urlPart},
		"endpoint with a path":     {nil, []string{"STS_ENDPOINT", "host.example/sts"}, "error endpoints.sts: `endpoints.sts` (from environment variable STS_ENDPOINT)" + endpointRule + "sts" + urlPart},
		"endpoint with IPv6":       {text("endpoints.ice", "[::1]:8080"), nil, ""},
		"role without ARN":         {text("assume_role.session_name", "s"), nil, "error assume_role.role_arn: `assume_role.role_arn` is required in this block and is not set. Sources checked, in order: provider argument assume_role.role_arn, environment variable ALICLOUD_ASSUME_ROLE_ARN, environment variable ALIBABA_CLOUD_ROLE_ARN."},
		"OIDC without a token": {
			map[string]attr.Value{"assume_role_with_oidc": types.StringNull()},
			[]string{"ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "p", "ALIBABA_CLOUD_ROLE_ARN", "r"},
			"error assume_role_with_oidc.oidc_token: `assume_role_with_oidc.oidc_token` is required in this block and is not set. Sources checked, in order: provider argument assume_role_with_oidc.oidc_token, environment variable ALIBABA_CLOUD_OIDC_TOKEN, provider argument assume_role_with_oidc.oidc_token_file, environment variable ALIBABA_CLOUD_OIDC_TOKEN_FILE.",
		},
		"short session": {
			map[string]attr.Value{"assume_role.role_arn": types.StringValue("r"), "assume_role.session_expiration": numberOf(t, "60")},
			nil,
			"error assume_role.session_expiration: `assume_role.session_expiration` must be between 900 and 43200 seconds, got 60.",
		},
		"longest session":   {map[string]attr.Value{"assume_role.role_arn": types.StringValue("r"), "assume_role.session_expiration": numberOf(t, "43200")}, nil, ""},
		"shortest session":  {map[string]attr.Value{"assume_role.role_arn": types.StringValue("r"), "assume_role.session_expiration": numberOf(t, "900")}, nil, ""},
		"no session length": {map[string]attr.Value{"assume_role.role_arn": types.StringValue("r"), "assume_role.session_expiration": numberOf(t, "0")}, nil, ""},
		"session of a second": {
			map[string]attr.Value{"assume_role.role_arn": types.StringValue("r"), "assume_role.session_expiration": numberOf(t, "1")},
			nil,
			"error assume_role.session_expiration: `assume_role.session_expiration` must be between 900 and 43200 seconds, got 1.",
		},
		"long session": {
			map[string]attr.Value{"assume_role": types.StringNull()},
			[]string{"ALIBABA_CLOUD_ROLE_ARN", "r", "ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION", "43201"},
			"error assume_role.session_expiration: `assume_role.session_expiration` (from environment variable ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION) must be between 900 and 43200 seconds, got 43201.",
		},
		"session in another block": {
			map[string]attr.Value{
				"assume_role_with_oidc.role_arn": types.StringValue("r"), "assume_role_with_oidc.oidc_provider_arn": types.StringValue("p"),
				"assume_role_with_oidc.oidc_token": types.StringValue("t"), "assume_role_with_oidc.session_expiration": numberOf(t, "1000.5"),
			},
			nil,
			"error assume_role_with_oidc.session_expiration: `assume_role_with_oidc.session_expiration` must be a whole number between 900 and 43200 seconds, got 1000.5.",
		},
		"time with a fraction":          {numbered("client_connect_timeout", "1.5"), nil, "error client_connect_timeout: `client_connect_timeout` must be a whole number between 0 and 2147483647 milliseconds, got 1.5."},
		"time beyond 64 bits":           {numbered("max_retry_timeout", "1e20"), nil, "error max_retry_timeout: `max_retry_timeout` must be between 0 and 2147483647 seconds, got 1e+20."},
		"time beyond 32 bits":           {numbered("client_read_timeout", "2147483648"), nil, "error client_read_timeout: `client_read_timeout` must be between 0 and 2147483647 milliseconds, got 2147483648."},
		"negative time":                 {numbered("max_retry_timeout", "-1"), nil, "error max_retry_timeout: `max_retry_timeout` must be between 0 and 2147483647 seconds, got -1."},
		"time with a unit":              {nil, []string{"CLIENT_READ_TIMEOUT", "1m"}, "error client_read_timeout: `client_read_timeout` (from environment variable CLIENT_READ_TIMEOUT) must be a whole number between 0 and 2147483647 milliseconds, got \"1m\"."},
		"URL without a scheme":          {nil, []string{"ALIBABA_CLOUD_CREDENTIALS_URI", "localhost:8080"}, "error credentials_uri: `credentials_uri` (from environment variable ALIBABA_CLOUD_CREDENTIALS_URI) must be a URL that begins with http:// or https:// and has a host."},
		"long configuration source":     {text("configuration_source", strings.Repeat("x", 1025)), nil, "error configuration_source: `configuration_source`" + sourceRule},
		"configuration source in lines": {nil, []string{"TF_APPEND_USER_AGENT", "a\r\nb"}, "error configuration_source: `configuration_source` (from environment variable TF_APPEND_USER_AGENT)" + sourceRule},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, diags := settingsFrom(block(t, c.values), env(c.env...))
			_, more := s.resolveRegion(credentials.Setting{})
			var got []string
			for _, d := range append(diags, more...) {
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

func TestSettings_AreNeverPrinted(t *testing.T) {
	t.Parallel()
	s, _ := settingsFrom(block(t, map[string]attr.Value{"assume_role.role_arn": types.StringValue("r"), "assume_role.external_id": types.StringValue("canary")}),
		env("ALICLOUD_SECRET_KEY", "canary", "ALIBABA_CLOUD_OIDC_TOKEN", "canary", "ALIBABA_CLOUD_CREDENTIALS_URI", "http://h/canary"))
	if text := fmt.Sprintf("%v %+v %#v %s", s, *s, s, *s); strings.Contains(text, "canary") {
		t.Errorf("a value is shown in %s", text)
	}
}

func TestSettings_UnitsAreThoseOfTheDocumentation(t *testing.T) {
	t.Parallel()
	s, diags := settingsFrom(block(t, map[string]attr.Value{
		"client_connect_timeout": numberOf(t, "1500"), "client_read_timeout": numberOf(t, "2500"), "max_retry_timeout": numberOf(t, "30"),
	}), env())
	if len(diags) > 0 {
		t.Error(diags)
	}
	want := []time.Duration{1500 * time.Millisecond, 2500 * time.Millisecond, 30 * time.Second}
	api, sts := s.options(credentials.New(s.credentials), credentials.Setting{}), s.credentials.STS
	for _, got := range [][]time.Duration{{api.ConnectTimeout, api.ReadTimeout, api.RetryFor}, {sts.ConnectTimeout, sts.ReadTimeout, sts.RetryFor}} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestSettings_LimitTheRequests(t *testing.T) {
	t.Parallel()
	s, diags := settingsFrom(block(t, map[string]attr.Value{
		"max_requests_per_second": numberOf(t, "7"), "max_concurrent_requests": numberOf(t, "3"),
	}), env())
	if options := s.options(credentials.New(s.credentials), credentials.Setting{}); len(diags) > 0 || options.MaxRate != 7 || options.MaxInFlight != 3 {
		t.Errorf("%v requests a second, %d at once, %v", options.MaxRate, options.MaxInFlight, diags)
	}
	_, diags = settingsFrom(block(t, map[string]attr.Value{
		"max_requests_per_second": numberOf(t, "0.5"), "max_concurrent_requests": numberOf(t, "-1"),
	}), env())
	if len(diags) != 2 {
		t.Errorf("half a request and less than none: %v", diags)
	}
}

func TestSettings_NothingWaitsLongerThanADay(t *testing.T) {
	t.Parallel()
	const most = "2147483647"
	s, diags := settingsFrom(block(t, map[string]attr.Value{
		"client_connect_timeout": numberOf(t, most), "client_read_timeout": numberOf(t, most), "max_retry_timeout": numberOf(t, most),
	}), env())
	if len(diags) > 0 {
		t.Error(diags)
	}
	want := []time.Duration{24 * time.Hour, 24 * time.Hour, 24 * time.Hour}
	if diff := cmp.Diff(want, []time.Duration{s.connectTimeout, s.readTimeout, s.retryFor}); diff != "" {
		t.Error(diff)
	}
}

// TestSettings_AnUnknownArgumentIsNotReplacedByTheEnvironment: requests would be sent
// with another identity than the configuration says.
func TestSettings_AnUnknownArgumentIsNotReplacedByTheEnvironment(t *testing.T) {
	t.Parallel()
	for name, names := range variables {
		// These have a default that is as good while they are not known.
		if of := argumentType(t, name); !of.Equal(types.StringType) || name == "protocol" {
			continue
		}
		values := map[string]attr.Value{name: types.StringUnknown()}
		s, _ := settingsFrom(block(t, values), env(names[0], sample(name, 1)))
		if got := decided[name](s); got != "" {
			t.Errorf("%s is %q", name, got)
		}
		if !slices.Contains(s.unknown, name) {
			t.Errorf("%s is not listed as unknown", name)
		}
	}
}

func TestSettings_TheHomeDirectory(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env  []string
		want string
	}{
		{nil, ""},
		{[]string{"HOME", "/home/a"}, "/home/a"},
		{[]string{"USERPROFILE", `C:\Users\a`}, `C:\Users\a`},
		{[]string{"USERPROFILE", `C:\Users\a`, "HOME", "/home/a"}, "/home/a"},
	} {
		s, _ := settingsFrom(block(t, nil), env(c.env...))
		if s.credentials.Home != c.want {
			t.Errorf("with %v it is %q, want %q", c.env, s.credentials.Home, c.want)
		}
	}
}

// TestSettings_RefusedCredentialsAreForgotten by the chain that returned them.
func TestSettings_RefusedCredentialsAreForgotten(t *testing.T) {
	t.Parallel()
	uri := identity.StartURI(t, "uri")
	s, _ := settingsFrom(block(t, map[string]attr.Value{"credentials_uri": types.StringValue(uri.URL())}), env())
	options := s.options(credentials.New(s.credentials), credentials.Setting{})
	for n := 1; n <= 3; n++ {
		found, err := options.Credentials(t.Context())
		if err != nil || found.AccessKeyID != identity.Issued("uri", n).AccessKeyID {
			t.Errorf("got %s, %v", found.AccessKeyID, err)
		}
		if !options.Forget(found) {
			t.Error("no others can be obtained")
		}
	}
}

func TestSchema_IsValidAndRequiresNothing(t *testing.T) {
	t.Parallel()
	p := New("test")()
	var resp provider.SchemaResponse
	p.Schema(t.Context(), provider.SchemaRequest{}, &resp)
	if diags := resp.Schema.ValidateImplementation(t.Context()); diags.HasError() {
		t.Error(diags)
	}
	attributes := maps.Clone(resp.Schema.Attributes)
	for name, b := range resp.Schema.Blocks {
		nested, ok := b.(schema.SingleNestedBlock)
		if !ok {
			t.Fatalf("%s is a %T", name, b)
		}
		for inner, a := range nested.Attributes {
			attributes[name+"."+inner] = a
		}
	}
	var sensitive []string
	for name, a := range attributes {
		if a.IsRequired() {
			t.Errorf("%s is required", name)
		}
		if a.IsSensitive() {
			sensitive = append(sensitive, name)
		}
	}
	slices.Sort(sensitive)
	want := []string{"access_key", "assume_role.external_id", "assume_role_with_oidc.oidc_token", "credentials_uri", "secret_key", "security_token"}
	if diff := cmp.Diff(want, sensitive); diff != "" {
		t.Errorf("sensitive arguments (-want +got):\n%s", diff)
	}
	for _, a := range block(t, nil).arguments() {
		if _, ok := attributes[a.name]; !ok {
			t.Errorf("%s is not in the schema", a.name)
		}
		delete(attributes, a.name)
	}
	if len(attributes) > 0 {
		t.Errorf("%v are never read", slices.Collect(maps.Keys(attributes)))
	}
}

func TestProtocol_HTTPWarnsUnlessItStaysOnThisMachine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ice, sts string
		warns    bool
	}{
		{"127.0.0.1:8080", "", false},
		{"localhost", "[::1]:80", false},
		{"ims.localhost:1", "LOCALHOST:2", false},
		{"127.9.9.9", "", false},
		{"", "", true},
		{"", "127.0.0.1:8080", true},
		{"127.0.0.1:8080", "sts.example", true},
		{"localhost.example:80", "", true},
		{"10.0.0.1:8080", "", true},
		{"127.0.0.1.example", "", true},
	} {
		for _, byVariable := range []bool{false, true} {
			values := map[string]attr.Value{"endpoints.ice": types.StringValue(c.ice), "endpoints.sts": types.StringValue(c.sts)}
			environment := env("ALIBABA_CLOUD_PROTOCOL", "http")
			if !byVariable {
				values["protocol"], environment = types.StringValue("HTTP"), env()
			}
			s, diags := settingsFrom(block(t, values), environment)
			if warns := diags.Contains(unencrypted()); warns != c.warns || diags.HasError() || s.protocol != "HTTP" {
				t.Errorf("%+v: protocol %s, %v", c, s.protocol, diags)
			}
		}
	}
	values := map[string]attr.Value{"protocol": types.StringValue("HTTP"), "endpoints.ice": types.StringUnknown()}
	if _, diags := settingsFrom(block(t, values), env()); len(diags) > 0 {
		t.Errorf("with an unknown endpoint: %v", diags)
	}
	// What is sent to the known one decides.
	for endpoint, warns := range map[string]bool{"127.0.0.1:8080": false, "10.0.0.1:8080": true} {
		values["endpoints.ice"], values["endpoints.sts"] = types.StringValue(endpoint), types.StringUnknown()
		if _, diags := settingsFrom(block(t, values), env()); diags.Contains(unencrypted()) != warns {
			t.Errorf("with %s and an unknown endpoint of STS: %v", endpoint, diags)
		}
	}
}

// TestSettings_OneUnknownArgumentPreventsRequests, and none does not.
func TestSettings_OneUnknownArgumentPreventsRequests(t *testing.T) {
	t.Parallel()
	for want, value := range map[string]attr.Value{"": types.StringValue("p"), "the provider's profile is not known before apply": types.StringUnknown()} {
		s, _ := settingsFrom(block(t, map[string]attr.Value{"profile": value}), env())
		err := s.options(credentials.New(s.credentials), credentials.Setting{}).BeforeCall(t.Context())
		if (err == nil) != (want == "") || err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v", value, err)
		}
	}
}

func TestCredentials_InvisibleCharactersAreRefused(t *testing.T) {
	t.Parallel()
	withBlock := func(name string) map[string]attr.Value {
		switch values := map[string]attr.Value{}; name {
		case "assume_role.external_id":
			values["assume_role.role_arn"] = types.StringValue("r")
			return values
		case "assume_role_with_oidc.oidc_token":
			values["assume_role_with_oidc.role_arn"], values["assume_role_with_oidc.oidc_provider_arn"] = types.StringValue("r"), types.StringValue("p")
			return values
		default:
			return values
		}
	}
	for _, name := range []string{"access_key", "secret_key", "security_token", "assume_role.external_id", "assume_role_with_oidc.oidc_token"} {
		for text, what := range map[string]string{
			"canary\nsecond": "a line feed at position 7", "ca nary": "a blank at position 3", "canary\x00": "a control character at position 7",
			"\ufeffcanary": "a byte order mark at position 1", "c\tanary": "a tab at position 2", "canary\u200bx": "the invisible character U+200B at position 7",
			"\n canary \r\n": "", "canary/+=:.é": "",
		} {
			values := withBlock(name)
			values[name] = types.StringValue(text)
			_, diags := settingsFrom(block(t, values), env())
			problem := fmt.Sprint(diags)
			if diags.HasError() != (what != "") || !strings.Contains(problem, what) || what != "" && !strings.Contains(problem, "`"+name+"` must not contain") {
				t.Errorf("%s = %q: %s", name, text, problem)
			}
			if strings.Contains(problem, "canary") || what != "" && !strings.Contains(problem, "`trimspace(...)`") {
				t.Errorf("%s = %q: %s", name, text, problem)
			}
			variable := variables[name]
			if len(variable) == 0 {
				continue
			}
			_, diags = settingsFrom(block(t, withBlock(name)), env(variable[0], text))
			if problem := fmt.Sprint(diags); diags.HasError() != (what != "") || what != "" && !strings.Contains(problem, "(from environment variable "+variable[0]+")") {
				t.Errorf("%s = %q: %s", variable[0], text, problem)
			}
		}
	}
}
