package credentials

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// candidate is one place in the order of sources: its source with a name for
// people, or why it does not serve.
type candidate struct {
	name   string
	source Source
	why    string
}

func passedOver(why string) candidate { return candidate{why: why} }

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

// onTop assumes a role with the keys of a place, if one is configured, and tells
// in keys and errors what was looked at before.
func (c Config) onTop(p profile, one candidate, passed string) Source {
	source := one.source
	if r, s := c.role(p); r.arn != "" {
		source = c.refreshed(fromRole(s, source, one.name, r))
	}
	return func(ctx context.Context) (openapi.Keys, error) {
		keys, err := source(ctx)
		var failed *Error
		if errors.As(err, &failed) {
			told := *failed
			told.Passed = passed
			err = &told
		}
		keys.Passed = passed
		return keys, err
	}
}

// role is the role to assume with whatever keys there are: that of the block, or
// else of a profile of mode RamRoleArn. The block takes the place of the
// profile's role; what it leaves out of name and time comes from there.
func (c Config) role(p profile) (role, STS) {
	var r role
	s := c.STS
	if p.Mode == modeRAMRoleARN {
		r, s = p.role(), s.of(p)
	}
	if b := c.AssumeRole; b != nil && b.RoleARN.Value != "" {
		r = role{
			arn: b.RoleARN.Value, sessionName: first(b.SessionName.Value, r.sessionName),
			policy: b.Policy, externalID: b.ExternalID.Value, expiration: first(b.Expiration, r.expiration),
		}
	}
	return r, s
}

func (c Config) refreshed(name string, f fetch) Source {
	wait := patience
	if c.Timeout > 0 {
		wait = min(wait, c.Timeout)
	}
	return refreshed(name, c.Now, wait, f)
}

// fails is a source that has only an error to give.
func fails(err error) Source {
	return func(context.Context) (openapi.Keys, error) { return openapi.Keys{}, err }
}

// staticKeys takes each value from the settings, else from the profile, as the
// incumbent does.
func staticKeys(c Config, f files) candidate {
	access, secret, token := c.static(f)
	if access.Value == "" || secret.Value == "" {
		return passedOver(halfKeys(access, secret, token))
	}
	keys := openapi.Keys{
		AccessKeyID: access.Value, AccessKeySecret: secret.Value, SecurityToken: token.Value,
		Source: places(access, secret, token),
	}
	return candidate{name: keys.Source, source: func(context.Context) (openapi.Keys, error) { return keys, nil }}
}

// static merges the settings with the profile.
func (c Config) static(f files) (access, secret, token Setting) {
	access, secret, token = c.AccessKey, c.SecretKey, c.SecurityToken
	if p := f.profile; !p.dynamic() && p.Mode != modeECSRAMRole {
		from := "profile `" + p.Name + "` of " + f.json
		access = access.or(p.AccessKeyID, from)
		secret = secret.or(p.AccessKeySecret, from)
		if p.Mode == modeStsToken {
			token = token.or(p.SecurityToken, from)
		}
	}
	return access, secret, token
}

// halfKeys says which part of static keys is missing, and what is there without
// it.
func halfKeys(access, secret, token Setting) string {
	var sentences []string
	switch {
	case access.Value != "":
		sentences = []string{"secret_key is " + secret.unset(), "the access key of " + access.From + " is set but its secret is not"}
	case secret.Value != "":
		sentences = []string{"access_key is " + access.unset(), "the secret of " + secret.From + " is set but its access key is not"}
	default:
		sentences = []string{"access_key is " + access.unset(), "secret_key is " + secret.unset()}
	}
	if token.Value != "" {
		sentences = append(sentences, "the security token of "+token.From+" is set but its access key is not")
	}
	return strings.Join(sentences, "; ")
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

// MissingError tells that no place is configured.
type MissingError struct {
	// Passed lists the places that were looked at, one a line, with the reason
	// why each did not serve. It names places only, no values.
	Passed string
}

// Error lists what was looked at.
func (e *MissingError) Error() string {
	return "no place gives any. Looked at, in this order:\n" + e.Passed
}

// numbered makes one line of each place.
func numbered(places []string) string {
	lines := make([]string, len(places))
	for i, p := range places {
		lines[i] = strconv.Itoa(i+1) + ". " + p
	}
	return strings.Join(lines, "\n")
}

// places names each place once.
func places(all ...Setting) string {
	var names []string
	seen := map[string]bool{"": true}
	for _, s := range all {
		if !seen[s.From] {
			names = append(names, s.From)
		}
		seen[s.From] = true
	}
	return and(names)
}

// or takes another value where there is none.
func (s Setting) or(value, from string) Setting {
	if s.Value == "" && strings.TrimSpace(value) != "" {
		s.Value, s.From = strings.TrimSpace(value), from
	}
	return s
}

func first[T comparable](values ...T) T {
	var zero T
	for _, v := range values {
		if v != zero {
			return v
		}
	}
	return zero
}
