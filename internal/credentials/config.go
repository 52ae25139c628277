package credentials

import (
	"time"
)

// Config is all that the provider block and the environment say about keys.
// Values have no blanks around them: a line feed from a file would make a header
// that cannot be sent.
type Config struct {
	hidden

	// AccessKey, SecretKey and SecurityToken are static keys.
	AccessKey     Setting
	SecretKey     Setting
	SecurityToken Setting

	// Profile names a profile of File; no config.json is read without it.
	Profile Setting

	// File is a config.json or the vendor's ini file; empty for both at their
	// usual places under Home.
	File Setting

	// Home is the user's folder; empty when the environment names none.
	Home string

	// URI answers with keys.
	URI Setting

	// ECSRole is the RAM role of the ECS instance that runs the provider.
	ECSRole  Setting
	Metadata Metadata

	// OIDC is the block assume_role_with_oidc, nil without one, and
	// EnvironmentOIDC what the environment alone says.
	OIDC            *OIDC
	EnvironmentOIDC OIDC

	// AssumeRole is assumed with the keys of whatever source served; nil
	// without the block.
	AssumeRole *AssumeRole

	// AccountID is the only account that instances may be started in; empty for
	// any.
	AccountID Setting

	STS STS

	// OAuthSites are the addresses that change OAuth tokens into keys, by the
	// name of the site; nil for the vendor's.
	OAuthSites map[string]string

	// Timeout bounds one request of a source, 10 s when 0, and a command, 60 s
	// when 0. Keys that are still valid wait for new ones no longer than this,
	// and 5 s at most.
	Timeout time.Duration

	// Now is the clock; nil is the real one.
	Now func() time.Time
}

// Metadata says how the metadata server of ECS may be asked.
type Metadata struct {
	// Host is its address; 100.100.100.200 when empty.
	Host string

	// Disabled names what forbids asking it, empty when nothing does.
	Disabled string

	// V2Only names what forbids the older, unprotected form of asking; empty
	// when nothing does.
	V2Only string
}

// AssumeRole is a role to assume, named as in the provider block.
type AssumeRole struct {
	hidden

	RoleARN     Setting
	SessionName Setting
	Policy      string
	ExternalID  Setting

	// Expiration is in seconds; 0 leaves it to the profile, else 3600.
	Expiration int
}

// OIDC is a role to assume with the token of an identity provider.
type OIDC struct {
	hidden

	ProviderARN Setting
	RoleARN     Setting
	Token       Setting

	// TokenFile is read at every refresh; Token comes before it.
	TokenFile   Setting
	SessionName Setting
	Policy      string

	// Expiration is in seconds; 3600 when 0.
	Expiration int
}

// STS says how STS is called.
type STS struct {
	// Endpoint is a host with or without a port; empty for the public one of
	// Region, or of the profile's region, or of DefaultRegion.
	Endpoint      string
	Region        string
	DefaultRegion string

	// VPC uses the public endpoint inside a VPC.
	VPC bool

	// Protocol is HTTPS (also when empty) or HTTP. HTTP counts with an Endpoint
	// only: the public ones answer with keys, which need encryption.
	Protocol string

	ConnectTimeout time.Duration
	ReadTimeout    time.Duration
	RetryFor       time.Duration
	Parameters     map[string]string
	UserAgent      string
}

func (c Config) complete() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.OAuthSites == nil {
		c.OAuthSites = map[string]string{"CN": "https://oauth.aliyun.com", "INTL": "https://oauth.alibabacloud.com"}
	}
	return c
}
