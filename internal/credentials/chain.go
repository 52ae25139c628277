package credentials

import (
	"strconv"
	"strings"
)

// Order names the places in the order in which they are looked at, in the words
// of errors and documentation. The order is that of the provider aliyun/alicloud
// (of its code, where its documentation says otherwise), and after its places
// there are two that it does not know.
func Order() []string {
	names := make([]string, len(order))
	for i, place := range order {
		names[i] = place.name
	}
	return names
}

var order = []struct {
	name string
	look func(Config, files) candidate
}{
	{"access_key and secret_key", staticKeys},
	{"profile", dynamicProfile},
	{"credentials_uri", credentialsURI},
	{"ecs_role_name", instanceRole},
	{"assume_role_with_oidc", oidcBlock},
	{"OIDC of the environment", oidcEnvironment},
	{"ini file", iniFile},
}

// choose takes the first place that is configured. One that is configured and
// then fails is an error: no other identity steps in silently.
func choose(c Config, f files) Source {
	var passed []string
	for _, place := range order {
		one := place.look(c, f)
		if one.why == "" {
			return c.onTop(f.profile, one, numbered(passed))
		}
		passed = append(passed, place.name+": "+one.why)
	}
	return fails(&MissingError{Passed: numbered(passed)})
}

// dynamicProfile serves the modes of profiles that hold no keys of their own.
func dynamicProfile(c Config, f files) candidate {
	p := f.profile
	switch {
	case f.problem != "":
		return passedOver(f.problem)
	case p.dynamic():
		name, source := c.ofProfile(f, p, nil)
		return candidate{name: name, source: source}
	case p.Mode == modeECSRAMRole:
		return passedOver("`" + p.Name + "` has mode EcsRamRole, which counts as ecs_role_name")
	case p.Mode == modeAK, p.Mode == modeStsToken, p.Mode == modeRAMRoleARN:
		return passedOver("`" + p.Name + "` of " + f.json + " has no access_key_id or no access_key_secret")
	}
	return passedOver("`" + p.Name + "` of " + f.json + " has a mode that is not supported")
}

func credentialsURI(c Config, _ files) candidate {
	if c.URI.Value == "" {
		return passedOver(c.URI.unset())
	}
	name, f := fromURI(c)
	return candidate{name: name, source: c.refreshed(name, f)}
}

const halfSet = "not used, because an access key is set"

// halfSet says that there is an access key without its secret.
func (c Config) halfSet(f files) bool {
	access, _, _ := c.static(f)
	return access.Value != ""
}

// instanceRole asks the metadata server; as with the incumbent, not where an
// access key is set without its secret.
func instanceRole(c Config, f files) candidate {
	role, from := c.ECSRole.Value, c.ECSRole.From
	if role == "" && f.profile.Mode == modeECSRAMRole {
		role, from = f.profile.RoleName, "profile `"+f.profile.Name+"`"
	}
	switch {
	case from == "":
		return passedOver(c.ECSRole.unset())
	case c.halfSet(f):
		return passedOver(halfSet)
	}
	name, fetch := fromMetadata(c, role, from)
	return candidate{name: name, source: c.refreshed(name, fetch)}
}

func oidcBlock(c Config, f files) candidate {
	switch {
	case c.OIDC == nil:
		return passedOver("there is no such block")
	case c.halfSet(f):
		return passedOver(halfSet)
	}
	name, fetch := fromOIDC(c, "assume_role_with_oidc", *c.OIDC)
	return candidate{name: name, source: c.refreshed(name, fetch)}
}

// oidcEnvironment serves where the environment alone says everything, as that of
// a pod with RRSA does. The incumbent wants an empty block besides.
func oidcEnvironment(c Config, f files) candidate {
	o := c.EnvironmentOIDC
	var missing []string
	for _, s := range []Setting{o.RoleARN, o.ProviderARN} {
		if s.Value == "" {
			missing = append(missing, strings.Join(s.Places, ", "))
		}
	}
	if o.Token.Value == "" && o.TokenFile.Value == "" {
		missing = append(missing, strings.Join(append(o.Token.Places, o.TokenFile.Places...), " or "))
	}
	switch {
	case len(missing) > 0:
		return passedOver("not set: " + and(missing))
	case c.halfSet(f):
		return passedOver(halfSet)
	}
	name, fetch := fromOIDC(c, "the environment", o)
	return candidate{name: name, source: c.refreshed(name, fetch)}
}

// iniFile serves the file of the vendor's SDKs.
func iniFile(c Config, f files) candidate {
	if f.iniProblem != "" {
		return passedOver(strings.TrimSpace(f.ini + " " + f.iniProblem))
	}
	name, source := c.ofSection(f)
	return candidate{name: name, source: source}
}

// numbered makes one line of each place.
func numbered(places []string) string {
	lines := make([]string, len(places))
	for i, p := range places {
		lines[i] = strconv.Itoa(i+1) + ". " + p
	}
	return strings.Join(lines, "\n")
}
