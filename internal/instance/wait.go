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

	// lastPauseOfCall is the longest pause of a create that waits for the end of a call.
	lastPauseOfCall = 10 * time.Second

	// The end of a call takes longer: the first look at a stopped one comes after
	// firstLookAtEnd, and the pauses double up to lastLookAtEnd. Looks are requests,
	// and the service admits few.
	firstLookAtEnd = time.Second
	lastLookAtEnd  = 4 * time.Second

	// A call that the state says runs is only believed to be gone when the service
	// does not know it notFoundAnswers times, notFoundPause apart: replicas of a
	// service may disagree for a moment.
	notFoundAnswers = 3
	notFoundPause   = time.Second

	// notFoundGrace is how long an instance that no response has shown yet may
	// stay unknown before that counts as its end. It is shorter than the shortest
	// refresh, which has ten seconds: else that would never see an end.
	notFoundGrace = 8 * time.Second

	// lookBeforeStop bounds the look before a Stop: one that hangs must not use up the
	// time in which the call is to be stopped.
	lookBeforeStop = 15 * time.Second

	// stopGrace is how long a stopped call may continue: a graceful shutdown takes
	// up to 10 s.
	stopGrace = 15 * time.Second
)

// running reports whether a call in that status runs and is billed. A status that
// is not known, or that this provider does not know, counts as running: better
// one needless warning than a call that nobody sees.
func running(status string) bool { return status != ice.StatusFinished }

// errNotFound is the error of find for an instance that the service does not know.
var errNotFound = errors.New("the service does not know the instance")

// find describes an instance; errNotFound if the service says that there is none.
func find(ctx context.Context, client *ice.Client, region, id string) (*ice.Instance, error) {
	instance, err := client.Describe(ctx, region, id)
	if ice.NotFound(err) {
		return nil, errors.Join(errNotFound, err)
	}
	return instance, err
}

// findRunning is find for a call that the state says runs: one "not found" is not
// believed.
func findRunning(ctx context.Context, client *ice.Client, region, id string) (*ice.Instance, error) {
	for answer := 1; ; answer++ {
		instance, err := find(ctx, client, region, id)
		if !errors.Is(err, errNotFound) || answer == notFoundAnswers {
			return instance, err
		}
		if stopped := pause(ctx, notFoundPause); stopped != nil {
			return nil, stopped
		}
	}
}

// waitUntilFound waits until Describe knows the instance: right after a start it
// may need a moment. Any other error ends the wait.
func waitUntilFound(ctx context.Context, client *ice.Client, region, id string) (*ice.Instance, error) {
	var instance *ice.Instance
	err := wait(ctx, firstPause, lastPause, func() (bool, error) {
		var err error
		instance, err = find(ctx, client, region, id)
		if errors.Is(err, errNotFound) {
			return false, err
		}
		return true, err
	})
	return instance, err
}

var (
	// errNobodyJoined: a call ended before it was executing.
	errNobodyJoined = errors.New("the call ended before anybody joined it")
	// errNotYetJoined: a call still runs and nobody is in it.
	errNotYetJoined = errors.New("nobody has joined the call yet")
	// errStillRunning: a call is not over yet.
	errStillRunning = errors.New("the call still runs")
	// errVanished: the service does not know the instance any more. Its call is over.
	errVanished = errors.New("the service knows the instance no more")
)

// until is what a create waits for.
type until struct {
	reached func(*ice.Instance) bool
	// tooEarly is the error of a call that ended before; nil if its end is awaited.
	tooEarly error
	// notYet is the error as long as the call runs.
	notYet error
	// longest is the longest pause between two looks.
	longest time.Duration
}

// untilExecuting and untilFinished are what wait_for waits for after the instance was
// found.
func untilExecuting() until {
	return until{
		reached:  func(i *ice.Instance) bool { return i.Status == ice.StatusExecuting },
		tooEarly: errNobodyJoined, notYet: errNotYetJoined, longest: lastPause,
	}
}

func untilFinished() until {
	return until{
		reached: func(i *ice.Instance) bool { return !running(i.Status) },
		notYet:  errStillRunning, longest: lastPauseOfCall,
	}
}

// wait waits until it is so; a call that the service knows no more is over.
func (u until) wait(ctx context.Context, client *ice.Client, region, id string) (*ice.Instance, error) {
	var instance *ice.Instance
	err := wait(ctx, firstPause, u.longest, func() (bool, error) {
		var err error
		instance, err = findRunning(ctx, client, region, id)
		switch {
		case errors.Is(err, errNotFound):
			return true, errors.Join(errVanished, u.tooEarly, err)
		case err != nil:
			return true, err
		case u.reached(instance):
			return true, nil
		case !running(instance.Status):
			return true, u.tooEarly
		}
		return false, u.notYet
	})
	return instance, err
}

// isOver reports whether a look shows that a call is over.
func isOver(instance *ice.Instance, err error) bool {
	return err == nil && !running(instance.Status) || errors.Is(err, errNotFound)
}

// share is a quarter of the time that is left, or less.
func share(ctx context.Context, most time.Duration) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(most, time.Until(deadline)/4)
	}
	return most
}

// waitUntilEnded waits until the instance is Finished or no longer known: both
// mean that nothing is billed any more. look is find where the service has accepted
// a Stop, else findRunning. The instance is nil if it is no longer known.
func waitUntilEnded(ctx context.Context, look finder, client *ice.Client, region, id string) (*ice.Instance, error) {
	if stopped := client.Pause(ctx, firstLookAtEnd); stopped != nil {
		return nil, stopped
	}
	var instance *ice.Instance
	err := wait(ctx, firstLookAtEnd, lastLookAtEnd, func() (bool, error) {
		var err error
		instance, err = look(ctx, client, region, id)
		if errors.Is(err, errNotFound) {
			return true, nil
		}
		return err != nil || !running(instance.Status), err
	})
	return instance, err
}

// finder is find or findRunning.
type finder func(ctx context.Context, client *ice.Client, region, id string) (*ice.Instance, error)

// transient reports whether an error says nothing about the instance and may be
// over in a moment: the service cannot respond now, or something in front of it
// spoke.
func transient(err error) bool {
	var e *ice.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Reason {
	case ice.Answered:
		return e.Status >= 500 || e.Code == "" || e.Throttled()
	case ice.NotSent, ice.Lost, ice.TimedOut, ice.Unreadable:
		return true
	case ice.NoCredentials, ice.Stopped, ice.Bug:
	}
	return false
}

// mayHaveEnded reports whether a refused change may mean that the call is over.
// How the service says so is not known, so everything that speaks of the request
// counts, and nothing that speaks of credentials, permissions or load.
func mayHaveEnded(err error) bool {
	var e *ice.Error
	return errors.As(err, &e) && e.Reason == ice.Answered && e.Status < 500 && e.Code != "" && !strings.HasPrefix(e.Code, "InvalidAction") &&
		!ice.Throttled(err) && !ice.Denied(err) && !ice.CredentialsRefused(err) && !ice.ClockWrong(err) && !ice.NotActivated(err)
}

// wait calls look until it is done or the context ends; then the error is the
// context's, joined with the last thing that look returned before. The pauses double,
// from the first to the longest. A transient failure does not end the wait.
func wait(ctx context.Context, first, longest time.Duration, look func() (bool, error)) error {
	var last error
	for next := first; ; next = min(2*next, longest) {
		done, err := look()
		if err != nil && last != nil && ctx.Err() != nil {
			return errors.Join(context.Cause(ctx), last) // Cut short: it says nothing.
		}
		if done && !transient(err) {
			return err
		}
		last = err
		if stopped := pause(ctx, next); stopped != nil {
			return errors.Join(stopped, err)
		}
	}
}

// pause waits; it returns the cause when the context ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
