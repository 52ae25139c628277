package instance_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// given are the three things that a module can hand on.
func given(set any) map[string]any {
	return map[string]any{"null": nil, "unknown": acctest.Unknown, "set": set}
}

// TestEither_OnlyTwoKnownSecretsConflict: a module passes both on and fills in one.
// While it is validated, both are unknown.
func TestEither_OnlyTwoKnownSecretsConflict(t *testing.T) {
	t.Parallel()
	type pair struct {
		at, name string
		config   func(plain, writeOnly any) map[string]any
	}
	pairs := []pair{{at: "agent_config.llm_config", name: "openai_extra_query", config: func(plain, writeOnly any) map[string]any {
		return agentConfig(set("llm_config", map[string]any{"openai_extra_query": plain, "openai_extra_query_wo": writeOnly}))
	}}}
	for _, block := range append([]string{""}, oldBlocks...) {
		pairs = append(pairs, pair{at: strings.TrimSuffix("runtime_config."+block, "."), name: "auth_token", config: func(plain, writeOnly any) map[string]any {
			return minimal(set("runtime_config", inForm(block, map[string]any{
				"agent_user_id": "a", "channel_id": "c", "auth_token": plain, "auth_token_wo": writeOnly, "auth_token_wo_version": 1,
			})))
		}})
	}
	for _, p := range pairs {
		for first, plain := range given("x") {
			for second, writeOnly := range given("y") {
				t.Run(p.at+" "+first+" and "+second, func(t *testing.T) {
					t.Parallel()
					w := newWorld(t)
					config := w.Config(p.config(plain, writeOnly))
					want := ""
					switch {
					case first == "set" && second == "set":
						want = "error " + p.at + "." + p.name + "_wo: Two values for " + p.name
					case first == "null" && second == "null" && p.name == "auth_token":
						want = "error " + p.at + ": " + noToken
					}
					found := without(w.Validate(config), "Deprecated")
					if !acctest.Failed(found) {
						found = append(found, w.Plan(config, w.Null()).Diagnostics...)
					}
					if diff := cmp.Diff(want, places(found)); diff != "" {
						t.Errorf("%s\n%s", diff, acctest.Text(found))
					}
				})
			}
		}
	}
}

// TestEither_OnlyTwoKnownFormsConflict is the same for IDs beside a deprecated
// block.
func TestEither_OnlyTwoKnownFormsConflict(t *testing.T) {
	t.Parallel()
	for _, block := range oldBlocks {
		for _, direct := range []string{"agent_user_id", "channel_id", "auth_token", "auth_token_wo"} {
			for first, value := range given("x") {
				for second, old := range given(trio()) {
					t.Run(direct+" "+first+" and "+block+" "+second, func(t *testing.T) {
						t.Parallel()
						w := newWorld(t)
						found := without(w.Validate(w.Config(minimal(set("runtime_config", map[string]any{direct: value, block: old})))), "Deprecated")
						want := ""
						if first == "set" && second == "set" {
							want = "error runtime_config." + block + ": Two forms of runtime_config"
						}
						if diff := cmp.Diff(want, places(found)); diff != "" {
							t.Errorf("%s\n%s", diff, acctest.Text(found))
						}
					})
				}
			}
		}
	}
}

// modules are modules that hand on what they are given, with the variables of a
// root module that fills in one.
var modules = map[string]struct {
	runtime, settings string
	plans             [][]string
	// pair: both values at once are an error.
	pair bool
}{
	"two tokens": {
		runtime:  `agent_user_id = "a", channel_id = "c", auth_token = var.token, auth_token_wo = var.token_wo, auth_token_wo_version = 1`,
		settings: "null",
		plans:    [][]string{{"-var=token=t"}, {"-var=token_wo=t"}},
		pair:     true,
	},
	"two tokens in a block": {
		runtime:  `voice_chat = { agent_user_id = "a", channel_id = "c", auth_token = var.token, auth_token_wo = var.token_wo }`,
		settings: "null",
		plans:    [][]string{{"-var=token=t"}, {"-var=token_wo=t"}},
		pair:     true,
	},
	"two forms": {
		runtime: `agent_user_id = var.legacy ? null : "a", channel_id = var.legacy ? null : "c", auth_token = var.legacy ? null : var.token
    voice_chat = var.legacy ? { agent_user_id = "a", channel_id = "c", auth_token = var.token } : null`,
		settings: "null",
		plans:    [][]string{{"-var=token=t"}, {"-var=token=t", "-var=legacy=true"}},
	},
	"two queries": {
		runtime:  `agent_user_id = "a", channel_id = "c", auth_token = "t"`,
		settings: `{ llm_config = { openai_extra_query = var.token, openai_extra_query_wo = var.token_wo, openai_extra_query_wo_version = 1 } }`,
		plans:    [][]string{{"-var=token=t"}, {"-var=token_wo=t"}, {}},
		pair:     true,
	},
}

func TestEither_AModuleHandsOnBoth(t *testing.T) {
	t.Parallel()
	for name, m := range modules {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := emulator.Start(t)
			w := acctest.NewWorkspace(t, api, "")
			w.Write("main.tf", `
variable "token" {
  type    = string
  default = null
}
variable "token_wo" {
  type      = string
  default   = null
  ephemeral = true
}
variable "legacy" {
  type    = bool
  default = false
}
provider "alicloud" {}
resource "alicloud_ims_ai_agent_instance" "test" {
  ai_agent_id    = "`+emulator.AgentID+`"
  runtime_config = { `+m.runtime+` }
  agent_config   = `+m.settings+`
}
`)
			w.Must("validate", "-no-color")
			for _, variables := range m.plans {
				if out := w.Must(append([]string{"plan", "-no-color"}, variables...)...); !strings.Contains(out, "1 to add") {
					t.Errorf("plan %v:\n%s", variables, out)
				}
			}
			if out, code := w.Run("plan", "-no-color", "-var=token=t", "-var=token_wo=t"); m.pair != (code != 0) || m.pair != strings.Contains(out, "Two values for ") {
				t.Errorf("both at once: exit %d\n%s", code, out)
			}
		})
	}
}
