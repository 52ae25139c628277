package emulator

import "fmt"

// AccountID is the account of every access key that no option assigns to another.
const AccountID = "1234567890123456"

// service is what the operations work on. The Emulator locks it: a handler runs
// alone.
type service struct {
	settings settings
	clock    *clock
	agents   map[string]*agent

	// remark is what an operation has to say beside its response, for the journal.
	remark string

	// home owns the agents without an account.
	home string

	// concepts holds the state of each concept, see state.
	concepts map[any]any
}

func newService() *service {
	return &service{
		settings: defaults(), clock: newClock(), agents: map[string]*agent{}, home: AccountID, concepts: map[any]any{},
	}
}

// state returns the service's only value of type T, which is zero at first. A
// concept keeps its state in a type of its own, so that a new one needs no field
// in service.
func state[T any](s *service) *T {
	key := any((*T)(nil))
	if s.concepts[key] == nil {
		s.concepts[key] = new(T)
	}
	held, _ := s.concepts[key].(*T)
	return held
}

func (s *service) addAgent(a *agent) error {
	if _, taken := s.agents[a.id]; taken || a.id == "" {
		return fmt.Errorf("agent id %q is empty or already in use", a.id)
	}
	s.agents[a.id] = a
	return nil
}

// owner returns the account of an agent.
func (s *service) owner(a *agent) string {
	if a.account == "" {
		return s.home
	}
	return a.account
}

// agent returns the agent with an id. An agent of another account is not found.
func (s *service) agent(account, id string) (*agent, *apiError) {
	a, ok := s.agents[id]
	if !ok || s.owner(a) != account {
		return nil, s.settings.apiError(startBadAgent, "The specified AI agent does not exist.")
	}
	return a, nil
}
