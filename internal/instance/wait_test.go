package instance

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// TestWait_ALookThatIsCutShortSaysNothing: the wait ends with what the look before it
// saw.
func TestWait_ALookThatIsCutShortSaysNothing(t *testing.T) {
	t.Parallel()
	cut := errors.New("cut short")
	for name, tc := range map[string]struct {
		looks int // After so many, one is cut short.
		want  []error
		not   error
	}{
		"the first look":   {0, []error{cut}, errNotFound},
		"the second look":  {1, []error{errNotFound, context.DeadlineExceeded}, cut},
		"a much later one": {5, []error{errNotFound, context.DeadlineExceeded}, cut},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				n := 0
				err := wait(ctx, firstPause, lastPause, func() (bool, error) {
					if n++; n <= tc.looks {
						return false, errNotFound
					}
					<-ctx.Done()
					return true, cut
				})
				for _, want := range tc.want {
					if !errors.Is(err, want) {
						t.Errorf("got %v, want %v", err, want)
					}
				}
				if errors.Is(err, tc.not) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// TestWait_LooksSoonAtFirst and never so late that a user notices it.
func TestWait_LooksSoonAtFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var looks []time.Duration
		err := wait(t.Context(), firstPause, lastPause, func() (bool, error) {
			looks = append(looks, time.Since(begin))
			return len(looks) == 7, nil
		})
		want := []time.Duration{
			0, 250 * time.Millisecond, 750 * time.Millisecond, 1750 * time.Millisecond, 3750 * time.Millisecond, 5750 * time.Millisecond, 7750 * time.Millisecond,
		}
		if diff := cmp.Diff(want, looks); diff != "" || err != nil {
			t.Errorf("%v, looks (-want +got):\n%s", err, diff)
		}
	})
}

// TestMayHaveEnded_OnlyWhatSpeaksOfTheRequestCounts.
func TestMayHaveEnded_OnlyWhatSpeaksOfTheRequestCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		code   string
		want   bool
	}{
		{400, "InvalidParameter", true},
		{403, "OperationDenied.Status", false},
		{404, "ResourceNotFound", true},
		{499, "Odd", true},
		{500, "Odd", false},
		{503, "Odd", false},
		{404, "", false},
		{403, "NoPermission", false},
		{400, "Throttling.User", false},
		{404, "InvalidAction.NotFound", false},
		{404, "InvalidAccessKeyId.NotFound", false},
	} {
		if got := mayHaveEnded(refused(ice.OperationStop, c.status, c.code, "")); got != c.want {
			t.Errorf("%d %s: %t", c.status, c.code, got)
		}
	}
}

// TestTimeouts_TheDefaultsAreThoseOfTheDocumentation.
func TestTimeouts_TheDefaultsAreThoseOfTheDocumentation(t *testing.T) {
	t.Parallel()
	attribute, ok := resourceSchema(t.Context()).Attributes["timeouts"].(schema.SingleNestedAttribute)
	if !ok {
		t.Fatal("timeouts is no object")
	}
	for name, limit := range map[string]time.Duration{"create": createTimeout, "read": readTimeout, "update": updateTimeout, "delete": deleteTimeout} {
		said := attribute.Attributes[name].GetMarkdownDescription() + attribute.Attributes[name].GetDescription()
		if want := fmt.Sprintf("Default: %d minutes.", int(limit.Minutes())); !strings.HasSuffix(said, want) {
			t.Errorf("%s: %q does not say %q", name, said, want)
		}
	}
}
