package provider

import (
	"fmt"
	"math"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	// defaultRegion is that of aliyun/alicloud.
	defaultRegion = "cn-beijing"

	maxConfigurationSource = 1024
)

var (
	milliseconds      = bounds{0, math.MaxInt32, "milliseconds"}
	seconds           = bounds{0, math.MaxInt32, "seconds"}
	requests          = bounds{0, math.MaxInt32, "requests"}
	sessionExpiration = bounds{900, 43200, "seconds"}
)

// blockModel is the provider block.
type blockModel struct {
	AccessKey             types.String `tfsdk:"access_key"`
	SecretKey             types.String `tfsdk:"secret_key"`
	SecurityToken         types.String `tfsdk:"security_token"`
	Region                types.String `tfsdk:"region"`
	Profile               types.String `tfsdk:"profile"`
	SharedCredentialsFile types.String `tfsdk:"shared_credentials_file"`
	CredentialsURI        types.String `tfsdk:"credentials_uri"`
	ECSRoleName           types.String `tfsdk:"ecs_role_name"`
	AccountID             types.String `tfsdk:"account_id"`
	Protocol              types.String `tfsdk:"protocol"`
	SkipRegionValidation  types.Bool   `tfsdk:"skip_region_validation"`
	ConfigurationSource   types.String `tfsdk:"configuration_source"`
	SourceIP              types.String `tfsdk:"source_ip"`
	SecureTransport       types.String `tfsdk:"secure_transport"`
	ClientConnectTimeout  types.Number `tfsdk:"client_connect_timeout"`
	ClientReadTimeout     types.Number `tfsdk:"client_read_timeout"`
	MaxRetryTimeout       types.Number `tfsdk:"max_retry_timeout"`
	MaxRequestsPerSecond  types.Number `tfsdk:"max_requests_per_second"`
	MaxConcurrentRequests types.Number `tfsdk:"max_concurrent_requests"`
	AssumeRole            types.Object `tfsdk:"assume_role"`
	AssumeRoleWithOIDC    types.Object `tfsdk:"assume_role_with_oidc"`
	Endpoints             types.Object `tfsdk:"endpoints"`
}

// blockSchema is the schema of the provider block. Nothing inside a block may be
// Required: that would fail every configuration without the block. settings.go
// checks what is missing. Numbers are not Int64: the framework reports 1.5 and
// 1e20 as a bug in the provider.
func blockSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Runs AI agents of Alibaba Cloud Intelligent Media Services (IMS, product code ICE).",
		Attributes: map[string]schema.Attribute{
			"access_key":     secret("Access key ID.", "access_key"),
			"secret_key":     secret("Access key secret.", "secret_key"),
			"security_token": secret("Security token of temporary (STS) credentials.", "security_token"),
			"region": text("Region of the agents, such as `cn-shanghai`. An agent exists in one region only. "+
				"Default: the profile's `region_id`, or else `"+defaultRegion+"`.", "region"),
			"profile": text("Name of a profile in the configuration file of the Alibaba Cloud CLI. That file is read only if a profile is set.", "profile"),
			"shared_credentials_file": text("Configuration file of the Alibaba Cloud CLI, or ini file of the vendor's SDKs; the content decides which it is. "+
				"Default: `~/.aliyun/config.json` and `~/.alibabacloud/credentials`.", "shared_credentials_file"),
			"credentials_uri": secret("URL that returns credentials, such as that of a sidecar.", "credentials_uri"),
			"ecs_role_name":   text("RAM role of the ECS instance on which the provider runs.", "ecs_role_name"),
			"account_id": text("Account that the credentials must belong to. Before the first request the provider asks STS once; "+
				"credentials of another account are an error in every operation, refresh and destroy included.", "account_id"),
			"protocol": text("`HTTPS` (default) or `HTTP`. `HTTP` is for emulators: tokens and prompts are sent unencrypted. "+
				"STS is called over `HTTP` at `endpoints.sts` only.", "protocol"),
			"skip_region_validation": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Disables the warning about a region for which the service documents no endpoint." + variablesSentence("skip_region_validation"),
			},
			"configuration_source": text(fmt.Sprintf("Text that is appended to the user agent, at most %d characters.", maxConfigurationSource), "configuration_source"),
			"source_ip":            text("Sent as `SourceIp` with each request, for RAM policies that require it.", "source_ip"),
			"secure_transport":     text("Sent as `SecureTransport` with each request, for RAM policies that require it.", "secure_transport"),
			"client_connect_timeout": number("Time limit for a connection, in milliseconds. Default: 10000.",
				"client_connect_timeout"),
			"client_read_timeout": number("Time limit for a response, in milliseconds. Default: 60000 for the request that starts an instance, which is never sent again when it may have been received, and 20000 for all others.",
				"client_read_timeout"),
			"max_retry_timeout": number("Time limit in seconds for sending a request again that was refused by throttling, was never sent, or, unless it starts an instance, met a failing service or network. "+
				"Default: 0, only the timeouts of the resource limit it; without a connection, 30 seconds.", "max_retry_timeout"),
			"max_requests_per_second": number("Requests that all resources together send in a second, a whole number. "+
				"Default: 0, no limit until the service refuses requests; from then on the provider stays below what the service admits.", "max_requests_per_second"),
			"max_concurrent_requests": number("Requests of all resources together that may wait for a response at the same time, a whole number. "+
				"Default: 0, no limit but Terraform's `-parallelism`.", "max_concurrent_requests"),
		},
		Blocks: map[string]schema.Block{
			"assume_role":           assumeRoleBlock(),
			"assume_role_with_oidc": oidcBlock(),
			"endpoints": schema.SingleNestedBlock{
				MarkdownDescription: "Endpoints other than the public ones.",
				Attributes: map[string]schema.Attribute{
					"ice": text("Host of the ICE API with an optional port, without `https://`. It serves all regions. "+
						"Default: `ice.<region>.aliyuncs.com`.", "endpoints.ice"),
					"sts": text("Host of STS with an optional port, without `https://`. Default: `sts.<region>.aliyuncs.com`.", "endpoints.sts"),
				},
			},
		},
	}
}

func assumeRoleBlock() schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		MarkdownDescription: "RAM role to assume with the credentials of the source that is used.",
		Attributes: map[string]schema.Attribute{
			"role_arn":           text("ARN of the role; required in this block. An empty string disables the block.", "assume_role.role_arn"),
			"session_name":       text("Name of the session. Default: `terraform`.", "assume_role.session_name"),
			"policy":             text("RAM policy (JSON) that restricts the permissions of the session.", ""),
			"session_expiration": number(sessionText, "assume_role.session_expiration"),
			"external_id":        secret("External ID that the role's trust policy requires.", ""),
		},
	}
}

func oidcBlock() schema.SingleNestedBlock {
	const at = "assume_role_with_oidc."
	return schema.SingleNestedBlock{
		MarkdownDescription: "RAM role to assume with the token of an OIDC identity provider, without an access key.",
		Attributes: map[string]schema.Attribute{
			"oidc_provider_arn": text("ARN of the identity provider in RAM; required in this block.", at+"oidc_provider_arn"),
			"role_arn":          text("ARN of the role; required in this block.", at+"role_arn"),
			"oidc_token": secret("Token of the identity provider. It expires soon and cannot be renewed: `oidc_token_file` is better.",
				at+"oidc_token"),
			"oidc_token_file": text("File with the token; it is read again at each refresh. This or `oidc_token` is required in this block.",
				at+"oidc_token_file"),
			"role_session_name":  text("Name of the session. Default: `terraform`.", at+"role_session_name"),
			"policy":             text("RAM policy (JSON) that restricts the permissions of the session.", ""),
			"session_expiration": number(sessionText, ""),
		},
	}
}

var sessionText = fmt.Sprintf("Lifetime of the session in seconds, %d to %d. The provider renews the session before it expires. Default: 3600.",
	sessionExpiration.min, sessionExpiration.max)

func text(description, argument string) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description + variablesSentence(argument)}
}

func secret(description, argument string) schema.StringAttribute {
	a := text(description, argument)
	a.Sensitive = true
	return a
}

func number(description, argument string) schema.NumberAttribute {
	return schema.NumberAttribute{Optional: true, MarkdownDescription: description + variablesSentence(argument)}
}

// leaf returns a value inside a block: unknown if the block is unknown, null if the
// block is not set.
func leaf(block types.Object, name string) attr.Value {
	if block.IsUnknown() {
		return types.StringUnknown()
	}
	if v, ok := block.Attributes()[name]; ok {
		return v
	}
	return types.StringNull()
}

// argument is one value of the provider block with its path in HCL.
type argument struct {
	name  string
	value attr.Value
}

// arguments returns the values of the block, in the order of the documentation.
func (b *blockModel) arguments() []argument {
	all := []argument{
		{"access_key", b.AccessKey},
		{"secret_key", b.SecretKey},
		{"security_token", b.SecurityToken},
		{"region", b.Region},
		{"profile", b.Profile},
		{"shared_credentials_file", b.SharedCredentialsFile},
		{"credentials_uri", b.CredentialsURI},
		{"ecs_role_name", b.ECSRoleName},
		{"account_id", b.AccountID},
		{"protocol", b.Protocol},
		{"skip_region_validation", b.SkipRegionValidation},
		{"configuration_source", b.ConfigurationSource},
		{"source_ip", b.SourceIP},
		{"secure_transport", b.SecureTransport},
		{"client_connect_timeout", b.ClientConnectTimeout},
		{"client_read_timeout", b.ClientReadTimeout},
		{"max_retry_timeout", b.MaxRetryTimeout},
		{"max_requests_per_second", b.MaxRequestsPerSecond},
		{"max_concurrent_requests", b.MaxConcurrentRequests},
	}
	for _, nested := range []struct {
		name   string
		object types.Object
		leaves []string
	}{
		{"assume_role", b.AssumeRole, []string{"role_arn", "session_name", "policy", "session_expiration", "external_id"}},
		{"assume_role_with_oidc", b.AssumeRoleWithOIDC, []string{
			"oidc_provider_arn", "role_arn", "oidc_token", "oidc_token_file", "role_session_name", "policy", "session_expiration",
		}},
		{"endpoints", b.Endpoints, []string{"ice", "sts"}},
	} {
		for _, name := range nested.leaves {
			all = append(all, argument{nested.name + "." + name, leaf(nested.object, name)})
		}
	}
	return all
}
