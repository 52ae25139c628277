package openapi

import (
	"context"
	"fmt"
	"net/http"
	"time"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	"github.com/alibabacloud-go/tea/dara"
	credential "github.com/aliyun/credentials-go/credentials"
)

// sender is the last link of the chain: the SDK signs, and the exchange sends.
type sender struct {
	sdk         darabonba.Client
	transport   http.RoundTripper
	readTimeout time.Duration
	parameters  map[string]string
}

func (s *sender) send(ctx context.Context, c *call) (*Response, *Error) {
	x := &exchange{transport: s.transport, readTimeout: orDefault(c.ReadTimeout, s.readTimeout), grace: c.Grace}
	if c.Once {
		var done func()
		x.transport, done = own(s.transport)
		defer done()
	}
	err := s.sign(ctx, c, x)
	switch {
	case !x.done:
		// The text of such an error may hold the URL.
		e := c.failed(Bug, fmt.Sprintf("the Alibaba Cloud SDK could not build the request (%T)", err))
		e.MaybeReceived = x.called
		return nil, e
	case x.err != nil:
		if response, ok := c.salvaged(x); ok {
			return response, nil
		}
		return nil, c.noResponse(ctx, x)
	default:
		return c.responded(x)
	}
}

// sign makes the SDK build and sign the request and pass it to the exchange. It
// works on a copy of the SDK's client, because a call changes the client.
func (s *sender) sign(ctx context.Context, c *call, x *exchange) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicked{}
		}
	}()
	sdk := s.sdk
	authType := "Anonymous"
	if !c.Anonymous {
		authType = "AK"
		if sdk.Credential, err = sdkCredential(c.credentials); err != nil {
			return err
		}
	}
	sdk.HttpClient = x
	sdk.Endpoint = dara.String(c.Host)
	// Keeps the SDK from using the proxy variables, which the transport reads: it
	// would send the proxy's password to the origin.
	sdk.NoProxy = dara.String(c.Host)

	request := &darabonba.OpenApiRequest{Query: pointers(s.parameters, c.Query)}
	if len(c.Form) > 0 {
		request.Body = pointers(c.Form)
	}
	_, err = sdk.CallApiWithCtx(ctx, &darabonba.Params{
		Action: dara.String(c.Operation), Version: dara.String(c.Version),
		Protocol: dara.String("HTTPS"), Pathname: dara.String("/"), Method: dara.String("POST"),
		AuthType: dara.String(authType), Style: dara.String("RPC"),
		ReqBodyType: dara.String("formData"), BodyType: dara.String("json"),
	}, request, &dara.RuntimeOptions{})
	return err
}

// pointers merges parameters into the SDK's form; later ones win.
func pointers(all ...map[string]string) map[string]*string {
	merged := map[string]*string{}
	for _, parameters := range all {
		for name, value := range parameters {
			merged[name] = dara.String(value)
		}
	}
	return merged
}

// panicked replaces the value of a panic of the SDK, which may hold anything.
type panicked struct{}

// Error returns a fixed text.
func (*panicked) Error() string { return "panic" }

// sdkCredential wraps credentials for the SDK, so that it makes no request for
// them.
func sdkCredential(c Credentials) (credential.Credential, error) {
	config := &credential.Config{
		Type:            dara.String("access_key"),
		AccessKeyId:     dara.String(c.AccessKeyID),
		AccessKeySecret: dara.String(c.AccessKeySecret),
	}
	if c.SecurityToken != "" {
		config.Type = dara.String("sts")
		config.SecurityToken = dara.String(c.SecurityToken)
	}
	return credential.NewCredential(config)
}
