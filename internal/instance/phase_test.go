package instance_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// TestImport_IsOverWhenSomethingHappened: until then a plan takes over what an
// imported instance has otherwise, afterwards it replaces as for any other.
func TestImport_IsOverWhenSomethingHappened(t *testing.T) {
	t.Parallel()
	before := agentConfig(map[string]any{"greeting": "Hello!", "max_idle_time": 300})
	other := agentConfig(map[string]any{"greeting": "Hello!", "max_idle_time": 200})
	for name, c := range map[string]struct {
		happens func(w *world, i acctest.Instance, id string) acctest.Instance
		said    []string
	}{
		"nothing": {
			func(_ *world, i acctest.Instance, _ string) acctest.Instance { return i },
			[]string{takenOver},
		},
		"another refresh": {
			func(w *world, i acctest.Instance, _ string) acctest.Instance { return w.refresh(i) },
			[]string{takenOver},
		},
		"a change was applied": {
			func(w *world, i acctest.Instance, _ string) acctest.Instance {
				return w.refresh(w.change(w.change(i, agentConfig(map[string]any{"greeting": "Bye!", "max_idle_time": 300})), before))
			},
			[]string{hungUp},
		},
		"a change without a call was applied": {
			func(w *world, i acctest.Instance, _ string) acctest.Instance { return w.refresh(w.change(i, before)) },
			[]string{hungUp},
		},
		"the call ended": {
			func(w *world, i acctest.Instance, id string) acctest.Instance {
				finish(w, id)
				return w.refresh(i)
			},
			nil,
		},
		"the service forgot the call": {
			func(w *world, i acctest.Instance, id string) acctest.Instance {
				forget(w, id)
				return w.refresh(i)
			},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			newWorldOf(t, w.api).start(before)
			id := w.api.Instances()[0].ID
			i, diagnostics := w.Import(emulator.AgentID + "/" + id)
			w.fine(diagnostics)
			plan := w.Plan(w.Config(other), c.happens(w, w.refresh(i), id))
			w.fine(plan.Diagnostics)
			over := !slices.Contains(c.said, takenOver)
			if slices.Contains(plan.Replace, "agent_config.max_idle_time") != over || !over && len(plan.Replace) > 0 {
				t.Errorf("the import is over: %t, and the plan replaces because of %v", over, plan.Replace)
			}
			if diff := cmp.Diff(c.said, summaries(plan.Diagnostics)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// TestImport_AnAgentThatNobodyKnowsIsTakenOverAtAnyTime: an instance that was imported
// by its own ID alone has none, also when its call is over and the import with it.
func TestImport_AnAgentThatNobodyKnowsIsTakenOverAtAnyTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := greet("Hello!")
	newWorldOf(t, w.api).start(config)
	id := w.api.Instances()[0].ID
	i, diagnostics := w.Import(id)
	w.fine(diagnostics)
	finish(w, id)
	i = w.refresh(w.refresh(i))
	plan := w.Plan(w.Config(config), i)
	w.fine(plan.Diagnostics)
	if len(plan.Replace) == 0 || slices.Contains(plan.Replace, "ai_agent_id") {
		t.Errorf("the plan replaces because of %v", plan.Replace)
	}
}

// TestImport_OfTheWholeConfigurationSaysNothing: there is nothing to take over, and
// nothing is left out.
func TestImport_OfTheWholeConfigurationSaysNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.shows(-1, map[string]any{
		"RuntimeConfig": map[string]any{"AgentUserId": "agent-1", "ChannelId": "channel-1"}, "AgentConfig": map[string]any{"Greeting": "Hello!"},
	})
	i, diagnostics := w.Import(emulator.AgentID + "/i-1")
	w.fine(diagnostics)
	plan := w.Plan(w.Config(greet("Hello!")), i)
	if diff := cmp.Diff([]string(nil), summaries(plan.Diagnostics)); diff != "" || len(plan.Replace) > 0 {
		t.Errorf("the plan replaces because of %v, and says %s", plan.Replace, diff)
	}
}

// TestImport_ACallOfADeprecatedFormHasItsIDs: the configuration that is generated has
// them side by side.
func TestImport_ACallOfADeprecatedFormHasItsIDs(t *testing.T) {
	t.Parallel()
	for name, shown := range map[string]map[string]any{
		"in its block":           {"VoiceChat": map[string]any{"AgentUserId": "a", "ChannelId": "c"}},
		"in the second block":    {"VoiceChat": map[string]any{}, "VisionChat": map[string]any{"AgentUserId": "a", "ChannelId": "c"}},
		"side by side":           {"AgentUserId": "a", "ChannelId": "c"},
		"both, of which one old": {"AgentUserId": "a", "ChannelId": "c", "VoiceChat": map[string]any{"AgentUserId": "x", "ChannelId": "y"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.shows(-1, map[string]any{"RuntimeConfig": shown})
			i, diagnostics := w.Import(emulator.AgentID + "/i-1")
			w.fine(diagnostics)
			if diff := cmp.Diff(map[string]any{"agent_user_id": "a", "channel_id": "c"}, w.attribute(i, "runtime_config")); diff != "" {
				t.Errorf("runtime_config (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUpdate_TheEndThatItFindsIsKept: in the state, whatever the service told.
func TestUpdate_TheEndThatItFindsIsKept(t *testing.T) {
	t.Parallel()
	for name, ends := range map[string]func(w *world, id string){"the call ended": finish, "the service forgot it": forget} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(greet("Hello!"))
			plan := w.Plan(w.Config(greet("Bye!")), i)
			ends(w, w.api.Instances()[0].ID)
			after, diagnostics := w.Apply(plan)
			if diff := cmp.Diff([]string{"error Cannot change the AI agent instance"}, summaries(diagnostics)); diff != "" {
				t.Error(diff)
			}
			if got := w.attribute(after, "status"); got != emulator.StatusFinished {
				t.Errorf("status is %v", got)
			}
			if diff := cmp.Diff(set("greeting", "Hello!"), w.attribute(after, "agent_config")); diff != "" {
				t.Errorf("agent_config (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUpdate_ARefusalThatSaysNothingOfTheCallAsksNothing: only one that may mean the
// end of the call is worth a look.
func TestUpdate_ARefusalThatSaysNothingOfTheCallAsksNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault emulator.Fault
		calls string
	}{
		"denied":               {emulator.Fault{Status: 403, Code: "NoPermission"}, "Update"},
		"denied by RAM":        {emulator.Fault{Status: 403, Code: "Forbidden.RAM"}, "Update"},
		"unknown credentials":  {emulator.Fault{Status: 404, Code: "InvalidAccessKeyId.NotFound"}, "Update"},
		"a clock that is off":  {emulator.Fault{Status: 400, Code: "InvalidTimeStamp.Expired"}, "Update Update"},
		"an unknown operation": {emulator.Fault{Status: 404, Code: "InvalidAction.NotFound"}, "Update"},
		"not activated":        {emulator.Fault{Status: 403, Code: "OperationDenied.Suspended"}, "Update"},
		"a bad parameter":      {emulator.Fault{Status: 400, Code: "InvalidParameter"}, "Update Describe"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			plan := w.Plan(w.Config(greet("Bye!")), w.start(greet("Hello!")))
			w.api.Reset()
			c.fault.Operation, c.fault.Times = emulator.OpUpdate, -1
			w.api.Inject(c.fault)
			after, diagnostics := w.Apply(plan)
			if diff := cmp.Diff([]string{"error Cannot change the AI agent instance"}, summaries(diagnostics)); diff != "" {
				t.Error(diff)
			}
			if got := w.calls(); got != c.calls {
				t.Errorf("called %q, want %q", got, c.calls)
			}
			if diff := cmp.Diff(set("greeting", "Hello!"), w.attribute(after, "agent_config")); diff != "" {
				t.Errorf("what was refused is in the state (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUpdate_WhatTheServiceComputesIsReadBack: it is unknown in the plan, because it
// may change in between.
func TestUpdate_WhatTheServiceComputesIsReadBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(greet("Hello!"))
	plan := w.Plan(w.Config(greet("Bye!")), i)
	w.fine(plan.Diagnostics)
	join(w, w.api.Instances()[0].ID)
	w.api.Advance(time.Minute)
	after, diagnostics := w.Apply(plan)
	w.fine(diagnostics)
	if got := w.attribute(after, "status"); got != "Executing" {
		t.Errorf("status is %v", got)
	}
	for name, changes := range map[string]bool{"create_time": false, "update_time": true, "effective_agent_config": true} {
		if before, now := w.attribute(i, name), w.attribute(after, name); (before != now) != changes {
			t.Errorf("%s was %v and is %v", name, before, now)
		}
	}
}

// TestErrors_HoldNoSecretOfTheLanguageModel where a service repeats what it was sent.
func TestErrors_HoldNoSecretOfTheLanguageModel(t *testing.T) {
	t.Parallel()
	const secret = "api-key=canary-of-the-model"
	config := func(greeting string) map[string]any {
		return agentConfig(map[string]any{"greeting": greeting, "llm_config": set("openai_extra_query", secret)})
	}
	repeats := func(operation string) emulator.Fault {
		return emulator.Fault{Operation: operation, Times: -1, Status: 400, Code: "InvalidParameter", Message: "bad settings: " + secret}
	}
	w := newWorld(t)
	i := w.start(config("Hello!"))
	w.api.Inject(repeats(emulator.OpStart))
	w.api.Inject(repeats(emulator.OpUpdate))
	_, started := w.Apply(w.Plan(w.Config(config("Hello!")), w.Null()))
	_, changed := w.Apply(w.Plan(w.Config(config("Bye!")), i))
	for what, diagnostics := range map[string][]*acctest.Diagnostic{"start": started, "change": changed} {
		text := acctest.Text(diagnostics)
		if !strings.Contains(text, "bad settings: ***") || strings.Contains(text, "canary") {
			t.Errorf("the error of a %s says:\n%s", what, text)
		}
	}
}

// TestDestroy_WithoutAWordAboutTheStopTheCallIsStopped: a state of a version without
// stop_on_destroy has null.
func TestDestroy_WithoutAWordAboutTheStopTheCallIsStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := w.start(greet("Hello!"))
	var err error
	i.State, err = tftypes.Transform(i.State, func(path *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if acctest.Path(path) == "stop_on_destroy" {
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
	w.must(err)
	if got := w.attribute(i, "stop_on_destroy"); got != nil {
		t.Fatalf("stop_on_destroy is %v", got)
	}
	w.api.Reset()
	plan := w.Plan(w.Null().State, i)
	if diff := cmp.Diff([]string{hungUp}, summaries(plan.Diagnostics)); diff != "" {
		t.Error(diff)
	}
	_, diagnostics := w.Apply(plan)
	w.fine(diagnostics)
	if got := w.calls(); got != "Describe Stop Describe" {
		t.Errorf("called %q", got)
	}
}

// TestCreate_ACallThatIsJoinedAtOnceIsLookedAtOnce: a look is a request.
func TestCreate_ACallThatIsJoinedAtOnceIsLookedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.api.After(emulator.OpStart, func() { join(w, w.api.Instances()[0].ID) })
	i := w.start(minimal(set("wait_for", "executing")))
	if got := w.calls(); got != "Start Describe" {
		t.Errorf("called %q", got)
	}
	if got := w.attribute(i, "status"); got != "Executing" {
		t.Errorf("status is %v", got)
	}
}

// TestForms_AWriteOnlyTokenAloneIsTheDirectForm beside a deprecated block.
func TestForms_AWriteOnlyTokenAloneIsTheDirectForm(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"agent_user_id", "channel_id", "auth_token", "auth_token_wo"} {
		w := newWorld(t)
		diagnostics := w.Validate(w.Config(minimal(set("runtime_config", map[string]any{name: "x", "voice_chat": trio()}))))
		if diff := cmp.Diff([]string{"error Two forms of runtime_config", "warning Attribute Deprecated"}, summaries(diagnostics)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestDrift_OfADeprecatedSettingIsSeenBesideOthers: only one that agent_config sets too
// is overridden.
func TestDrift_OfADeprecatedSettingIsSeenBesideOthers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		agent map[string]any
		seen  bool
	}{
		"another setting":  {map[string]any{"max_idle_time": 300}, true},
		"the same setting": {map[string]any{"greeting": "Of the agent"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			config := with(agentConfig(c.agent), set("template_config", set("voice_chat", set("greeting", "Hello!"))))
			i := w.refresh(w.start(config))
			w.must(w.api.SetField(w.api.Instances()[0].ID, "TemplateConfig.VoiceChat.Greeting", "Hi!"))
			i = w.refresh(i)
			if plan := w.Plan(w.Config(config), i); plan.Planned.Equal(i.State) == c.seen {
				t.Errorf("the change is seen: %t, want %t", !c.seen, c.seen)
			}
		})
	}
}

// TestDestroy_ACallThatEndsBeforeItsStopIsDestroyed, whatever the service says of the
// stop.
func TestDestroy_ACallThatEndsBeforeItsStopIsDestroyed(t *testing.T) {
	t.Parallel()
	for name, ends := range map[string]func(w *world, id string){"ended": finish, "forgotten": forget} {
		for refusal, fault := range map[string]emulator.Fault{
			"not found": {Status: 404, Code: "ResourceNotFound"}, "denied": {Status: 403, Code: "NoPermission"}, "busy": {Status: 400, Code: "OperationFailed"},
		} {
			t.Run(name+", "+refusal, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				i := w.start(greet("Hello!"))
				w.api.Before(emulator.OpStop, func() { ends(w, w.api.Instances()[0].ID) })
				fault.Operation, fault.Times = emulator.OpStop, 1
				w.api.Inject(fault)
				if after, said := w.destroyed(i); !after.State.IsNull() || said != "" && strings.Contains(said, "error") {
					t.Errorf("it stays in the state:\n%s", said)
				}
			})
		}
	}
}

// TestDataSource_ATreeOfAnotherShapeIsAnError: what is configured nowhere is looked at
// whole.
func TestDataSource_ATreeOfAnotherShapeIsAnError(t *testing.T) {
	t.Parallel()
	for _, tree := range []string{"RuntimeConfig", "AgentConfig", "TemplateConfig"} {
		w := newWorld(t)
		wrong := map[string]any{"Volume": []any{}, "ChannelId": []any{}, "VoiceChat": map[string]any{"Volume": []any{}, "ChannelId": []any{}}}
		w.shows(-1, map[string]any{tree: wrong})
		_, diagnostics := w.ReadData(map[string]any{"instance_id": "i-1"})
		if diff := cmp.Diff([]string{"error Cannot read the response about the AI agent instance"}, summaries(diagnostics)); diff != "" {
			t.Errorf("%s: %s", tree, diff)
		}
	}
}
