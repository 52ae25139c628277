package instance_test

import (
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// TestDrift_ADocumentIsSeenWhole: a key that was lost elsewhere and comes back is a
// change each time, in whatever shape the service shows documents.
func TestDrift_ADocumentIsSeenWhole(t *testing.T) {
	t.Parallel()
	params := func(text string) map[string]any {
		return agentConfig(set("llm_config", set("bailian_app_params", text)))
	}
	userData := func(text string) map[string]any { return with(greet("Hello!"), set("user_data", text)) }
	const objects = "ids and AvatarId as numbers, WorkflowOverrideParams and BailianAppParams as objects"
	for name, c := range map[string]struct {
		options []emulator.Option
		config  func(text string) map[string]any
		at      string
		whole   string
		lost    string
	}{
		"params as objects":          {[]emulator.Option{emulator.Switch("number_types", objects)}, params, "AgentConfig.LlmConfig.BailianAppParams", `{"a":1,"b":2}`, `{"a":1}`},
		"params as text":             {nil, params, "AgentConfig.LlmConfig.BailianAppParams", `{"a":1,"b":2}`, `{"a":1}`},
		"a key two levels down":      {[]emulator.Option{emulator.Switch("number_types", objects)}, params, "AgentConfig.LlmConfig.BailianAppParams", `{"a":{"b":{"c":1,"d":2}}}`, `{"a":{"b":{"c":1}}}`},
		"an element of a list":       {[]emulator.Option{emulator.Switch("number_types", objects)}, params, "AgentConfig.LlmConfig.BailianAppParams", `{"a":[1,2]}`, `{"a":[1]}`},
		"everything":                 {[]emulator.Option{emulator.Switch("number_types", objects)}, params, "AgentConfig.LlmConfig.BailianAppParams", `{"a":1}`, `{}`},
		"user data as an object":     {[]emulator.Option{emulator.Switch("user_data_echo", "object")}, userData, "UserData", `{"a":1,"b":2}`, `{"a":1}`},
		"user data as text":          {nil, userData, "UserData", `{"a":1,"b":2}`, `{"a":1}`},
		"a null instead of a value":  {[]emulator.Option{emulator.Switch("number_types", objects)}, params, "AgentConfig.LlmConfig.BailianAppParams", `{"a":1,"b":2}`, `{"a":1,"b":null}`},
		"user data with other types": {[]emulator.Option{emulator.Switch("user_data_echo", "object")}, userData, "UserData", `{"a":1,"b":"2"}`, `{"a":1,"b":2}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, c.options...)
			i := w.start(c.config(c.whole))
			w.calm(w.refresh(i), c.config(c.whole))
			id := w.api.Instances()[0].ID
			for range 2 {
				w.must(w.api.SetField(id, c.at, c.lost))
				i = w.refresh(i)
				if plan := w.Plan(w.Config(c.config(c.whole)), i); plan.Planned.Equal(i.State) {
					t.Error("that something is lost is not seen")
				}
				// The user takes it over.
				w.calm(i, c.config(c.lost))
				w.must(w.api.SetField(id, c.at, c.whole))
				i = w.refresh(i)
				if plan := w.Plan(w.Config(c.config(c.lost)), i); plan.Planned.Equal(i.State) {
					t.Error("that it came back is not seen")
				}
				w.calm(i, c.config(c.whole))
			}
		})
	}
}
