package openapi

import "context"

// resolve gets the credentials before the SDK sees the call: the SDK would ask
// for them without the context.
func resolve(credentials CredentialsFunc, next handler) handler {
	return func(ctx context.Context, c *call) (*Response, *Error) {
		if c.Anonymous {
			return next(ctx, c)
		}
		resolved, err := credentials(ctx)
		if err != nil {
			if stopped := ctx.Err(); stopped != nil {
				return nil, c.stopped(stopped, false)
			}
			e := c.failed(NoCredentials, err.Error())
			e.Cause = err
			return nil, e
		}
		c.credentials = resolved
		c.mask = append(mask{resolved.AccessKeySecret, resolved.SecurityToken}, c.Secrets...)
		return next(ctx, c)
	}
}
