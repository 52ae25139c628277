package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const (
	soakParallelism = 10
	// heapPerOperation bounds what stays in memory of an operation. The framework keeps
	// the context of each until the provider stops.
	heapPerOperation = 40 << 10
	resourceType     = "alicloud_ims_ai_agent_instance"
)

// soak is a provider in this process, behind gRPC, that creates, changes, refreshes
// and destroys instances again and again.
type soak struct {
	server     *overGRPC
	of         tftypes.Type
	schema     *tfprotov6.Schema
	operations atomic.Int64
	failures   atomic.Int64
	first      atomic.Pointer[string]
}

// benchSoak runs for some time at a service that admits few requests, and shows
// what grows.
func benchSoak(ctx context.Context, r *report, tmp string, instances int, during time.Duration) error {
	w, err := open(ctx, "", tmp, fewRequests())
	if err != nil {
		return err
	}
	defer w.close()
	server, err := serve(ctx, tmp)
	if err != nil {
		return err
	}
	defer server.close()
	s, err := newSoak(ctx, server, w.endpoint)
	if err != nil {
		return err
	}
	fmt.Printf("\n%s of create, change, refresh and destroy of %d instances, %d requests a second, over gRPC in one process\n%-10s %10s %10s %10s %10s %12s\n",
		during, instances, admitted, "", "operations", "failures", "goroutines", "threads", "live heap")
	var before, after sample
	end := time.Now().Add(during)
	// The first round is the measure of the others.
	for round := 1; (round <= 2 || time.Now().Before(end)) && ctx.Err() == nil; round++ {
		s.round(ctx, instances)
		w.api.Reset()
		after = s.sample()
		if round == 1 {
			before = after
		}
		fmt.Printf("round %-4d %10d %10d %10d %10s %8.1f MiB\n", round, after.operations, s.failures.Load(), after.goroutines, after.threads, float64(after.heap)/(1<<20))
	}
	if text := s.first.Load(); text != nil {
		fmt.Println(*text)
	}
	grown := float64(after.heap-before.heap) / float64(max(after.operations-before.operations, 1))
	fmt.Printf("live heap for each operation: %.1f KiB%s; goroutines%s; failures%s\n", grown/1024, r.verdict(grown, heapPerOperation),
		r.verdict(float64(after.goroutines)/float64(before.goroutines), 1.2), r.verdict(float64(s.failures.Load()), 0.5))
	return ctx.Err()
}

type sample struct {
	operations int64
	goroutines int
	threads    string
	heap       int64
}

func (s *soak) sample() sample {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return sample{s.operations.Load(), runtime.NumGoroutine(), threads(), int64(m.HeapAlloc)} //nolint:gosec // Far below the limit.
}

// threads returns the number of threads of this process, if /proc has it.
func threads() string {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	_, rest, _ := strings.Cut(string(text), "Threads:")
	return strings.Fields(rest)[0]
}

func newSoak(ctx context.Context, server *overGRPC, endpoint string) (*soak, error) {
	s := &soak{server: server}
	schemas, err := s.server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	s.schema = schemas.ResourceSchemas[resourceType]
	s.of = s.schema.ValueType()
	of := schemas.Provider.ValueType()
	block := object(of, map[string]any{
		"access_key": accessKeyID, "secret_key": accessKeySecret, "region": "cn-shanghai", "protocol": "HTTP",
		"endpoints": map[string]any{"ice": endpoint},
	})
	config, err := tfprotov6.NewDynamicValue(of, block)
	if err != nil {
		return nil, err
	}
	configured, err := s.server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: &config})
	if err == nil {
		err = failed(configured.Diagnostics)
	}
	return s, err
}

// round takes every instance through its life.
func (s *soak) round(ctx context.Context, instances int) {
	numbers := make(chan int)
	var all sync.WaitGroup
	for range soakParallelism {
		all.Go(func() {
			for n := range numbers {
				if err := s.life(ctx, n); err != nil {
					s.failures.Add(1)
					text := err.Error()
					s.first.CompareAndSwap(nil, &text)
				}
			}
		})
	}
	for n := range instances {
		numbers <- n
	}
	close(numbers)
	all.Wait()
}

func (s *soak) life(ctx context.Context, n int) error {
	state, private, err := s.apply(ctx, tftypes.NewValue(s.of, nil), s.config(n, "Hello!"), nil)
	if err != nil {
		return fmt.Errorf("create: %w", err)
	}
	if state, private, err = s.apply(ctx, state, s.config(n, "Bye!"), private); err != nil {
		return fmt.Errorf("change: %w", err)
	}
	if state, private, err = s.refresh(ctx, state, private); err != nil {
		return fmt.Errorf("refresh: %w", err)
	}
	if _, _, err = s.apply(ctx, state, tftypes.NewValue(s.of, nil), private); err != nil {
		return fmt.Errorf("destroy: %w", err)
	}
	return nil
}

func (s *soak) config(n int, greeting string) tftypes.Value {
	return object(s.of, map[string]any{
		"ai_agent_id": agentID,
		"runtime_config": map[string]any{
			"agent_user_id": fmt.Sprintf("agent-%d", n), "channel_id": fmt.Sprintf("channel-%d", n), "auth_token": "token",
		},
		"agent_config": map[string]any{"greeting": greeting},
	})
}

// apply plans and applies what a CLI proposes: what is configured, else what was.
func (s *soak) apply(ctx context.Context, prior, config tftypes.Value, private []byte) (tftypes.Value, []byte, error) {
	s.operations.Add(1)
	proposed := config
	if !config.IsNull() {
		proposed = s.proposed(prior, config)
	}
	values, err := dynamics(s.of, prior, config, proposed)
	if err != nil {
		return prior, nil, err
	}
	plan, err := s.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: resourceType, PriorState: values[0], Config: values[1], ProposedNewState: values[2], PriorPrivate: private,
	})
	if err == nil {
		err = failed(plan.Diagnostics)
	}
	if err != nil {
		return prior, nil, err
	}
	applied, err := s.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: resourceType, PriorState: values[0], Config: values[1], PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate,
		PlannedIdentity: plan.PlannedIdentity,
	})
	if err == nil {
		err = failed(applied.Diagnostics)
	}
	if err != nil {
		return prior, nil, err
	}
	after, err := applied.NewState.Unmarshal(s.of)
	return after, applied.Private, err
}

func (s *soak) refresh(ctx context.Context, state tftypes.Value, private []byte) (tftypes.Value, []byte, error) {
	s.operations.Add(1)
	values, err := dynamics(s.of, state)
	if err != nil {
		return state, nil, err
	}
	read, err := s.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: resourceType, CurrentState: values[0], Private: private})
	if err == nil {
		err = failed(read.Diagnostics)
	}
	if err != nil {
		return state, nil, err
	}
	after, err := read.NewState.Unmarshal(s.of)
	return after, read.Private, err
}

// proposed is the configuration with the prior values of computed attributes.
func (s *soak) proposed(prior, config tftypes.Value) tftypes.Value {
	var was, now map[string]tftypes.Value
	if config.As(&now) != nil || prior.IsNull() || prior.As(&was) != nil {
		return config
	}
	for _, a := range s.schema.Block.Attributes {
		if a.Computed && now[a.Name].IsNull() {
			now[a.Name] = was[a.Name]
		}
	}
	return tftypes.NewValue(s.of, now)
}

func dynamics(of tftypes.Type, values ...tftypes.Value) ([]*tfprotov6.DynamicValue, error) {
	all := make([]*tfprotov6.DynamicValue, 0, len(values))
	for _, v := range values {
		d, err := tfprotov6.NewDynamicValue(of, v)
		if err != nil {
			return nil, err
		}
		all = append(all, &d)
	}
	return all, nil
}

// object fills the attributes that are not given with null.
func object(of tftypes.Type, given map[string]any) tftypes.Value {
	types, ok := of.(tftypes.Object)
	if !ok {
		panic("not an object")
	}
	values := map[string]tftypes.Value{}
	for name, t := range types.AttributeTypes {
		switch v := given[name].(type) {
		case map[string]any:
			values[name] = object(t, v)
		default:
			values[name] = tftypes.NewValue(t, v)
		}
	}
	return tftypes.NewValue(of, values)
}

func failed(diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}
