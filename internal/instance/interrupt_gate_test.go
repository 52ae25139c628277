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

// gate reports that the service has reached a point, and may hold back a response
// until it is opened.
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

// await waits until the point is reached.
func await(t *testing.T, p *acctest.Process, g *gate) {
	t.Helper()
	select {
	case <-g.reached:
	case <-time.After(bound):
		out, code := p.Wait(0)
		t.Fatalf("the service did not reach the point, exit %d:\n%s", code, out)
	}
}

// withoutResponse holds back the response to the next call of an operation, which is
// executed.
func withoutResponse(operation string) func(*testing.T, *emulator.Server) *gate {
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

// lost lets the next call of an operation fail without a response and without effect.
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

// third reports that an operation is called for the third time.
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

// looking holds back the response to the next Describe after an operation.
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

// ending lets a stopped call continue for a while, and reports that the service
// has responded to a Describe after the stop.
func ending(t *testing.T, api *emulator.Server) *gate {
	t.Helper()
	if err := api.SetSwitch("stop_delay", "12 s"); err != nil {
		t.Fatal(err)
	}
	g := looking(emulator.OpStop)(t, api)
	g.open()
	return g
}
