// Package credentials gets the credentials that sign requests.
//
// It owns the choice between the sources, their refresh, and the texts about
// them. It must not read the environment (its caller passes values, and where
// they were found), and must not know what the credentials are used for.
//
// STS is called through package openapi, which brings the context, time-outs,
// redaction and a loopback endpoint. The other sources are small code of our
// own: the vendor's library takes no context, does not expose the expiration of
// credentials (so that nothing could continue with the current ones), follows
// the proxy variables to the metadata server, prints the output of commands, and
// rewrites config.json without the keys that it does not know.
//
// The order of the sources is in chain.go.
package credentials

import (
	"cmp"
	"context"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Chain holds the source that was chosen. It is safe for concurrent use.
type Chain struct {
	source  Source
	region  Setting
	account *accountCheck
}

// New chooses the source. It reads the profile files and makes no request.
// Credentials returns what is wrong, when credentials are first needed.
func New(c Config) *Chain {
	c = c.complete()
	chosen := &Chain{}
	files := readFiles(c)
	if region := files.profile.RegionID; region != "" {
		chosen.region = Setting{Value: region, From: "profile " + quoted(c.Profile.Value) + " of " + files.jsonPath}
	}
	c.STS.Region = cmp.Or(c.STS.Region, chosen.region.Value, c.STS.DefaultRegion)
	chosen.source = choose(c, files)
	chosen.account = newAccountCheck(c, chosen.source)
	return chosen
}

// Credentials returns the credentials for one request; it is that of Source.
func (c *Chain) Credentials(ctx context.Context) (openapi.Credentials, error) {
	return c.source.Credentials(ctx)
}

// Forget is told which credentials the service refused as expired or invalid, and
// reports whether others can be obtained; it is that of Source. The credentials that
// assumed a role are not forgotten with those of the role, whose session does not end
// with them. If they are no longer valid either, STS refuses them.
func (c *Chain) Forget(refused openapi.Credentials) bool { return c.source.Forget(refused) }

// Region returns the region of the profile; empty when it has none.
func (c *Chain) Region() Setting { return c.region }

// CheckAccount returns an error if the credentials belong to another account than
// that of the settings. It makes one request to STS and keeps the result, and none
// when the settings have no account. A failed request is made again by the next
// call. Its error is an *Error or the context's.
func (c *Chain) CheckAccount(ctx context.Context) error { return c.account.check(ctx) }
