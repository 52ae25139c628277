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
	// renewBefore is how long before they expire credentials are refreshed,
	// while there is time to try again.
	renewBefore = 3 * time.Minute

	// unusableBefore is how long before they expire credentials are no longer
	// used: a request takes a moment to arrive, and clocks differ.
	unusableBefore = 10 * time.Second

	// retryEvery is the time between two attempts while the current credentials
	// are valid.
	retryEvery = 30 * time.Second

	// renewEvery is the time after which credentials without an expiration are
	// refreshed.
	renewEvery = 10 * time.Minute

	// maxWait is how long a caller waits for new credentials while the current
	// ones are valid.
	maxWait = 5 * time.Second

	// refreshTimeout limits one refresh with everything it needs, such as the
	// command whose credentials assume a role.
	refreshTimeout = 2 * time.Minute
)

// refresher keeps the credentials of one source valid. However many resources
// need them, there is one refresh at a time; it continues while anyone waits for
// it.
type refresher struct {
	hidden

	name    string
	fetch   fetch
	now     func() time.Time
	maxWait time.Duration

	mu       sync.Mutex
	lease    lease
	next     time.Time // When to refresh.
	inFlight *refresh
}

// refresh is one refresh in progress.
type refresh struct {
	hidden

	done    chan struct{}
	cancel  context.CancelFunc
	waiting int
	lease   lease
	err     error
}

// refreshed returns a source that keeps the credentials of a fetch valid. The
// name is for users.
func (c Config) refreshed(name string, f fetch) Source {
	wait := maxWait
	if c.Timeout > 0 {
		wait = min(wait, c.Timeout)
	}
	return refreshed(name, c.Now, wait, f)
}

func refreshed(name string, now func() time.Time, wait time.Duration, f fetch) Source {
	r := &refresher{name: name, fetch: f, now: now, maxWait: wait}
	return r.get
}

// get returns credentials that are valid now, or why there are none.
func (r *refresher) get(ctx context.Context) (openapi.Credentials, error) {
	if err := ctx.Err(); err != nil {
		return openapi.Credentials{}, err
	}
	r.mu.Lock()
	current, valid := r.lease, r.valid()
	if valid && r.now().Before(r.next) {
		defer r.mu.Unlock()
		return current.credentials, nil
	}
	if r.inFlight == nil {
		r.start(ctx)
	}
	f := r.inFlight
	f.waiting++
	r.mu.Unlock()

	var enough <-chan time.Time
	if valid {
		timer := time.NewTimer(r.maxWait)
		defer timer.Stop()
		enough = timer.C
	}
	select {
	case <-f.done:
		return f.lease.credentials, f.err
	case <-enough:
		// The refresh continues: its credentials are for the next caller.
		return current.credentials, nil
	case <-ctx.Done():
		r.leave(f)
		return openapi.Credentials{}, ctx.Err()
	}
}

// valid reports whether the current credentials can still be used. It needs the
// lock.
func (r *refresher) valid() bool {
	return r.lease.credentials.AccessKeyID != "" && (r.lease.expires.IsZero() || r.now().Add(unusableBefore).Before(r.lease.expires))
}

// leave cancels a refresh for which nobody waits any more.
func (r *refresher) leave(f *refresh) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		f.cancel()
		if r.inFlight == f {
			r.inFlight = nil
		}
	}
}

// start begins a refresh. It outlives the caller that began it, because others
// may wait for it too. It needs the lock.
func (r *refresher) start(ctx context.Context) {
	detached, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshTimeout)
	f := &refresh{done: make(chan struct{}), cancel: cancel}
	r.inFlight = f
	go func() {
		defer cancel()
		fetched, err := r.try(detached)
		r.finish(detached, f, fetched, err)
	}()
}

// try asks the source, and turns anything that goes wrong in its code into an
// error.
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
			err = &Error{Source: r.name, Class: TimedOut, Detail: "no credentials within " + refreshTimeout.String()}
		}
		return lease{}, err
	}
	if fetched.credentials.AccessKeyID == "" || fetched.credentials.AccessKeySecret == "" {
		return lease{}, &Error{Source: r.name, Class: Unreadable, Detail: "the access key or its secret is missing"}
	}
	if err := malformed(fetched.credentials); err != nil {
		return lease{}, err
	}
	if !fetched.expires.IsZero() && !r.now().Add(unusableBefore).Before(fetched.expires) {
		return lease{}, &Error{
			Source: r.name, Class: Expired, Detail: "the source returned credentials that are no longer valid",
			Advice: "Renew them at the source, and check the clock of this machine",
		}
	}
	return fetched, nil
}

// finish ends a refresh. Where it failed and the current credentials are still
// valid, they stay in use.
func (r *refresher) finish(ctx context.Context, f *refresh, fetched lease, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer close(f.done)
	if r.inFlight == f {
		r.inFlight = nil
	}
	now := r.now()
	ctx = tflog.NewSubsystem(ctx, Subsystem, tflog.WithRootFields())
	switch {
	case err == nil:
		r.lease, r.next = fetched, now.Add(renewEvery)
		if !fetched.expires.IsZero() {
			r.next = later(fetched.expires.Add(-renewBefore), now.Add(retryEvery))
		}
		tflog.SubsystemDebug(ctx, Subsystem, "Credentials refreshed", map[string]any{"source": r.name, "expires": r.lease.expires})
	case r.valid():
		r.next = now.Add(retryEvery)
		tflog.SubsystemWarn(ctx, Subsystem, "Credentials not refreshed; the current ones are still valid",
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
