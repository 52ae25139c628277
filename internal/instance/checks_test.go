package instance_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// listName is the data source of an agent's instances.
const listName = typeName + "s"

// oldBlocks are the deprecated blocks of runtime_config.
var oldBlocks = []string{"voice_chat", "vision_chat", "avatar_chat_3d"}

// inForm puts IDs and token into the current form of runtime_config, "", or into a
// deprecated block.
func inForm(block string, values map[string]any) map[string]any {
	if block == "" {
		return values
	}
	return map[string]any{block: values}
}

// without drops the deprecations, which are the framework's.
func without(diagnostics []*acctest.Diagnostic, suffix string) []*acctest.Diagnostic {
	var left []*acctest.Diagnostic
	for _, d := range diagnostics {
		if !strings.HasSuffix(d.Summary, suffix) {
			left = append(left, d)
		}
	}
	return left
}

// validated are the problems that validation finds in the resource or in a data
// source.
func validated(t *testing.T, api *emulator.Server, name string, config map[string]any) []*acctest.Diagnostic {
	t.Helper()
	p := acctest.Configure(t, acctest.Block(api))
	switch name {
	case "resource":
		r := p.Resource(typeName)
		return without(r.Validate(r.Config(config)), "Deprecated")
	default:
		d := p.DataSource(name)
		return d.Validate(d.Config(config))
	}
}

func TestChecks_RegionAndIDsAreCheckedBeforeAnyCall(t *testing.T) {
	t.Parallel()
	base := map[string]map[string]any{
		"resource": minimal(nil), typeName: {"instance_id": "i-1"}, listName: {"ai_agent_id": emulator.AgentID},
	}
	bad := map[string][]string{
		"region":        {"Shanghai", "cn_shanghai", "", "cn-shanghai ", "CN-SHANGHAI", "cn-shanghai\n"},
		"ai_agent_id":   {emulator.AgentID + " ", emulator.AgentID + "\n", emulator.AgentID + "/", " " + emulator.AgentID, ""},
		"instance_id":   {"i-1 ", "i-1\n", "i-1/", "\ti-1", ""},
		"channel_id":    {"c ", "c\n", "c/", ""},
		"agent_user_id": {"u ", "u\n", "u/", ""},
	}
	for name, attributes := range map[string][]string{
		"resource": {"region", "ai_agent_id"}, typeName: {"region", "instance_id"}, listName: {"region", "ai_agent_id", "channel_id", "agent_user_id"},
	} {
		for _, attribute := range attributes {
			for _, value := range bad[attribute] {
				t.Run(name+" "+attribute+" "+strconv.Quote(value), func(t *testing.T) {
					t.Parallel()
					api := emulator.Start(t)
					found := validated(t, api, name, with(base[name], set(attribute, value)))
					want := "error " + attribute + ": Invalid "
					if attribute != "region" {
						want += "value for "
					}
					if diff := cmp.Diff(want+attribute, places(found)); diff != "" {
						t.Errorf("%s\n%s", diff, acctest.Text(found))
					}
					if calls := api.Calls(); len(calls) > 0 {
						t.Errorf("called %v", calls)
					}
				})
			}
		}
	}
}

func TestChecks_TheIDsOfEachFormAreChecked(t *testing.T) {
	t.Parallel()
	for _, block := range append([]string{""}, oldBlocks...) {
		for _, id := range []string{"agent_user_id", "channel_id"} {
			for _, value := range []string{"x ", "x\n", "x/", "", strings.Repeat("x", 65)} {
				runtime := inForm(block, with(trio(), set(id, value)))
				found := validated(t, emulator.Start(t), "resource", minimal(set("runtime_config", runtime)))
				at := strings.TrimSuffix("runtime_config."+block, ".") + "." + id
				if diff := cmp.Diff("error "+at+": Invalid value for "+id, places(found)); diff != "" {
					t.Errorf("%q: %s\n%s", value, diff, acctest.Text(found))
				}
			}
		}
	}
}

func TestChecks_AMalformedTokenIsRefusedAndNotQuoted(t *testing.T) {
	t.Parallel()
	for _, block := range append([]string{""}, oldBlocks...) {
		for _, name := range []string{"auth_token", "auth_token_wo"} {
			for _, value := range []string{"", "canary\n", "canary\r\n", " canary", "can ary", "\tcanary", "canary\x00", "canary\u00a0"} {
				t.Run(strings.TrimSpace(block+" "+name+" "+strconv.Quote(value)), func(t *testing.T) {
					t.Parallel()
					token := trio()
					delete(token, "auth_token")
					token[name] = value
					api := emulator.Start(t)
					found := validated(t, api, "resource", minimal(set("runtime_config", inForm(block, token))))
					at := strings.TrimSuffix("runtime_config."+block, ".") + "." + name
					if diff := cmp.Diff("error "+at+": Invalid value for "+name, places(found)); diff != "" {
						t.Error(diff)
					}
					text := acctest.Text(found)
					if strings.Contains(text, "canary") || strings.Contains(text, "can ary") {
						t.Errorf("the token is quoted:\n%s", text)
					}
					if want := "trimspace()"; value != "" && !strings.Contains(text, want) {
						t.Errorf("%q is not in:\n%s", want, text)
					}
					if calls := api.Calls(); len(calls) > 0 {
						t.Errorf("called %v", calls)
					}
				})
			}
		}
	}
}

func TestChecks_ATimeoutIsLongerThanZero(t *testing.T) {
	t.Parallel()
	base := map[string]map[string]any{
		"resource": minimal(nil), typeName: {"instance_id": "i-1"}, listName: {"ai_agent_id": emulator.AgentID},
	}
	for name, operations := range map[string][]string{"resource": {"create", "read", "update", "delete"}, typeName: {"read"}, listName: {"read"}} {
		for _, operation := range operations {
			for _, value := range []string{"0s", "-5m", "abc", "", "30", "0"} {
				config := with(base[name], set("timeouts", map[string]any{operation: value}))
				found := validated(t, emulator.Start(t), name, config)
				if diff := cmp.Diff("error timeouts."+operation+": Invalid duration", places(found)); diff != "" {
					t.Errorf("%s %q: %s\n%s", name, value, diff, acctest.Text(found))
				}
			}
		}
	}
}

const longSummary = "The request that starts the instance is very long"

// long is a text that takes 9 characters in a URL for each of its own.
var long = strings.Repeat("你", 9900)

func TestChecks_ALongRequestIsWarnedOfBeforeAnythingIsHungUp(t *testing.T) {
	t.Parallel()
	voice := func(values map[string]any) map[string]any {
		return minimal(set("template_config", map[string]any{"voice_chat": values}))
	}
	for name, c := range map[string]struct {
		config map[string]any
		at     string
	}{
		"agent_config":        {agentConfig(set("llm_config", set("llm_system_prompt", long))), "agent_config.llm_config.llm_system_prompt"},
		"in a list":           {agentConfig(set("llm_config", set("llm_history", []any{set("role", "user"), map[string]any{"role": "user", "content": long}}))), "agent_config.llm_config.llm_history[1].content"},
		"template_config":     {voice(set("llm_system_prompt", long)), "template_config.voice_chat.llm_system_prompt"},
		"user_data":           {minimal(set("user_data", long)), "user_data"},
		"chat_sync_config":    {minimal(set("chat_sync_config", map[string]any{"im_ai_agent_id": long, "receiver_id": "r"})), "chat_sync_config.im_ai_agent_id"},
		"the longest of many": {with(agentConfig(set("greeting", strings.Repeat("你", 500))), set("user_data", long)), "user_data"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			want := "warning " + c.at + ": " + longSummary
			plan := w.Plan(w.Config(c.config), w.Null())
			if diff := cmp.Diff(want, places(plan.Diagnostics)); diff != "" {
				t.Errorf("a new start: %s", diff)
			}
			for _, part := range []string{"characters in the URL", "`" + c.at + "`"} {
				if text := acctest.Text(plan.Diagnostics); !strings.Contains(text, part) {
					t.Errorf("%q is not in:\n%s", part, text)
				}
			}
			i := newWorldOf(t, w.api).start(minimal(nil))
			w.api.Reset()
			// The channel replaces in any case.
			replaced := with(c.config, set("runtime_config", with(trio(), set("channel_id", "other"))))
			plan = w.Plan(w.Config(replaced), i)
			if diff := cmp.Diff(want+"\nwarning : This plan hangs up a running call", places(plan.Diagnostics)); diff != "" {
				t.Errorf("a replacement: %s", diff)
			}
			if second := w.Plan(w.Config(replaced), acctest.Instance{State: w.Null().State, Private: plan.Private}); len(second.Diagnostics) > 0 {
				t.Errorf("the second half repeats:\n%s", acctest.Text(second.Diagnostics))
			}
			if got := w.calls(); got != "" {
				t.Errorf("the plans called %s", got)
			}
		})
	}
}

func TestChecks_ARequestBelowTheLimitIsNotWarnedOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	short := agentConfig(set("llm_config", set("llm_system_prompt", strings.Repeat("你", 500))))
	plan := w.Plan(w.Config(short), w.Null())
	if len(plan.Diagnostics) > 0 {
		t.Error(acctest.Text(plan.Diagnostics))
	}
	i := w.start(minimal(nil))
	// What is sent by an update is no start.
	plan = w.Plan(w.Config(agentConfig(set("greeting", long))), i)
	if len(plan.Diagnostics) > 0 {
		t.Errorf("a change in place:\n%s", acctest.Text(plan.Diagnostics))
	}
}

// TestChecks_ARefusedLengthIsExplained is about a gateway that takes no long URL:
// it has executed nothing, and says so.
func TestChecks_ARefusedLengthIsExplained(t *testing.T) {
	t.Parallel()
	for _, status := range []int{413, 414, 431} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.api.Inject(emulator.Fault{Operation: emulator.OpStart, Times: -1, Status: status, Body: "<html>too long</html>", ContentType: "text/html"})
			config := agentConfig(set("llm_config", set("llm_system_prompt", long)))
			after, diagnostics := w.Apply(w.Plan(w.Config(config), w.Null()))
			text := acctest.Text(diagnostics)
			for _, part := range []string{
				"error: Cannot start the AI agent instance", "No instance was started", "agent_config.llm_config.llm_system_prompt",
				strconv.Itoa(9*9900) + " of them", "characters in the URL", "HTTP " + strconv.Itoa(status),
			} {
				if !strings.Contains(text, part) {
					t.Errorf("%q is not in:\n%s", part, text)
				}
			}
			if strings.Contains(text, "not known whether") {
				t.Errorf("it is known that nothing was started:\n%s", text)
			}
			if !after.State.IsNull() || w.api.Count(emulator.OpStart) != 1 || len(w.api.Instances()) > 0 {
				t.Errorf("after %v the state is %s", w.api.Calls(), after.State)
			}
		})
	}
}

// TestChecks_AGatewayThatExecutedNothingSaysSo: other bare errors of a gateway leave
// open whether a call was started.
func TestChecks_AGatewayThatExecutedNothingSaysSo(t *testing.T) {
	t.Parallel()
	for status, known := range map[int]bool{411: true, 413: true, 414: true, 431: true, 403: false, 408: false, 418: false, 502: false} {
		w := newWorld(t)
		w.api.Inject(emulator.Fault{Operation: emulator.OpStart, Times: -1, Status: status, Body: "<html></html>", ContentType: "text/html"})
		_, diagnostics := w.Apply(w.Plan(w.Config(minimal(nil)), w.Null()))
		text := acctest.Text(diagnostics)
		if got := strings.Contains(text, "No instance was started"); got != known || strings.Contains(text, "not known whether") == known {
			t.Errorf("HTTP %d: known: %t, want %t\n%s", status, got, known, text)
		}
		if n := w.api.Count(emulator.OpStart); n != 1 {
			t.Errorf("HTTP %d: %d starts", status, n)
		}
	}
}

// TestChecks_WhatIsKnownAtPlanStopsNoCall replaces a running call by what cannot
// start: validation or plan refuse it, and the call goes on.
func TestChecks_WhatIsKnownAtPlanStopsNoCall(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]map[string]any{
		"region":         minimal(set("region", "Shanghai")),
		"agent":          minimal(set("ai_agent_id", emulator.AgentID+" ")),
		"empty token":    minimal(set("runtime_config", with(trio(), map[string]any{"channel_id": "other", "auth_token": ""}))),
		"missing token":  minimal(set("runtime_config", map[string]any{"agent_user_id": "a", "channel_id": "other"})),
		"missing user":   minimal(set("runtime_config", map[string]any{"channel_id": "other", "auth_token": "t"})),
		"moved to block": minimal(set("runtime_config", inForm("vision_chat", map[string]any{"agent_user_id": "a", "channel_id": "other"}))),
		"create timeout": with(minimal(set("runtime_config", with(trio(), set("channel_id", "other")))), set("timeouts", set("create", "-5m"))),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			i := w.start(minimal(nil))
			w.api.Reset()
			problems := w.Validate(w.Config(bad))
			if !acctest.Failed(problems) {
				problems = w.Plan(w.Config(bad), i).Diagnostics
			}
			if !acctest.Failed(problems) || strings.Contains(acctest.Text(problems), "hangs up") {
				t.Errorf("nothing refuses it:\n%s", acctest.Text(problems))
			}
			if got := w.calls(); got != "" {
				t.Errorf("called %s", got)
			}
		})
	}
}
