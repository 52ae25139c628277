package credentials

import (
	"cmp"
	"context"
	"errors"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

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
			arn: b.RoleARN.Value, sessionName: cmp.Or(b.SessionName.Value, r.sessionName),
			policy: b.Policy, externalID: b.ExternalID.Value, expiration: cmp.Or(b.Expiration, r.expiration),
		}
	}
	return r, s
}
