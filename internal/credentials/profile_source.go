package credentials

import (
	"slices"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

func (p profile) role() role {
	return role{
		arn: p.RoleARN, sessionName: p.SessionName, policy: p.Policy, externalID: p.ExternalID, expiration: int(p.ExpiredSeconds),
	}
}

// forProfile adds the STS region and the network of a profile; an endpoint that
// is set has priority over both.
func (s STS) forProfile(p profile) STS {
	if p.STSRegion != "" {
		s.Region = p.STSRegion
	}
	s.VPC = s.VPC || p.EnableVPC
	return s
}

// fromProfile returns the source for a profile of any mode, which may be the
// source_profile of others; seen are those others.
func (c Config) fromProfile(f files, p profile, seen []string) (string, Source) {
	name := "profile " + quoted(p.Name) + " of " + f.jsonPath + " (mode " + readable(p.Mode) + ")"
	incomplete := func(detail string) (string, Source) {
		return name, fails(&Error{Source: name, Class: Incomplete, Detail: detail})
	}
	read := func() (profile, error) { return reread(f.jsonPath, p.Name, name) }
	switch p.Mode {
	case modeAK, modeStsToken, modeRAMRoleARN:
		return c.fromAccessKey(name, p)
	case modeECSRAMRole:
		label, fetch := fromMetadata(c, p.RoleName, name)
		return label, c.refreshed(label, fetch)
	case modeOIDC:
		return c.fromProfileOIDC(name, p)
	case modeCloudSSO:
		return name, c.refreshed(name, fromCloudSSO(c, name, read))
	case modeOAuth:
		return name, c.refreshed(name, fromOAuth(c, name, read))
	case modeExternal:
		return name, c.refreshed(name, fromCommand(c, name, read))
	case modeChainable:
	default:
		return name, fails(&Error{Source: name, Class: Incomplete, Detail: "this mode is not supported"})
	}
	seen = append(seen, p.Name)
	base, problem := f.config.profile(p.SourceProfile, f.jsonPath)
	switch {
	case p.RoleARN == "":
		return incomplete("ram_role_arn is missing")
	case problem != "":
		return incomplete("source_profile " + problem)
	case slices.Contains(seen, p.SourceProfile):
		return incomplete("source_profile leads back to the profile itself")
	}
	baseName, source := c.fromProfile(f, base, seen)
	label, fetch := fromRole(c.STS.forProfile(p), source, baseName, p.role())
	label = name + ", which is " + label
	return label, c.refreshed(label, named(label, fetch))
}

// fromAccessKey returns the source for the modes that have an access key in the
// file, and for the role of one of them.
func (c Config) fromAccessKey(name string, p profile) (string, Source) {
	credentials := openapi.Credentials{
		AccessKeyID: strings.TrimSpace(p.AccessKeyID), AccessKeySecret: strings.TrimSpace(p.AccessKeySecret), Source: name,
	}
	if p.Mode == modeStsToken {
		credentials.SecurityToken = strings.TrimSpace(p.SecurityToken)
	}
	if credentials.AccessKeyID == "" || credentials.AccessKeySecret == "" {
		return name, fails(&Error{Source: name, Class: Incomplete, Detail: "access_key_id or access_key_secret is missing"})
	}
	source := fixed(credentials)
	if p.Mode != modeRAMRoleARN {
		return name, source
	}
	if p.RoleARN == "" {
		return name, fails(&Error{Source: name, Class: Incomplete, Detail: "ram_role_arn is missing"})
	}
	label, fetch := fromRole(c.STS.forProfile(p), source, name, p.role())
	return label, c.refreshed(label, fetch)
}

func (c Config) fromProfileOIDC(name string, p profile) (string, Source) {
	if p.RoleARN == "" || p.OIDCProviderARN == "" || p.OIDCToken == "" && p.OIDCTokenFile == "" {
		return name, fails(&Error{
			Source: name, Class: Incomplete, Detail: "ram_role_arn, oidc_provider_arn, or both oidc_token and oidc_token_file are missing",
		})
	}
	c.STS = c.STS.forProfile(p)
	label, fetch := fromOIDC(c, name, OIDC{
		ProviderARN: Setting{Value: p.OIDCProviderARN}, RoleARN: Setting{Value: p.RoleARN},
		Token: Setting{Value: p.OIDCToken}, TokenFile: Setting{Value: p.OIDCTokenFile},
		SessionName: Setting{Value: p.SessionName}, Policy: p.Policy, Expiration: int(p.ExpiredSeconds),
	})
	return label, c.refreshed(label, fetch)
}

// fromSection returns the source for a section of the ini file. It supports the
// types that the vendor's SDK supports.
func (c Config) fromSection(f files) (string, Source) {
	section := f.section
	p := profile{
		Name: f.sectionName, AccessKeyID: section["access_key_id"], AccessKeySecret: section["access_key_secret"], SecurityToken: section["security_token"],
		RoleARN: section["role_arn"], SessionName: section["role_session_name"], Policy: section["policy"], RoleName: section["role_name"],
	}
	name := "section [" + f.sectionName + "] of " + f.iniPath
	switch section["type"] {
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
			Source: name, Class: Incomplete, Detail: "type must be access_key, sts, ram_role_arn or ecs_ram_role",
		})
	}
	return c.fromAccessKey(name, p)
}

// reread reads a profile again: after a new sign-in the file has changed.
func reread(path, name, label string) (profile, error) {
	content, problem := readConfigJSON(path)
	var p profile
	if problem == "" {
		p, problem = content.profile(name, path)
	}
	if problem != "" {
		return profile{}, &Error{Source: label, Class: Incomplete, Detail: problem}
	}
	return p, nil
}
