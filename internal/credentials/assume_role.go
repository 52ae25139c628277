package credentials

import (
	"cmp"
	"context"
	"errors"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// assumeRole assumes a role with the credentials of the chosen source, if one is
// configured, and adds the sources that were skipped to credentials and errors.
func (c Config) assumeRole(p profile, chosen candidate, skipped string) Source {
	source := chosen.source
	if r, s := c.role(p); r.arn != "" {
		source = c.refreshed(fromRole(s, source, chosen.name, r))
	}
	return chosenSource{Source: source, skipped: skipped}
}

// chosenSource is the source that the chain uses.
type chosenSource struct {
	Source
	skipped string
}

// Credentials adds the sources that were skipped.
func (s chosenSource) Credentials(ctx context.Context) (openapi.Credentials, error) {
	credentials, err := s.Source.Credentials(ctx)
	var failed *Error
	if errors.As(err, &failed) {
		complete := *failed
		complete.Skipped, complete.chosen = s.skipped, true
		err = &complete
	}
	credentials.Skipped = s.skipped
	return credentials, err
}

// role returns the role to assume: that of the block, or else that of a profile
// of mode RamRoleArn. The block replaces the profile's role; a session name or an
// expiration that it leaves out comes from the profile.
func (c Config) role(p profile) (role, STS) {
	var r role
	s := c.STS
	if p.Mode == modeRAMRoleARN {
		r, s = p.role(), s.forProfile(p)
	}
	if b := c.AssumeRole; b != nil && b.RoleARN.Value != "" {
		r = role{
			arn: b.RoleARN.Value, sessionName: cmp.Or(b.SessionName.Value, r.sessionName),
			policy: b.Policy, externalID: b.ExternalID.Value, expiration: cmp.Or(b.Expiration, r.expiration),
		}
	}
	return r, s
}
