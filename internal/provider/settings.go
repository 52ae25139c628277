package provider

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
)

const (
	// defaultRegion is that of aliyun/alicloud.
	defaultRegion = "cn-beijing"

	shortestSession, longestSession = 900, 43200

	longestConfigurationSource = 1024
)

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
	// region is empty when nothing says it, before the profile is asked.
	region         credentials.Setting
	endpoint       string
	protocol       string
	skipValidation bool
	userAgent      string
	connectTimeout time.Duration
	readTimeout    time.Duration
	retryFor       time.Duration
	parameters     map[string]string
	credentials    credentials.Config

	// unknown are the arguments whose values are not known yet.
	unknown []string
}

// Format shows nothing, whatever the verb: there are keys inside.
func (settings) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "provider settings") }

// reader takes the values of the block and the environment, and collects what
// is wrong with them.
type reader struct {
	block map[string]attr.Value
	env   func(string) string
	diags diag.Diagnostics
}

// settingsFrom decides what counts. It is pure: the environment comes in as env.
// Values that are not known yet, as in a plan that makes them first, are no
// error: the calls that would need them are.
func settingsFrom(block *blockModel, env func(string) string) (*settings, diag.Diagnostics) {
	r := &reader{block: map[string]attr.Value{}, env: env}
	s := &settings{}
	for _, a := range block.all() {
		r.block[a.name] = a.value
		if a.value.IsUnknown() {
			s.unknown = append(s.unknown, a.name)
		}
	}
	s.region = r.text("region")
	s.endpoint = r.endpoint("endpoints.ice")
	s.protocol = r.protocol()
	s.skipValidation = r.flag("skip_region_validation")
	s.userAgent = r.userAgent()
	s.connectTimeout = r.duration("client_connect_timeout", time.Millisecond)
	s.readTimeout = r.duration("client_read_timeout", time.Millisecond)
	s.retryFor = r.duration("max_retry_timeout", time.Second)
	s.parameters = map[string]string{}
	for argument, parameter := range map[string]string{"source_ip": "SourceIp", "secure_transport": "SecureTransport"} {
		if v := r.text(argument).Value; v != "" {
			s.parameters[parameter] = v
		}
	}
	s.credentials = r.credentials(block)
	s.credentials.STS = credentials.STS{
		Endpoint: r.endpoint("endpoints.sts"), Region: s.region.Value, DefaultRegion: defaultRegion, Protocol: s.protocol,
		ConnectTimeout: s.connectTimeout, ReadTimeout: s.readTimeout, RetryFor: s.retryFor, Parameters: s.parameters,
	}
	return s, r.diags
}

// resolve gives the region that counts, once the profile has been asked. It is
// empty while it is not known yet.
func (s *settings) resolve(profile credentials.Setting) (credentials.Setting, diag.Diagnostics) {
	region := s.region
	switch {
	case slices.Contains(s.unknown, "region"):
		return credentials.Setting{}, nil
	case region.Value != "":
	case slices.Contains(s.unknown, "profile"), slices.Contains(s.unknown, "shared_credentials_file"):
		return credentials.Setting{}, nil
	case profile.Value != "":
		region = profile
	default:
		region = credentials.Setting{Value: defaultRegion, From: "the provider's default, because neither its argument, the environment nor a profile names one"}
	}
	var diags diag.Diagnostics
	switch {
	case !regionForm().MatchString(region.Value):
		diags.Append(problemRegion(path.Root("region"), region.Value, region.From))
	case s.endpoint == "" && !s.skipValidation && !slices.Contains(documentedRegions, region.Value):
		diags.Append(problemUnknownRegion(path.Root("region"), region.Value))
	}
	return region, diags
}

// credentials are the settings about keys.
func (r *reader) credentials(block *blockModel) credentials.Config {
	c := credentials.Config{
		AccessKey: r.text("access_key"), SecretKey: r.text("secret_key"), SecurityToken: r.text("security_token"),
		Profile: r.text("profile"), File: r.text("shared_credentials_file"),
		URI: r.text("credentials_uri"), ECSRole: r.text("ecs_role_name"), AccountID: r.text("account_id"),
		Metadata:        credentials.Metadata{Host: r.env(metadataHost)},
		EnvironmentOIDC: r.oidc(false),
		Home:            r.env("HOME"),
	}
	if c.Home == "" {
		c.Home = r.env("USERPROFILE")
	}
	if strings.EqualFold(r.env(metadataDisabled), "true") {
		c.Metadata.Disabled = "environment variable " + metadataDisabled
	}
	if strings.EqualFold(r.env(metadataV2Only), "true") {
		c.Metadata.V2Only = "environment variable " + metadataV2Only
	}
	if u, err := url.Parse(c.URI.Value); c.URI.Value != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		r.diags.Append(problemAddress(path.Root("credentials_uri"), c.URI.From))
	}
	if !block.AssumeRole.IsNull() && !block.AssumeRole.IsUnknown() {
		c.AssumeRole = r.assumeRole()
	}
	if !block.AssumeRoleWithOIDC.IsNull() && !block.AssumeRoleWithOIDC.IsUnknown() {
		o := r.oidc(true)
		c.OIDC = &o
	}
	return c
}

// assumeRole is the block, nil where an empty ARN switches it off.
func (r *reader) assumeRole() *credentials.AssumeRole {
	const at = "assume_role."
	arn, _ := r.block[at+"role_arn"].(types.String)
	if !arn.IsNull() && !arn.IsUnknown() && arn.ValueString() == "" {
		return nil
	}
	role := &credentials.AssumeRole{
		RoleARN: r.text(at + "role_arn"), SessionName: r.text(at + "session_name"),
		Policy: r.text(at + "policy").Value, ExternalID: r.text(at + "external_id"),
		Expiration: r.expiration(at + "session_expiration"),
	}
	r.need(at+"role_arn", role.RoleARN)
	return role
}

// oidc is the block, or what the environment says without one.
func (r *reader) oidc(block bool) credentials.OIDC {
	const at = "assume_role_with_oidc."
	get := r.text
	if !block {
		get = r.variable
	}
	o := credentials.OIDC{
		ProviderARN: get(at + "oidc_provider_arn"), RoleARN: get(at + "role_arn"), Token: get(at + "oidc_token"),
		TokenFile: get(at + "oidc_token_file"), SessionName: get(at + "role_session_name"),
	}
	if !block {
		return o
	}
	o.Policy, o.Expiration = r.text(at+"policy").Value, r.expiration(at+"session_expiration")
	r.need(at+"oidc_provider_arn", o.ProviderARN)
	r.need(at+"role_arn", o.RoleARN)
	if o.TokenFile.Value == "" && !r.unknown(at+"oidc_token_file") {
		token := o.Token
		token.Checked = append(slices.Clone(token.Checked), o.TokenFile.Checked...)
		r.need(at+"oidc_token", token)
	}
	return o
}

// need says that an argument of a block that is there has no value.
func (r *reader) need(name string, s credentials.Setting) {
	if s.Value == "" && !r.unknown(name) {
		r.diags.Append(problemMissing(at(name), name, s.Checked))
	}
}

func (r *reader) unknown(name string) bool {
	v, ok := r.block[name]
	return ok && v.IsUnknown()
}

// text takes the argument, else the first variable that is set, and remembers
// where it looked.
func (r *reader) text(name string) credentials.Setting {
	argument := "provider argument " + name
	s := r.variable(name)
	s.Checked = append([]string{argument}, s.Checked...)
	v, ok := r.block[name].(types.String)
	switch {
	case r.unknown(name):
		return credentials.Setting{Checked: s.Checked}
	case ok && strings.TrimSpace(v.ValueString()) != "":
		s.Value, s.From = strings.TrimSpace(v.ValueString()), argument
	}
	return s
}

// variable takes the first variable that is set.
func (r *reader) variable(name string) credentials.Setting {
	var s credentials.Setting
	for _, variable := range variables[name] {
		from := "environment variable " + variable
		s.Checked = append(s.Checked, from)
		if v := strings.TrimSpace(r.env(variable)); v != "" && s.Value == "" {
			s.Value, s.From = v, from
		}
	}
	return s
}

// number takes a whole number that is not negative, 0 where there is none.
func (r *reader) number(name string) int64 {
	if v, ok := r.block[name].(types.Int64); ok && !v.IsNull() {
		if v.ValueInt64() < 0 {
			r.diags.Append(problemNumber(at(name), "provider argument "+name))
		}
		return max(v.ValueInt64(), 0)
	}
	s := r.variable(name)
	if s.Value == "" || r.unknown(name) {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimSpace(s.Value), 10, 32)
	if err != nil || n < 0 {
		r.diags.Append(problemNumber(at(name), s.From))
		return 0
	}
	return n
}

func (r *reader) duration(name string, unit time.Duration) time.Duration {
	n := min(r.number(name), int64(24*time.Hour/unit))
	return time.Duration(n) * unit
}

func (r *reader) expiration(name string) int {
	n := r.number(name)
	if n != 0 && (n < shortestSession || n > longestSession) {
		r.diags.Append(problemExpiration(at(name)))
	}
	return int(min(n, longestSession))
}

func (r *reader) flag(name string) bool {
	if v, ok := r.block[name].(types.Bool); ok && !v.IsNull() {
		return v.ValueBool()
	}
	on, err := strconv.ParseBool(r.variable(name).Value)
	return err == nil && on
}

func (r *reader) protocol() string {
	protocol := strings.ToUpper(r.text("protocol").Value)
	switch protocol {
	case "", "HTTPS":
	case "HTTP":
		r.diags.Append(problemPlainHTTP(path.Root("protocol")))
	default:
		r.diags.Append(problemProtocol(path.Root("protocol")))
	}
	return protocol
}

func (r *reader) endpoint(name string) string {
	s := r.text(name)
	if s.Value != "" && !endpointForm().MatchString(s.Value) {
		r.diags.Append(problemEndpoint(at(name), name))
	}
	return s.Value
}

func (r *reader) userAgent() string {
	s := r.text("configuration_source")
	if len(s.Value) > longestConfigurationSource || strings.ContainsFunc(s.Value, unicode.IsControl) {
		r.diags.Append(problemConfigurationSource(path.Root("configuration_source")))
		return ""
	}
	return s.Value
}

// at is the path of an argument.
func at(name string) path.Path {
	block, inner, nested := strings.Cut(name, ".")
	if nested {
		return path.Root(block).AtName(inner)
	}
	return path.Root(block)
}
