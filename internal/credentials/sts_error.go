package credentials

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// ofCall makes the error of a call of STS. Its own words are the service's,
// from which package openapi has taken the secrets.
func ofCall(source string, err error) error {
	var call *openapi.Error
	if !errors.As(err, &call) {
		return &Error{Source: source, Class: Bug, Detail: "the call of STS could not be made"}
	}
	e := &Error{Source: source, Detail: call.Operation}
	switch call.Reason {
	case openapi.NoCredentials, openapi.Stopped:
		// Whoever was asked for the keys of this call has said it all.
		if call.Cause != nil {
			return call.Cause
		}
		e.Class = Bug
	case openapi.Answered:
		e.Class, e.Detail, e.Advice = Refused, stsSaid(call), stsAdvice(call)
	case openapi.NotSent, openapi.Lost:
		e.Class, e.Detail = Unreachable, call.Host+": "+call.Detail
		e.Advice = "Check the network and the proxy variables of the environment, or set endpoints.sts"
	case openapi.TimedOut:
		e.Class, e.Detail = TimedOut, call.Detail
		e.Advice = "Check the network, or set endpoints.sts to an STS that is nearer"
	case openapi.Unreadable:
		e.Class, e.Detail = Unreadable, call.Detail
		e.Advice = "Something else than STS answers at " + call.Host
	case openapi.Bug:
		e.Class, e.Detail = Bug, call.Detail
	}
	return e
}

func stsSaid(call *openapi.Error) string {
	parts := []string{call.Operation + " of " + call.Host + " answered HTTP " + strconv.Itoa(call.Status)}
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
	keys := ""
	if call.CredentialSource != "" {
		keys = " The keys for this call come from " + call.CredentialSource
	}
	switch code := call.Code; {
	case strings.HasPrefix(code, "NoPermission"), strings.HasPrefix(code, "Forbidden"):
		return "Allow the caller the action `sts:" + call.Operation + "` on the role, and let the role's trust policy name the caller." + keys
	case strings.HasPrefix(code, "EntityNotExist"):
		return "Check the ARN of the role or of the identity provider." + keys
	case strings.HasPrefix(code, "InvalidTimeStamp"):
		return "The clock of this machine is wrong by more than the service allows: set it right"
	case strings.HasPrefix(code, "AuthenticationFail"), strings.HasPrefix(code, "InvalidOIDC"), strings.Contains(code, "OIDCToken"):
		return "Get a new OIDC token; its issuer, audience and subject must be those that the identity provider and the role's trust policy in RAM name"
	case strings.HasPrefix(code, "InvalidAccessKeyId"), strings.HasPrefix(code, "InvalidSecurityToken"), strings.HasPrefix(code, "SignatureDoesNotMatch"):
		return "Check the keys with which the role is assumed." + keys
	case call.Status >= http.StatusInternalServerError || call.Throttled():
		return "This is a failure of the service or of the way to it. Try again later"
	}
	return strings.TrimSpace(keys)
}
