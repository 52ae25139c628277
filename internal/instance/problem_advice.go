package instance

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// said describes what went wrong with a call, in one or two sentences.
func said(err error) string {
	var e *ice.Error
	if !errors.As(err, &e) {
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return "The time given for this operation is over."
		case errors.Is(err, context.Canceled):
			return "The operation was interrupted."
		default:
			return sentence(upperFirst(err.Error()))
		}
	}
	prefix := ""
	if errors.Is(err, context.DeadlineExceeded) && e.Reason != ice.Stopped {
		prefix = "The time given for this operation is over. The last response was an error. "
	}
	switch e.Reason {
	case ice.Answered:
		return prefix + answered(e)
	case ice.NotSent:
		return prefix + sentence("No connection to "+e.Host+": "+e.Detail)
	case ice.NoCredentials:
		return sentence(upperFirst(credentialsProblem(e)))
	case ice.Stopped, ice.TimedOut, ice.Lost:
		return prefix + sentence(upperFirst(e.Detail))
	case ice.Unreadable:
		return prefix + sentence("No usable response from "+e.Host+": "+e.Detail)
	case ice.Bug:
	}
	return sentence(upperFirst(e.Detail)) + " This is a bug; please report it."
}

func answered(e *ice.Error) string {
	switch {
	case e.Message != "":
		return "The service responded: " + sentence(e.Message)
	case e.Code != "":
		return "The service responded with the code " + e.Code + " and no message."
	case e.Detail != "":
		return "A proxy or gateway in front of the service responded with HTTP " + strconv.Itoa(e.Status) + " (" + e.Detail + ")."
	default:
		return "A proxy or gateway in front of the service responded with HTTP " + strconv.Itoa(e.Status) + "."
	}
}

// advice is what to do about it, empty where there is nothing to say.
func advice(e *ice.Error, region string) string {
	source := e.CredentialSource
	if source == "" {
		source = "the provider's configuration"
	}
	switch code := e.Code; {
	case e.Reason == ice.NoCredentials:
		return ""
	case e.Throttled():
		return "There were too many requests at once. Run the command again in a moment, if need be with a lower -parallelism."
	case ice.AgentNotFound(e):
		return "Check ai_agent_id: the agent's page in the IMS console shows it. An agent exists in one region only, and region " + origin(e, region) + " was asked; " +
			"set `region` in the resource or the provider if the agent lives elsewhere."
	case code == "SignatureDoesNotMatch" || code == "IncompleteSignature":
		return "The secret key does not belong to the access key. " + comesFrom(e, source)
	case strings.HasPrefix(code, "InvalidAccessKeyId"):
		return "The access key does not exist or is switched off. " + comesFrom(e, source)
	case strings.HasPrefix(code, "InvalidSecurityToken"):
		return "The security token is expired, damaged or does not belong to the access key; get a new one. " + comesFrom(e, source)
	case strings.HasPrefix(code, "InvalidTimeStamp"):
		return "The clock of this machine is wrong by more than the service allows: set it right."
	case ice.Denied(e):
		return "The identity of the credentials from " + source + " is not allowed to do this. Attach a RAM policy that allows the action `" + action(e) + "` on the resource `*`; the API has no finer resources. " +
			"What this provider needs, with the resource of aliyun/alicloud:\n\n" + leastPolicy(action(e))
	case code == "Forbidden.SubscriptionRequired":
		return "The account has no subscription for AI agents, or none that is valid."
	case strings.HasPrefix(code, "OperationDenied.Suspended"):
		return "The account's IMS service is suspended because of unpaid bills."
	case strings.HasPrefix(code, "OperationDenied"):
		return "IMS is not activated for the account: open the IMS console once with it."
	case e.Reason == ice.NotSent:
		return "Check the region's name, the network, and the proxy variables of the environment. A region without this service has no such host: " + origin(e, region) + " was asked."
	case e.Status >= 500 || e.Reason == ice.TimedOut || e.Reason == ice.Lost:
		return "This is a failure of the service or of the way to it. Try again later."
	case strings.Contains(code, "InvalidParameter") || strings.HasPrefix(code, "Missing"):
		return "Correct what the service names. If it names nothing, compare the configuration with the documentation of the resource."
	default:
		return ""
	}
}

func action(e *ice.Error) string {
	if e.AccessDenied != nil && e.AccessDenied.Action != "" {
		return e.AccessDenied.Action
	}
	return "ice:" + e.Operation
}

// credentialsProblem returns the error of the source of the credentials, with its
// own lines.
func credentialsProblem(e *ice.Error) string {
	if e.Cause != nil {
		return e.Cause.Error()
	}
	return e.Detail
}

// comesFrom names the source of credentials that were refused, and the sources
// that were skipped before it.
func comesFrom(e *ice.Error, source string) string {
	text := "The credentials come from " + source + "."
	if e.CredentialSkipped != "" {
		text += " Sources skipped before it, in order:\n" + e.CredentialSkipped
	}
	return text
}

// origin is a region with where it comes from.
func origin(e *ice.Error, region string) string {
	if e.HostFrom == "" {
		return region
	}
	return region + " (from " + e.HostFrom + ")"
}

// leastPolicy allows an action, and those without which a resource has no use.
func leastPolicy(denied string) string {
	actions := []string{
		"ice:" + ice.OperationStart, "ice:" + ice.OperationDescribe, "ice:" + ice.OperationUpdate, "ice:" + ice.OperationStop,
	}
	if !slices.Contains(actions, denied) {
		actions = append(actions, denied)
	}
	// Lines that begin with a blank are not wrapped by a CLI.
	return `  resource "alicloud_ram_policy" "ims_agents" {
    policy_name     = "ims-agents"
    policy_document = jsonencode({
      Version = "1"
      Statement = [{
        Effect   = "Allow"
        Action   = ["` + strings.Join(actions, `", "`) + `"]
        Resource = "*"
      }]
    })
  }`
}

// parameter finds what looks like the name of a request parameter.
var parameter = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[A-Z][A-Za-z0-9]*(?:[.\[]+[A-Za-z0-9]+\]?)*`) })

// placeOf is the attribute that stands for the parameter which the service
// names, in its message or in a code such as MissingRuntimeConfig.
func placeOf(e *ice.Error) (path.Path, bool) {
	if ice.AgentNotFound(e) {
		return path.Root("ai_agent_id"), true
	}
	if e.Status < 400 || e.Status >= 500 || !strings.Contains(e.Code, "Invalid") && !strings.Contains(e.Code, "Missing") {
		return path.Path{}, false
	}
	words := parameter().FindAllString(strings.TrimPrefix(e.Code, "Missing")+" "+e.Message, -1)
	for _, w := range words {
		first, rest, _ := strings.Cut(w, ".")
		switch first {
		case "AIAgentId":
			return path.Root("ai_agent_id"), true
		case "SessionId":
			return path.Root("session_id"), true
		case "UserData":
			return path.Root("user_data"), true
		}
		for _, table := range []*field.Field{agentConfig(), runtimeConfig(), templateConfig(), chatSyncConfig()} {
			if table.Key == first {
				at, _ := table.Place(path.Root(table.Name), rest)
				return at, true
			}
		}
	}
	return path.Path{}, false
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
