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

	// waitBefore is how long before they expire a caller waits for new credentials.
	// Until then it gets the current ones at once.
	waitBefore = time.Minute

	// retryEvery is the time between two attempts while the current credentials
	// are valid.
	retryEvery = 30 * time.Second

	// renewEvery is the time after which credentials without an expiration are
	// refreshed.
	renewEvery = 10 * time.Minute

	// maxWait is how long callers wait for one refresh while the current credentials
	// are valid.
	maxWait = 5 * time.Second

	// rememberFailure is how long the error of a refresh is the answer to everyone:
	// hundreds of resources would ask a source that fails once each.
	rememberFailure = 5 * time.Second
)

// refresher keeps the credentials of one source valid. However many resources
// need them, there is one refresh at a time.
type refresher struct {
	hidden

	asker   asker
	maxWait time.Duration

	mu       sync.Mutex
	lease    lease
	next     time.Time // When to refresh.
	inFlight *refresh

	// refused identifies the last credentials that were forgotten.
	refused openapi.Credentials

	// failure is the error of the last refresh, until remembered is over.
	failure    error
	remembered time.Time
}

// refresh is one refresh in progress. It ends at the latest after refreshTimeout.
type refresh struct {
	hidden

	// done is closed at its end, late when it has taken longer than callers with
	// valid credentials wait.
	done, late chan struct{}

	cancel  context.CancelFunc
	waiting int

	// behind reports whether it began while the credentials were valid: it goes on
	// without anyone who waits for it.
	behind bool

	lease lease
	err   error
}

// refreshed returns a source that keeps the credentials of a fetch valid. The
// name is for users.
func (c Config) refreshed(name string, f fetch) Source {
	wait := maxWait
	if c.Timeout > 0 {
		wait = min(wait, c.Timeout)
	}
	return &refresher{asker: asker{name: name, fetch: f, now: c.Now, pause: c.Pause}, maxWait: wait}
}

// Credentials returns credentials that are valid now, or why there are none.
func (r *refresher) Credentials(ctx context.Context) (openapi.Credentials, error) {
	if err := ctx.Err(); err != nil {
		return openapi.Credentials{}, err
	}
	r.mu.Lock()
	now := r.asker.now()
	current, valid := r.lease.credentials, r.lease.usable(now)
	switch {
	case valid && now.Before(r.next):
		defer r.mu.Unlock()
		return current, nil
	case r.inFlight != nil:
	case !valid && now.Before(r.remembered):
		defer r.mu.Unlock()
		return openapi.Credentials{}, r.failure
	default:
		r.start(ctx, valid)
	}
	f := r.inFlight
	if valid && r.good(now) {
		defer r.mu.Unlock()
		return current, nil
	}
	f.waiting++
	r.mu.Unlock()
	return r.wait(ctx, f, current, valid)
}

// wait waits for a refresh. While the current credentials are valid, it does not wait
// longer than the first one who did.
func (r *refresher) wait(ctx context.Context, f *refresh, current openapi.Credentials, valid bool) (openapi.Credentials, error) {
	var late <-chan struct{}
	if valid {
		late = f.late
	}
	select {
	case <-f.done:
		return f.lease.credentials, f.err
	case <-late:
		return current, nil
	case <-ctx.Done():
		r.leave(f)
		return openapi.Credentials{}, ctx.Err()
	}
}

// good reports whether callers get the current credentials without waiting. Those
// without an expiration are good unless nobody has asked for long. It needs the lock.
func (r *refresher) good(now time.Time) bool {
	end := r.lease.expires
	if end.IsZero() {
		end = r.next.Add(renewEvery)
	}
	return now.Add(waitBefore).Before(end)
}

// Forget makes the next call refresh, if the refused credentials are the current ones.
// It reports false if the source has just returned them once more after they were
// forgotten: otherwise a request would be sent again and again with them.
func (r *refresher) Forget(refused openapi.Credentials) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case !same(r.lease.credentials, refused):
		return true // Others were fetched meanwhile, or will be.
	case same(r.refused, refused) && r.asker.now().Before(r.next):
		return false
	}
	r.refused = openapi.Credentials{AccessKeyID: refused.AccessKeyID, SecurityToken: refused.SecurityToken}
	r.lease = lease{}
	return true
}

// same reports whether two values are the same credentials: the secret follows from
// the other two.
func same(a, b openapi.Credentials) bool {
	return a.AccessKeyID == b.AccessKeyID && a.SecurityToken == b.SecurityToken
}

// leave cancels a refresh for which nobody waits any more.
func (r *refresher) leave(f *refresh) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f.waiting--; f.waiting == 0 && !f.behind {
		f.cancel()
		if r.inFlight == f {
			r.inFlight = nil
		}
	}
}

// start begins a refresh. It outlives the caller that began it, because others
// may wait for it too. It needs the lock.
func (r *refresher) start(ctx context.Context, behind bool) {
	detached, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshTimeout)
	f := &refresh{done: make(chan struct{}), late: make(chan struct{}), cancel: cancel, behind: behind}
	r.inFlight = f
	late := time.AfterFunc(r.maxWait, func() { close(f.late) })
	go func() {
		defer cancel()
		defer late.Stop()
		fetched, err := r.asker.ask(detached)
		r.finish(detached, f, fetched, err)
	}()
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
	now := r.asker.now()
	ctx = tflog.NewSubsystem(ctx, Subsystem, tflog.WithRootFields())
	if err == nil {
		r.keep(fetched, now)
		f.lease = fetched
		tflog.SubsystemDebug(ctx, Subsystem, "Credentials refreshed", map[string]any{"source": r.asker.name, "expires": r.lease.expires})
		return
	}
	if !errors.Is(err, context.Canceled) {
		r.failure, r.remembered = err, now.Add(rememberFailure)
	}
	if !r.lease.usable(now) {
		f.err = err
		return
	}
	r.next = now.Add(retryEvery)
	f.lease = r.lease
	tflog.SubsystemWarn(ctx, Subsystem, "Credentials not refreshed; the current ones are still valid",
		map[string]any{"source": r.asker.name, "expires": r.lease.expires, "reason": err.Error()})
}

// keep makes credentials the current ones. It needs the lock.
func (r *refresher) keep(fetched lease, now time.Time) {
	r.lease = fetched
	switch {
	case same(fetched.credentials, r.refused):
		r.next = now.Add(retryEvery) // The source may renew them soon.
	case fetched.expires.IsZero():
		r.next = now.Add(renewEvery)
	default:
		r.next = later(fetched.expires.Add(-renewBefore), now.Add(retryEvery))
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
