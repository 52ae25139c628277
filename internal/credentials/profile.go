package credentials

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
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

	Name            string `json:"name"`
	Mode            string `json:"mode"`
	AccessKeyID     string `json:"access_key_id"`
	AccessKeySecret string `json:"access_key_secret"`
	SecurityToken   string `json:"sts_token"`
	RegionID        string `json:"region_id"`
	RoleARN         string `json:"ram_role_arn"`
	SessionName     string `json:"ram_session_name"`
	ExpiredSeconds  int    `json:"expired_seconds"`
	Policy          string `json:"policy"`
	ExternalID      string `json:"external_id"`
	STSRegion       string `json:"sts_region"`
	EnableVPC       bool   `json:"enable_vpc"`
	SourceProfile   string `json:"source_profile"`
	RoleName        string `json:"ram_role_name"`
	ProcessCommand  string `json:"process_command"`

	OIDCProviderARN string `json:"oidc_provider_arn"`
	OIDCToken       string `json:"oidc_token"`
	OIDCTokenFile   string `json:"oidc_token_file"`

	SSOSignInURL         string `json:"cloud_sso_sign_in_url"`
	SSOAccountID         string `json:"cloud_sso_account_id"`
	SSOAccessConfig      string `json:"cloud_sso_access_config"`
	SSOAccessToken       string `json:"access_token"`
	SSOAccessTokenExpire int64  `json:"cloud_sso_access_token_expire"`

	OAuthSiteType          string `json:"oauth_site_type"`
	OAuthAccessToken       string `json:"oauth_access_token"`
	OAuthAccessTokenExpire int64  `json:"oauth_access_token_expire"`
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

// readProfiles reads config.json. It also returns what is wrong with the file,
// without its content.
func readProfiles(path string) (map[string]profile, string) {
	text, err := readFile(path)
	if err != nil {
		return nil, strings.TrimSpace("config.json "+path) + " " + fileProblem(path, err)
	}
	var content struct {
		Profiles []profile `json:"profiles"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), &content); err != nil {
		return nil, path + " is not the JSON that `aliyun configure` writes"
	}
	all := map[string]profile{}
	for _, p := range content.Profiles {
		all[p.Name] = p
	}
	return all, ""
}
