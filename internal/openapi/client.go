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

	// First of all: it has to run before the packages of the SDK do.
	_ "github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi/quiet"
)

// Client makes signed calls. It may be used by any number of goroutines.
type Client struct {
	handle handler
}

// New makes a client; it does not touch the network. It fails when a required
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
	return &Client{handle: handle}, nil
}

// Do makes one call. Its error is always an *Error.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	response, err := c.handle(ctx, &call{Request: r, mask: r.Secrets})
	if err != nil {
		return nil, err
	}
	return response, nil
}
