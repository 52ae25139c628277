package ice_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

func TestCodesAreUnderstood(t *testing.T) {
	t.Parallel()
	questions := map[string]func(error) bool{
		"not found": ice.NotFound, "agent not found": ice.AgentNotFound, "denied": ice.Denied, "not activated": ice.NotActivated,
		"credentials refused": ice.CredentialsRefused, "clock wrong": ice.ClockWrong, "throttled": ice.Throttled,
	}
	for code, want := range map[string]string{
		"ResourceNotFound":                  "not found",
		"InstanceNotFound":                  "not found",
		"InstanceIdNotExist":                "not found",
		"InvalidInstanceId.NotFound":        "not found",
		"InvalidInstance.NotExist":          "not found",
		"AIAgentInstanceNotFound":           "not found",
		"InvalidAIAgentInstanceId.NotFound": "not found",
		"Instance.NotFound":                 "not found",
		"AgentNotFound":                     "agent not found",
		"NoPermission":                      "denied",
		"NoPermission.Policy":               "denied",
		"Forbidden":                         "denied",
		"Forbidden.RAM":                     "denied",
		"Forbidden.SubscriptionRequired":    "not activated",
		"OperationDenied":                   "not activated",
		"OperationDenied.Suspended":         "not activated",
		"InvalidAccessKeyId.NotFound":       "credentials refused",
		"InvalidAccessKeyId.Inactive":       "credentials refused",
		"InvalidSecurityToken.Expired":      "credentials refused",
		"SignatureDoesNotMatch":             "credentials refused",
		"IncompleteSignature":               "credentials refused",
		"InvalidTimeStamp.Expired":          "clock wrong",
		"Throttling":                        "throttled",
		"Throttling.Api":                    "throttled",
		"RequestsTooFrequent":               "throttled",
		"InvalidAction.NotFound":            "",
		"ProjectNotFound":                   "",
		"NotFound":                          "",
		"ResourceNotFound.Agent":            "",
		"InstanceNotFoundInCache":           "",
		"MyInstanceNotFound":                "",
		"InvalidInstanceId":                 "",
		"InvalidParameter":                  "",
		"MissingInstanceId":                 "",
		"InternalError":                     "",
		"":                                  "",
	} {
		err := fmt.Errorf("wrapped: %w", &ice.Error{Status: 404, Code: code, Message: "InstanceNotFound"})
		var yes []string
		for question, ask := range questions {
			if ask(err) {
				yes = append(yes, question)
			}
		}
		wanted := []string{want}
		if want == "" {
			wanted = nil
		}
		if diff := cmp.Diff(wanted, slices.Sorted(slices.Values(yes))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", code, diff)
		}
	}
}

func TestOnlyAnAnswerOfTheServiceIsUnderstood(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"nothing":              nil,
		"another error":        errors.New("InstanceNotFound"),
		"context":              context.Canceled,
		"bare 404":             &ice.Error{Status: 404},
		"unreadable response":  &ice.Error{Reason: ice.Unreadable, Status: 200, Code: "InstanceNotFound"},
		"no connection":        &ice.Error{Reason: ice.NotSent, Detail: "InstanceNotFound"},
		"text of the response": &ice.Error{Status: 400, Code: "InvalidParameter", Message: "InstanceNotFound"},
	} {
		if ice.NotFound(err) || ice.AgentNotFound(err) || ice.Throttled(err) {
			t.Errorf("%s passes for a response of the service", name)
		}
	}
}
