// Package openapi makes one signed call to an Alibaba Cloud OpenAPI, safely.
//
// It owns everything between an operation and the network: the credentials for
// each call, the signature (made by the SDK), time-outs, proxies, the size limit
// of a response, the typed error, the retry, and that no secret leaves the
// process in an error or a log. It must not know any product, any operation or
// Terraform.
//
// A call passes through a chain of handlers, one file each; assemble in chain.go
// says what each is for:
//
//	retry (policy, turn) -> resolve -> log -> send
package openapi

import (
	"context"
	"time"

	// Must be initialised before the packages of the SDK.
	_ "github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi/quiet"
)

// Client makes signed calls. It is safe for concurrent use.
type Client struct {
	handle handler
	clock  Clock
}

// New returns a client, without any network traffic. It fails when a required
// option is missing or Protocol is neither HTTP nor HTTPS.
func New(o Options) (*Client, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	handle, err := assemble(o, newTransport(o.ConnectTimeout))
	if err != nil {
		return nil, err
	}
	return &Client{handle: handle, clock: o.Clock}, nil
}

// Do makes one call. Its error is always an *Error.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	secrets := newMask(r.Secrets...)
	response, err := c.handle(ctx, &call{Request: r, secrets: secrets, mask: secrets})
	if err != nil {
		return nil, err
	}
	return response, nil
}

// Pause waits by the clock of the client; it returns the cause of the end of a context
// that ends first.
func (c *Client) Pause(ctx context.Context, d time.Duration) error { return pause(ctx, c.clock, d) }
