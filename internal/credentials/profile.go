package credentials

import (
	"bytes"
	"slices"
)

// The modes of profiles in config.json.
const (
	modeAK         = "AK"
	modeStsToken   = "StsToken"
	modeRAMRoleARN = "RamRoleArn"
	modeECSRAMRole = "EcsRamRole"
	modeOIDC       = "OIDC"
	modeChainable  = "ChainableRamRoleArn"
	modeCloudSSO   = "CloudSSO"
	modeOAuth      = "OAuth"
	modeExternal   = "External"
)

// profile is a profile of config.json.
type profile struct {
	hidden

	Name            string
	Mode            string
	AccessKeyID     string
	AccessKeySecret string
	SecurityToken   string
	RegionID        string
	RoleARN         string
	SessionName     string
	ExpiredSeconds  int64
	Policy          string
	ExternalID      string
	STSRegion       string
	EnableVPC       bool
	SourceProfile   string
	RoleName        string
	ProcessCommand  string

	OIDCProviderARN string
	OIDCToken       string
	OIDCTokenFile   string

	SSOSignInURL         string
	SSOAccountID         string
	SSOAccessConfig      string
	SSOAccessToken       string
	SSOAccessTokenExpire int64

	OAuthSiteType          string
	OAuthAccessToken       string
	OAuthAccessTokenExpire int64
}

// fields returns the fields by their keys in config.json.
func (p *profile) fields() map[string]any {
	return map[string]any{
		"name":              &p.Name,
		"mode":              &p.Mode,
		"access_key_id":     &p.AccessKeyID,
		"access_key_secret": &p.AccessKeySecret,
		"sts_token":         &p.SecurityToken,
		"region_id":         &p.RegionID,
		"ram_role_arn":      &p.RoleARN,
		"ram_session_name":  &p.SessionName,
		"expired_seconds":   &p.ExpiredSeconds,
		"policy":            &p.Policy,
		"external_id":       &p.ExternalID,
		"sts_region":        &p.STSRegion,
		"enable_vpc":        &p.EnableVPC,
		"source_profile":    &p.SourceProfile,
		"ram_role_name":     &p.RoleName,
		"process_command":   &p.ProcessCommand,

		"oidc_provider_arn": &p.OIDCProviderARN,
		"oidc_token":        &p.OIDCToken,
		"oidc_token_file":   &p.OIDCTokenFile,

		"cloud_sso_sign_in_url":         &p.SSOSignInURL,
		"cloud_sso_account_id":          &p.SSOAccountID,
		"cloud_sso_access_config":       &p.SSOAccessConfig,
		"access_token":                  &p.SSOAccessToken,
		"cloud_sso_access_token_expire": &p.SSOAccessTokenExpire,

		"oauth_site_type":           &p.OAuthSiteType,
		"oauth_access_token":        &p.OAuthAccessToken,
		"oauth_access_token_expire": &p.OAuthAccessTokenExpire,
	}
}

// dynamic reports whether the profile itself holds no credentials: they come from
// a request, a command or another profile.
func (p profile) dynamic() bool {
	return slices.Contains([]string{modeOIDC, modeChainable, modeCloudSSO, modeOAuth, modeExternal}, p.Mode)
}

// looksLikeJSON distinguishes config.json from an ini file. An empty file counts
// as config.json.
func looksLikeJSON(text []byte) bool {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	return len(text) == 0 || text[0] == '{'
}
