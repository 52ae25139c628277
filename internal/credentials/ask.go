package credentials

import (
	"context"
	"errors"
	"time"
)

const (
	// refreshTimeout limits one refresh with everything it needs, such as the
	// command whose credentials assume a role.
	refreshTimeout = 2 * time.Minute

	// firstPause is the time before a source is asked for the second time. Before
	// the third time it is twice as long.
	firstPause = 500 * time.Millisecond
)

// How often a source is asked again after a failure that may pass. Calls of STS are
// repeated by package openapi, and only there.
const (
	againAfterFailure = 2

	// A source that does not respond has had its time already.
	againAfterTimeout = 1

	// A command may ask the user for something.
	againAfterCommand = 1

	// Most sources that return no credentials at all go on doing so.
	againAfterNothing = 1
)

// asker asks one source for credentials.
type asker struct {
	hidden

	name  string
	fetch fetch
	now   func() time.Time
	pause func(context.Context, time.Duration) error
}

// ask asks the source, and asks again after a failure that may pass.
func (a asker) ask(ctx context.Context) (lease, error) {
	for attempt := 1; ; attempt++ {
		fetched, err := a.once(ctx)
		var failed *Error
		switch {
		case err == nil:
			return fetched, nil
		case !errors.As(err, &failed):
			return lease{}, a.ended(ctx, err)
		case attempt > failed.again || a.pause(ctx, firstPause<<(attempt-1)) != nil:
			// A source that is used by another one has been asked often enough.
			final := *failed
			final.again = 0
			return lease{}, &final
		}
	}
}

// ended returns the error for the end of the context.
func (a asker) ended(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &Error{Source: a.name, Class: TimedOut, Detail: "no credentials within " + refreshTimeout.String()}
	}
	return err
}

// once asks the source one time, and turns anything that goes wrong in its code into
// an error.
func (a asker) once(ctx context.Context) (fetched lease, err error) {
	defer func() {
		if recover() != nil {
			// The value of the panic may hold anything.
			fetched, err = lease{}, &Error{Source: a.name, Class: Bug, Detail: "it panicked", Advice: "Please report this"}
		}
	}()
	if fetched, err = a.fetch(ctx); err != nil {
		return lease{}, err
	}
	if fetched.credentials.AccessKeyID == "" || fetched.credentials.AccessKeySecret == "" {
		return lease{}, &Error{
			Source: a.name, Class: Unreadable, Detail: "the access key or its secret is missing", again: againAfterNothing,
		}
	}
	if err := malformed(fetched.credentials); err != nil {
		return lease{}, err
	}
	if !fetched.usable(a.now()) {
		return lease{}, &Error{
			Source: a.name, Class: Expired, Detail: "the source returned credentials that are no longer valid",
			Advice: "Renew them at the source, and check the clock of this machine",
		}
	}
	return fetched, nil
}

// pause waits for real. It returns the context's error if the context ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
