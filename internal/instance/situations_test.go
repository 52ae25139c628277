package instance_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/golden"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// situation is something that a user can bring about: what was applied, what
// happened to the call since, and what is planned now.
type situation struct {
	name string
	// before was applied; nil with imported set means that something else started
	// the call.
	before map[string]any
	// imported is the form of the import id, with AGENT and ID in it.
	imported string
	// remote happens to the call before the refresh, between to it after the plan.
	remote, between func(w *world, id string)
	// after is the configuration that is planned; nil destroys.
	after map[string]any
	// replace is a replacement that only the command line asks for.
	replace bool
	// early are attributes with which, unknown, the plan does not come true yet.
	early []string

	// plan is the action with its reasons: no change, update, replace (reasons),
	// destroy, refused.
	plan string
	// calls are those of refresh, plan and apply together.
	calls string
	// said are warnings and errors, each as severity and summary, in the order in which
	// they come.
	said []string
	// unsettled is the reason why the plan after the apply is not empty.
	unsettled string
}

func greet(text string) map[string]any {
	return agentConfig(map[string]any{"greeting": text})
}

func with(config map[string]any, more ...map[string]any) map[string]any {
	all := maps.Clone(config)
	for _, m := range more {
		maps.Copy(all, m)
	}
	return all
}

func set(name string, value any) map[string]any { return map[string]any{name: value} }

func finish(w *world, id string)     { w.must(w.api.Finish(id)) }
func join(w *world, id string)       { w.must(w.api.Join(id)) }
func forget(w *world, id string)     { w.must(w.api.Forget(id)) }
func joinLeave(w *world, id string)  { join(w, id); finish(w, id) }
func nobodyJoins(w *world, _ string) { w.api.Advance(2 * 60e9) }

func somebody(path string, value any) func(w *world, id string) {
	return func(w *world, id string) { w.must(w.api.SetField(id, path, value)) }
}

// gateway responds to the next Describe as something that is not the service does.
func gateway(status int, code string) func(w *world, id string) {
	return gatewayTimes(1, status, code)
}

func gatewayTimes(times, status int, code string) func(w *world, id string) {
	return func(w *world, _ string) {
		w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: times, Status: status, Code: code, Message: "refused by the gateway"})
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

const (
	hungUp        = "warning This plan hangs up a running call"
	leftRunning   = "warning This plan leaves a running call to itself"
	prevented     = "error A running call must not be interrupted"
	gone          = "warning The AI agent instance is no longer known"
	takenOver     = "warning The AI agent instance was imported as it is"
	endedChange   = "warning The call has ended, so the change counts for the next start"
	noToken       = "Missing auth_token"
	replaceCalls  = "Describe Describe Stop Describe Start Describe"
	endedReplaced = "Describe Describe Start Describe"
	// asked: a call that the state says runs is only gone when the service repeats it.
	asked = "Describe Describe Describe"
)

func situations() []situation {
	recreate, guarded, forgetting := set("on_finished", "recreate"), set("prevent_interrupt", true), set("stop_on_destroy", false)
	full := agentConfig(map[string]any{
		"greeting": "Hello!", "max_idle_time": 300, "tts_config": map[string]any{"voice_id": "v", "speech_rate": 1.25},
		"asr_config": map[string]any{"asr_hot_words": []any{"a", "b"}},
		"llm_config": map[string]any{
			"bailian_app_params": `{"a":1,"b":2}`, "llm_history": []any{map[string]any{"role": "user", "content": "x"}},
		},
	})
	edit := func(change func(agent map[string]any)) map[string]any {
		agent := maps.Clone(full["agent_config"].(map[string]any)) //nolint:forcetypeassert // Written above.
		change(agent)
		return with(full, set("agent_config", agent))
	}
	runtime := func(more map[string]any) map[string]any {
		return with(greet("Hello!"), set("runtime_config", with(trio(), more)))
	}
	written := func(version any) map[string]any {
		return with(greet("Hello!"), set("runtime_config", map[string]any{
			"agent_user_id": "agent-1", "channel_id": "channel-1", "auth_token_wo": "secret", "auth_token_wo_version": version,
		}))
	}
	noTokenSet := set("runtime_config", map[string]any{"agent_user_id": "agent-1", "channel_id": "channel-1"})
	documents := func(text string) map[string]any {
		return agentConfig(map[string]any{"llm_config": map[string]any{"bailian_app_params": text}, "workflow_override_params": text})
	}
	old := with(minimal(nil), set("template_config", map[string]any{"voice_chat": map[string]any{"greeting": "Hello!", "asr_max_silence": 400}}))
	oldWith := func(silence int) map[string]any {
		return with(old, set("template_config", map[string]any{"voice_chat": map[string]any{"greeting": "Hello!", "asr_max_silence": silence}}))
	}
	return []situation{
		// The call runs and the configuration stays.
		{name: "nothing happens", before: full, after: full, plan: "no change", calls: "Describe"},
		{name: "a user joins", before: full, remote: join, after: full, plan: "no change", calls: "Describe"},
		{name: "the call ends", before: full, remote: finish, after: full, plan: "no change", calls: "Describe"},
		{name: "nobody joins in time", before: full, remote: nobodyJoins, after: full, plan: "no change", calls: "Describe"},
		{name: "the service forgets the call", before: full, remote: forget, after: full, plan: "no change", calls: asked, said: []string{gone}},
		{name: "somebody changes the greeting", before: full, remote: somebody("AgentConfig.Greeting", "Hi!"), after: full, plan: "update", calls: "Describe Update Describe"},
		{name: "somebody changes the voice", before: full, remote: somebody("AgentConfig.TtsConfig.VoiceId", "w"), after: full, plan: "update", calls: "Describe Update Describe"},
		{name: "somebody changes what is not configured", before: full, remote: somebody("AgentConfig.Volume", 7), after: full, plan: "no change", calls: "Describe"},
		{name: "somebody changes what Update cannot", before: full, remote: somebody("AgentConfig.MaxIdleTime", 7), after: full, plan: "no change", calls: "Describe"},
		{name: "somebody changes the greeting and the call ends", before: full, remote: func(w *world, id string) {
			somebody("AgentConfig.Greeting", "Hi!")(w, id)
			finish(w, id)
		}, after: full, plan: "no change", calls: "Describe"},

		// Something in front of the service responds.
		{name: "a gateway responds with 404 and no code once", before: full, remote: gateway(404, ""), after: full, plan: "no change", calls: "Describe Describe"},
		{name: "a gateway responds with 404 and no code", before: full, remote: gatewayTimes(3, 404, ""), after: full, plan: "refused", calls: "Describe Describe Describe", said: []string{"error Cannot read the AI agent instance"}},
		{name: "an unknown action", before: full, remote: gateway(404, "InvalidAction.NotFound"), after: full, plan: "refused", calls: "Describe", said: []string{"error Cannot read the AI agent instance"}},
		{name: "an unknown access key", before: full, remote: gateway(404, "InvalidAccessKeyId.NotFound"), after: full, plan: "refused", calls: "Describe", said: []string{"error Cannot read the AI agent instance"}},
		{name: "no right to read", before: full, remote: gateway(403, "NoPermission"), after: full, plan: "refused", calls: "Describe", said: []string{"error Cannot read the AI agent instance"}},
		{name: "one response does not know the instance", before: full, remote: gateway(404, "ResourceNotFound"), after: full, plan: "no change", calls: "Describe Describe"},
		{name: "two responses do not know the instance", before: full, remote: gatewayTimes(2, 404, "ResourceNotFound"), after: full, plan: "no change", calls: asked},
		{name: "one response does not know it, recreate", before: with(full, recreate), remote: gateway(404, "ResourceNotFound"), after: with(full, recreate), plan: "no change", calls: "Describe Describe"},
		{name: "one response does not know it, and another change", before: full, remote: gateway(404, "ResourceNotFound"), after: edit(func(a map[string]any) { a["greeting"] = "Bye!" }), plan: "update", calls: "Describe Describe Update Describe"},
		{name: "another code for an unknown instance", before: full, remote: gatewayTimes(3, 400, "InstanceIdNotExist"), after: full, plan: "no change", calls: asked, said: []string{gone}},

		// Settings that a running call can take.
		{name: "the greeting changes", before: full, after: edit(func(a map[string]any) { a["greeting"] = "Bye!" }), plan: "update", calls: "Describe Update Describe"},
		{name: "the volume is added", before: full, after: edit(func(a map[string]any) { a["volume"] = 0 }), plan: "update", calls: "Describe Update Describe"},
		{name: "an object is added with a setting that changes in place", before: full, after: edit(func(a map[string]any) { a["interrupt_config"] = map[string]any{"enable_voice_interrupt": false} }), plan: "update", calls: "Describe Update Describe"},
		{name: "a document has another format", before: full, after: edit(func(a map[string]any) {
			a["llm_config"] = map[string]any{"bailian_app_params": "{ \"b\": 2, \"a\": 1 }", "llm_history": []any{map[string]any{"role": "user", "content": "x"}}}
		}), plan: "no change", calls: "Describe"},
		{name: "a document changes", before: full, after: edit(func(a map[string]any) {
			a["llm_config"] = map[string]any{"bailian_app_params": `{"a":1}`, "llm_history": []any{map[string]any{"role": "user", "content": "x"}}}
		}), plan: "update", calls: "Describe Update Describe"},
		{name: "user data is added", before: full, after: with(full, set("user_data", "x")), plan: "update", calls: "Describe Update Describe"},
		{name: "user data has another format", before: with(full, set("user_data", `{"a":1,"b":2}`)), after: with(full, set("user_data", `{ "b":2, "a":1 }`)), plan: "no change", calls: "Describe"},
		{name: "user data changes", before: with(full, set("user_data", `{"a":1}`)), after: with(full, set("user_data", `{"a":2}`)), plan: "update", calls: "Describe Update Describe"},
		{name: "user data is removed", before: with(full, set("user_data", "x")), after: full, plan: "replace (user_data)", calls: replaceCalls, said: []string{hungUp}},
		{name: "a deprecated setting changes", before: old, after: oldWith(500), plan: "update", calls: "Describe Update Describe"},

		// Everything else.
		{name: "the idle time changes", before: full, after: edit(func(a map[string]any) { a["max_idle_time"] = 200 }), plan: "replace (agent_config.max_idle_time)", calls: replaceCalls, said: []string{hungUp}},
		{name: "the greeting is removed", before: full, after: edit(func(a map[string]any) { delete(a, "greeting") }), plan: "replace (agent_config.greeting)", calls: replaceCalls, said: []string{hungUp}},
		{name: "an object is removed", before: full, after: edit(func(a map[string]any) { delete(a, "tts_config") }), plan: "replace (agent_config.tts_config)", calls: replaceCalls, said: []string{hungUp}},
		{name: "the whole tree is removed", before: full, after: minimal(nil), plan: "replace (agent_config)", calls: replaceCalls, said: []string{hungUp}},
		{name: "a list gets shorter", before: full, after: edit(func(a map[string]any) { a["asr_config"] = map[string]any{"asr_hot_words": []any{"a"}} }), plan: "replace (agent_config.asr_config.asr_hot_words)", calls: replaceCalls, said: []string{hungUp}},
		{name: "a list element changes", before: full, after: edit(func(a map[string]any) { a["asr_config"] = map[string]any{"asr_hot_words": []any{"a", "c"}} }), plan: "replace (agent_config.asr_config.asr_hot_words[1])", calls: replaceCalls, said: []string{hungUp}},
		{name: "the rate has one zero more", before: full, after: edit(func(a map[string]any) { a["tts_config"] = map[string]any{"voice_id": "v", "speech_rate": 1.250} }), plan: "no change", calls: "Describe"},
		{name: "the channel changes", before: full, after: with(full, set("runtime_config", with(trio(), set("channel_id", "other")))), plan: "replace (runtime_config.channel_id)", calls: replaceCalls, said: []string{hungUp}},
		{name: "the session changes", before: with(full, set("session_id", "a")), after: with(full, set("session_id", "b")), plan: "replace (session_id)", calls: replaceCalls, said: []string{hungUp}},
		{name: "the session is removed", before: with(full, set("session_id", "a")), after: full, plan: "no change", calls: "Describe"},
		{name: "a change in place and another one", before: full, after: edit(func(a map[string]any) { a["greeting"], a["max_idle_time"] = "Bye!", 200 }), plan: "replace (agent_config.max_idle_time)", calls: replaceCalls, said: []string{hungUp}},
		{name: "a move from the deprecated form", before: old, after: full, plan: "replace (agent_config.asr_config.asr_hot_words agent_config.llm_config.llm_history agent_config.max_idle_time agent_config.tts_config.speech_rate template_config)", calls: replaceCalls, said: []string{hungUp}},

		// Tokens.
		{name: "the token changes", before: runtime(nil), after: runtime(set("auth_token", "new")), plan: "update", calls: "Describe"},
		{name: "the token is moved to write-only", before: runtime(nil), after: written(1), plan: "update", calls: "Describe"},
		{name: "the write-only version is raised", before: written(1), after: written(2), plan: "replace (runtime_config.auth_token_wo_version)", calls: replaceCalls, said: []string{hungUp}},
		{name: "the write-only version is set", before: written(nil), after: written(1), plan: "update", calls: "Describe"},

		// The provider's own arguments.
		{name: "on_finished changes on a running call", before: full, after: with(full, recreate), plan: "update", calls: "Describe"},
		{name: "prevent_interrupt is set", before: full, after: with(full, guarded), plan: "update", calls: "Describe"},
		{name: "timeouts are set", before: full, after: with(full, set("timeouts", map[string]any{"delete": "1m"})), plan: "update", calls: "Describe"},
		{name: "wait_for changes", before: full, after: with(full, set("wait_for", "executing")), plan: "update", calls: "Describe"},

		// The end of a call.
		{name: "recreate: the call ends", before: with(full, recreate), remote: finish, after: with(full, recreate), plan: "replace (status)", calls: endedReplaced},
		{name: "recreate: the service forgets the call", before: with(full, recreate), remote: forget, after: with(full, recreate), plan: "replace (status)", calls: asked + " Describe Start Describe", said: []string{gone}},
		{name: "recreate: the call runs", before: with(full, recreate), remote: join, after: with(full, recreate), plan: "no change", calls: "Describe"},
		{name: "keep becomes recreate on an ended call", before: full, remote: joinLeave, after: with(full, recreate), plan: "replace (status)", calls: endedReplaced},
		{name: "the greeting changes on an ended call", before: full, remote: finish, after: edit(func(a map[string]any) { a["greeting"] = "Bye!" }), plan: "update", calls: "Describe", said: []string{endedChange}},
		{name: "user data changes on an ended call", before: full, remote: finish, after: with(full, set("user_data", "x")), plan: "update", calls: "Describe", said: []string{endedChange}},
		{name: "another setting changes on an ended call", before: full, remote: finish, after: edit(func(a map[string]any) { a["max_idle_time"] = 200 }), plan: "replace (agent_config.max_idle_time)", calls: endedReplaced},
		{name: "the token changes on an ended call", before: runtime(nil), remote: finish, after: runtime(set("auth_token", "new")), plan: "update", calls: "Describe"},
		{name: "the call ends between plan and update", before: full, between: finish, after: edit(func(a map[string]any) { a["greeting"] = "Bye!" }), plan: "update", calls: "Describe Update Describe", said: []string{"error Cannot change the AI agent instance"}, unsettled: "the change counts for the next start now"},
		{name: "the service forgets the call between plan and update", before: full, between: forget, after: edit(func(a map[string]any) { a["greeting"] = "Bye!" }), plan: "update", calls: "Describe Update " + asked, said: []string{"error Cannot change the AI agent instance"}, unsettled: "the change counts for the next start now"},
		{name: "the call ends between plan and destroy", before: full, between: finish, plan: "destroy", calls: "Describe Describe", said: []string{hungUp}},
		{name: "the call ends between plan and replacement", before: full, between: finish, after: edit(func(a map[string]any) { a["max_idle_time"] = 200 }), plan: "replace (agent_config.max_idle_time)", calls: endedReplaced, said: []string{hungUp}},

		{name: "a setting is removed on an ended call", before: full, remote: finish, after: edit(func(a map[string]any) { delete(a, "greeting") }), plan: "replace (agent_config.greeting)", calls: endedReplaced},
		{name: "the greeting and the idle time change on an ended call", before: full, remote: finish, after: edit(func(a map[string]any) { a["greeting"], a["max_idle_time"] = "Bye!", 200 }), plan: "replace (agent_config.max_idle_time)", calls: endedReplaced},
		{name: "a deprecated setting changes on an ended call", before: old, remote: finish, after: oldWith(500), plan: "update", calls: "Describe", said: []string{endedChange}},
		{name: "recreate: the greeting changes on an ended call", before: with(full, recreate), remote: finish, after: with(edit(func(a map[string]any) { a["greeting"] = "Bye!" }), recreate), plan: "replace (status)", calls: endedReplaced},
		{name: "the token is missing for a replacement", before: full, after: with(edit(func(a map[string]any) { a["max_idle_time"] = 200 }), noTokenSet), plan: "refused", calls: "Describe", said: []string{"error " + noToken}},
		{name: "the token is missing and nothing is replaced", before: full, after: with(full, noTokenSet), plan: "update", calls: "Describe"},

		// The same document with other numbers.
		{name: "a number has another spelling", before: documents(`{"v":1.0,"w":[1e2]}`), after: documents(`{"w":[100],"v":1}`), plan: "no change", calls: "Describe"},
		{name: "a number has another value", before: documents(`{"v":1.0}`), after: documents(`{"v":1.01}`), plan: "replace (agent_config.workflow_override_params)", calls: replaceCalls, said: []string{hungUp}},
		{name: "a number of user data has another spelling", before: with(full, set("user_data", `{"v":0.50}`)), after: with(full, set("user_data", `{"v":5e-1}`)), plan: "no change", calls: "Describe"},

		// Destroying.
		{name: "a call that nobody joined is destroyed", before: full, plan: "destroy", calls: "Describe Describe Stop Describe", said: []string{hungUp}},
		{name: "a running call is destroyed", before: full, remote: join, plan: "destroy", calls: "Describe Describe Stop Describe", said: []string{hungUp}},
		{name: "an ended call is destroyed", before: full, remote: finish, plan: "destroy", calls: "Describe Describe"},
		{name: "a forgotten call is destroyed", before: full, remote: forget, plan: "destroy", calls: asked + " Describe", said: []string{gone}},
		{name: "one response does not know a running call, destroy", before: full, remote: gateway(404, "ResourceNotFound"), plan: "destroy", calls: "Describe Describe Describe Stop Describe", said: []string{hungUp}},
		{name: "the look before the stop is not answered", before: full, between: gateway(503, "ServiceUnAvailable"), plan: "destroy", calls: "Describe Describe Describe Stop Describe", said: []string{hungUp}},
		{name: "the look before the stop is denied", before: full, between: gateway(403, "NoPermission"), plan: "destroy", calls: "Describe Describe Stop Describe", said: []string{hungUp}},
		{name: "the look before the stop does not know the call", before: full, between: gateway(404, "ResourceNotFound"), plan: "destroy", calls: "Describe Describe Stop Describe", said: []string{hungUp}},
		{name: "a running call is not stopped", before: with(full, forgetting), plan: "destroy", calls: "Describe", said: []string{leftRunning}},
		{name: "a running call continues beside a new one", before: with(full, forgetting), after: with(edit(func(a map[string]any) { a["max_idle_time"] = 200 }), forgetting), plan: "replace (agent_config.max_idle_time)", calls: "Describe Start Describe", said: []string{leftRunning}},

		// Calls that must not be interrupted.
		{name: "prevented: destroy", before: with(full, guarded), remote: join, plan: "refused", calls: "Describe Describe", said: []string{prevented}},
		{name: "prevented: replacement", before: with(full, guarded), after: with(edit(func(a map[string]any) { a["max_idle_time"] = 200 }), guarded), plan: "refused", calls: "Describe", said: []string{prevented}},
		{name: "prevented: switched off in the same plan", before: with(full, guarded), after: edit(func(a map[string]any) { a["max_idle_time"] = 200 }), plan: "refused", calls: "Describe", said: []string{prevented}},
		{name: "prevented: switched on in the same plan", before: full, after: with(edit(func(a map[string]any) { a["max_idle_time"] = 200 }), guarded), plan: "refused", calls: "Describe", said: []string{prevented}},
		{name: "prevented: -replace", before: with(full, guarded), after: with(full, guarded), replace: true, plan: "refused", calls: "Describe", said: []string{prevented}},
		{name: "prevented: switched off alone", before: with(full, guarded), after: full, plan: "update", calls: "Describe"},
		{name: "prevented: a change in place", before: with(full, guarded), after: with(edit(func(a map[string]any) { a["greeting"] = "Bye!" }), guarded), plan: "update", calls: "Describe Update Describe"},
		{name: "prevented: the call has ended, replacement", before: with(full, guarded), remote: finish, after: with(edit(func(a map[string]any) { a["max_idle_time"] = 200 }), guarded), plan: "replace (agent_config.max_idle_time)", calls: endedReplaced},
		{name: "prevented: the call has ended, destroy", before: with(full, guarded), remote: finish, plan: "destroy", calls: "Describe Describe"},
		{name: "not prevented: -replace", before: full, after: full, replace: true, plan: "replace ()", calls: "Describe Describe Stop Describe Start Describe"},

		// Imports.
		{name: "import: the same configuration", before: greet("Hello!"), imported: "AGENT/ID", after: greet("Hello!"), plan: "update", calls: "Describe Describe", said: []string{takenOver}},
		{name: "import: by region, agent and instance", before: greet("Hello!"), imported: "cn-shanghai/AGENT/ID", after: greet("Hello!"), plan: "update", calls: "Describe Describe", said: []string{takenOver}},
		{name: "import: by instance alone", before: greet("Hello!"), imported: "ID", after: greet("Hello!"), plan: "update", calls: "Describe Describe", said: []string{takenOver}},
		{name: "import: another greeting", before: greet("Hello!"), imported: "AGENT/ID", after: greet("Bye!"), plan: "update", calls: "Describe Describe Update Describe", said: []string{takenOver}},
		{name: "import: another idle time", before: full, imported: "AGENT/ID", after: edit(func(a map[string]any) { a["max_idle_time"] = 200 }), plan: "update", calls: "Describe Describe", said: []string{takenOver}},
		{name: "import: another agent", before: full, imported: "other-agent/ID", after: full, plan: "update", calls: "Describe Describe", said: []string{takenOver}},
		{name: "import: another region", before: full, imported: "cn-beijing/AGENT/ID", after: with(full, set("region", "cn-shanghai")), plan: "replace (region)", calls: "Describe " + replaceCalls, said: []string{takenOver, hungUp}},
		{name: "import: an ended call", before: full, imported: "AGENT/ID", remote: finish, after: edit(func(a map[string]any) { a["greeting"], a["max_idle_time"] = "Bye!", 200 }), plan: "update", calls: "Describe Describe", said: []string{takenOver, endedChange}},
		{name: "import: an ended call, recreate", before: full, imported: "AGENT/ID", remote: finish, after: with(full, recreate), plan: "replace (status)", calls: "Describe " + endedReplaced, said: []string{takenOver}},
		{name: "import: a call in the deprecated form", before: old, imported: "AGENT/ID", after: greet("Hello!"), plan: "update", calls: "Describe Describe", said: []string{takenOver}},
		{name: "import: destroyed at once", before: full, imported: "AGENT/ID", plan: "destroy", calls: "Describe Describe Describe Stop Describe", said: []string{hungUp}},
	}
}

func TestSituations(t *testing.T) {
	t.Parallel()
	all := situations()
	if len(all) < 60 {
		t.Errorf("there are %d situations, want 60 at least", len(all))
	}
	texts := make([]string, len(all))
	t.Run("all", func(t *testing.T) {
		t.Parallel()
		for n, s := range all {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				texts[n] = newWorld(t).play(s)
			})
		}
	})
	t.Cleanup(func() { // When the parallel ones are done.
		var b strings.Builder
		for n, s := range all {
			if texts[n] != "" {
				b.WriteString("## " + s.name + "\n" + texts[n] + "\n\n")
			}
		}
		golden.Compare(t, "testdata/situations.md", b.String())
	})
}

// play goes through a situation and compares what happens with what should. It
// returns the whole text of the diagnostics.
func (w *world) play(s situation) string {
	w.t.Helper()
	w.KnownAtPlan(s.early...)
	i := newWorldOf(w.t, w.api).start(s.before) // By an earlier command, which is another process.
	id := w.api.Instances()[0].ID
	w.api.Reset()
	if s.imported != "" && s.remote != nil {
		s.remote(w, id)
	}
	var said []*acctest.Diagnostic
	if s.imported != "" {
		var diagnostics []*acctest.Diagnostic
		i, diagnostics = w.Import(strings.NewReplacer("AGENT", emulator.AgentID, "ID", id).Replace(s.imported))
		w.fine(diagnostics)
	} else if s.remote != nil {
		s.remote(w, id)
	}
	i, diagnostics := w.Read(i)
	said = append(said, diagnostics...)
	action, done := "refused", i
	if !acctest.Failed(diagnostics) {
		action, done, diagnostics = w.carryOut(s, i, id)
		said = append(said, diagnostics...)
	}
	if action != s.plan {
		w.t.Errorf("the plan is %q, want %q", action, s.plan)
	}
	if diff := cmp.Diff(s.said, summaries(said)); diff != "" {
		w.t.Errorf("diagnostics (-want +got):\n%s\n%s", diff, acctest.Text(said))
	}
	w.announced(action, s.calls)
	text := acctest.Text(said)
	if s.after == nil || action == "refused" {
		return text
	}
	config := s.after
	done = w.refresh(done)
	plan := w.Plan(w.Config(config), done)
	if settled := plan.Planned.Equal(done.State) && len(plan.Replace) == 0; settled != (s.unsettled == "") {
		w.t.Errorf("the plan afterwards is empty: %t, want %q\n%s", settled, s.unsettled,
			cmp.Diff(acctest.JSON(w.t, done.State), acctest.JSON(w.t, plan.Planned)))
	}
	return text
}

// carryOut plans as core does, with the second half of a replacement, and
// applies unless the plan was refused.
func (w *world) carryOut(s situation, i acctest.Instance, id string) (string, acctest.Instance, []*acctest.Diagnostic) {
	w.t.Helper()
	config := w.Null().State
	if s.after != nil {
		w.fine(w.Validate(w.Config(s.after)))
		config = w.Config(s.after)
	}
	first := w.Plan(config, i)
	said := first.Diagnostics
	if acctest.Failed(said) {
		return "refused", i, said
	}
	action, second := "no change", first
	switch {
	case s.after == nil:
		action = "destroy"
	case len(first.Replace) > 0 || s.replace:
		action = "replace (" + strings.Join(first.Replace, " ") + ")"
		second = w.Plan(config, acctest.Instance{State: w.Null().State, Private: first.Private})
		said = append(said, second.Diagnostics...)
		if acctest.Failed(second.Diagnostics) {
			return "refused", i, said
		}
	case !first.Planned.Equal(i.State):
		action = "update"
	}
	if s.between != nil {
		s.between(w, id)
	}
	after, diagnostics := i, []*acctest.Diagnostic(nil)
	if strings.HasPrefix(action, "replace") {
		_, diagnostics = w.Apply(w.destroyPlan(i))
		said = append(said, diagnostics...)
	}
	if action != "no change" {
		after, diagnostics = w.Apply(second)
	}
	return action, after, append(said, diagnostics...)
}

// destroyPlan is the destroy half of a replacement, for which core asks no plan.
func (w *world) destroyPlan(i acctest.Instance) acctest.Plan {
	w.t.Helper()
	return w.PlanReplaced(i)
}

// announced asserts the calls, and that nothing was started or hung up without
// being planned.
func (w *world) announced(action, want string) {
	w.t.Helper()
	got := w.calls()
	if got != want {
		w.t.Errorf("called %q, want %q", got, want)
	}
	if strings.Contains(got, "Start") && !strings.HasPrefix(action, "replace") {
		w.t.Errorf("%s started a call", action)
	}
	if strings.Contains(got, "Stop") && !strings.HasPrefix(action, "replace") && action != "destroy" {
		w.t.Errorf("%s hung up a call", action)
	}
}

func summaries(diagnostics []*acctest.Diagnostic) []string {
	var all []string
	for _, d := range diagnostics {
		all = append(all, strings.ToLower(d.Severity.String())+" "+d.Summary)
	}
	return all
}
