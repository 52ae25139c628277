package credentials

import (
	"context"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Source gives the keys for one request, or says why there are none.
type Source = openapi.Credentials

// fails is a source that has only an error to give.
func fails(err error) Source {
	return func(context.Context) (openapi.Keys, error) { return openapi.Keys{}, err }
}

// candidate is one place in the order of sources: its source with a name for
// people, or why it does not serve.
type candidate struct {
	name   string
	source Source
	why    string
}

func passedOver(why string) candidate { return candidate{why: why} }
