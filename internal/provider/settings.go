package provider

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
)

// The names of environment variables, in the order in which they are looked at;
// the provider block comes before all of them. They are those of the provider
// aliyun/alicloud, in its order.
var (
	accessKeyNames     = []string{"ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_ID"}
	secretKeyNames     = []string{"ALICLOUD_SECRET_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_ACCESS_KEY_SECRET"}
	securityTokenNames = []string{"ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN", "ALIBABACLOUD_SECURITY_TOKEN"}
	regionNames        = []string{"ALICLOUD_REGION", "ALIBABA_CLOUD_REGION"}
	endpointNames      = []string{"ALIBABA_CLOUD_ENDPOINT_ICE", "ICE_ENDPOINT"}
)

// defaultRegion is that of aliyun/alicloud.
const defaultRegion = "cn-beijing"

// documentedRegions are those for which the service documents an endpoint.
var documentedRegions = []string{"cn-shanghai", "cn-beijing", "cn-hangzhou", "cn-shenzhen", "ap-southeast-1", "us-west-1"}

var (
	regionForm   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z]{2}(?:-[a-z0-9]+)+$`) })
	endpointForm = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$`)
	})
)

// getenv is the only place where this provider reads its environment.
func getenv(name string) string { return os.Getenv(name) }

// settings are the provider block and the environment, decided.
type settings struct {
	// region is empty while the block's value is not known yet.
	region      string
	endpoint    string
	protocol    string
	credentials credentials.Source
}

// settingsFrom decides what counts. It is pure: the environment comes in as env.
// Values that are not known yet, as in a plan that makes them first, are no
// error: the calls that would need them are.
func settingsFrom(block *blockModel, env func(string) string) (*settings, diag.Diagnostics) {
	var diags diag.Diagnostics
	endpoint := block.endpoint()
	s := &settings{
		region:   choose("region", block.Region, regionNames, env).Value,
		endpoint: choose("endpoints.ice", endpoint, endpointNames, env).Value,
		protocol: strings.ToUpper(block.Protocol.ValueString()),
	}
	switch {
	case block.Region.IsUnknown():
		s.region = ""
	case s.region == "":
		s.region = defaultRegion
	}
	diags.Append(s.check()...)
	s.credentials = credentials.Static(credentials.Settings{
		AccessKey:     choose("access_key", block.AccessKey, accessKeyNames, env),
		SecretKey:     choose("secret_key", block.SecretKey, secretKeyNames, env),
		SecurityToken: choose("security_token", block.SecurityToken, securityTokenNames, env),
	})
	if names := block.unknown(); len(names) > 0 {
		s.credentials = credentials.NotKnownYet(names)
	}
	return s, diags
}

// check says what is wrong with values that are known.
func (s *settings) check() diag.Diagnostics {
	var diags diag.Diagnostics
	switch {
	case s.region == "":
	case !regionForm().MatchString(s.region):
		diags.Append(problemRegion(path.Root("region"), s.region))
	case s.endpoint == "" && !slices.Contains(documentedRegions, s.region):
		diags.Append(problemUnknownRegion(path.Root("region"), s.region))
	}
	switch s.protocol {
	case "", "HTTPS":
	case "HTTP":
		diags.Append(problemPlainHTTP(path.Root("protocol")))
	default:
		diags.Append(problemProtocol(path.Root("protocol")))
	}
	if s.endpoint != "" && !endpointForm().MatchString(s.endpoint) {
		diags.Append(problemEndpoint(path.Root("endpoints").AtName("ice")))
	}
	return diags
}

// unknown are the arguments whose values are not known yet.
func (b *blockModel) unknown() []string {
	var names []string
	for _, a := range []struct {
		name  string
		value types.String
	}{
		{"access_key", b.AccessKey},
		{"secret_key", b.SecretKey},
		{"security_token", b.SecurityToken},
		{"region", b.Region},
		{"protocol", b.Protocol},
		{"endpoints.ice", b.endpoint()},
	} {
		if a.value.IsUnknown() {
			names = append(names, a.name)
		}
	}
	return names
}

// endpoint is unknown where the block is, null where it is absent.
func (b *blockModel) endpoint() types.String {
	if b.Endpoints.IsUnknown() {
		return types.StringUnknown()
	}
	endpoint, ok := b.Endpoints.Attributes()["ice"].(types.String)
	if !ok {
		return types.StringNull()
	}
	return endpoint
}

// choose takes the argument, else the first variable that is set, and remembers
// where it looked.
func choose(argument string, value types.String, names []string, env func(string) string) credentials.Setting {
	s := credentials.Setting{Places: []string{"provider argument " + argument}}
	for _, name := range names {
		s.Places = append(s.Places, "environment variable "+name)
	}
	if v := value.ValueString(); v != "" {
		s.Value, s.From = v, s.Places[0]
		return s
	}
	for i, name := range names {
		if v := env(name); v != "" {
			s.Value, s.From = v, s.Places[i+1]
			return s
		}
	}
	return s
}

// environment is the sentence about the variables in the documentation.
func environment(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "`" + n + "`"
	}
	if len(quoted) == 1 {
		return "Environment variable: " + quoted[0] + "."
	}
	return "Environment variables, in this order: " + strings.Join(quoted, ", ") + "."
}
