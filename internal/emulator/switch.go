package emulator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SwitchInfo describes a behaviour of the real service that is not known.
type SwitchInfo struct {
	// Name is the name that Switch and SetSwitch take.
	Name string

	// Values are the allowed values; the first is the default.
	Values []string
}

const (
	secondStop          = "second_stop"
	stopUnknownID       = "stop_unknown_id"
	describeUnknownID   = "describe_unknown_id"
	describeFinished    = "describe_finished"
	describeAfterStart  = "describe_after_start"
	describeAfterUpdate = "describe_after_update"
	updateFinished      = "update_finished"
	updateOutsideList   = "update_field_outside_list"
	updateEmptyValues   = "update_empty_values"
	listMerge           = "list_merge"
	listOrder           = "list_order"
	pageSizeZero        = "page_size_0"
	startBadAgent       = "start_bad_agent"
	startMissingRuntime = "start_missing_runtime"
	startIncompleteTrio = "start_incomplete_trio"
	runtimeEcho         = "runtime_echo"
	authTokenEcho       = "auth_token_echo" //nolint:gosec // The name of a switch.
	agentConfigEcho     = "agent_config_echo"
	templateConfigEcho  = "template_config_echo"
	userDataEcho        = "user_data_echo"
	sessionIDUnset      = "session_id_unset"
	callLogURL          = "call_log_url"
	createdToExecuting  = "created_to_executing"
	userOnlineTimeout   = "user_online_timeout"
	stopDelay           = "stop_delay"
	throttle            = "throttle"
	doubleEncoded       = "double_encoded_runtime_blocks"
	numberTypes         = "number_types"
	normalise           = "normalise"
	listInstanceID      = "list_instance_id"
	undocumentedKeys    = "undocumented_keys"
	unknownField        = "unknown_field"
	unknownEnumValue    = "unknown_enum_value"
	speechNotExecuting  = "speech_not_executing"
	speechFinished      = "speech_finished"
	concurrencyCounts   = "concurrency_counts"
	quotaFullAtStart    = "quota_full_at_start"
	callInfoForARTC     = "call_info_for_artc"
	artcTokenCheck      = "artc_token_check"
)

// Values that the code compares with. Values that are a status and a code, or that
// contain a number of seconds, are parsed instead.
const (
	valueIgnored        = "ignored"
	valueSentOnly       = "only what was sent"
	valueLeftOut        = "left out"
	valueAccepted       = "accepted"
	valueFoundAtOnce    = "found at once"
	valueNewAtOnce      = "new values at once"
	valueKept           = "kept for ever"
	valueEmptied        = "the value is emptied"
	valueAppended       = "a sent list is appended to the console's"
	valueOldestFirst    = "oldest first"
	valueEmptyList      = "empty list"
	valueTenEntries     = "10 entries"
	valueEndsAfter      = "accepted; ends as Finished after 5 s"
	valueTrioAndBlocks  = "flat trio and all three blocks filled"
	valueTrioOnly       = "flat trio only"
	valueMasked         = "masked (***)"
	valueObject         = "object"
	valueGenerated      = "made by the service"
	valueUntilFinished  = "left out until Finished"
	valueChangesAlways  = "changes at every Describe (signed)"
	valueByControl      = "by a control call"
	valueNever          = "never"
	valueOff            = "off"
	valueObjectOnly     = "object only"
	valueNumbers        = "ids and AvatarId as numbers, WorkflowOverrideParams and BailianAppParams as objects"
	valueTrims          = "trims greetings and rounds numbers"
	valueIncluded       = "included"
	valueSampleKeys     = "AppId, MessageChat and a line feed behind ChannelId"
	valueWithoutEffect  = "200 without effect"
	valueOK             = "200"
	valueInvalid        = "400 InvalidParameter"
	valueMergedAgent    = "merged: console + TemplateConfig + AgentConfig"
	valueMergedTemplate = "merged, in the block of the agent type"
	valueEmptyText      = `""`
	valueNoEffect       = "accepted without effect"
	valueExecutingOnly  = "Executing only"
	valueNone           = "none"
	valueAbsent         = "absent"
	valueNotJoining     = "the agent does not join"
	valueFull           = "refused OperationDenied.Concurrency 403 after "
)

// Switches returns all switches with their values.
func Switches() []SwitchInfo {
	unknown := []string{
		"404 ResourceNotFound", "404 InstanceNotFound", "400 InstanceIdNotExist", "404 InvalidInstanceId.NotFound",
	}
	return []SwitchInfo{
		{secondStop, []string{valueOK, valueInvalid}},
		{stopUnknownID, unknown},
		{describeUnknownID, slices.Clone(unknown)},
		{describeFinished, []string{valueKept, "forgotten after 5 s"}},
		{describeAfterStart, []string{valueFoundAtOnce, "not found for 3 s"}},
		{describeAfterUpdate, []string{valueNewAtOnce, "old values for 3 s"}},
		{updateFinished, []string{valueInvalid, valueWithoutEffect}},
		{updateOutsideList, []string{valueIgnored, valueInvalid}},
		{updateEmptyValues, []string{"the old value is kept", valueEmptied}},
		{listMerge, []string{"a sent list replaces", valueAppended}},
		{listOrder, []string{"newest first", valueOldestFirst}},
		{pageSizeZero, []string{valueEmptyList, valueTenEntries, valueInvalid}},
		{startBadAgent, []string{"404 AgentNotFound", "400 AgentNotFound"}},
		{startMissingRuntime, []string{"400 MissingRuntimeConfig", "400 MissingParameter"}},
		{startIncompleteTrio, []string{valueInvalid, valueEndsAfter}},
		{runtimeEcho, []string{"exactly what was sent", valueTrioAndBlocks, valueTrioOnly}},
		{authTokenEcho, []string{"as sent", valueMasked, valueLeftOut}},
		{agentConfigEcho, []string{valueMergedAgent, valueSentOnly, valueLeftOut}},
		{templateConfigEcho, []string{valueMergedTemplate, valueSentOnly, valueLeftOut}},
		{userDataEcho, []string{"text", valueObject}},
		{sessionIDUnset, []string{valueEmptyText, valueLeftOut, valueGenerated}},
		{callLogURL, []string{valueUntilFinished, "always there", valueChangesAlways}},
		{createdToExecuting, []string{valueByControl, "after 0 s", "after 2 s", valueNever}},
		{userOnlineTimeout, []string{"real timer with a speed factor", valueOff}},
		{stopDelay, []string{"0 s", "2 s", "12 s"}},
		{throttle, []string{"429 Throttling.User", "400 Throttling", "403 RequestsTooFrequent", "503 Throttling.Api"}},
		{doubleEncoded, []string{"object and JSON text accepted", valueObjectOnly}},
		{numberTypes, []string{"as documented", valueNumbers}},
		{normalise, []string{"no", valueTrims}},
		{listInstanceID, []string{valueLeftOut, valueIncluded}},
		{undocumentedKeys, []string{valueLeftOut, valueSampleKeys}},
		{unknownField, []string{valueInvalid, valueIgnored}},
		{unknownEnumValue, []string{valueInvalid, valueAccepted}},
		{speechNotExecuting, []string{"refused OperationDenied.Status 400", valueNoEffect, "refused InvalidParameter 400"}},
		{speechFinished, []string{"refused ResourceNotFound 404", valueNoEffect}},
		{concurrencyCounts, []string{"Created and Executing", valueExecutingOnly, "delayed by 5 s"}},
		{quotaFullAtStart, []string{valueNone, valueFull + "100"}},
		{callInfoForARTC, []string{valueAbsent, "present without numbers"}},
		{artcTokenCheck, []string{valueNotJoining, "refused at start InvalidParameter 400"}},
	}
}

// settings holds the value of every switch.
type settings map[string]string

func defaults() settings {
	s := settings{}
	for _, info := range Switches() {
		s[info.Name] = info.Values[0]
	}
	return s
}

// set fails for an unknown name or value.
func (s settings) set(name, value string) error {
	for _, info := range Switches() {
		if info.Name != name {
			continue
		}
		if !slices.Contains(info.Values, value) && !isQuota(name, value) {
			return fmt.Errorf("switch %s has no value %q; allowed values: %q", name, value, info.Values)
		}
		s[name] = value
		return nil
	}
	return fmt.Errorf("there is no switch %q", name)
}

// isQuota reports whether a value differs from the listed one by its number only.
func isQuota(name, value string) bool {
	limit, ok := strings.CutPrefix(value, valueFull)
	_, err := strconv.ParseUint(limit, 10, 16)
	return name == quotaFullAtStart && ok && err == nil
}

// is reports whether a switch has a value.
func (s settings) is(name, value string) bool { return s[name] == value }

// delay returns the seconds in a value such as "not found for 3 s", 0 if there are
// none.
func (s settings) delay(name string) time.Duration {
	for word := range strings.FieldsSeq(s[name]) {
		if n, err := strconv.Atoi(word); err == nil {
			return time.Duration(n) * time.Second
		}
	}
	return 0
}

// apiError parses a value such as "404 ResourceNotFound".
func (s settings) apiError(name, message string) *apiError {
	status, code, _ := strings.Cut(s[name], " ")
	n, err := strconv.Atoi(status)
	if err != nil {
		panic("the value of switch " + name + " does not start with a status: " + s[name])
	}
	return &apiError{status: n, code: code, message: message}
}

// refusal parses a value such as "refused InvalidParameter 400": the status is the
// first number, and the code is in front of it.
func (s settings) refusal(name, message string) *apiError {
	code := ""
	for word := range strings.FieldsSeq(s[name]) {
		if status, err := strconv.Atoi(word); err == nil {
			return &apiError{status: status, code: code, message: message}
		}
		code = word
	}
	panic("the value of switch " + name + " has no status: " + s[name])
}
