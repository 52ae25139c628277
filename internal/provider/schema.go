package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
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
	ClientConnectTimeout  types.Int64  `tfsdk:"client_connect_timeout"`
	ClientReadTimeout     types.Int64  `tfsdk:"client_read_timeout"`
	MaxRetryTimeout       types.Int64  `tfsdk:"max_retry_timeout"`
	AssumeRole            types.Object `tfsdk:"assume_role"`
	AssumeRoleWithOIDC    types.Object `tfsdk:"assume_role_with_oidc"`
	Endpoints             types.Object `tfsdk:"endpoints"`
}

// blockSchema is the schema of the provider block. Nothing inside a block may be
// Required: it would fail every configuration that has no such block. What is
// needed there is checked with its path in settings.go.
func blockSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Runs AI agents of Alibaba Cloud Intelligent Media Services (IMS, product code ICE).",
		Attributes: map[string]schema.Attribute{
			"access_key":     secret("Access key id.", "access_key"),
			"secret_key":     secret("Access key secret.", "secret_key"),
			"security_token": secret("Security token of temporary (STS) keys.", "security_token"),
			"region": text("Region of the agents, such as `cn-shanghai`; an agent exists in one region only. "+
				"Default: the profile's `region_id`, else `"+defaultRegion+"`.", "region"),
			"profile": text("Name of a profile in the file of the Alibaba Cloud CLI. Without it that file is not read.", "profile"),
			"shared_credentials_file": text("File of the Alibaba Cloud CLI, or ini file of the vendor's SDKs; its content tells which. "+
				"Default: `~/.aliyun/config.json` and `~/.alibabacloud/credentials`.", "shared_credentials_file"),
			"credentials_uri": secret("Address that answers with keys, such as that of a sidecar.", "credentials_uri"),
			"ecs_role_name":   text("RAM role of the ECS instance on which the provider runs.", "ecs_role_name"),
			"account_id": text("Account that the keys must belong to: before the first start of an instance STS is asked, "+
				"and keys of another account are an error.", "account_id"),
			"protocol": text("`HTTPS` (default) or `HTTP`. `HTTP` is for emulators and sends tokens and prompts unencrypted; "+
				"STS is called by it at `endpoints.sts` only.", ""),
			"skip_region_validation": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Do not warn of a region for which the service documents no endpoint." + described("skip_region_validation"),
			},
			"configuration_source": text("Text that is added to the user agent, at most 1024 characters.", "configuration_source"),
			"source_ip":            text("Sent as `SourceIp` with each request, for RAM policies that ask for it.", "source_ip"),
			"secure_transport":     text("Sent as `SecureTransport` with each request, for RAM policies that ask for it.", "secure_transport"),
			"client_connect_timeout": number("Milliseconds that a connection may take. Default: 10000.",
				"client_connect_timeout"),
			"client_read_timeout": number("Milliseconds that an answer may take. Default: 60000.", "client_read_timeout"),
			"max_retry_timeout": number("Seconds in which a request that was refused by throttling or never sent is sent again. "+
				"Default: 0, which leaves it to the timeouts of the resource.", "max_retry_timeout"),
		},
		Blocks: map[string]schema.Block{
			"assume_role":           assumeRoleBlock(),
			"assume_role_with_oidc": oidcBlock(),
			"endpoints": schema.SingleNestedBlock{
				MarkdownDescription: "Other addresses than the public ones.",
				Attributes: map[string]schema.Attribute{
					"ice": text("Host of the ICE API with an optional port, without `https://`; it serves all regions. "+
						"Default: `ice.<region>.aliyuncs.com`.", "endpoints.ice"),
					"sts": text("Host of STS with an optional port, without `https://`. Default: `sts.<region>.aliyuncs.com`.", "endpoints.sts"),
				},
			},
		},
	}
}

func assumeRoleBlock() schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		MarkdownDescription: "RAM role to assume with the keys of whatever source serves.",
		Attributes: map[string]schema.Attribute{
			"role_arn": text("ARN of the role; needed in this block. An empty text switches the block off.",
				"assume_role.role_arn"),
			"session_name": text("Name of the session. Default: `terraform`.", "assume_role.session_name"),
			"policy":       text("RAM policy (JSON) that narrows what the session may do.", ""),
			"session_expiration": number("Seconds after which the session ends, 900 to 43200; it is renewed before. Default: 3600.",
				"assume_role.session_expiration"),
			"external_id": secret("External id that the role's trust policy asks for.", ""),
		},
	}
}

func oidcBlock() schema.SingleNestedBlock {
	const at = "assume_role_with_oidc."
	return schema.SingleNestedBlock{
		MarkdownDescription: "RAM role to assume with the token of an OIDC identity provider, without any key.",
		Attributes: map[string]schema.Attribute{
			"oidc_provider_arn": text("ARN of the identity provider in RAM; needed in this block.", at+"oidc_provider_arn"),
			"role_arn":          text("ARN of the role; needed in this block.", at+"role_arn"),
			"oidc_token": secret("Token of the identity provider. It ends soon, and cannot be renewed: prefer `oidc_token_file`.",
				at+"oidc_token"),
			"oidc_token_file": text("File with the token; it is read again at each renewal. This or `oidc_token` is needed.",
				at+"oidc_token_file"),
			"role_session_name":  text("Name of the session. Default: `terraform`.", at+"role_session_name"),
			"policy":             text("RAM policy (JSON) that narrows what the session may do.", ""),
			"session_expiration": number("Seconds after which the session ends, 900 to 43200; it is renewed before. Default: 3600.", ""),
		},
	}
}

func text(description, argument string) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description + described(argument)}
}

func secret(description, argument string) schema.StringAttribute {
	a := text(description, argument)
	a.Sensitive = true
	return a
}

func number(description, argument string) schema.Int64Attribute {
	return schema.Int64Attribute{Optional: true, MarkdownDescription: description + described(argument)}
}

// leaf is a value inside a block: unknown where the block is, null where it is
// absent.
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

// all are the values of the block, in the order of the documentation.
func (b *blockModel) all() []argument {
	arguments := []argument{
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
			arguments = append(arguments, argument{nested.name + "." + name, leaf(nested.object, name)})
		}
	}
	return arguments
}
