package openapi

import (
	"fmt"
	"net/http"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// assemble makes the chain of complete options.
func assemble(o Options, transport http.RoundTripper) (handler, error) {
	sdk, err := o.New(&darabonba.Config{
		Protocol: dara.String(o.Protocol),
		// Never nil: the SDK would read an environment variable instead.
		UserAgent: dara.String(o.UserAgent),
	})
	if err != nil {
		return nil, fmt.Errorf("make the SDK client: %w", err)
	}
	// The product's constructor may choose HMAC-SHA1, which puts the key id,
	// the STS token and the signature into the URL. Unset is ACS3-HMAC-SHA256.
	sdk.SignatureAlgorithm = nil
	sdk.DisableSDKError = dara.Bool(true)
	sdk.RetryOptions = nil

	sender := &sender{sdk: sdk, transport: transport, readTimeout: o.ReadTimeout, parameters: o.Parameters}

	// From the inside out. The last link signs and sends.
	h := sender.send
	// One line of the log for each attempt, not for each call.
	h = logged(h)
	// For each attempt: credentials may expire during the pauses of a retry.
	h = withKeys(o.Credentials, h)
	// The outermost link, so that each attempt has a signature and a nonce of its own.
	h = retry(o.MaxAttempts, o.RetryFor, o.Pause, h)
	return h, nil
}
