package instance_test

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const otherService = "other service, "

// faulty is a service of other habits in front of which faults happen. The bytes of
// a fault are the emulator's; all the rest is the other service's.
type faulty struct {
	*other
	bytes *emulator.Server

	mu        sync.Mutex
	operation string
	times     int // Below 0: for ever.
	executed  bool
	sent      map[string]int
}

func (f *faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	operation := r.Header.Get("X-Acs-Action")
	f.mu.Lock()
	f.sent[operation]++
	hit := operation == f.operation && f.times != 0
	if hit {
		f.times--
	}
	executed := f.executed
	f.mu.Unlock()
	if !hit {
		f.other.ServeHTTP(w, r)
		return
	}
	if executed {
		f.other.ServeHTTP(httptest.NewRecorder(), r)
	}
	f.bytes.ServeHTTP(w, r)
}

func (f *faulty) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.times = 0
}

// otherSteps are the steps in which a fault hits the other service.
func otherSteps() []chaosStep {
	var all []chaosStep
	for _, step := range chaosSteps() {
		switch step.name {
		case "start", "refresh", "update", "stop", "look before the stop":
			step.name, step.other = otherService+step.name, true
			all = append(all, step)
		}
	}
	return all
}

// runAtOther is run at the other service.
func (c cell) runAtOther(t *testing.T, results *chaosResults) (row, text string) {
	t.Helper()
	api, block := withCanaries(t)
	f := &faulty{
		other: &other{chance: rand.New(rand.NewPCG(1, 2))}, bytes: api, operation: c.step.operation, sent: map[string]int{},
	}
	f.bytes.Inject(emulator.Fault{Kind: c.kind.Name, Times: -1})
	server := httptest.NewServer(f)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	block["endpoints"] = map[string]any{"ice": strings.TrimPrefix(server.URL, "http://")}
	c.hurry(block)
	var log bytes.Buffer
	w := c.world(&world{Resource: acctest.ConfigureLogged(t, block, &log).Resource(typeName), t: t, api: api})
	before := w.Null()
	if !c.step.new {
		before = w.start(w.configOf("Hello!"))
	}
	f.mu.Lock()
	f.sent, f.executed, f.times = map[string]int{}, c.executed, 1
	if c.forever {
		f.times = -1
	}
	f.mu.Unlock()

	after, said := c.step.act(w, before)
	f.clear()
	text = steady(acctest.Text(said))
	c.checkOther(t, results, f, before, after, said)
	c.leaks(t, results, text, log.String())
	outcome := c.outcome(w, before, after, said)
	if !after.State.IsNull() && !c.believed() {
		after, said := w.Read(after)
		if acctest.Failed(said) {
			results.bad(t, "wrong states", c.String(), "a refresh without the fault fails:\n%s", acctest.Text(said))
		}
		if said := w.destroyedAtLast(after); said != "" || f.status != "Finished" {
			results.bad(t, "orphans", c.String(), "after a destroy without the fault the call is %s:\n%s", f.status, said)
		}
	}
	if c.timed() {
		text = firstLine(text)
	}
	return outcome + "; " + nameOf(text), text
}

func (c cell) checkOther(t *testing.T, results *chaosResults, f *faulty, before, after acctest.Instance, said []*acctest.Diagnostic) {
	t.Helper()
	text := acctest.Text(said)
	if f.started > 1 || c.step.new && c.kind.Knowledge == emulator.MaybeExecuted && f.sent[emulator.OpStart] != 1 {
		results.bad(t, "doubled starts", c.String(), "%d starts were sent, %d executed", f.sent[emulator.OpStart], f.started)
	}
	told := strings.Contains(text, "It is not known whether an instance was started")
	if c.step.new && f.started > 0 && after.State.IsNull() && !told && !c.believed() {
		results.bad(t, "lost ids", c.String(), "a call runs and is not known:\n%s", text)
	}
	if !before.State.IsNull() && after.State.IsNull() && f.status != "Finished" {
		results.bad(t, "orphans", c.String(), "the call is %s and forgotten:\n%s", f.status, text)
	}
	if what := unclear(said); what != "" {
		results.bad(t, "unclear messages", c.String(), "%s:\n%s", what, text)
	}
}
