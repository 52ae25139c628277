// Package credentials says where the keys that sign requests come from.
//
// It owns the choice between sources, their refresh, and the words about them.
// It must not read the environment (it is handed values together with where
// they were found), and must not know what the keys are used for.
//
// STS is called through package openapi, so that the context, time-outs,
// redaction and a loopback endpoint come for free. The other sources are small
// own code: the library of the vendor takes no context, tells no expiry of its
// keys (so that nobody can go on with old ones), follows the proxy variables to
// the metadata server, prints the output of commands and writes config.json
// anew without the keys that it does not know.
package credentials

import (
	"cmp"
	"context"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Chain is the decision between the sources. It may be used by any number of
// goroutines.
type Chain struct {
	source Source
	region Setting
	guard  *guard
}

// New decides between the sources. It reads the profile file and makes no call.
// What is wrong is said by Keys, when keys are first needed.
func New(c Config) *Chain {
	c = c.complete()
	chain := &Chain{}
	files := readFiles(c)
	if region := files.profile.RegionID; region != "" {
		chain.region = Setting{Value: region, From: "profile `" + c.Profile.Value + "` of " + files.json}
	}
	c.STS.Region = cmp.Or(c.STS.Region, chain.region.Value, c.STS.DefaultRegion)
	chain.source = choose(c, files)
	chain.guard = newGuard(c, chain.source)
	return chain
}

// Keys gives the keys for one request; it is a Source.
func (c *Chain) Keys(ctx context.Context) (openapi.Keys, error) { return c.source(ctx) }

// Region is what the profile says about the region; empty when it says nothing.
func (c *Chain) Region() Setting { return c.region }

// CheckAccount says whether the keys belong to the account of the settings. It
// asks STS once, and nobody when no account is set. Its error is an *Error.
func (c *Chain) CheckAccount(ctx context.Context) error { return c.guard.check(ctx) }
