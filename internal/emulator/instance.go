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

// instance is one call.
type instance struct {
	id    string
	agent *agent

	runtime map[string]any // As sent.
	trio    map[string]any // The flat ids and token that are in force.
	sent    sent
	session string
	info    map[string]any // CallInfo; nil without.

	status   string
	created  time.Time
	modified time.Time
	joined   time.Time // Zero until somebody joined.
	left     time.Time // Zero while the user is there.
	stopping time.Time // When a stop takes effect; zero without.
	doomed   time.Time // When a call that cannot work ends; zero without.

	// old is what Describe shows until oldUntil, after an update.
	old      sent
	oldUntil time.Time

	forgotten bool
	described int
}

// sent is what clients sent, by Start and by every Update since.
type sent struct {
	agent    map[string]any
	template map[string]any
	userData *string
}

func (s sent) clone() sent {
	return sent{agent: clone(s.agent), template: clone(s.template), userData: s.userData}
}

// effective merges what is in force: documented default, console, TemplateConfig
// block of the agent's type, AgentConfig; the later wins, field by field.
func (i *instance) effective(s sent, chosen settings) map[string]any {
	base := overlay(documentedDefaults(), i.agent.console, false)
	block, _ := s.template[string(i.agent.kind)].(map[string]any)
	asked := overlay(fromTemplate(block), s.agent, false)
	return overlay(base, asked, chosen.is(listMerge, valueAppended))
}

// timeout reads a number of seconds of the settings in force, without merging
// them all. 0 switches a timer off.
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

// event is a change of status that is going to happen.
type event struct {
	at     time.Time
	status string
}

// settle makes happen what was due by now, in its order.
func (i *instance) settle(chosen settings, now time.Time) {
	for i.status != StatusFinished {
		next, due := i.next(chosen)
		if !due || next.at.After(now) {
			return
		}
		i.change(next.status, next.at)
	}
}

func (i *instance) change(status string, at time.Time) {
	i.status, i.modified = status, at
	if status == StatusExecuting {
		i.joined, i.left = at, time.Time{}
	}
}

// next finds the earliest of the events that lie ahead.
func (i *instance) next(chosen settings) (event, bool) {
	var found event
	consider := func(at time.Time, status string) {
		if found.status == "" || at.Before(found.at) {
			found = event{at, status}
		}
	}
	end := func(since time.Time, timer string) {
		if limit, on := i.timeout(timer); on {
			consider(since.Add(limit), StatusFinished)
		}
	}
	if !i.stopping.IsZero() {
		consider(i.stopping, StatusFinished)
	}
	if !i.doomed.IsZero() {
		consider(i.doomed, StatusFinished)
	}
	if i.status == StatusExecuting {
		end(i.joined, "MaxIdleTime")
		if !i.left.IsZero() {
			end(i.left, "UserOfflineTimeout")
		}
		return found, found.status != ""
	}
	if !chosen.is(createdToExecuting, valueByControl) && !chosen.is(createdToExecuting, valueNever) {
		consider(i.created.Add(chosen.delay(createdToExecuting)), StatusExecuting)
	}
	if !chosen.is(userOnlineTimeout, valueOff) {
		end(i.created, "UserOnlineTimeout")
	}
	return found, found.status != ""
}

// known tells whether the service still answers for an instance.
func (i *instance) known(chosen settings, now time.Time) bool {
	i.settle(chosen, now)
	if i.forgotten {
		return false
	}
	keep := chosen.delay(describeFinished)
	return i.status != StatusFinished || chosen.is(describeFinished, valueKeptForEver) || now.Sub(i.modified) < keep
}
