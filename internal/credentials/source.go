package credentials

import (
	"context"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Source returns the credentials for requests. It is safe for concurrent use.
type Source interface {
	// Credentials returns the credentials for one request, or why there are none.
	Credentials(ctx context.Context) (openapi.Credentials, error)

	// Forget is told which credentials a service refused as expired or invalid, and
	// reports whether others can be obtained.
	Forget(refused openapi.Credentials) bool
}

// written is a source whose credentials, or the reason why there are none, need no
// request and never change.
type written struct {
	hidden

	credentials openapi.Credentials
	err         error
}

// fixed returns a source of credentials that need no request.
func fixed(c openapi.Credentials) Source {
	if err := malformed(c); err != nil {
		return fails(err)
	}
	return written{credentials: c}
}

// fails returns a source that always fails.
func fails(err error) Source { return written{err: err} }

// Credentials is that of Source.
func (w written) Credentials(context.Context) (openapi.Credentials, error) {
	return w.credentials, w.err
}

// Forget is that of Source.
func (written) Forget(openapi.Credentials) bool { return false }

// candidate is what checking a source found: the source with a name for users,
// or why it is skipped.
type candidate struct {
	name    string
	source  Source
	skipped string
}

func skip(reason string) candidate { return candidate{skipped: reason} }
