package emulator

import (
	"strconv"
	"strings"
	"time"
)

// OpConcurrency counts the running calls of an agent.
const OpConcurrency = "GetAIAgentConcurrency"

func init() {
	declare(operation{
		name: OpConcurrency, params: []param{{name: "AIAgentId", required: true}}, run: countActive,
	})
}

func countActive(s *service, account string, v values) (map[string]any, *apiError) {
	a, err := s.agent(account, v.text("AIAgentId"))
	if err != nil {
		return nil, err
	}
	at := s.clock.now().Add(-s.settings.delay(concurrencyCounts))
	active := 0
	for _, i := range running(s, a, at) {
		if !s.settings.is(concurrencyCounts, valueExecutingOnly) || i.status == StatusExecuting {
			active++
		}
	}
	return map[string]any{"ActiveCount": active}, nil
}

// running returns the calls of an agent that had been started and had not ended at
// a time, which must not be later than now.
func running(s *service, a *agent, at time.Time) []*instance {
	var found []*instance
	for _, i := range within(s, a, time.Time{}, at) {
		if i.status != StatusFinished || i.ended.After(at) {
			found = append(found, i)
		}
	}
	return found
}

// checkQuota refuses a start if the agent has as many running calls as the switch
// allows.
func checkQuota(s *service, a *agent) *apiError {
	_, limit, limited := strings.Cut(s.settings[quotaFullAtStart], " after ")
	if !limited {
		return nil
	}
	most, err := strconv.Atoi(limit)
	if err != nil {
		panic("the value of switch " + quotaFullAtStart + " ends without a number: " + limit)
	}
	if len(running(s, a, s.clock.now())) < most {
		return nil
	}
	return s.settings.refusal(quotaFullAtStart, "The number of running instances has reached its quota.")
}
