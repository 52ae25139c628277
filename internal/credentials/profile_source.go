package credentials

import (
	"context"
	"slices"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

func (p profile) role() role {
	return role{
		arn: p.RoleARN, sessionName: p.SessionName, policy: p.Policy, externalID: p.ExternalID, expiration: p.ExpiredSeconds,
	}
}

// of is how STS is called for a profile, which may have an STS region and a
// network of its own; an endpoint that is set comes before both.
func (s STS) of(p profile) STS {
	if p.STSRegion != "" {
		s.Region = p.STSRegion
	}
	s.VPC = s.VPC || p.EnableVPC
	return s
}

// ofProfile makes the source of a profile of any mode, alone or as the source of
// another one; seen are the profiles on the way to it.
func (c Config) ofProfile(f files, p profile, seen []string) (string, Source) {
	name := "profile `" + p.Name + "` of " + f.json + " (mode " + p.Mode + ")"
	incomplete := func(detail string) (string, Source) {
		return name, fails(&Error{Source: name, Class: Incomplete, Detail: detail})
	}
	read := func() (profile, error) { return again(f.json, p.Name, name) }
	switch p.Mode {
	case modeAK, modeStsToken, modeRAMRoleARN:
		return c.ofKeys(name, p)
	case modeECSRAMRole:
		label, fetch := fromMetadata(c, p.RoleName, name)
		return label, c.refreshed(label, fetch)
	case modeOIDC:
		return c.ofOIDC(name, p)
	case modeCloudSSO:
		return name, c.refreshed(name, fromCloudSSO(c, name, read))
	case modeOAuth:
		return name, c.refreshed(name, fromOAuth(c, name, read))
	case modeExternal:
		return name, c.refreshed(name, fromCommand(c, name, read))
	case modeChainable:
	default:
		return name, fails(&Error{Source: name, Class: Incomplete, Detail: "its mode is not supported"})
	}
	seen = append(seen, p.Name)
	base, known := f.all[p.SourceProfile]
	switch {
	case p.RoleARN == "":
		return incomplete("ram_role_arn is missing")
	case !known:
		return incomplete("its source_profile `" + p.SourceProfile + "` is not in the file")
	case slices.Contains(seen, p.SourceProfile):
		return incomplete("its source_profile leads back to itself")
	}
	baseName, source := c.ofProfile(f, base, seen)
	label, fetch := fromRole(c.STS.of(p), source, baseName, p.role())
	label = name + ", which is " + label
	return label, c.refreshed(label, named(label, fetch))
}

// ofKeys serves the modes that have keys in the file, and the role of one of
// them.
func (c Config) ofKeys(name string, p profile) (string, Source) {
	keys := openapi.Keys{AccessKeyID: p.AccessKeyID, AccessKeySecret: p.AccessKeySecret, Source: name}
	if p.Mode == modeStsToken {
		keys.SecurityToken = p.SecurityToken
	}
	if keys.AccessKeyID == "" || keys.AccessKeySecret == "" {
		return name, fails(&Error{Source: name, Class: Incomplete, Detail: "access_key_id or access_key_secret is missing"})
	}
	var source Source = func(context.Context) (openapi.Keys, error) { return keys, nil }
	if p.Mode != modeRAMRoleARN {
		return name, source
	}
	if p.RoleARN == "" {
		return name, fails(&Error{Source: name, Class: Incomplete, Detail: "ram_role_arn is missing"})
	}
	label, fetch := fromRole(c.STS.of(p), source, name, p.role())
	return label, c.refreshed(label, fetch)
}

func (c Config) ofOIDC(name string, p profile) (string, Source) {
	if p.RoleARN == "" || p.OIDCProviderARN == "" || p.OIDCToken == "" && p.OIDCTokenFile == "" {
		return name, fails(&Error{
			Source: name, Class: Incomplete, Detail: "ram_role_arn, oidc_provider_arn, or both oidc_token and oidc_token_file are missing",
		})
	}
	c.STS = c.STS.of(p)
	label, fetch := fromOIDC(c, name, OIDC{
		ProviderARN: Setting{Value: p.OIDCProviderARN}, RoleARN: Setting{Value: p.RoleARN},
		Token: Setting{Value: p.OIDCToken}, TokenFile: Setting{Value: c.expand(p.OIDCTokenFile)},
		SessionName: Setting{Value: p.SessionName}, Policy: p.Policy, Expiration: p.ExpiredSeconds,
	})
	return label, c.refreshed(label, fetch)
}

// ofSection serves the types of the ini file that the vendor's SDK serves.
func (c Config) ofSection(f files) (string, Source) {
	s := f.section
	p := profile{
		Name: f.sectionOf, AccessKeyID: s["access_key_id"], AccessKeySecret: s["access_key_secret"], SecurityToken: s["security_token"],
		RoleARN: s["role_arn"], SessionName: s["role_session_name"], Policy: s["policy"], RoleName: s["role_name"],
	}
	name := "section [" + f.sectionOf + "] of " + f.ini
	switch s["type"] {
	case "access_key":
		p.Mode = modeAK
	case "sts":
		p.Mode = modeStsToken
	case "ram_role_arn":
		p.Mode = modeRAMRoleARN
	case "ecs_ram_role":
		label, fetch := fromMetadata(c, p.RoleName, name)
		return label, c.refreshed(label, fetch)
	default:
		return name, fails(&Error{
			Source: name, Class: Incomplete, Detail: "its type is none of access_key, sts, ram_role_arn and ecs_ram_role",
		})
	}
	return c.ofKeys(name, p)
}

// again reads a profile anew, since what was signed in meanwhile is there.
func again(path, name, label string) (profile, error) {
	all, problem := readProfiles(path)
	p, ok := all[name]
	switch {
	case problem != "":
		return profile{}, &Error{Source: label, Class: Incomplete, Detail: problem}
	case !ok:
		return profile{}, &Error{Source: label, Class: Incomplete, Detail: "it is no longer in the file"}
	}
	return p, nil
}
