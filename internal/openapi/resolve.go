package openapi

import (
	"context"
)

// withKeys resolves the keys before the SDK sees the call: the SDK would ask
// for them without the context.
func withKeys(credentials Credentials, next handler) handler {
	return func(ctx context.Context, c *call) (*Response, *Error) {
		if c.Anonymous {
			return next(ctx, c)
		}
		keys, err := credentials(ctx)
		if err != nil {
			if stopped := ctx.Err(); stopped != nil {
				return nil, c.stopped(stopped, false)
			}
			e := c.failed(NoCredentials, err.Error())
			e.Cause = err
			return nil, e
		}
		c.keys = keys
		c.mask = append(mask{keys.AccessKeySecret, keys.SecurityToken}, c.Secrets...)
		return next(ctx, c)
	}
}
