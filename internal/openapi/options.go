package openapi

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
)

const (
	defaultConnectTimeout = 10 * time.Second
	defaultReadTimeout    = 60 * time.Second
	defaultMaxAttempts    = 4
)

// Options says how a client calls.
type Options struct {
	// New makes the product client of the SDK and gives the generic client in
	// it; required. It is called once, without network. The product client is
	// not kept: a type that reaches an interface brings all its methods into
	// the binary.
	New func(*darabonba.Config) (darabonba.Client, error)

	// Credentials gives the keys of each attempt; required.
	Credentials Credentials

	// Protocol is HTTPS (also when empty) or HTTP, in any case.
	Protocol string

	// ConnectTimeout bounds dialling and, apart from it, the TLS handshake;
	// 10 s when 0.
	ConnectTimeout time.Duration

	// ReadTimeout bounds the time from the connection to the end of the
	// answer; 60 s when 0.
	ReadTimeout time.Duration

	// MaxAttempts bounds how often one request is sent, the first time
	// included; 4 when 0.
	MaxAttempts int

	// RetryFor bounds the time in which one request is sent again, from its
	// first attempt on; 0 leaves it to the context.
	RetryFor time.Duration

	// Parameters go into the URL of every request, beside its own.
	Parameters map[string]string

	// UserAgent is appended to that of the SDK.
	UserAgent string

	// Pause waits between two attempts; nil waits on the clock. It returns the
	// context's error when the context ends first.
	Pause func(context.Context, time.Duration) error
}

// complete checks the options and fills in the defaults.
func (o Options) complete() (Options, error) {
	if o.New == nil || o.Credentials == nil {
		return o, errors.New("openapi: the options New and Credentials are required")
	}
	protocol := strings.ToUpper(o.Protocol)
	switch protocol {
	case "":
		protocol = "HTTPS"
	case "HTTP", "HTTPS":
	default:
		return o, fmt.Errorf("protocol %q is neither HTTPS nor HTTP", o.Protocol)
	}
	o.Protocol = protocol
	o.ConnectTimeout = orDefault(o.ConnectTimeout, defaultConnectTimeout)
	o.ReadTimeout = orDefault(o.ReadTimeout, defaultReadTimeout)
	o.MaxAttempts = orDefault(o.MaxAttempts, defaultMaxAttempts)
	if o.Pause == nil {
		o.Pause = pause
	}
	return o, nil
}

func orDefault[T time.Duration | int](value, otherwise T) T {
	if value <= 0 {
		return otherwise
	}
	return value
}
