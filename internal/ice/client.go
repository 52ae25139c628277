// Package ice is a client for the operations of ICE 2020-11-09 on AI agents.
//
// It owns the terms of the API: operations, names of parameters, the shape of
// responses and the meaning of error codes. It must know neither Terraform nor the
// source of credentials.
package ice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	sdk "github.com/alibabacloud-go/ice-20201109/v2/client"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

const (
	version = "2020-11-09"

	// How long to wait for the response to a start after an interrupt. Without the
	// response, the ID of an instance that runs already is lost.
	defaultGrace = 30 * time.Second

	// defaultReadTimeout and defaultStartTimeout limit one attempt.
	defaultReadTimeout  = 20 * time.Second
	defaultStartTimeout = 60 * time.Second
)

// Options configure a client.
type Options struct {
	// Region is the default of all operations, for example cn-shanghai. Empty if
	// it is not known yet: an operation without a region fails then.
	Region string

	// RegionFrom describes the source of Region, for errors: for example
	// "environment variable ALICLOUD_REGION".
	RegionFrom string

	// Endpoint is a host with an optional port that serves all regions. Empty for
	// the public endpoint of each region.
	Endpoint string

	// VPC uses the endpoints inside a VPC, ice-vpc.<region>.aliyuncs.com. It has
	// no effect if Endpoint is set.
	VPC bool

	// Credentials returns the credentials for each attempt; required.
	Credentials openapi.CredentialsFunc

	// Protocol is HTTPS (also when empty) or HTTP.
	Protocol string

	// ConnectTimeout and ReadTimeout limit a single attempt. When 0, they are 10 s
	// and 20 s, of which the second is 60 s for Start: what cannot be sent again is
	// worth waiting for.
	ConnectTimeout time.Duration
	ReadTimeout    time.Duration

	// StartGrace is how long Start keeps waiting for the response when the context
	// ends after the request may have been received; 30 s when 0.
	StartGrace time.Duration

	// RetryFor limits the time for sending one request again; with 0 only the
	// context limits it. Waiting for the turn does not count.
	RetryFor time.Duration

	// MaxRate limits the requests in a second, of all operations together, and
	// MaxInFlight those that are sent and not answered yet; 0 for no limit but the
	// one that the client finds when the service refuses requests.
	MaxRate     float64
	MaxInFlight int

	// Forget is told which credentials the service refused as expired or invalid; it
	// reports whether others can be obtained. Nil: never.
	Forget func(openapi.Credentials) bool

	// Parameters are added to those of every request.
	Parameters map[string]string

	// BeforeCall is called before each operation. If it returns an error, no request
	// is sent and the operation returns that error. May be nil.
	BeforeCall func(context.Context) error

	// UserAgent is appended to that of the SDK.
	UserAgent string

	// Clock is that of the machine when nil.
	Clock openapi.Clock
}

// Client calls the API. It is safe for concurrent use.
type Client struct {
	api        *openapi.Client
	region     string
	regionFrom string
	endpoint   string
	prefix     string
	beforeCall func(context.Context) error

	grace        time.Duration
	startTimeout time.Duration
}

// New returns a client, without any network traffic. It fails when an option is
// missing or malformed.
func New(o Options) (*Client, error) {
	if o.Region != "" && !ValidRegion(o.Region) {
		return nil, fmt.Errorf("region %q is not a region ID such as cn-shanghai", o.Region)
	}
	if o.Endpoint != "" && !ValidEndpoint(o.Endpoint) {
		return nil, errors.New("the endpoint is not a host name or an IP address with an optional port")
	}
	api, err := openapi.New(openapi.Options{
		New:            generic,
		Credentials:    o.Credentials,
		Protocol:       o.Protocol,
		ConnectTimeout: o.ConnectTimeout,
		ReadTimeout:    cmp.Or(o.ReadTimeout, defaultReadTimeout),
		RetryFor:       o.RetryFor,
		MaxRate:        o.MaxRate,
		MaxInFlight:    o.MaxInFlight,
		Forget:         o.Forget,
		Parameters:     o.Parameters,
		UserAgent:      o.UserAgent,
		Clock:          o.Clock,
	})
	if err != nil {
		return nil, err
	}
	c := &Client{
		api: api, region: o.Region, regionFrom: o.RegionFrom, endpoint: o.Endpoint, prefix: "ice.",
		grace: cmp.Or(o.StartGrace, defaultGrace), startTimeout: cmp.Or(o.ReadTimeout, defaultStartTimeout), beforeCall: o.BeforeCall,
	}
	if c.beforeCall == nil {
		c.beforeCall = func(context.Context) error { return nil }
	}
	if o.VPC {
		c.prefix = "ice-vpc."
	}
	return c, nil
}

// WithTimeout is context.WithTimeout for an operation that makes calls: its time
// begins with the first request that is sent, and stands still while a request
// waits for its turn behind others. Without any request it never ends by itself.
func WithTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return openapi.WithTimeout(ctx, d)
}

// generic creates the product client and returns the generic client in it. The
// product client does not leave this function: a type that reaches an interface
// brings all its methods into the binary.
func generic(config *darabonba.Config) (darabonba.Client, error) {
	// The constructor requires a region, for an endpoint that no call uses.
	region := "cn-shanghai"
	config.RegionId = &region
	product, err := sdk.NewClient(config)
	if err != nil {
		return darabonba.Client{}, err
	}
	return product.Client, nil
}

// Pause waits by the clock of the client; it returns the cause of the end of a context
// that ends first.
func (c *Client) Pause(ctx context.Context, d time.Duration) error { return c.api.Pause(ctx, d) }

// Region returns the default region.
func (c *Client) Region() string { return c.region }

// Host returns the host for a region; an empty region is the default one. Without
// an endpoint and a default region the result is not a host.
func (c *Client) Host(region string) string {
	switch {
	case c.endpoint != "":
		return c.endpoint
	case region == "":
		region = c.region
	}
	return c.prefix + region + ".aliyuncs.com"
}

// do sends one request. It checks the region although the caller has: as part of
// a host name it decides who receives the signed request.
func (c *Client) do(ctx context.Context, region string, r openapi.Request) error {
	if err := c.beforeCall(ctx); err != nil {
		return err
	}
	if region != "" && !ValidRegion(region) {
		return fmt.Errorf("%s: region %q is not a region ID such as cn-shanghai", r.Operation, region)
	}
	if region == "" && c.region == "" && c.endpoint == "" {
		return fmt.Errorf("%s: no region is set", r.Operation)
	}
	r.Version = version
	r.Host = c.Host(region)
	if region == "" || region == c.region {
		r.HostFrom = c.regionFrom
	}
	_, err := c.api.Do(ctx, r)
	return err
}
