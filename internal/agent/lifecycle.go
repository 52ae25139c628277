package agent

import (
	"context"
	"errors"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// Pauses between two looks at an instance: short at first, because most waits
// end at once, and never so long that a user notices the end of a call late.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 2 * time.Second
)

// live says that a call in that status runs and is billed. A status that this
// provider does not know counts as running: better one needless warning than a
// call that nobody sees.
func live(status string) bool {
	return status != "" && status != ice.StatusFinished
}

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

// awaitEnd looks until the instance is Finished or no longer known: both mean
// that nothing is billed any more.
func awaitEnd(ctx context.Context, client *ice.Client, region, id string) error {
	return await(ctx, func() (bool, error) {
		instance, err := find(ctx, client, region, id)
		switch {
		case errors.Is(err, errGone):
			return true, nil
		case err != nil:
			return true, err
		}
		return !live(instance.Status), nil
	})
}

// await calls look until it is done or the context ends; then the error is the
// context's, joined with the last thing that look said.
func await(ctx context.Context, look func() (bool, error)) error {
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		done, err := look()
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
