package openapi

import (
	"context"
	"strings"
)

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
		c.mask = append(newMask(resolved.AccessKeySecret, resolved.SecurityToken), c.secrets...)
		if !headerValue(resolved.AccessKeyID) || !headerValue(resolved.SecurityToken) {
			return nil, c.failed(NoCredentials, "the access key ID or the security token from "+resolved.Source+
				" contains a line feed or another control character, so that no request can be signed with it")
		}
		return next(ctx, c)
	}
}

// headerValue reports whether a text can be sent in an HTTP header. net/http reports
// any other text as a failure of the network, and only after the pauses of a retry.
func headerValue(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}
