package credentials

import (
	"context"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Source returns the credentials for one request, or why there are none.
type Source = openapi.CredentialsFunc

// fixed returns a source of credentials that need no request.
func fixed(c openapi.Credentials) Source {
	if err := malformed(c); err != nil {
		return fails(err)
	}
	return func(context.Context) (openapi.Credentials, error) { return c, nil }
}

// fails returns a source that always fails.
func fails(err error) Source {
	return func(context.Context) (openapi.Credentials, error) { return openapi.Credentials{}, err }
}

// candidate is what checking a source found: the source with a name for users,
// or why it is skipped.
type candidate struct {
	name    string
	source  Source
	skipped string
}

func skip(reason string) candidate { return candidate{skipped: reason} }
