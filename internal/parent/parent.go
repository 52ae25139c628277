// Package parent knows the process that started this one, which is the CLI, and
// whether it is still there to store the results of what this process does.
//
// It knows neither Terraform nor the service: what to do about a result that nobody
// stores is up to the one who asks.
package parent

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// lookEvery is the pause between two looks at the parent. A look is one system
	// call; the kernel's own notice, PR_SET_PDEATHSIG, comes already when the thread
	// ends that started this process, and a parent in Go ends threads as it likes.
	lookEvery = time.Second

	// dying is how long a process may take to die. It closes its connections before
	// its children are given away, so an operation may notice its end first.
	dying = time.Second

	// lookAtDying is the pause between two looks at a parent that may be dying.
	lookAtDying = 20 * time.Millisecond

	// finishWithin bounds what is in progress when the parent is gone: the grace of a
	// request that was sent, and the request that takes it back.
	finishWithin = 90 * time.Second
)

// Process is the parent of this process. The zero value is always there, as for a
// process that is debugged.
type Process struct {
	// id returns the ID of the current parent. On Windows it never changes, so there a
	// parent never counts as gone, and nothing is done.
	id func() int

	// first is the ID when this process started.
	first int

	// exit ends this process.
	exit func(code int)

	// brace prepares this process for the death of the parent.
	brace sync.Once

	// working is how many operations are in progress.
	working atomic.Int64

	// left reports that this process serves nobody any more.
	left atomic.Bool
}

// Watch returns the parent. When it is gone, this process ends as soon as no
// operation is in progress: without its connection nothing else ends it.
func Watch() *Process {
	p := &Process{id: os.Getppid, first: os.Getppid(), exit: os.Exit}
	go p.watch()
	return p
}

func (p *Process) watch() {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for p.id() == p.first {
		<-tick.C
	}
	p.finish()
	p.exit(1)
}

// Working notes that an operation is in progress whose result must not get lost:
// this process does not end before the returned function is called.
func (p *Process) Working() (done func()) {
	// Not earlier: a process that has lost its parent before it could see it ends by
	// this signal, when it writes the first line to it.
	p.brace.Do(func() {
		if p.id != nil {
			Outlive(syscall.SIGPIPE)
		}
	})
	p.working.Add(1)
	return func() { p.working.Add(-1) }
}

// Gone reports whether nobody is left who stores the result of an operation. If the
// context of the operation has ended, the parent may be dying: Gone waits until that
// is certain, a second at most.
func (p *Process) Gone(ctx context.Context) bool {
	if ctx.Err() == nil {
		return p.gone()
	}
	over := time.NewTimer(dying)
	defer over.Stop()
	tick := time.NewTicker(lookAtDying)
	defer tick.Stop()
	for !p.gone() {
		select {
		case <-over.C:
			return p.gone()
		case <-tick.C:
		}
	}
	return true
}

func (p *Process) gone() bool {
	return p.left.Load() || p.id != nil && p.id() != p.first
}

// Leave says that this process serves nobody any more, and returns when no operation
// is in progress. After a second interrupt a CLI tells its plugins to end without
// waiting for their results, and kills them two seconds later.
func (p *Process) Leave() {
	p.left.Store(true)
	p.finish()
}

// finish waits until no operation is in progress, or its time is over.
func (p *Process) finish() {
	over := time.NewTimer(finishWithin)
	defer over.Stop()
	tick := time.NewTicker(lookAtDying)
	defer tick.Stop()
	for p.working.Load() > 0 {
		select {
		case <-over.C:
			return
		case <-tick.C:
		}
	}
}
