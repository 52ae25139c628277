package provider

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// getenv is the only place where this provider reads its environment.
func getenv(name string) string { return os.Getenv(name) }

// settings are the result of the provider block and the environment.
type settings struct {
	// region is empty if neither the block nor the environment sets it.
	region         credentials.Setting
	endpoint       string
	protocol       string
	skipValidation bool
	userAgent      string
	connectTimeout time.Duration
	readTimeout    time.Duration
	retryFor       time.Duration
	maxRate        int64
	maxInFlight    int64
	parameters     map[string]string
	credentials    credentials.Config

	// unknown lists the arguments whose values are not known yet.
	unknown []string
}

// Format shows nothing, whatever the verb: the settings hold credentials.
func (settings) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "provider settings") }

// settingsFrom merges the block with the environment. It is pure: env stands for
// the environment. A value that is unknown, as in a plan that creates it first, is
// not an error here; the requests that need it fail.
func settingsFrom(block *blockModel, env func(string) string) (*settings, diag.Diagnostics) {
	v := &values{block: map[string]attr.Value{}, env: env}
	s := &settings{}
	for _, a := range block.arguments() {
		v.block[a.name] = a.value
		if a.value.IsUnknown() {
			s.unknown = append(s.unknown, a.name)
		}
	}
	s.region = v.text("region")
	s.endpoint = v.endpoint("endpoints.ice", ice.ValidEndpoint)
	s.skipValidation = v.flag("skip_region_validation")
	s.userAgent = v.userAgent()
	s.connectTimeout = v.duration("client_connect_timeout", time.Millisecond, milliseconds)
	s.readTimeout = v.duration("client_read_timeout", time.Millisecond, milliseconds)
	s.retryFor = v.duration("max_retry_timeout", time.Second, seconds)
	s.maxRate = v.number("max_requests_per_second", requests)
	s.maxInFlight = v.number("max_concurrent_requests", requests)
	s.parameters = map[string]string{}
	for argument, parameter := range map[string]string{"source_ip": "SourceIp", "secure_transport": "SecureTransport"} {
		if value := v.text(argument).Value; value != "" {
			s.parameters[parameter] = value
		}
	}
	sts := v.endpoint("endpoints.sts", ice.ValidEndpoint)
	s.protocol = v.protocol(s.endpoint, sts)
	s.credentials = v.credentials(block)
	s.credentials.STS = credentials.STS{
		Endpoint: sts, Region: s.region.Value, DefaultRegion: defaultRegion, Protocol: s.protocol,
		ConnectTimeout: s.connectTimeout, ReadTimeout: s.readTimeout, RetryFor: s.retryFor, Parameters: s.parameters,
	}
	return s, v.diags
}

// resolveRegion returns the region to use, given that of the profile. It is empty
// while it is not known.
func (s *settings) resolveRegion(profile credentials.Setting) (credentials.Setting, diag.Diagnostics) {
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
		region = credentials.Setting{Value: defaultRegion, From: "the provider's default, because no argument, environment variable or profile sets it"}
	}
	var diags diag.Diagnostics
	switch {
	case !ice.ValidRegion(region.Value):
		diags.Append(invalidRegion(region.Value, region.From))
	case s.endpoint == "" && !s.skipValidation && !slices.Contains(ice.Regions, region.Value):
		diags.Append(undocumentedRegion(region.Value))
	}
	return region, diags
}

// options returns the options of the client that the settings decide.
func (s *settings) options(chain *credentials.Chain, region credentials.Setting) ice.Options {
	options := ice.Options{
		Region: region.Value, RegionFrom: region.From, Endpoint: s.endpoint, Protocol: s.protocol,
		Credentials: chain.Credentials, Forget: chain.Forget, BeforeCall: chain.CheckAccount,
		ConnectTimeout: s.connectTimeout, ReadTimeout: s.readTimeout, RetryFor: s.retryFor, MaxRate: float64(s.maxRate), MaxInFlight: int(s.maxInFlight),
		Parameters: s.parameters,
	}
	if len(s.unknown) > 0 {
		options.BeforeCall = func(context.Context) error { return credentials.NotKnownYet(s.unknown) }
	}
	return options
}

// credentials returns the settings about credentials.
func (v *values) credentials(block *blockModel) credentials.Config {
	c := credentials.Config{
		AccessKey: v.credential("access_key"), SecretKey: v.credential("secret_key"), SecurityToken: v.credential("security_token"),
		Profile: v.text("profile"), File: v.text("shared_credentials_file"),
		URI: v.text("credentials_uri"), ECSRole: v.text("ecs_role_name"), AccountID: v.text("account_id"),
		Metadata:        credentials.Metadata{Host: v.env(metadataHost)},
		EnvironmentOIDC: v.environmentOIDC(),
		Home:            v.env("HOME"),
	}
	if c.Home == "" {
		c.Home = v.env("USERPROFILE")
	}
	if strings.EqualFold(v.env(metadataDisabled), "true") {
		c.Metadata.Disabled = variableSource(metadataDisabled)
	}
	if strings.EqualFold(v.env(metadataV2Only), "true") {
		c.Metadata.V2Only = variableSource(metadataV2Only)
	}
	if u, err := url.Parse(c.URI.Value); c.URI.Value != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		v.diags.Append(invalidURL("credentials_uri", c.URI.From))
	}
	if !block.AssumeRole.IsNull() && !block.AssumeRole.IsUnknown() {
		c.AssumeRole = v.assumeRole()
	}
	if !block.AssumeRoleWithOIDC.IsNull() && !block.AssumeRoleWithOIDC.IsUnknown() {
		o := v.oidcBlock()
		c.OIDC = &o
	}
	return c
}

// assumeRole returns the block, nil if an empty ARN disables it.
func (v *values) assumeRole() *credentials.AssumeRole {
	const in = "assume_role."
	arn, _ := v.block[in+"role_arn"].(types.String)
	if !arn.IsNull() && !arn.IsUnknown() && arn.ValueString() == "" {
		return nil
	}
	role := &credentials.AssumeRole{
		RoleARN: v.text(in + "role_arn"), SessionName: v.text(in + "session_name"),
		Policy: v.text(in + "policy").Value, ExternalID: v.credential(in + "external_id"),
		Expiration: int(v.number(in+"session_expiration", sessionExpiration)),
	}
	v.require(in+"role_arn", role.RoleARN)
	return role
}

// environmentOIDC returns what the environment says without a block.
func (v *values) environmentOIDC() credentials.OIDC { return oidc(v.variable) }

// oidcBlock returns the block; the environment fills in what it leaves out.
func (v *values) oidcBlock() credentials.OIDC {
	o := oidc(v.text)
	const in = "assume_role_with_oidc."
	o.Policy, o.Expiration = v.text(in+"policy").Value, int(v.number(in+"session_expiration", sessionExpiration))
	o.Token = v.credential(in + "oidc_token")
	v.require(in+"oidc_provider_arn", o.ProviderARN)
	v.require(in+"role_arn", o.RoleARN)
	if o.TokenFile.Value == "" && !v.unknown(in+"oidc_token_file") {
		token := o.Token
		token.Checked = append(slices.Clone(token.Checked), o.TokenFile.Checked...)
		v.require(in+"oidc_token", token)
	}
	return o
}

func oidc(get func(string) credentials.Setting) credentials.OIDC {
	const in = "assume_role_with_oidc."
	return credentials.OIDC{
		ProviderARN: get(in + "oidc_provider_arn"), RoleARN: get(in + "role_arn"), Token: get(in + "oidc_token"),
		TokenFile: get(in + "oidc_token_file"), SessionName: get(in + "role_session_name"),
	}
}

// protocol returns the protocol of the API. It warns of HTTP unless all requests
// that are sent by it stay on this machine: STS is called by it at its own endpoint
// only.
func (v *values) protocol(endpoint, sts string) string {
	s := v.text("protocol")
	protocol := strings.ToUpper(s.Value)
	switch protocol {
	case "", "HTTPS":
	case "HTTP":
		if !v.unknown("endpoints.ice") && (!ice.Loopback(endpoint) || sts != "" && !ice.Loopback(sts)) {
			v.diags.Append(unencrypted())
		}
	default:
		v.diags.Append(invalidProtocol(s.From))
	}
	return protocol
}

func (v *values) userAgent() string {
	s := v.text("configuration_source")
	if len(s.Value) > maxConfigurationSource || strings.ContainsFunc(s.Value, unicode.IsControl) {
		v.diags.Append(invalidConfigurationSource(s.From, maxConfigurationSource))
		return ""
	}
	return s.Value
}
