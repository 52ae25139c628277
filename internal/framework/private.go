package framework

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
)

// Private is one value in the private data of a resource, written as JSON under
// the key that it is made of.
type Private[T any] string

// PrivateReader is the private data of a request.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is the private data of a response.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Read returns the value; the zero value if there is none. Numbers inside
// documents are json.Number. A malformed value is reported and counts as none:
// it must not make a resource unusable.
func (p Private[T]) Read(ctx context.Context, from PrivateReader) (T, diag.Diagnostics) {
	var value, none T
	raw, diags := from.GetKey(ctx, string(p))
	if diags.HasError() || len(raw) == 0 {
		return none, diags
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		diags.AddWarning("Private data of the resource cannot be read",
			"What the provider keeps in the state under "+string(p)+" is malformed and is ignored. "+
				"Was the state edited, or written by a newer version of the provider?")
		return none, diags
	}
	return value, diags
}

// Save writes the value.
func (p Private[T]) Save(ctx context.Context, to PrivateWriter, value T) diag.Diagnostics {
	raw, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diagnostic.Bug("cannot write the private data "+string(p), err)}
	}
	return to.SetKey(ctx, string(p), raw)
}

// Clear removes the value.
func (p Private[T]) Clear(ctx context.Context, to PrivateWriter) diag.Diagnostics {
	return to.SetKey(ctx, string(p), nil)
}
