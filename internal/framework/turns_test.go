package framework_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
)

// TestTurns_OneAtATime: many take turns for one thing, and what is about another does
// not wait.
func TestTurns_OneAtATime(t *testing.T) {
	t.Parallel()
	var turns framework.Turns
	inside, most := 0, 0
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			release, err := turns.Take(t.Context(), "agent-1")
			if err != nil {
				t.Error(err)
			}
			inside++
			most = max(most, inside)
			inside--
			release()
			release() // Twice is once.
		})
	}
	all.Wait()
	if most != 1 {
		t.Errorf("%d at a time", most)
	}
	first, err := turns.Take(t.Context(), "agent-1")
	if err != nil {
		t.Fatal(err)
	}
	defer first()
	other, err := turns.Take(t.Context(), "agent-2")
	if err != nil {
		t.Fatal(err)
	}
	other()
}

func TestTurns_WaitingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	var turns framework.Turns
	release, err := turns.Take(t.Context(), "agent-1")
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stop)
	second, err := turns.Take(ctx, "agent-1")
	if !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	second()
	release()
	third, err := turns.Take(t.Context(), "agent-1")
	if err != nil {
		t.Fatal(err)
	}
	third()
}
