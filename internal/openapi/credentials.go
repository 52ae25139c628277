package openapi

import (
	"context"
	"fmt"
	"io"
	"log/slog"
)

// Keys sign a request. No form of printing shows them.
type Keys struct {
	// AccessKeyID names the key; it is not secret.
	AccessKeyID string

	// AccessKeySecret signs; it is never sent.
	AccessKeySecret string

	// SecurityToken goes with temporary keys; empty for long-lived ones.
	SecurityToken string

	// Source tells people where the keys come from, for example
	// "environment variable ALIBABA_CLOUD_ACCESS_KEY_ID".
	Source string

	// Passed tells people which places were looked at before Source, in order,
	// and why each did not serve. Empty when Source was the first.
	Passed string
}

// Credentials gives the keys for one attempt. It is called by many goroutines
// at once and returns when the context ends. Its error is shown to people as it
// is and must hold no secret.
type Credentials func(ctx context.Context) (Keys, error)

// String shows the source alone.
func (k Keys) String() string { return "keys from " + k.Source + " (" + redacted + ")" }

// GoString shows the source alone.
func (k Keys) GoString() string { return k.String() }

// Format shows the source alone, whatever the verb.
func (k Keys) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, k.String()) }

// MarshalText shows the source alone; JSON uses it too.
func (k Keys) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// LogValue shows the source alone.
func (k Keys) LogValue() slog.Value { return slog.StringValue(k.String()) }
