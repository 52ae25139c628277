package credentials

import (
	"strconv"
	"strings"
)

// chain is the order in which the sources are checked, by their names in errors
// and in the documentation. The order is that of the code of aliyun/alicloud,
// where its documentation says otherwise; the last two sources are not known
// there.
var chain = []struct {
	name  string
	check func(Config, files) candidate
}{
	// The arguments, the environment and the profile, each value by itself.
	{"access_key and secret_key", staticCredentials},
	// A profile whose mode needs a request, a command or a file.
	{"profile", dynamicProfile},
	// A URL that returns credentials.
	{"credentials_uri", credentialsURI},
	// The metadata server of the ECS instance.
	{"ecs_role_name", instanceRole},
	// A role, for the OIDC token that the block names.
	{"assume_role_with_oidc", oidcBlock},
	// The same without a block, as in a pod with RRSA.
	{"OIDC environment variables", oidcEnvironment},
	// The file of the vendor's SDKs.
	{"ini file", iniFile},
}

// choose returns the first source that is configured. If that one fails later,
// it is an error: no other identity is used silently.
func choose(c Config, f files) Source {
	var skipped []string
	for _, s := range chain {
		found := s.check(c, f)
		if found.skipped == "" {
			return c.assumeRole(f.profile, found, numbered(skipped))
		}
		skipped = append(skipped, s.name+": "+found.skipped)
	}
	return fails(&MissingError{Skipped: numbered(skipped)})
}

// numbered returns a numbered line for each text.
func numbered(texts []string) string {
	lines := make([]string, len(texts))
	for i, t := range texts {
		lines[i] = strconv.Itoa(i+1) + ". " + t
	}
	return strings.Join(lines, "\n")
}

// dynamicProfile serves the modes of profiles that hold no credentials
// themselves.
func dynamicProfile(c Config, f files) candidate {
	p := f.profile
	switch {
	case f.jsonProblem != "":
		return skip(f.jsonProblem)
	case p.dynamic():
		name, source := c.fromProfile(f, p, nil)
		return candidate{name: name, source: source}
	case p.Mode == modeECSRAMRole:
		return skip(quoted(p.Name) + " has mode EcsRamRole, which is checked as ecs_role_name")
	case p.Mode == modeAK, p.Mode == modeStsToken, p.Mode == modeRAMRoleARN:
		return skip(quoted(p.Name) + " of " + f.jsonPath + " has no access_key_id or no access_key_secret")
	}
	return skip(quoted(p.Name) + " of " + f.jsonPath + " has a mode that is not supported")
}

func credentialsURI(c Config, _ files) candidate {
	if c.URI.Value == "" {
		return skip(c.URI.unset())
	}
	name, fetch := fromURI(c)
	return candidate{name: name, source: c.refreshed(name, fetch)}
}

const notWithAccessKey = "not used, because an access key is set without its secret"

// accessKeyAlone reports whether an access key is set. Where static credentials
// were skipped, its secret is missing then.
func (c Config) accessKeyAlone(f files) bool {
	access, _, _ := c.static(f)
	return access.Value != ""
}

// instanceRole serves the metadata server; as with aliyun/alicloud, not where an
// access key is set without its secret.
func instanceRole(c Config, f files) candidate {
	role, from := c.ECSRole.Value, c.ECSRole.From
	if role == "" && f.profile.Mode == modeECSRAMRole {
		role, from = f.profile.RoleName, "profile "+quoted(f.profile.Name)
	}
	switch {
	case from == "":
		return skip(c.ECSRole.unset())
	case c.accessKeyAlone(f):
		return skip(notWithAccessKey)
	}
	name, fetch := fromMetadata(c, role, from)
	return candidate{name: name, source: c.refreshed(name, fetch)}
}

func oidcBlock(c Config, f files) candidate {
	switch {
	case c.OIDC == nil:
		return skip("the block is not set")
	case c.accessKeyAlone(f):
		return skip(notWithAccessKey)
	}
	name, fetch := fromOIDC(c, "assume_role_with_oidc", *c.OIDC)
	return candidate{name: name, source: c.refreshed(name, fetch)}
}

// oidcEnvironment serves an environment that is complete by itself, such as that
// of a pod with RRSA. aliyun/alicloud also requires an empty block.
func oidcEnvironment(c Config, f files) candidate {
	o := c.EnvironmentOIDC
	var missing []string
	for _, s := range []Setting{o.RoleARN, o.ProviderARN} {
		if s.Value == "" {
			missing = append(missing, strings.Join(s.Checked, ", "))
		}
	}
	if o.Token.Value == "" && o.TokenFile.Value == "" {
		missing = append(missing, strings.Join(append(o.Token.Checked, o.TokenFile.Checked...), " or "))
	}
	switch {
	case len(missing) > 0:
		return skip("not set: " + and(missing))
	case c.accessKeyAlone(f):
		return skip(notWithAccessKey)
	}
	name, fetch := fromOIDC(c, "the environment", o)
	return candidate{name: name, source: c.refreshed(name, fetch)}
}

func iniFile(c Config, f files) candidate {
	if f.iniProblem != "" {
		return skip(strings.TrimSpace(f.iniPath + " " + f.iniProblem))
	}
	name, source := c.fromSection(f)
	return candidate{name: name, source: source}
}
