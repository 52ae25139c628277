package provider

import "strings"

// variables are the environment variables of each argument, in the order in which
// they are checked; the argument has priority over all of them. Names and order
// are those of aliyun/alicloud. The variables of arguments inside a block are used
// only if the block is set, as in that provider.
var variables = map[string][]string{
	"access_key":              {"ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_ID"},
	"secret_key":              {"ALICLOUD_SECRET_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_ACCESS_KEY_SECRET"},
	"security_token":          {"ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN", "ALIBABACLOUD_SECURITY_TOKEN"},
	"region":                  {"ALICLOUD_REGION", "ALIBABA_CLOUD_REGION"},
	"profile":                 {"ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE"},
	"shared_credentials_file": {"ALICLOUD_SHARED_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE"},
	"credentials_uri":         {"ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"},
	"ecs_role_name":           {"ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"},
	"account_id":              {"ALICLOUD_ACCOUNT_ID", "ALIBABA_CLOUD_ACCOUNT_ID"},
	"source_ip":               {"ALICLOUD_SOURCE_IP", "ALIBABA_CLOUD_SOURCE_IP"},
	"secure_transport": {
		"ALICLOUD_SECURE_TRANSPORT", "ALIBABA_CLOUD_SECURE_TRANSPORT", "ALICLOUD_SECURITY_TRANSPORT", "ALIBABA_CLOUD_SECURITY_TRANSPORT",
	},
	"skip_region_validation": {"ALICLOUD_SKIP_REGION_VALIDATION"},
	"protocol":               {"ALIBABA_CLOUD_PROTOCOL"},
	"configuration_source":   {"TF_APPEND_USER_AGENT"},
	"client_connect_timeout": {"CLIENT_CONNECT_TIMEOUT"},
	"client_read_timeout":    {"CLIENT_READ_TIMEOUT"},
	"max_retry_timeout":      {"MAX_RETRY_TIMEOUT"},
	"endpoints.ice":          {"ALIBABA_CLOUD_ENDPOINT_ICE", "ICE_ENDPOINT"},
	"endpoints.sts":          {"ALIBABA_CLOUD_ENDPOINT_STS", "STS_ENDPOINT"},

	"assume_role.role_arn":           {"ALICLOUD_ASSUME_ROLE_ARN", "ALIBABA_CLOUD_ROLE_ARN"},
	"assume_role.session_name":       {"ALICLOUD_ASSUME_ROLE_SESSION_NAME", "ALIBABA_CLOUD_ROLE_SESSION_NAME"},
	"assume_role.session_expiration": {"ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION"},

	"assume_role_with_oidc.oidc_provider_arn": {"ALIBABA_CLOUD_OIDC_PROVIDER_ARN"},
	"assume_role_with_oidc.role_arn":          {"ALIBABA_CLOUD_ROLE_ARN"},
	"assume_role_with_oidc.oidc_token":        {"ALIBABA_CLOUD_OIDC_TOKEN"},
	"assume_role_with_oidc.oidc_token_file":   {"ALIBABA_CLOUD_OIDC_TOKEN_FILE"},
	"assume_role_with_oidc.role_session_name": {"ALIBABA_CLOUD_ROLE_SESSION_NAME"},
}

// Variables without an argument: they describe the machine, not a configuration.
const (
	metadataDisabled = "ALIBABA_CLOUD_ECS_METADATA_DISABLED"
	metadataV2Only   = "ALIBABA_CLOUD_IMDSV1_DISABLED"
	metadataHost     = "ALIBABA_CLOUD_ECS_METADATA_ENDPOINT"
)

// variablesSentence returns the sentence of the documentation about the variables
// of an argument.
func variablesSentence(argument string) string {
	names := variables[argument]
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "`" + n + "`"
	}
	switch len(quoted) {
	case 0:
		return ""
	case 1:
		return " Environment variable: " + quoted[0] + "."
	}
	return " Environment variables, in this order: " + strings.Join(quoted, ", ") + "."
}
