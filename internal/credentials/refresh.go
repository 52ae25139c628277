package credentials

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Subsystem is the name under which refreshes are logged.
const Subsystem = "credentials"

const (
	// early is how long before their end keys are renewed, while there is time
	// to try again.
	early = 3 * time.Minute

	// late is how long before their end keys are no longer used: a request is
	// on its way for a moment, and clocks differ.
	late = 10 * time.Second

	// between is the time between two attempts while the old keys are valid.
	between = 30 * time.Second

	// unstated is when keys without an expiry are asked for again.
	unstated = 10 * time.Minute

	// patience is how long a caller waits for new keys while the old ones are
	// valid.
	patience = 5 * time.Second

	// longest bounds one refresh, with all that it takes: a role on top of a
	// command, for one.
	longest = 2 * time.Minute
)

// refresher keeps the keys of one source fresh. However many resources ask,
// there is one refresh at a time; it goes on while anybody waits for it.
type refresher struct {
	hidden

	name     string
	fetch    fetch
	now      func() time.Time
	patience time.Duration

	mu     sync.Mutex
	lease  lease
	next   time.Time // When to ask again.
	flight *flight
}

// flight is one refresh under way.
type flight struct {
	hidden

	done    chan struct{}
	cancel  context.CancelFunc
	waiting int
	lease   lease
	err     error
}

// refreshed makes a source of a fetch. The name is for people.
func refreshed(name string, now func() time.Time, patience time.Duration, f fetch) Source {
	r := &refresher{name: name, fetch: f, now: now, patience: patience}
	return r.get
}

// get gives keys that are valid now, or says why there are none.
func (r *refresher) get(ctx context.Context) (openapi.Keys, error) {
	if err := ctx.Err(); err != nil {
		return openapi.Keys{}, err
	}
	r.mu.Lock()
	old, valid := r.lease, r.valid()
	if valid && r.now().Before(r.next) {
		defer r.mu.Unlock()
		return old.keys, nil
	}
	if r.flight == nil {
		r.start(ctx)
	}
	f := r.flight
	f.waiting++
	r.mu.Unlock()

	var enough <-chan time.Time
	if valid {
		timer := time.NewTimer(r.patience)
		defer timer.Stop()
		enough = timer.C
	}
	select {
	case <-f.done:
		return f.lease.keys, f.err
	case <-enough:
		// The refresh goes on by itself: its keys are for the next caller.
		return old.keys, nil
	case <-ctx.Done():
		r.leave(f)
		return openapi.Keys{}, ctx.Err()
	}
}

// valid says that the keys at hand can still be used. It needs the lock.
func (r *refresher) valid() bool {
	return r.lease.keys.AccessKeyID != "" && (r.lease.expires.IsZero() || r.now().Add(late).Before(r.lease.expires))
}

// leave ends a refresh for which nobody waits any more.
func (r *refresher) leave(f *flight) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		f.cancel()
		if r.flight == f {
			r.flight = nil
		}
	}
}

// start begins a refresh. It outlives the caller that began it, because others
// may wait for it too. It needs the lock.
func (r *refresher) start(ctx context.Context) {
	detached, cancel := context.WithTimeout(context.WithoutCancel(ctx), longest)
	f := &flight{done: make(chan struct{}), cancel: cancel}
	r.flight = f
	go func() {
		defer cancel()
		fetched, err := r.try(detached)
		r.land(detached, f, fetched, err)
	}()
}

// try asks the source and makes an error of whatever goes wrong in its code.
func (r *refresher) try(ctx context.Context) (fetched lease, err error) {
	defer func() {
		if recover() != nil {
			// The value of the panic may hold anything.
			fetched, err = lease{}, &Error{Source: r.name, Class: Bug, Detail: "it panicked", Advice: "Please report this"}
		}
	}()
	fetched, err = r.fetch(ctx)
	if err != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			err = &Error{Source: r.name, Class: TimedOut, Detail: "no keys within " + longest.String()}
		}
		return lease{}, err
	}
	if fetched.keys.AccessKeyID == "" || fetched.keys.AccessKeySecret == "" {
		return lease{}, &Error{Source: r.name, Class: Unreadable, Detail: "the access key or its secret is missing"}
	}
	if !fetched.expires.IsZero() && !r.now().Add(late).Before(fetched.expires) {
		return lease{}, &Error{
			Source: r.name, Class: Expired, Detail: "the keys it gave are over already",
			Advice: "Renew what gives them, and check the clock of this machine",
		}
	}
	return fetched, nil
}

// land ends a refresh. Where it failed and the old keys are still valid, these
// go on.
func (r *refresher) land(ctx context.Context, f *flight, fetched lease, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer close(f.done)
	if r.flight == f {
		r.flight = nil
	}
	now := r.now()
	ctx = tflog.NewSubsystem(ctx, Subsystem, tflog.WithRootFields())
	switch {
	case err == nil:
		r.lease, r.next = fetched, now.Add(unstated)
		if !fetched.expires.IsZero() {
			r.next = later(fetched.expires.Add(-early), now.Add(between))
		}
		tflog.SubsystemDebug(ctx, Subsystem, "Keys renewed", map[string]any{"source": r.name, "expires": r.lease.expires})
	case r.valid():
		r.next = now.Add(between)
		tflog.SubsystemWarn(ctx, Subsystem, "Keys not renewed; the old ones are still valid",
			map[string]any{"source": r.name, "expires": r.lease.expires, "reason": err.Error()})
	default:
		f.err = err
		return
	}
	f.lease = r.lease
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (c Config) refreshed(name string, f fetch) Source {
	wait := patience
	if c.Timeout > 0 {
		wait = min(wait, c.Timeout)
	}
	return refreshed(name, c.Now, wait, f)
}
