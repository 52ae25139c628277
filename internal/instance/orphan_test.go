//go:build unix

package instance_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// caller is a parent that is gone or not, and notes what it is told.
type caller struct {
	gone bool

	// working is how many operations are in progress, asked how often it was asked
	// whether it is gone, and ended how often with a context that had ended.
	working, asked, ended atomic.Int64
}

func (c *caller) Working() func() {
	c.working.Add(1)
	return func() { c.working.Add(-1) }
}

func (c *caller) Gone(ctx context.Context) bool {
	c.asked.Add(1)
	if ctx.Err() != nil {
		c.ended.Add(1)
	}
	return c.gone
}

func TestOrphan_OnlyACallThatNobodyKnowsIsEnded(t *testing.T) {
	t.Parallel()
	refused := emulator.Fault{Operation: emulator.OpStart, Status: http.StatusForbidden, Code: "Forbidden"}
	for name, step := range map[string]struct {
		gone        bool
		fault       emulator.Fault
		interrupted bool
		calls       string
		asked       int64
	}{
		"somebody is there":                             {calls: "Start", asked: 1},
		"somebody is there and interrupts":              {interrupted: true, calls: "Start", asked: 1},
		"nobody is left":                                {gone: true, calls: "Start Stop", asked: 1},
		"nobody is left after an interrupt":             {gone: true, interrupted: true, calls: "Start Stop", asked: 1},
		"nobody is left, and nothing was started":       {gone: true, fault: refused, calls: "Start(lost)"},
		"the stop fails once":                           {gone: true, fault: emulator.Fault{Operation: emulator.OpStop, Status: http.StatusForbidden, Code: "Forbidden"}, calls: "Start Stop(lost) Stop", asked: 1},
		"the service does not know the call yet":        {gone: true, fault: emulator.Fault{Operation: emulator.OpStop, Status: http.StatusBadRequest, Code: "InstanceNotFound"}, calls: "Start Stop(lost) Stop", asked: 1},
		"the stop succeeds, and the read does not":      {gone: true, fault: emulator.Fault{Operation: emulator.OpDescribe, Status: http.StatusForbidden, Code: "Forbidden"}, calls: "Start Stop", asked: 1},
		"it is another call, which is not in the state": {gone: true, fault: emulator.Fault{Operation: emulator.OpDescribe, Body: `{"Instance":{"Status":"Executing","RuntimeConfig":{"ChannelId":"another","AgentUserId":"another"}}}`}, calls: "Start"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, cli := emulator.Start(t), &caller{gone: step.gone}
			if step.fault.Operation != "" {
				api.Inject(step.fault)
			}
			for _, operation := range []string{emulator.OpStart, emulator.OpDescribe, emulator.OpStop} {
				api.Before(operation, func() {
					if got := cli.working.Load(); got != 1 {
						t.Errorf("%s: %d operations are in progress", operation, got)
					}
				})
			}
			r := acctest.ConfigureChild(t, acctest.Block(api), cli).Resource(typeName)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if step.interrupted {
				api.After(emulator.OpStart, cancel)
			}
			r.ApplyContext(ctx, r.Plan(r.Config(minimal(nil)), r.Null()))
			if got := writes(api); got != step.calls {
				t.Errorf("the calls are %s, want %s", got, step.calls)
			}
			if got := running(api); (len(got) == 0) != (step.gone && step.calls != "Start") {
				t.Errorf("%v run", got)
			}
			if asked, ended := cli.asked.Load(), cli.ended.Load(); asked != step.asked || (ended > 0) != step.interrupted {
				t.Errorf("asked %d times, %d of them with a context that had ended", asked, ended)
			}
			if got := cli.working.Load(); got != 0 {
				t.Errorf("afterwards %d operations are in progress", got)
			}
		})
	}
}

// TestOrphan_WhatTheStateKnowsIsNotEnded changes and destroys with a parent that is
// gone: the state has the call.
func TestOrphan_WhatTheStateKnowsIsNotEnded(t *testing.T) {
	t.Parallel()
	api, cli := emulator.Start(t), &caller{}
	r := acctest.ConfigureChild(t, acctest.Block(api), cli).Resource(typeName)
	i, diagnostics := r.Apply(r.Plan(r.Config(agentConfig(map[string]any{"greeting": "Hello!"})), r.Null()))
	acctest.Fail(t, diagnostics)
	cli.gone = true
	i, diagnostics = r.Apply(r.Plan(r.Config(agentConfig(map[string]any{"greeting": "Bye!"})), i))
	acctest.Fail(t, diagnostics)
	if _, diagnostics = r.Read(i); len(diagnostics) > 0 {
		t.Error(acctest.Text(diagnostics))
	}
	if got := writes(api); got != "Start Update" || cli.asked.Load() != 1 {
		t.Errorf("the calls are %s, and the parent was asked %d times", got, cli.asked.Load())
	}
}
