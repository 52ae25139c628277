package framework_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/framework"
)

func TestClaims_AnObjectDiffersFromAllOthersButItself(t *testing.T) {
	t.Parallel()
	type claim struct {
		kind, thing, id string
		want            bool
	}
	for name, claims := range map[string][]claim{
		"two new ones":              {{"seat", "c", "", true}, {"seat", "c", "", false}},
		"a new one and an old one":  {{"seat", "c", "", true}, {"seat", "c", "i-1", false}},
		"an old one and a new one":  {{"seat", "c", "i-1", true}, {"seat", "c", "", false}},
		"the same old one":          {{"seat", "c", "i-1", true}, {"seat", "c", "i-1", true}},
		"two old ones":              {{"seat", "c", "i-1", true}, {"seat", "c", "i-2", false}},
		"another thing":             {{"seat", "c", "", true}, {"seat", "d", "", true}},
		"another kind":              {{"seat", "c", "", true}, {"number", "c", "", true}},
		"kind and thing are no one": {{"a", "b/c", "", true}, {"a/b", "c", "", true}},
	} {
		var all framework.Claims
		for n, c := range claims {
			if got := all.Claim(c.kind, c.thing, c.id); got != c.want {
				t.Errorf("%s: claim %d is %t", name, n, got)
			}
		}
	}
}

func TestClaims_OnlyOneOfManyAtOnceIsTheFirst(t *testing.T) {
	t.Parallel()
	var (
		all   framework.Claims
		first atomic.Int32
		wait  sync.WaitGroup
	)
	for range 50 {
		wait.Go(func() {
			if all.Claim("seat", "c", "") {
				first.Add(1)
			}
		})
	}
	wait.Wait()
	if got := first.Load(); got != 1 {
		t.Errorf("%d are the first", got)
	}
}
