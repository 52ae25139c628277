package diagnostic

import (
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// advice is what to do about a failed call, empty where there is nothing to say.
func advice(e *ice.Error, region string, operations []string) string {
	switch code := e.Code; {
	case e.Reason == ice.NoCredentials:
		return ""
	case e.Throttled():
		return "The service admits fewer requests than were sent, also by others with the same account. Run the command again later. To wait longer, raise the timeout of the operation; " +
			"to send less from the beginning, set `max_requests_per_second` in the provider block."
	case ice.AgentNotFound(e):
		return "Check ai_agent_id against the agent's page in the IMS console. An agent exists in one region only, and the request went to region " + origin(e, region) + "; " +
			"set `region` in the resource or the provider if the agent is in another one."
	case code == "SignatureDoesNotMatch" || code == "IncompleteSignature":
		return "The access key secret does not belong to the access key ID. " + source(e)
	case strings.HasPrefix(code, "InvalidAccessKeyId"):
		return "The access key does not exist or is disabled. " + source(e)
	case strings.HasPrefix(code, "InvalidSecurityToken"):
		return "The security token is expired, malformed, or does not belong to the access key; get a new one. " + source(e)
	case strings.HasPrefix(code, "InvalidTimeStamp"):
		return "The clock of this machine differs from the service's by more than it allows: correct the clock."
	case ice.Denied(e):
		return "The identity of the credentials (source: " + sourceName(e) + ") is not allowed to do this. Attach a RAM policy that allows the action `" + action(e) + "` on the resource `*`; the API has no finer resources. " +
			"The policy that this needs, as a resource of aliyun/alicloud:\n\n" + Policy(operations, strings.TrimPrefix(action(e), "ice:"))
	default:
		return accountAdvice(e, region)
	}
}

// accountAdvice is about the account, the network and the request itself.
func accountAdvice(e *ice.Error, region string) string {
	switch code := e.Code; {
	case code == "Forbidden.SubscriptionRequired":
		return "The account has no valid subscription for AI agents."
	case strings.HasPrefix(code, "OperationDenied.Suspended"):
		return "The account's IMS service is suspended because of unpaid bills."
	case strings.HasPrefix(code, "OperationDenied"):
		return "IMS is not activated for the account: open the IMS console once with it."
	case e.PlainHTTP && ice.Loopback(e.Host):
		return "For a service on this machine that has no TLS, such as an emulator, set `protocol = \"HTTP\"` in the provider block or ALIBABA_CLOUD_PROTOCOL=HTTP in the environment."
	case e.Reason == ice.NotSent:
		return "Check the region's name, the network, and the proxy variables of the environment. A region without this service has no such host: the request went to region " + origin(e, region) + "."
	case strings.HasPrefix(code, "InvalidAction"):
		return "The endpoint does not know this operation. Check `endpoints.ice` and the region: the request went to region " + origin(e, region) + "."
	case e.Reason == ice.Unreadable || code == "" && e.MaybeReceived && e.Status >= 400 && e.Status < 500:
		return "What responded may not be the service. Check `endpoints.ice`, the network, and the proxy variables of the environment. If the service itself responds like this, please report it as a bug in the provider."
	case e.Status >= 500 || e.Reason == ice.TimedOut || e.Reason == ice.Lost:
		return "The service or the network failed. Try again later."
	case strings.Contains(code, "InvalidParameter") || strings.HasPrefix(code, "Missing"):
		return "Correct what the service names. If it names nothing, compare the configuration with the documentation of the resource."
	default:
		return ""
	}
}

// action is the RAM action that was refused.
func action(e *ice.Error) string {
	if e.AccessDenied != nil && e.AccessDenied.Action != "" {
		return e.AccessDenied.Action
	}
	return "ice:" + e.Operation
}

func sourceName(e *ice.Error) string {
	if e.CredentialSource == "" {
		return "the provider's configuration"
	}
	return e.CredentialSource
}

// source names the source of credentials that were refused, and what was checked
// before it.
func source(e *ice.Error) string {
	text := "Source of the credentials: " + sourceName(e) + "."
	if e.CredentialSkipped != "" {
		text += " Sources skipped before it, in order:\n" + e.CredentialSkipped
	}
	return text
}

// origin is the region with where it comes from.
func origin(e *ice.Error, region string) string {
	if e.HostFrom == "" {
		return region
	}
	return region + " (from " + e.HostFrom + ")"
}
