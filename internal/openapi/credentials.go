package openapi

import (
	"context"
	"fmt"
	"io"
	"log/slog"
)

// Credentials sign a request. No form of printing shows them.
type Credentials struct {
	// AccessKeyID identifies the access key; it is not secret.
	AccessKeyID string

	// AccessKeySecret signs; it is never sent.
	AccessKeySecret string

	// SecurityToken belongs to temporary credentials; empty for long-lived ones.
	SecurityToken string

	// Source describes where the credentials come from, for example
	// "environment variable ALIBABA_CLOUD_ACCESS_KEY_ID".
	Source string

	// Skipped lists the sources that were checked before Source, in order, and
	// why each was skipped. Empty when Source was the first.
	Skipped string
}

// CredentialsFunc returns the credentials for one attempt. It is called by many
// goroutines at once and returns when the context ends. Its error is shown to
// users as it is: it must hold no secret, and must make clear without a heading
// that there are no credentials.
type CredentialsFunc func(ctx context.Context) (Credentials, error)

// String shows the source only.
func (c Credentials) String() string { return "credentials from " + c.Source + " (" + redacted + ")" }

// GoString shows the source only.
func (c Credentials) GoString() string { return c.String() }

// Format shows the source only, whatever the verb.
func (c Credentials) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// MarshalText shows the source only; JSON uses it too.
func (c Credentials) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// LogValue shows the source only.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.String()) }
