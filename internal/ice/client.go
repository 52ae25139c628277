// Package ice speaks the agent operations of ICE 2020-11-09.
//
// It owns the API's words: operations, parameter names, the shape of answers
// and the meaning of error codes. It must not know Terraform, nor where keys
// come from.
package ice

import (
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

	// How long the answer to a start is awaited after an interrupt. Without it
	// the instance that has begun to run has no id.
	defaultGrace = 30 * time.Second
)

// Options says where and how a client calls.
type Options struct {
	// Region is used by operations that name none, for example cn-shanghai.
	// Empty where it is not known yet: such operations have no host then.
	Region string

	// RegionFrom tells people where Region comes from, for errors: for example
	// "environment variable ALICLOUD_REGION".
	RegionFrom string

	// Endpoint is a host with or without a port that serves all regions. Empty
	// for the public endpoint of each region.
	Endpoint string

	// VPC uses the endpoints inside a VPC, ice-vpc.<region>.aliyuncs.com; it
	// has no effect on Endpoint.
	VPC bool

	// Credentials returns the credentials for each attempt; required.
	Credentials openapi.CredentialsFunc

	// Protocol is HTTPS (also when empty) or HTTP.
	Protocol string

	// ConnectTimeout and ReadTimeout bound a single attempt; 10 s and 60 s
	// when 0.
	ConnectTimeout time.Duration
	ReadTimeout    time.Duration

	// MaxAttempts bounds how often one request is sent; 4 when 0.
	MaxAttempts int

	// StartGrace is how long the answer to a start is still awaited when the
	// context ends after the request may have been received; 30 s when 0.
	StartGrace time.Duration

	// RetryFor bounds the time in which one request is sent again; 0 leaves it
	// to the context.
	RetryFor time.Duration

	// Parameters go with every request, beside its own.
	Parameters map[string]string

	// BeforeStart is asked before an instance is started; its error is returned
	// as it is and nothing is sent. Nil asks nobody.
	BeforeStart func(context.Context) error

	// UserAgent is appended to that of the SDK.
	UserAgent string

	// Pause waits between two attempts; nil waits on the clock.
	Pause func(context.Context, time.Duration) error
}

// Client calls the API. It may be used by any number of goroutines.
type Client struct {
	api         *openapi.Client
	region      string
	regionFrom  string
	endpoint    string
	prefix      string
	grace       time.Duration
	beforeStart func(context.Context) error
}

// New makes a client; it does not touch the network. It fails when an option
// is missing or malformed.
func New(o Options) (*Client, error) {
	if o.Region != "" && !ValidRegion(o.Region) {
		return nil, fmt.Errorf("region %q is not of the form cn-shanghai", o.Region)
	}
	if o.Endpoint != "" && !ValidEndpoint(o.Endpoint) {
		return nil, errors.New("the endpoint is not a host name or address, with or without a port")
	}
	api, err := openapi.New(openapi.Options{
		New:            generic,
		Credentials:    o.Credentials,
		Protocol:       o.Protocol,
		ConnectTimeout: o.ConnectTimeout,
		ReadTimeout:    o.ReadTimeout,
		MaxAttempts:    o.MaxAttempts,
		RetryFor:       o.RetryFor,
		Parameters:     o.Parameters,
		UserAgent:      o.UserAgent,
		Pause:          o.Pause,
	})
	if err != nil {
		return nil, err
	}
	c := &Client{
		api: api, region: o.Region, regionFrom: o.RegionFrom, endpoint: o.Endpoint, prefix: "ice.",
		grace: o.StartGrace, beforeStart: o.BeforeStart,
	}
	if c.beforeStart == nil {
		c.beforeStart = func(context.Context) error { return nil }
	}
	if o.VPC {
		c.prefix = "ice-vpc."
	}
	if c.grace <= 0 {
		c.grace = defaultGrace
	}
	return c, nil
}

// generic makes the product client and gives the generic client in it. The
// product client does not leave this function: in an interface, or in the field
// of a type that reaches one, it would bring all its methods into the binary.
func generic(config *darabonba.Config) (darabonba.Client, error) {
	// The constructor demands a region, for an endpoint that no call uses.
	region := "cn-shanghai"
	config.RegionId = &region
	product, err := sdk.NewClient(config)
	if err != nil {
		return darabonba.Client{}, err
	}
	return product.Client, nil
}

// Region is the region of operations that name none.
func (c *Client) Region() string { return c.region }

// Host is where calls for a region go; an empty region is the client's own. It
// is no host where neither that nor an endpoint is set.
func (c *Client) Host(region string) string {
	switch {
	case c.endpoint != "":
		return c.endpoint
	case region == "":
		region = c.region
	}
	return c.prefix + region + ".aliyuncs.com"
}

// do sends one request. A region is checked here and not only where it comes
// from: as part of a host name it decides who receives the signed request.
func (c *Client) do(ctx context.Context, region string, r openapi.Request) (*openapi.Response, error) {
	if region != "" && !ValidRegion(region) {
		return nil, fmt.Errorf("%s: region %q is not of the form cn-shanghai", r.Operation, region)
	}
	if region == "" && c.region == "" && c.endpoint == "" {
		return nil, fmt.Errorf("%s: no region is set", r.Operation)
	}
	r.Version = version
	r.Host = c.Host(region)
	if region == "" || region == c.region {
		r.HostFrom = c.regionFrom
	}
	return c.api.Do(ctx, r)
}
