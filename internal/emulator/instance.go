package emulator

import (
	"encoding/json"
	"time"
)

// The statuses of an instance.
const (
	StatusCreated   = "Created"
	StatusExecuting = "Executing"
	StatusFinished  = "Finished"
)

// instance is one call of an agent.
type instance struct {
	id    string
	agent *agent

	runtime map[string]any // As sent.
	trio    map[string]any // The ids and the token in use, in the flat form.
	sent    sent
	session string
	info    map[string]any // CallInfo; nil without.

	status   string
	created  time.Time
	modified time.Time
	joined   time.Time // Zero until the user joined.
	left     time.Time // Zero while the user is there.
	stopping time.Time // When a stop takes effect; zero without a stop.
	ended    time.Time // Zero until the call ended.
	failing  time.Time // When a call without a channel ends; zero otherwise.

	// old is what Describe shows until oldUntil, after an update.
	old      sent
	oldUntil time.Time

	spoken []Speech

	// problem is why the agent is not in the call; empty if it is. app is the ARTC
	// application of its token, and user the one who joined with a token.
	problem string
	app     string
	user    string

	// endedBy is who hung up, as far as that is clear. With told, CallInfo says so
	// whatever the switch says.
	endedBy string
	told    bool

	forgotten bool
	described int
}

// sent holds what clients sent with Start and with every Update since.
type sent struct {
	agent    map[string]any
	template map[string]any
	userData *string
}

func (s sent) clone() sent {
	return sent{agent: clone(s.agent), template: clone(s.template), userData: s.userData}
}

// effective returns the settings in use, merged field by field. In ascending order
// of precedence: documented default, console, TemplateConfig block of the agent's
// type, AgentConfig.
func (i *instance) effective(s sent, chosen settings) map[string]any {
	base := overlay(documentedDefaults(), i.agent.console, false)
	block, _ := s.template[string(i.agent.kind)].(map[string]any)
	asked := overlay(fromTemplate(block), s.agent, false)
	return overlay(base, asked, chosen.is(listMerge, valueAppended))
}

// timeout returns a number of seconds of the effective settings, without merging
// them all. With 0 the timer is off.
func (i *instance) timeout(name string) (time.Duration, bool) {
	block, _ := i.sent.template[string(i.agent.kind)].(map[string]any)
	for _, layer := range []map[string]any{i.sent.agent, block, i.agent.console, documentedDefaults()} {
		if number, ok := layer[name].(json.Number); ok {
			seconds, err := number.Int64()
			return time.Duration(seconds) * time.Second, err == nil && seconds > 0
		}
	}
	return 0, false
}

// event is a change of status at a time.
type event struct {
	at     time.Time
	status string
	by     string // Who ends the call.
}

// applyDue applies the changes of status that are due, in their order.
func (i *instance) applyDue(chosen settings, now time.Time) {
	for i.status != StatusFinished {
		next, due := i.next(chosen)
		if !due || next.at.After(now) {
			return
		}
		i.change(next)
	}
}

func (i *instance) change(e event) {
	i.status, i.modified = e.status, e.at
	switch e.status {
	case StatusExecuting:
		i.joined, i.left = e.at, time.Time{}
	case StatusFinished:
		i.ended, i.endedBy = e.at, e.by
	}
}

// next returns the earliest event that is still to come.
func (i *instance) next(chosen settings) (event, bool) {
	var found event
	consider := func(at time.Time, status, by string) {
		if found.status == "" || at.Before(found.at) {
			found = event{at, status, by}
		}
	}
	end := func(since time.Time, timer, by string) {
		if limit, on := i.timeout(timer); on {
			consider(since.Add(limit), StatusFinished, by)
		}
	}
	if !i.stopping.IsZero() {
		consider(i.stopping, StatusFinished, ByAgent)
	}
	if !i.failing.IsZero() {
		consider(i.failing, StatusFinished, "")
	}
	if i.status == StatusExecuting {
		end(i.joined, "MaxIdleTime", ByAgent)
		if !i.left.IsZero() {
			end(i.left, "UserOfflineTimeout", ByUser)
		}
		return found, found.status != ""
	}
	if i.joinsByItself(chosen) {
		consider(i.created.Add(chosen.delay(createdToExecuting)), StatusExecuting, "")
	}
	if !chosen.is(userOnlineTimeout, valueOff) {
		end(i.created, "UserOnlineTimeout", "")
	}
	return found, found.status != ""
}

// joinsByItself reports whether a user joins without a control call.
func (i *instance) joinsByItself(chosen settings) bool {
	return i.problem == "" && !chosen.is(createdToExecuting, valueByControl) && !chosen.is(createdToExecuting, valueNever)
}

// known reports whether the service still finds an instance.
func (i *instance) known(chosen settings, now time.Time) bool {
	i.applyDue(chosen, now)
	if i.forgotten {
		return false
	}
	keep := chosen.delay(describeFinished)
	return i.status != StatusFinished || chosen.is(describeFinished, valueKept) || now.Sub(i.modified) < keep
}

// resolveRuntime sets the ids and the token in use: the flat form, else the block
// of the agent's type. It returns the path of the first one that is missing.
func (i *instance) resolveRuntime() string {
	source, path := i.runtime, "RuntimeConfig."
	block, ok := i.runtime[string(i.agent.kind)].(map[string]any)
	flat := i.runtime["AgentUserId"] != nil || i.runtime["ChannelId"] != nil || i.runtime["AuthToken"] != nil
	if ok && !flat {
		source, path = block, path+string(i.agent.kind)+"."
	}
	missing := ""
	i.trio = map[string]any{}
	for _, name := range []string{"AgentUserId", "AuthToken", "ChannelId"} {
		if source[name] == nil || source[name] == "" {
			if missing == "" {
				missing = path + name
			}
			continue
		}
		i.trio[name] = source[name]
	}
	return missing
}
