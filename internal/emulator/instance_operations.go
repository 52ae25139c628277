package emulator

import (
	"maps"
	"slices"
	"time"
)

// The operations on instances.
const (
	OpStart    = "StartAIAgentInstance"
	OpDescribe = "DescribeAIAgentInstance"
	OpUpdate   = "UpdateAIAgentInstance"
	OpStop     = "StopAIAgentInstance"
	OpList     = "ListAIAgentInstance"
)

func init() {
	agentID := param{name: "AIAgentId", required: true}
	instanceID := param{name: "InstanceId", required: true}
	agentConfig := param{name: "AgentConfig", typ: documentType}
	templateConfig := param{name: "TemplateConfig", typ: documentType}
	userData := param{name: "UserData"}
	declare(
		operation{
			name: OpStart,
			params: []param{
				agentID,
				{name: "RuntimeConfig", typ: documentType, nested: true},
				agentConfig,
				templateConfig,
				{name: "ChatSyncConfig", typ: documentType},
				{name: "SessionId"},
				userData,
			},
			run: startInstance,
		},
		operation{name: OpDescribe, params: []param{instanceID}, run: describeInstance},
		operation{
			name:   OpUpdate,
			params: []param{instanceID, agentConfig, templateConfig, userData},
			run:    updateInstance,
		},
		operation{name: OpStop, params: []param{instanceID}, run: stopInstance},
		operation{
			name: OpList,
			params: []param{
				agentID,
				{name: "StartTime", typ: timestampType},
				{name: "EndTime", typ: timestampType},
				{name: "PageNumber", typ: integerType, low: 1, high: 100},
				{name: "PageSize", typ: integerType, low: 0, high: 100},
			},
			run: listInstances,
		},
	)
}

// failsAfter is how long a call without a channel lasts.
const failsAfter = 5 * time.Second

func startInstance(s *service, account string, v values) (map[string]any, *apiError) {
	a, err := s.agent(account, v.text("AIAgentId"))
	if err != nil {
		return nil, err
	}
	if !v.has("RuntimeConfig") {
		return nil, s.settings.apiError(startMissingRuntime, "RuntimeConfig is mandatory for this action.")
	}
	if err := checkQuota(s, a); err != nil {
		return nil, err
	}
	now := s.clock.now()
	i := &instance{
		agent: a, status: StatusCreated, created: now, modified: now, runtime: v.document("RuntimeConfig"),
		sent: sent{
			agent: v.document("AgentConfig"), template: v.document("TemplateConfig"), userData: v.optionalText("UserData"),
		},
		session: v.text("SessionId"),
	}
	missing := i.resolveRuntime()
	if missing != "" {
		if !s.settings.is(startIncompleteTrio, valueEndsAfter) {
			return nil, invalid("%s is required", missing)
		}
		i.failing, i.problem = now.Add(failsAfter), missing+" is missing"
	} else if i.problem = i.admitAgent(state[apps](s), now); i.problem != "" && !s.settings.is(artcTokenCheck, valueNotJoining) {
		s.remark = i.problem
		return nil, s.settings.refusal(artcTokenCheck, "RuntimeConfig is invalid: "+i.problem+".")
	}
	s.remark = i.problem
	all := state[instances](s)
	if i.session == "" && s.settings.is(sessionIDUnset, valueGenerated) {
		i.session = makeID("instance", -len(all.list)-1)
	}
	all.add(i)
	return map[string]any{"InstanceId": i.id}, nil
}

func describeInstance(s *service, account string, v values) (map[string]any, *apiError) {
	i, err := findInstance(s, account, v.text("InstanceId"), describeUnknownID)
	if err != nil {
		return nil, err
	}
	now := s.clock.now()
	if !s.settings.is(describeAfterStart, valueFoundAtOnce) && now.Sub(i.created) < s.settings.delay(describeAfterStart) {
		return nil, s.settings.apiError(describeUnknownID, "The specified instance does not exist.")
	}
	i.described++
	return map[string]any{"Instance": i.echo(s.settings, now)}, nil
}

func updateInstance(s *service, account string, v values) (map[string]any, *apiError) {
	i, err := findInstance(s, account, v.text("InstanceId"), describeUnknownID)
	if err != nil {
		return nil, err
	}
	next := i.sent.clone()
	for _, name := range []string{"AgentConfig", "TemplateConfig"} {
		target := next.agent
		if name == "TemplateConfig" {
			target = next.template
		}
		if err := applyUpdate(s.settings, name, target, v.document(name), loadFacts()[name]); err != nil {
			return nil, err
		}
	}
	if userData := v.optionalText("UserData"); userData != nil && !keepsOld(s.settings, *userData) {
		next.userData = userData
	}
	if i.status == StatusFinished {
		if s.settings.is(updateFinished, valueWithoutEffect) {
			return map[string]any{}, nil
		}
		return nil, s.settings.apiError(updateFinished, "The instance has finished.")
	}
	now := s.clock.now()
	if !s.settings.is(describeAfterUpdate, valueNewAtOnce) {
		i.old, i.oldUntil = i.sent, now.Add(s.settings.delay(describeAfterUpdate))
	}
	i.sent, i.modified = next, now
	return map[string]any{}, nil
}

// applyUpdate merges the fields that Update can change into target. Other fields
// are ignored or an error.
func applyUpdate(chosen settings, path string, target, document map[string]any, f *fact) *apiError {
	for _, name := range slices.Sorted(maps.Keys(document)) {
		value, field := document[name], f.Fields[name]
		inner := path + "." + name
		if block, ok := value.(map[string]any); ok && field != nil {
			below, _ := target[name].(map[string]any)
			below = clone(below)
			if err := applyUpdate(chosen, inner, below, block, field); err != nil {
				return err
			}
			if len(below) > 0 {
				target[name] = below
			}
			continue
		}
		switch {
		case field != nil && field.Live:
			if !keepsOld(chosen, value) {
				target[name] = value
			}
		case !chosen.is(updateOutsideList, valueIgnored):
			return chosen.apiError(updateOutsideList, inner+" cannot be updated.")
		}
	}
	return nil
}

// keepsOld reports whether a sent value leaves the old one unchanged.
func keepsOld(chosen settings, value any) bool {
	return value == "" && !chosen.is(updateEmptyValues, valueEmptied)
}

func stopInstance(s *service, account string, v values) (map[string]any, *apiError) {
	i, err := findInstance(s, account, v.text("InstanceId"), stopUnknownID)
	if err != nil {
		return nil, err
	}
	if i.status == StatusFinished || !i.stopping.IsZero() {
		if s.settings.is(secondStop, valueOK) {
			return map[string]any{}, nil
		}
		return nil, s.settings.apiError(secondStop, "The instance has been stopped already.")
	}
	i.stopping = s.clock.now().Add(s.settings.delay(stopDelay))
	return map[string]any{}, nil
}

func listInstances(s *service, account string, v values) (map[string]any, *apiError) {
	a, err := s.agent(account, v.text("AIAgentId"))
	if err != nil {
		return nil, err
	}
	page, size := v.integer("PageNumber", 1), v.integer("PageSize", 10)
	if size == 0 && !s.settings.is(pageSizeZero, valueEmptyList) {
		if !s.settings.is(pageSizeZero, valueTenEntries) {
			return nil, invalid("PageSize must be between 1 and 100")
		}
		size = 10
	}
	found := within(s, a, v.time("StartTime"), v.time("EndTime"))
	first := min((page-1)*size, len(found))
	entries := []any{}
	for _, i := range found[first:min(first+size, len(found))] {
		entry := i.entry(s.settings, s.clock.now())
		if s.settings.is(listInstanceID, valueIncluded) {
			entry["InstanceId"] = i.id
		}
		entries = append(entries, entry)
	}
	return map[string]any{"Instances": entries}, nil
}
