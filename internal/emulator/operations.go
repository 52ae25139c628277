package emulator

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// doomedAfter is how long a call lives that has no channel to join.
const doomedAfter = 5 * time.Second

func (e *Emulator) startInstance(q query) (map[string]any, *refusal) {
	agent, ok := e.agents[q.values.Get("AIAgentId")]
	if !ok {
		return nil, e.settings.refuse(startBadAgent, "The specified AI agent does not exist.")
	}
	if !q.values.Has("RuntimeConfig") {
		return nil, e.settings.refuse(startMissingRuntime, "RuntimeConfig is mandatory for this action.")
	}
	i := &instance{id: instanceID(len(e.instances) + 1), agent: agent, status: StatusCreated}
	for name, place := range map[string]*map[string]any{
		"RuntimeConfig": &i.runtime, "AgentConfig": &i.sent.agent, "TemplateConfig": &i.sent.template,
	} {
		document, wrong := q.document(name)
		if wrong != nil {
			return nil, wrong
		}
		*place = document
	}
	if _, wrong := q.document("ChatSyncConfig"); wrong != nil {
		return nil, wrong
	}

	i.created = e.clock.now()
	i.modified = i.created
	trio, missing := i.resolve()
	if missing != "" {
		if !e.settings.is(startIncompleteTrio, valueEndsAfter) {
			return nil, invalid("%s is required", missing)
		}
		i.doomed = i.created.Add(doomedAfter)
	}
	i.trio = trio
	i.sent.userData = q.text("UserData")
	i.session = q.values.Get("SessionId")
	if i.session == "" && e.settings.is(sessionIDUnset, valueMadeByService) {
		i.session = instanceID(-len(e.instances) - 1)
	}
	e.instances = append(e.instances, i)
	e.byID[i.id] = i
	return map[string]any{"InstanceId": i.id}, nil
}

// resolve finds the ids and the token that are in force: the flat form, else the
// block of the agent's type. It also gives the path of what is missing.
func (i *instance) resolve() (map[string]any, string) {
	place, from := i.runtime, "RuntimeConfig."
	block, ok := i.runtime[string(i.agent.kind)].(map[string]any)
	flat := i.runtime["AgentUserId"] != nil || i.runtime["ChannelId"] != nil || i.runtime["AuthToken"] != nil
	if ok && !flat {
		place, from = block, from+string(i.agent.kind)+"."
	}
	trio, missing := map[string]any{}, ""
	for _, name := range []string{"AgentUserId", "AuthToken", "ChannelId"} {
		if place[name] == nil || place[name] == "" {
			if missing == "" {
				missing = from + name
			}
			continue
		}
		trio[name] = place[name]
	}
	return trio, missing
}

// find looks an instance up; a forgotten one is refused like an unknown one.
func (e *Emulator) find(q query, unknown string) (*instance, *refusal) {
	i, ok := e.byID[q.values.Get("InstanceId")]
	if !ok || !i.known(e.settings, e.clock.now()) {
		return nil, e.settings.refuse(unknown, "The specified instance does not exist.")
	}
	return i, nil
}

func (e *Emulator) describeInstance(q query) (map[string]any, *refusal) {
	i, wrong := e.find(q, describeUnknownID)
	if wrong != nil {
		return nil, wrong
	}
	now := e.clock.now()
	if !e.settings.is(describeAfterStart, valueFoundAtOnce) && now.Sub(i.created) < e.settings.delay(describeAfterStart) {
		return nil, e.settings.refuse(describeUnknownID, "The specified instance does not exist.")
	}
	i.described++
	return map[string]any{"Instance": i.echo(e.settings, now)}, nil
}

func (e *Emulator) updateInstance(q query) (map[string]any, *refusal) {
	i, wrong := e.find(q, describeUnknownID)
	if wrong != nil {
		return nil, wrong
	}
	next := i.sent.clone()
	for name, place := range map[string]map[string]any{"AgentConfig": next.agent, "TemplateConfig": next.template} {
		document, wrong := q.document(name)
		if wrong != nil {
			return nil, wrong
		}
		if wrong := e.change(name, place, document, loadFacts()[name]); wrong != nil {
			return nil, wrong
		}
	}
	if text := q.text("UserData"); text != nil && !e.keeps(*text) {
		next.userData = text
	}
	if i.status == StatusFinished {
		if e.settings.is(updateFinished, valueWithoutEffect) {
			return map[string]any{}, nil
		}
		return nil, e.settings.refuse(updateFinished, "The instance has finished.")
	}
	now := e.clock.now()
	if !e.settings.is(describeAfterUpdate, valueNewAtOnce) {
		i.old, i.oldUntil = i.sent, now.Add(e.settings.delay(describeAfterUpdate))
	}
	i.sent, i.modified = next, now
	return map[string]any{}, nil
}

// change merges what Update may change into place and refuses or ignores the
// rest.
func (e *Emulator) change(path string, place, document map[string]any, f *fact) *refusal {
	for _, name := range slices.Sorted(maps.Keys(document)) {
		value, field := document[name], f.Fields[name]
		inner := path + "." + name
		if block, ok := value.(map[string]any); ok && field != nil {
			below, _ := place[name].(map[string]any)
			below = clone(below)
			if wrong := e.change(inner, below, block, field); wrong != nil {
				return wrong
			}
			if len(below) > 0 {
				place[name] = below
			}
			continue
		}
		switch {
		case field != nil && field.Live:
			if !e.keeps(value) {
				place[name] = value
			}
		case !e.settings.is(updateOutsideList, valueIgnored):
			return e.settings.refuse(updateOutsideList, inner+" cannot be updated.")
		}
	}
	return nil
}

// keeps tells whether a sent value leaves the old one as it is.
func (e *Emulator) keeps(value any) bool {
	return value == "" && !e.settings.is(updateEmptyValues, valueEmptied)
}

func (e *Emulator) stopInstance(q query) (map[string]any, *refusal) {
	i, wrong := e.find(q, stopUnknownID)
	if wrong != nil {
		return nil, wrong
	}
	if i.status == StatusFinished || !i.stopping.IsZero() {
		if e.settings.is(secondStop, valueOK) {
			return map[string]any{}, nil
		}
		return nil, e.settings.refuse(secondStop, "The instance has been stopped already.")
	}
	i.stopping = e.clock.now().Add(e.settings.delay(stopDelay))
	return map[string]any{}, nil
}

func (e *Emulator) listInstances(q query) (map[string]any, *refusal) {
	if _, ok := e.agents[q.values.Get("AIAgentId")]; !ok {
		return nil, e.settings.refuse(startBadAgent, "The specified AI agent does not exist.")
	}
	from, wrong := q.time("StartTime")
	if wrong != nil {
		return nil, wrong
	}
	to, wrong := q.time("EndTime")
	if wrong != nil {
		return nil, wrong
	}
	page, wrong := q.number("PageNumber", 1, 1, 100)
	if wrong != nil {
		return nil, wrong
	}
	size, wrong := q.number("PageSize", 10, 0, 100)
	if wrong != nil {
		return nil, wrong
	}
	if size == 0 && !e.settings.is(pageSizeZero, valueEmptyList) {
		if !e.settings.is(pageSizeZero, valueTenEntries) {
			return nil, refuse(http.StatusBadRequest, "InvalidParameter", "PageSize must be between 1 and 100")
		}
		size = 10
	}
	found := e.within(q.values.Get("AIAgentId"), from, to)
	first := min((page-1)*size, len(found))
	entries := []any{}
	for _, i := range found[first:min(first+size, len(found))] {
		entry := i.entry(e.settings, e.clock.now())
		if e.settings.is(listInstanceID, valueIncluded) {
			entry["InstanceId"] = i.id
		}
		entries = append(entries, entry)
	}
	return map[string]any{"Instances": entries}, nil
}

// within gives the instances of an agent that were created in a period, in the
// order of the list.
func (e *Emulator) within(agentID string, from, to time.Time) []*instance {
	var found []*instance
	for _, i := range e.instances {
		early := !from.IsZero() && i.created.Before(from)
		late := !to.IsZero() && i.created.After(to)
		if i.agent.id != agentID || i.forgotten || early || late {
			continue
		}
		i.settle(e.settings, e.clock.now())
		found = append(found, i)
	}
	if !e.settings.is(listOrder, valueOldestFirst) {
		slices.Reverse(found)
	}
	return found
}
