package openapi

import (
	"errors"
	"fmt"
	"strings"
	"time"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
)

const (
	defaultConnectTimeout = 10 * time.Second
	defaultReadTimeout    = 60 * time.Second
)

// Options configure a client.
type Options struct {
	// New creates the product client of the SDK and returns the generic client
	// in it; required. It is called once, without network traffic. The product
	// client is not kept: a type that reaches an interface brings all its
	// methods into the binary.
	New func(*darabonba.Config) (darabonba.Client, error)

	// Credentials returns the credentials for each attempt; required.
	Credentials CredentialsFunc

	// Protocol is HTTPS (also when empty) or HTTP, in upper or lower case.
	Protocol string

	// ConnectTimeout limits dialling and, separately, the TLS handshake; 10 s
	// when 0.
	ConnectTimeout time.Duration

	// ReadTimeout limits the time from the connection to the end of the response of
	// each attempt; 60 s when 0. Request.ReadTimeout has priority.
	ReadTimeout time.Duration

	// RetryFor limits the time for sending one request again, counted from its
	// first attempt; with 0 only the context limits it, below 0 nothing is sent
	// again. Waiting for the turn does not count.
	RetryFor time.Duration

	// MaxRate limits the requests in a second, of all operations together, and
	// MaxInFlight those that are sent and not answered yet; 0 for no limit but the
	// one that the client finds when the service refuses requests.
	MaxRate     float64
	MaxInFlight int

	// Forget is told which credentials the service refused as expired or invalid; it
	// reports whether others can be obtained. Nil: never.
	Forget func(Credentials) bool

	// Parameters are added to the URL of every request.
	Parameters map[string]string

	// UserAgent is appended to the user agent of the SDK.
	UserAgent string

	// Clock is that of the machine when nil.
	Clock Clock
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
		return o, fmt.Errorf("protocol must be HTTPS or HTTP, got %q", o.Protocol)
	}
	o.Protocol = protocol
	o.ConnectTimeout = orDefault(o.ConnectTimeout, defaultConnectTimeout)
	o.ReadTimeout = orDefault(o.ReadTimeout, defaultReadTimeout)
	if o.Clock == nil {
		o.Clock = realClock{}
	}
	return o, nil
}

func orDefault(value, otherwise time.Duration) time.Duration {
	if value <= 0 {
		return otherwise
	}
	return value
}
