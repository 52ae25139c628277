package instance_test

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// service is what the suite needs of an API beside its responses.
type service interface {
	// requests are the operations that were asked for since the last time, in
	// short, also those that were refused.
	requests() []string
	// id is the instance that was started last.
	id() string
	// join lets a user join its call, and finish ends it.
	join()
	finish()
	// setGreeting changes its greeting from outside of Terraform.
	setGreeting(greeting string)
}

// suite leads one instance through its whole life, whatever the service is like.
// Nothing may be replaced, and nothing started or stopped that no plan announced.
// What differs between services and is documented is noted.
type suite struct {
	*acctest.Resource
	t       *testing.T
	service service
	form    form
	// flaky: calls fail now and then. They are tried again, and must
	// leave the state as it is.
	flaky bool
	notes map[string]bool
}

// form is one way to write the same instance in HCL.
type form struct {
	// tree and block are where the settings are.
	tree, block string
	// config has the given greeting, and other values of further settings
	// the second time.
	config func(greeting string, second bool) map[string]any
}

// forms are the ways to write a configuration that a service may treat differently:
// today's with write-only secrets, and the deprecated one.
func forms() map[string]form {
	return map[string]form{
		"agent_config":    {tree: "agent_config", config: richConfig},
		"template_config": {tree: "template_config", block: "voice_chat", config: oldConfig},
	}
}

// choose is the value of the first or of the second configuration.
func choose[T any](second bool, a, b T) T {
	if second {
		return b
	}
	return a
}

func richConfig(greeting string, second bool) map[string]any {
	return minimal(map[string]any{
		"runtime_config": map[string]any{
			"agent_user_id": "1001", "channel_id": "1002", "auth_token_wo": "token-of-the-agent", "auth_token_wo_version": 1,
		},
		"user_data":        choose(second, `{"order": 4711, "zip": "01234"}`, `{"zip":"01234","order":4712}`),
		"chat_sync_config": map[string]any{"im_ai_agent_id": "im-1", "receiver_id": "1002"},
		"agent_config": map[string]any{
			"greeting": greeting, "volume": choose(second, 120, 0), "enable_push_to_talk": second,
			"user_online_timeout": 3600, "max_idle_time": 7200,
			"asr_config":       map[string]any{"asr_hot_words": []any{"Ümlaut", "refund"}, "asr_max_silence": 500},
			"interrupt_config": map[string]any{"enable_voice_interrupt": !second, "interrupt_words": []any{"stop"}},
			"llm_config": map[string]any{
				"bailian_app_params":    choose(second, `{"b": 1, "a": {"c": 2.50}}`, `{"b": 2, "a": {"c": 2.50}}`),
				"llm_history":           []any{map[string]any{"role": "user", "content": "Hi "}, map[string]any{"role": "assistant", "content": ""}},
				"openai_extra_query_wo": "api-key=k", "openai_extra_query_wo_version": 1,
			},
			"tts_config":               map[string]any{"speech_rate": 1.25, "voice_id": "1001", "voice_id_list": []any{"1001", "b:Bai"}},
			"back_channeling_configs":  []any{map[string]any{"enabled": true, "probability": 0.35}},
			"workflow_override_params": `{"y": [1, 2], "x": null}`,
		},
	})
}

func oldConfig(greeting string, second bool) map[string]any {
	return map[string]any{
		"ai_agent_id": emulator.AgentID, "runtime_config": map[string]any{"voice_chat": trio()},
		"user_data": choose(second, "free text", "other text"),
		"template_config": map[string]any{"voice_chat": map[string]any{
			"greeting": greeting, "volume": choose(second, 120, 0), "asr_max_silence": choose(second, 500, 600), "voice_id": "1001",
			"user_online_timeout": 3600, "max_idle_time": 7200, "char_break": true,
			"asr_hot_words":      []any{"Ümlaut", "refund"},
			"bailian_app_params": `{"b": 1, "a": {"c": 2.50}}`,
			"llm_history":        []any{map[string]any{"role": "user", "content": "Hi "}},
		}},
	}
}

const (
	firstGreeting   = "Good morning, how can I help?  "
	secondGreeting  = "  Good evening!"
	foreignGreeting = "A greeting from elsewhere."
)

func (s *suite) note(format string, values ...any) { s.notes[fmt.Sprintf(format, values...)] = true }

// noted are the notes in one line.
func noted(notes map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(notes)), "; ") }

// whole is the suite.
func (s *suite) whole() {
	s.t.Helper()
	first, second := s.Config(s.form.config(firstGreeting, false)), s.Config(s.form.config(secondGreeting, true))
	i := s.create(first)
	s.service.join()
	i = s.settled(i, first, 1)
	i = s.change("change", i, second)
	i = s.settled(i, second, 2)
	i = s.drift(i, second)

	imported := s.imported(second)
	s.destroy(imported, true)
	i = s.refresh(i)
	if s.status(i) != emulator.StatusFinished {
		s.t.Errorf("after its end the instance is %s", s.status(i))
	}
	s.calm("after the end", i, second)
	s.destroy(i, false)

	i = s.create(first)
	s.service.finish()
	i = s.settled(i, first, 1)
	if s.status(i) != emulator.StatusFinished {
		s.t.Errorf("an instance that ended by itself is %s", s.status(i))
	}
	s.destroy(i, false)
}

// only asserts which operations were asked for, each so often at most.
func (s *suite) only(step string, allowed map[string]int) {
	s.t.Helper()
	count := map[string]int{}
	for _, name := range s.service.requests() {
		count[name]++
	}
	for name, n := range count {
		if s.flaky && name != "Start" && allowed[name] > 0 {
			continue // Sent again where something in front of the service responded.
		}
		if name != "Describe" && n > allowed[name] || name == "Describe" && allowed == nil {
			s.t.Errorf("%s: %d × %s, %d allowed", step, n, name, allowed[name])
		}
	}
}

// again repeats what a flaky service refused; any other service must not refuse.
func (s *suite) again(step string, try func() (done bool, problems []*acctest.Diagnostic)) {
	s.t.Helper()
	for range 12 {
		done, problems := try()
		if done {
			return
		}
		if !s.flaky {
			s.t.Fatalf("%s: %s", step, acctest.Text(problems))
		}
	}
	s.t.Fatalf("%s never succeeded", step)
}

func (s *suite) status(i acctest.Instance) any {
	s.t.Helper()
	return s.root(i)["status"]
}

func (s *suite) root(i acctest.Instance) map[string]any {
	s.t.Helper()
	values, ok := acctest.JSON(s.t, i.State).(map[string]any)
	if !ok {
		s.t.Fatalf("the state is missing: %s", i.State)
	}
	return values
}

func (s *suite) create(config tftypes.Value) acctest.Instance {
	s.t.Helper()
	acctest.Fail(s.t, s.Validate(config))
	var i acctest.Instance
	s.again("create", func() (bool, []*acctest.Diagnostic) {
		plan := s.Plan(config, s.Null())
		acctest.Fail(s.t, plan.Diagnostics)
		s.only("plan of a start", nil)
		after, diagnostics := s.Apply(plan)
		s.only("start", map[string]int{"Start": 1})
		i = after
		s.warned(diagnostics)
		// What was started is in the state, whatever failed then.
		return !acctest.Failed(diagnostics) || !after.State.IsNull(), diagnostics
	})
	return i
}

// warned notes what a create reports to run differently.
func (s *suite) warned(diagnostics []*acctest.Diagnostic) {
	for _, d := range diagnostics {
		if d.Summary != "The service runs the instance with other settings" {
			continue
		}
		for line := range strings.Lines(d.Detail) {
			if name, ok := strings.CutPrefix(line, "  "); ok {
				s.note("create names %s", strings.TrimPrefix(path.Ext(strings.TrimSpace(name)), "."))
			}
		}
	}
}

func (s *suite) refresh(i acctest.Instance) acctest.Instance {
	s.t.Helper()
	s.again("refresh", func() (bool, []*acctest.Diagnostic) {
		after, diagnostics := s.Read(i)
		s.only("refresh", map[string]int{})
		if !acctest.Failed(diagnostics) {
			for _, said := range summaries(diagnostics) {
				s.note("%s", said)
			}
			i = after
		}
		return !acctest.Failed(diagnostics), diagnostics
	})
	return i
}

// calm asserts that a plan changes nothing and asks nothing.
func (s *suite) calm(step string, i acctest.Instance, config tftypes.Value) {
	s.t.Helper()
	plan := s.Plan(config, i)
	acctest.Fail(s.t, plan.Diagnostics)
	s.only("plan", nil)
	if !plan.Planned.Equal(i.State) || len(plan.Replace) > 0 {
		s.t.Errorf("%s: the plan is not empty, replaces because of %v:\nstate %s\nplan  %s", step, plan.Replace, i.State, plan.Planned)
	}
}

// settled reads as often, because what a service shows may come late, and finds
// no change each time.
func (s *suite) settled(i acctest.Instance, config tftypes.Value, times int) acctest.Instance {
	s.t.Helper()
	for range times {
		i = s.refresh(i)
		s.calm("after a refresh", i, config)
	}
	return i
}

// change applies what must be one change in place, if any.
func (s *suite) change(step string, i acctest.Instance, config tftypes.Value) acctest.Instance {
	s.t.Helper()
	s.again(step, func() (bool, []*acctest.Diagnostic) {
		plan := s.Plan(config, i)
		acctest.Fail(s.t, plan.Diagnostics)
		s.only("plan of a change", nil)
		if len(plan.Replace) > 0 {
			s.t.Fatalf("%s: the plan replaces because of %v", step, plan.Replace)
		}
		after, diagnostics := s.Apply(plan)
		s.only(step, map[string]int{"Update": 1})
		if acctest.Failed(diagnostics) {
			i = s.refresh(i)
			return false, diagnostics
		}
		i = after
		return true, nil
	})
	return i
}

// drift lets somebody change the greeting and puts it back.
func (s *suite) drift(i acctest.Instance, config tftypes.Value) acctest.Instance {
	s.t.Helper()
	s.service.setGreeting(foreignGreeting)
	i = s.refresh(i)
	if s.greeting(i) != foreignGreeting {
		s.note("a foreign change in %s is not seen", s.form.tree)
		return s.settled(i, config, 1)
	}
	i = s.change("putting back", i, config)
	if s.greeting(i) != secondGreeting {
		s.t.Errorf("the greeting is put back to %v", s.greeting(i))
	}
	return s.settled(i, config, 1)
}

func (s *suite) greeting(i acctest.Instance) any {
	s.t.Helper()
	tree, _ := s.root(i)[s.form.tree].(map[string]any)
	if s.form.block != "" {
		tree, _ = tree[s.form.block].(map[string]any)
	}
	return tree["greeting"]
}

// imported is the instance in a second state, with the same configuration.
func (s *suite) imported(config tftypes.Value) acctest.Instance {
	s.t.Helper()
	var i acctest.Instance
	s.again("import", func() (bool, []*acctest.Diagnostic) {
		found, diagnostics := s.Import(emulator.AgentID + "/" + s.service.id())
		s.only("import", map[string]int{})
		i = found
		return !acctest.Failed(diagnostics), diagnostics
	})
	// With these unknown the plan after an import does not come true yet.
	i = s.change("plan after import", i, config)
	return s.settled(i, config, 1)
}

// destroy ends the call, or forgets one that has ended.
func (s *suite) destroy(i acctest.Instance, running bool) {
	s.t.Helper()
	allowed := map[string]int{}
	if running || s.flaky { // Where the look before it fails, a call that is over is stopped all the same.
		allowed["Stop"] = 1
	}
	s.again("destroy", func() (bool, []*acctest.Diagnostic) {
		plan := s.Plan(s.Null().State, i)
		acctest.Fail(s.t, plan.Diagnostics)
		s.only("plan of a destroy", nil)
		after, diagnostics := s.Apply(plan)
		s.only("destroy", allowed)
		if !acctest.Failed(diagnostics) && !after.State.IsNull() {
			s.t.Errorf("after a destroy there is a state: %s", after.State)
		}
		return !acctest.Failed(diagnostics), diagnostics
	})
}
