package credentials

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gopkg.in/ini.v1"
)

const maxFile = 4 << 20

// profile is a profile of config.json, in the file's own words.
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

// files are what the profile files say.
type files struct {
	hidden

	// json is the path of config.json, problem why it does not serve, and
	// profile the one that is asked for; it is empty when there is a problem.
	json    string
	problem string
	profile profile
	all     map[string]profile

	// ini is the path of the vendor's ini file, iniProblem why it does not
	// serve, and section the one that is asked for.
	ini        string
	iniProblem string
	section    map[string]string
	sectionOf  string
}

// readFiles reads the profile files. One variable may name either of them: the
// content tells which it is, and the other one is then at its usual place.
func readFiles(c Config) files {
	f := files{json: c.atHome(".aliyun", "config.json"), ini: c.atHome(".alibabacloud", "credentials")}
	if c.File.Value != "" {
		path := c.expand(c.File.Value)
		if text, err := readFile(path); err == nil && !looksLikeJSON(text) {
			f.ini = path
		} else {
			f.json = path
		}
	}
	if c.Profile.Value == "" {
		f.problem = c.Profile.unset() + ", so that no config.json is read"
	} else if all, problem := readProfiles(f.json); problem != "" {
		f.problem = problem
	} else if p, ok := all[c.Profile.Value]; ok {
		f.profile, f.all = p, all
	} else {
		f.problem = "`" + c.Profile.Value + "` is not in " + f.json
	}
	f.readSection(c.Profile.Value)
	return f
}

func (c Config) atHome(parts ...string) string {
	if c.Home == "" {
		return ""
	}
	return filepath.Join(append([]string{c.Home}, parts...)...)
}

// expand puts the user's folder in the place of a leading ~.
func (c Config) expand(path string) string {
	if path == "~" || strings.HasPrefix(path, "~/") || strings.HasPrefix(path, `~\`) {
		return c.atHome(path[1:])
	}
	return path
}

// looksLikeJSON tells config.json from an ini file. An empty file counts as
// neither, and is reported as what it was expected to be.
func looksLikeJSON(text []byte) bool {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	return len(text) == 0 || text[0] == '{'
}

// readProfiles reads config.json; what is wrong is said without its content.
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

// readSection reads the section of the ini file that has the profile's name,
// or "default". The vendor's tools read the file with the same library.
func (f *files) readSection(name string) {
	if f.sectionOf = name; name == "" {
		f.sectionOf = "default"
	}
	text, err := readFile(f.ini)
	if err != nil {
		f.iniProblem = fileProblem(f.ini, err)
		return
	}
	content, err := ini.Load(text)
	if err != nil {
		f.iniProblem = "is not an ini file"
		return
	}
	section, err := content.GetSection(f.sectionOf)
	if err != nil {
		f.iniProblem = "has no section [" + f.sectionOf + "]"
		return
	}
	f.section = section.KeysHash()
}

func readFile(path string) ([]byte, error) {
	if path == "" {
		return nil, fs.ErrNotExist
	}
	// A pipe would be waited for without end.
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, errors.New("not a file")
	}
	file, err := os.Open(path) //nolint:gosec // The user names the file.
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(text) > maxFile {
		return nil, errors.New("too large")
	}
	return text, err
}

func fileProblem(path string, err error) string {
	switch {
	case path == "":
		return "has no place, because the environment names no home folder"
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "may not be read by this user"
	}
	return "cannot be read"
}

// oidcToken is the token, or what its file holds now.
func oidcToken(source string, o OIDC) (string, error) {
	if token := strings.TrimSpace(o.Token.Value); token != "" {
		return token, nil
	}
	text, err := readFile(o.TokenFile.Value)
	if err != nil {
		return "", &Error{
			Source: source, Class: Incomplete, Detail: "the token file " + o.TokenFile.Value + " " + fileProblem(o.TokenFile.Value, err),
			Advice: "Check oidc_token_file, and what writes the file",
		}
	}
	// A line feed at the end is no part of a token.
	token := strings.TrimSpace(string(text))
	if token == "" {
		return "", &Error{Source: source, Class: Incomplete, Detail: "the token file " + o.TokenFile.Value + " is empty"}
	}
	return token, nil
}
