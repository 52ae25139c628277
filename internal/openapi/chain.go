package openapi

import (
	"fmt"
	"net/http"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// assemble builds the chain from complete options.
func assemble(o Options, transport http.RoundTripper) (handler, error) {
	sdk, err := o.New(&darabonba.Config{
		Protocol: dara.String(o.Protocol),
		// Never nil: the SDK would read an environment variable instead.
		UserAgent: dara.String(o.UserAgent),
	})
	if err != nil {
		return nil, fmt.Errorf("create the SDK client: %w", err)
	}
	// The product's constructor may choose HMAC-SHA1, which puts the access key
	// ID, the STS token and the signature into the URL. Unset is
	// ACS3-HMAC-SHA256.
	sdk.SignatureAlgorithm = nil
	sdk.DisableSDKError = dara.Bool(true)
	sdk.RetryOptions = nil

	// Built from the inside out. The last link has the SDK sign, sends, and
	// turns what came back into a Response or an Error.
	sender := &sender{sdk: sdk, transport: transport, readTimeout: o.ReadTimeout, parameters: o.Parameters}
	h := handler(sender.send)

	// Logs each attempt that has credentials, with its outcome.
	h = logged(h)

	// Gets the credentials anew for each attempt: they may expire during the
	// pause before it.
	h = resolve(o.Credentials, h)

	// Sends each attempt in its turn, and again what the policy allows; all others
	// see one attempt.
	r := &retrier{
		clock: o.Clock, limiter: newLimiter(o.Clock, o.MaxRate, o.MaxInFlight), limit: o.RetryFor, forget: o.Forget, next: h,
	}
	return r.handle, nil
}
