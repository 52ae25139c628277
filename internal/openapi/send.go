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

// sender is the last link of the chain: it lets the SDK sign and sends.
type sender struct {
	sdk         darabonba.Client
	transport   http.RoundTripper
	readTimeout time.Duration
	parameters  map[string]string
}

func (s *sender) send(ctx context.Context, c *call) (*Response, *Error) {
	x := &exchange{transport: s.transport, readTimeout: s.readTimeout, grace: c.Grace}
	err := s.sign(ctx, c, x)
	switch {
	case !x.done:
		// The text of such an error may hold the URL.
		e := c.failed(Bug, fmt.Sprintf("the Alibaba Cloud SDK could not make the request (%T)", err))
		e.MaybeReceived = x.called
		return nil, e
	case x.err != nil:
		return nil, c.unanswered(ctx, x, s.readTimeout)
	default:
		return c.answered(x)
	}
}

// sign has the SDK make the signed request and give it to the exchange. It
// works on a copy of the SDK's client, which a call changes.
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
		if sdk.Credential, err = fixed(c.keys); err != nil {
			return err
		}
	}
	sdk.HttpClient = x
	sdk.Endpoint = dara.String(c.Host)
	// Keeps the SDK away from the proxy variables, which the transport reads: it
	// would put the password for a proxy into the request for the origin.
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

// pointers makes one map of parameters in the SDK's form; later ones win.
func pointers(all ...map[string]string) map[string]*string {
	merged := map[string]*string{}
	for _, parameters := range all {
		for name, value := range parameters {
			merged[name] = dara.String(value)
		}
	}
	return merged
}

// panicked stands for a panic of the SDK, whose value may hold anything.
type panicked struct{}

// Error says so.
func (*panicked) Error() string { return "panic" }

// fixed gives the keys to the SDK as a provider that asks nobody.
func fixed(k Keys) (credential.Credential, error) {
	config := &credential.Config{
		Type:            dara.String("access_key"),
		AccessKeyId:     dara.String(k.AccessKeyID),
		AccessKeySecret: dara.String(k.AccessKeySecret),
	}
	if k.SecurityToken != "" {
		config.Type = dara.String("sts")
		config.SecurityToken = dara.String(k.SecurityToken)
	}
	return credential.NewCredential(config)
}
