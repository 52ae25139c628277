package credentials

import (
	"context"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Config is everything that the provider block and the environment say about
// credentials. Values have no leading or trailing blanks: a line feed from a
// file would make a header that cannot be sent.
type Config struct {
	hidden

	// AccessKey, SecretKey and SecurityToken are static credentials.
	AccessKey     Setting
	SecretKey     Setting
	SecurityToken Setting

	// Profile is the name of a profile in File; without it config.json is not
	// read.
	Profile Setting

	// File is a config.json or the vendor's ini file; empty for the default path
	// of each under Home.
	File Setting

	// Home is the user's home directory; empty when the environment has none.
	Home string

	// URI is a URL that returns credentials.
	URI Setting

	// ECSRole is the RAM role of the ECS instance on which the provider runs.
	ECSRole  Setting
	Metadata Metadata

	// OIDC is the block assume_role_with_oidc, nil without one; EnvironmentOIDC
	// comes from the environment only.
	OIDC            *OIDC
	EnvironmentOIDC OIDC

	// AssumeRole is the role to assume with the credentials of any source; nil
	// without the block.
	AssumeRole *AssumeRole

	// AccountID is the account that the credentials must belong to; empty for any.
	AccountID Setting

	STS STS

	// OAuthSites are the URLs that exchange OAuth tokens for credentials, by the
	// name of the site; nil for the vendor's.
	OAuthSites map[string]string

	// Timeout limits one request of a source, 10 s when 0, and a command, 60 s
	// when 0. A caller with valid credentials waits for new ones no longer than
	// this, and 5 s at most.
	Timeout time.Duration

	// Now is the clock; nil for the real one.
	Now func() time.Time

	// Pause waits before a source is asked again; nil waits for real. It returns the
	// context's error if the context ends first.
	Pause func(context.Context, time.Duration) error
}

// Metadata configures requests to the metadata server of ECS.
type Metadata struct {
	// Host is the host to call; 100.100.100.200 when empty.
	Host string

	// Disabled names the setting that forbids such requests; empty when none
	// does.
	Disabled string

	// V2Only names the setting that forbids the older, unprotected form of
	// request; empty when none does.
	V2Only string
}

// AssumeRole is a role to assume, with the names of the provider block.
type AssumeRole struct {
	hidden

	RoleARN     Setting
	SessionName Setting
	Policy      string
	ExternalID  Setting

	// Expiration is in seconds; 0 for that of the profile, or else 3600.
	Expiration int
}

// OIDC is a role to assume with the token of an identity provider.
type OIDC struct {
	hidden

	ProviderARN Setting
	RoleARN     Setting
	Token       Setting

	// TokenFile is read at every refresh; Token has priority.
	TokenFile   Setting
	SessionName Setting
	Policy      string

	// Expiration is in seconds; 3600 when 0.
	Expiration int
}

// STS configures calls to STS.
type STS struct {
	// Endpoint is a host with or without a port; empty for the public one of
	// Region, or of the profile's region, or of DefaultRegion.
	Endpoint      string
	Region        string
	DefaultRegion string

	// VPC uses the public endpoint inside a VPC.
	VPC bool

	// Protocol is HTTPS (also when empty) or HTTP. HTTP applies only together
	// with an Endpoint: the public ones return credentials, which need
	// encryption.
	Protocol string

	ConnectTimeout time.Duration
	ReadTimeout    time.Duration
	RetryFor       time.Duration
	Parameters     map[string]string
	UserAgent      string

	// Clock is that of the machine when nil.
	Clock openapi.Clock
}

func (c Config) complete() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Pause == nil {
		c.Pause = pause
	}
	if c.OAuthSites == nil {
		c.OAuthSites = map[string]string{"CN": "https://oauth.aliyun.com", "INTL": "https://oauth.alibabacloud.com"}
	}
	return c
}
