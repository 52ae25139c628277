// Package openapi makes one signed call of an Alibaba Cloud OpenAPI safe.
//
// It owns what stands between an operation and the network: credentials for
// each call, the signature (made by the SDK), time-outs, proxies, the bounds of
// an answer, the typed error, what is sent again, and that nothing secret
// leaves the process in an error or a log. It must not know any product,
// operation or Terraform.
//
// A call passes a chain of handlers, one file each:
//
//	retry -> credentials -> log -> send
package openapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	"github.com/alibabacloud-go/tea/dara"

	// First of all: it has to run before the packages of the SDK do.
	_ "github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi/quiet"
)

const (
	defaultConnectTimeout = 10 * time.Second
	defaultReadTimeout    = 60 * time.Second
	defaultMaxAttempts    = 4
)

// Options says how a client calls.
type Options struct {
	// New makes the product client of the SDK and gives the generic client in
	// it; required. It is called once, without network. The product client is
	// not kept: a type that reaches an interface brings all its methods into
	// the binary.
	New func(*darabonba.Config) (darabonba.Client, error)

	// Credentials gives the keys of each attempt; required.
	Credentials Credentials

	// Protocol is HTTPS (also when empty) or HTTP, in any case.
	Protocol string

	// ConnectTimeout bounds dialling and, apart from it, the TLS handshake;
	// 10 s when 0.
	ConnectTimeout time.Duration

	// ReadTimeout bounds the time from the connection to the end of the
	// answer; 60 s when 0.
	ReadTimeout time.Duration

	// MaxAttempts bounds how often one request is sent, the first time
	// included; 4 when 0.
	MaxAttempts int

	// RetryFor bounds the time in which one request is sent again, from its
	// first attempt on; 0 leaves it to the context.
	RetryFor time.Duration

	// Parameters go into the URL of every request, beside its own.
	Parameters map[string]string

	// UserAgent is appended to that of the SDK.
	UserAgent string

	// Pause waits between two attempts; nil waits on the clock. It returns the
	// context's error when the context ends first.
	Pause func(context.Context, time.Duration) error
}

// Client makes signed calls. It may be used by any number of goroutines.
type Client struct {
	handle handler
}

// handler is one link of the chain. Exactly one of its results is nil.
type handler func(context.Context, *call) (*Response, *Error)

// call is one request on its way through the chain.
type call struct {
	Request

	attempt int
	keys    Keys
	mask    mask
}

// New makes a client; it does not touch the network. It fails when a required
// option is missing or Protocol is neither HTTP nor HTTPS.
func New(o Options) (*Client, error) {
	if o.New == nil || o.Credentials == nil {
		return nil, errors.New("openapi: the options New and Credentials are required")
	}
	protocol := strings.ToUpper(o.Protocol)
	switch protocol {
	case "":
		protocol = "HTTPS"
	case "HTTP", "HTTPS":
	default:
		return nil, fmt.Errorf("protocol %q is neither HTTPS nor HTTP", o.Protocol)
	}
	o.Protocol = protocol
	o.ConnectTimeout = orDefault(o.ConnectTimeout, defaultConnectTimeout)
	o.ReadTimeout = orDefault(o.ReadTimeout, defaultReadTimeout)
	o.MaxAttempts = orDefault(o.MaxAttempts, defaultMaxAttempts)
	if o.Pause == nil {
		o.Pause = pause
	}
	return assemble(o, newTransport(o.ConnectTimeout))
}

// assemble makes the chain of complete options.
func assemble(o Options, transport http.RoundTripper) (*Client, error) {
	sdk, err := o.New(&darabonba.Config{
		Protocol: dara.String(o.Protocol),
		// Never nil: the SDK would read an environment variable instead.
		UserAgent: dara.String(o.UserAgent),
	})
	if err != nil {
		return nil, fmt.Errorf("make the SDK client: %w", err)
	}
	// The product's constructor may choose HMAC-SHA1, which puts the key id,
	// the STS token and the signature into the URL. Unset is ACS3-HMAC-SHA256.
	sdk.SignatureAlgorithm = nil
	sdk.DisableSDKError = dara.Bool(true)
	sdk.RetryOptions = nil

	sender := &sender{sdk: sdk, transport: transport, readTimeout: o.ReadTimeout, parameters: o.Parameters}
	return &Client{handle: retry(o.MaxAttempts, o.RetryFor, o.Pause,
		withKeys(o.Credentials,
			logged(
				sender.send)))}, nil
}

// Do makes one call. Its error is always an *Error.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	response, err := c.handle(ctx, &call{Request: r, mask: r.Secrets})
	if err != nil {
		return nil, err
	}
	return response, nil
}

func orDefault[T time.Duration | int](value, otherwise T) T {
	if value <= 0 {
		return otherwise
	}
	return value
}
