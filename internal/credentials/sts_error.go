package credentials

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// stsError converts the error of a call to STS. Code and message in it are the
// service's own; package openapi has removed the secrets from them.
func stsError(source string, err error) error {
	var call *openapi.Error
	if !errors.As(err, &call) {
		return &Error{Source: source, Class: Bug, Detail: "the call to STS could not be made"}
	}
	e := &Error{Source: source, Detail: call.Operation}
	switch call.Reason {
	case openapi.NoCredentials, openapi.Stopped:
		// The source of the credentials for this call has explained it already.
		if call.Cause != nil {
			return call.Cause
		}
		e.Class = Bug
	case openapi.Answered:
		e.Class, e.Detail, e.Advice = Refused, stsDetail(call), stsAdvice(call)
	case openapi.NotSent, openapi.Lost:
		e.Class, e.Detail = Unreachable, call.Host+": "+call.Detail
		e.Advice = "Check the network and the proxy variables of the environment, or set endpoints.sts"
		if call.PlainHTTP {
			e.Advice = "If endpoints.sts is a service on this machine without TLS, such as an emulator, set `protocol = \"HTTP\"` in the provider block or ALIBABA_CLOUD_PROTOCOL=HTTP in the environment"
		}
	case openapi.TimedOut:
		e.Class, e.Detail = TimedOut, call.Detail
		e.Advice = "Check the network, or set endpoints.sts to an endpoint that is nearer"
	case openapi.Unreadable:
		e.Class, e.Detail = Unreadable, call.Detail
		e.Advice = "The response of " + call.Host + " does not come from STS: check endpoints.sts and the proxy"
	case openapi.Bug:
		e.Class, e.Detail = Bug, call.Detail
	}
	return e
}

func stsDetail(call *openapi.Error) string {
	parts := []string{call.Operation + " at " + call.Host + " returned HTTP " + strconv.Itoa(call.Status)}
	for _, part := range []string{call.Code, strings.TrimSuffix(call.Message, "."), call.Detail} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if call.RequestID != "" {
		parts = append(parts, "request ID "+call.RequestID)
	}
	return strings.Join(parts, ", ")
}

func stsAdvice(call *openapi.Error) string {
	from := ""
	if call.CredentialSource != "" {
		from = " The credentials for this call come from " + call.CredentialSource
	}
	switch code := call.Code; {
	case strings.HasPrefix(code, "NoPermission"), strings.HasPrefix(code, "Forbidden"):
		return "Allow the caller the action `sts:" + call.Operation + "` on the role, and name the caller in the role's trust policy." + from
	case strings.HasPrefix(code, "EntityNotExist"):
		return "Check the ARN of the role or of the identity provider." + from
	case strings.HasPrefix(code, "InvalidTimeStamp"):
		return "Correct the clock of this machine: it is wrong by more than the service allows"
	case strings.HasPrefix(code, "AuthenticationFail"), strings.HasPrefix(code, "InvalidOIDC"), strings.Contains(code, "OIDCToken"):
		return "Get a new OIDC token; its issuer, audience and subject must be those of the identity provider and of the role's trust policy in RAM"
	case strings.HasPrefix(code, "InvalidAccessKeyId"), strings.HasPrefix(code, "InvalidSecurityToken"), strings.HasPrefix(code, "SignatureDoesNotMatch"):
		return "Check the credentials that assume the role." + from
	case call.Status >= http.StatusInternalServerError || call.Throttled():
		return "The service, or the network on the way to it, has a problem. Try again later"
	}
	return strings.TrimSpace(from)
}
