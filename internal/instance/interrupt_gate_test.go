//go:build unix

package instance_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// gate is a moment at the service: it tells that it has come, and may hold back
// an answer until it is opened.
type gate struct {
	reached, opened chan struct{}
	once            sync.Once
}

func newGate(t *testing.T) *gate {
	t.Helper()
	g := &gate{reached: make(chan struct{}), opened: make(chan struct{})}
	t.Cleanup(g.open)
	return g
}

func (g *gate) open() { g.once.Do(func() { close(g.opened) }) }

// await waits until the moment has come.
func await(t *testing.T, p *acctest.Process, g *gate) {
	t.Helper()
	select {
	case <-g.reached:
	case <-time.After(bound):
		out, code := p.Wait(0)
		t.Fatalf("the moment did not come, exit %d:\n%s", code, out)
	}
}

// unanswered holds back the answer to the next call of an operation, which is
// executed.
func unanswered(operation string) func(*testing.T, *emulator.Server) *gate {
	return func(t *testing.T, api *emulator.Server) *gate {
		t.Helper()
		g := newGate(t)
		api.After(operation, sync.OnceFunc(func() {
			close(g.reached)
			<-g.opened
		}))
		return g
	}
}

// lost lets the next call of an operation come to nothing, without an answer.
func lost(operation string) func(*testing.T, *emulator.Server) *gate {
	return func(t *testing.T, api *emulator.Server) *gate {
		t.Helper()
		g := newGate(t)
		api.Inject(emulator.Fault{Operation: operation, Delay: time.Hour, Drop: emulator.DropConnection})
		api.Before(operation, sync.OnceFunc(func() { close(g.reached) }))
		return g
	}
}

// throttled refuses every start and asks for a pause that is longer than the
// test.
func throttled(t *testing.T, api *emulator.Server) *gate {
	t.Helper()
	g := newGate(t)
	api.Inject(emulator.Fault{
		Operation: emulator.OpStart, Times: -1, Status: http.StatusTooManyRequests, Code: "Throttling.User",
		Header: http.Header{"X-Acs-Retry-After": {"60000"}},
	})
	api.Before(emulator.OpStart, sync.OnceFunc(func() { close(g.reached) }))
	return g
}

// third tells that an operation is called for the third time.
func third(operation string) func(*testing.T, *emulator.Server) *gate {
	return func(t *testing.T, api *emulator.Server) *gate {
		t.Helper()
		g := newGate(t)
		reached := sync.OnceFunc(func() { close(g.reached) })
		api.Before(operation, func() {
			if api.Count(operation) >= 3 {
				reached()
			}
		})
		return g
	}
}

// looking holds back the answer to the next look after an operation.
func looking(operation string) func(*testing.T, *emulator.Server) *gate {
	return func(t *testing.T, api *emulator.Server) *gate {
		t.Helper()
		g := newGate(t)
		held := sync.OnceFunc(func() {
			close(g.reached)
			<-g.opened
		})
		api.After(emulator.OpDescribe, func() {
			if api.Count(operation) > 0 {
				held()
			}
		})
		return g
	}
}

// ending lets a stopped call go on for a while, and tells that a look after the
// stop has been answered.
func ending(t *testing.T, api *emulator.Server) *gate {
	t.Helper()
	if err := api.SetSwitch("stop_delay", "12 s"); err != nil {
		t.Fatal(err)
	}
	g := looking(emulator.OpStop)(t, api)
	g.open()
	return g
}
