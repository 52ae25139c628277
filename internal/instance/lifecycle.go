package instance

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// Pauses between two looks at an instance: short at first, because most waits
// end at once, and never so long that a user notices the end of a call late.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 2 * time.Second

	// patience is how many failures in a row a wait overlooks.
	patience = 5

	// firstSight is how long an instance that no answer has shown yet may stay
	// unknown before that counts as its end.
	firstSight = 10 * time.Second
)

// live says that a call in that status runs and is billed. A status that is not
// known, or that this provider does not know, counts as running: better one
// needless warning than a call that nobody sees.
func live(status string) bool { return status != ice.StatusFinished }

// errGone is the answer of find for an instance that the service does not know.
var errGone = errors.New("the service does not know the instance")

// find describes an instance; errGone if the service says that there is none.
func find(ctx context.Context, client *ice.Client, region, id string) (*ice.Instance, error) {
	instance, err := client.Describe(ctx, region, id)
	if ice.NotFound(err) {
		return nil, errors.Join(errGone, err)
	}
	return instance, err
}

// awaitFound looks until Describe knows the instance: right after a start it
// may need a moment. Any other error ends the wait.
func awaitFound(ctx context.Context, client *ice.Client, region, id string) (*ice.Instance, error) {
	var instance *ice.Instance
	err := await(ctx, func() (bool, error) {
		var err error
		instance, err = find(ctx, client, region, id)
		if errors.Is(err, errGone) {
			return false, err
		}
		return true, err
	})
	return instance, err
}

var (
	// errNobodyJoined says that a call ended before it was executing.
	errNobodyJoined = errors.New("the call ended before anybody joined it")
	// errNotYetJoined says that it still runs and nobody is in it.
	errNotYetJoined = errors.New("nobody has joined the call yet")
)

// awaitExecuting looks until somebody has joined the call.
func awaitExecuting(ctx context.Context, client *ice.Client, region, id string) (*ice.Instance, error) {
	var instance *ice.Instance
	err := await(ctx, func() (bool, error) {
		var err error
		instance, err = find(ctx, client, region, id)
		switch {
		case errors.Is(err, errGone):
			return true, errors.Join(errNobodyJoined, err)
		case err != nil:
			return true, err
		case !live(instance.Status):
			return true, errNobodyJoined
		}
		if instance.Status == ice.StatusExecuting {
			return true, nil
		}
		return false, errNotYetJoined
	})
	return instance, err
}

// awaitEnd looks until the instance is Finished or no longer known: both mean
// that nothing is billed any more.
func awaitEnd(ctx context.Context, client *ice.Client, region, id string) error {
	return await(ctx, func() (bool, error) {
		ended, err := hasEnded(ctx, client, region, id)
		return ended || err != nil, err
	})
}

// passing says that not the service has spoken, or only to say that it cannot
// speak now.
func passing(err error) bool {
	var e *ice.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Reason {
	case ice.Answered:
		return e.Status >= 500 || e.Code == ""
	case ice.Lost, ice.TimedOut, ice.Unreadable:
		return true
	case ice.NotSent, ice.NoCredentials, ice.Stopped, ice.Bug:
	}
	return false
}

// hasEnded says whether the instance is Finished or no longer known.
func hasEnded(ctx context.Context, client *ice.Client, region, id string) (bool, error) {
	instance, err := find(ctx, client, region, id)
	if errors.Is(err, errGone) {
		return true, nil
	}
	return err == nil && !live(instance.Status), err
}

// mayHaveEnded says that a refused change may mean that the call is over: how the
// service says so is not known, so everything that speaks of the request counts,
// and nothing that speaks of keys, rights or load.
func mayHaveEnded(err error) bool {
	var e *ice.Error
	return errors.As(err, &e) && e.Reason == ice.Answered && e.Status < 500 && e.Code != "" && !strings.HasPrefix(e.Code, "InvalidAction") &&
		!ice.Throttled(err) && !ice.Denied(err) && !ice.KeysRefused(err) && !ice.ClockWrong(err) && !ice.NotActivated(err)
}

// await calls look until it is done or the context ends; then the error is the
// context's, joined with the last thing that look said. A failure that says
// nothing about the instance does not end the wait until it repeats itself.
func await(ctx context.Context, look func() (bool, error)) error {
	failures := 0
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		done, err := look()
		if passing(err) && failures < patience {
			done = false
			failures++
		} else {
			failures = 0
		}
		if done {
			return err
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return errors.Join(context.Cause(ctx), err)
		case <-timer.C:
		}
	}
}
