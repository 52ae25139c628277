package emulator

import (
	"slices"
	"time"
)

// instances is the state of this concept: all instances in the order of their
// start, the forgotten ones too.
type instances struct {
	list []*instance
	byID map[string]*instance
}

// add gives an instance its id and keeps it.
func (all *instances) add(i *instance) {
	i.id = makeID("instance", len(all.list)+1)
	if all.byID == nil {
		all.byID = map[string]*instance{}
	}
	all.list = append(all.list, i)
	all.byID[i.id] = i
}

// findInstance returns the instance of an account. One that is unknown, forgotten
// or of another account is an error with the code of the switch.
func findInstance(s *service, account, id, unknown string) (*instance, *apiError) {
	i, ok := state[instances](s).byID[id]
	if !ok || s.owner(i.agent) != account || !i.known(s.settings, s.clock.now()) {
		return nil, s.settings.apiError(unknown, "The specified instance does not exist.")
	}
	return i, nil
}

// within returns the instances of an agent that were created in a period, in the
// order of the list. A zero time is no limit.
func within(s *service, a *agent, from, to time.Time) []*instance {
	var found []*instance
	for _, i := range state[instances](s).list {
		tooEarly := !from.IsZero() && i.created.Before(from)
		tooLate := !to.IsZero() && i.created.After(to)
		if i.agent != a || i.forgotten || tooEarly || tooLate {
			continue
		}
		i.applyDue(s.settings, s.clock.now())
		found = append(found, i)
	}
	if !s.settings.is(listOrder, valueOldestFirst) {
		slices.Reverse(found)
	}
	return found
}
