package acctest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// PlanLate plans with the values at the given paths unknown; an apply of the plan
// then has the values of the configuration.
func (r *Resource) PlanLate(config tftypes.Value, prior Instance, at ...string) Plan {
	r.t.Helper()
	late, err := tftypes.Transform(config, func(path *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if slices.Contains(at, Path(path)) {
			return tftypes.NewValue(v.Type(), tftypes.UnknownValue), nil
		}
		return v, nil
	})
	must(r.t, err)
	plan := r.plan(late, prior)
	plan.config = config
	return plan
}

// tryLate plans a planned change again with configured values unknown and checks
// that core would accept the change after that plan: with all values unknown, with
// each one that changes, and with each object that it is in.
func (r *Resource) tryLate(final Plan) {
	r.t.Helper()
	all, changed := r.leaves(final.config), []string(nil)
	before := r.leaves(final.prior.State)
	names := make([]string, 0, len(all))
	for at, v := range all {
		names = append(names, at)
		if old, ok := before[at]; !ok || !old.Equal(v) {
			changed = append(changed, at)
		}
	}
	slices.Sort(changed)
	if len(changed) == 0 || triedBefore(r.name, final, changed) {
		return
	}
	anew := sync.OnceValue(func() Plan { return r.plan(final.config, r.Null()) })
	r.acceptable(final, anew, "all values", names)
	if final.prior.State.IsNull() {
		return
	}
	for _, at := range changed {
		r.acceptable(final, anew, at, []string{at})
	}
	for _, at := range above(changed) {
		r.acceptable(final, anew, at, []string{at})
	}
}

// tried are the changes that tryLate has tried in this process.
var tried sync.Map

// triedBefore reports whether the same change, with the same outcome, was tried
// before: tests lead many instances through the same life, and a plan costs time.
func triedBefore(name string, final Plan, changed []string) bool {
	var keys map[string]json.RawMessage // Of private data, whose values differ.
	_ = json.Unmarshal(final.prior.Private, &keys)
	var open []string
	_ = tftypes.Walk(final.Planned, func(path *tftypes.AttributePath, v tftypes.Value) (bool, error) {
		if !v.IsKnown() {
			open = append(open, Path(path))
		}
		return true, nil
	})
	slices.Sort(open)
	_, before := tried.LoadOrStore(fmt.Sprint(name, final.prior.State.IsNull(), slices.Sorted(maps.Keys(keys)), changed, final.Replace, open), true)
	return before
}

// acceptable checks that core accepts the final plan, or that of a replacement,
// after one in which the values at some paths were unknown. A plan may be refused for want of a value only where
// something exists that the change could harm.
func (r *Resource) acceptable(final Plan, anew func() Plan, what string, at []string) {
	r.t.Helper()
	first := r.PlanLate(final.config, final.prior, at...)
	if Failed(first.Diagnostics) {
		if final.prior.State.IsNull() {
			r.t.Errorf("with %s unknown the plan is refused:\n%s", what, Text(first.Diagnostics))
		}
		return
	}
	if len(first.Replace) > 0 {
		first = r.PlanLate(final.config, Instance{State: r.null(), Private: first.Private}, at...)
		final = anew()
		if Failed(first.Diagnostics) || Failed(final.Diagnostics) {
			return
		}
	}
	r.checkFinal(first, final, "with "+what+" unknown at plan: ")
}

// checkFinal checks what core checks of its second plan.
func (r *Resource) checkFinal(first, final Plan, situation string) {
	r.t.Helper()
	if at := inconsistent(r.t, first.Planned, final.Planned, ""); at != "" {
		r.t.Errorf("%sProvider produced inconsistent final plan at %s", situation, at)
	}
	if len(first.Replace) == 0 && len(final.Replace) > 0 {
		r.t.Errorf("%sProvider produced inconsistent final plan: from an update to a replacement because of %v", situation, final.Replace)
	}
}

// leaves returns the values that are set in an object, by path, but those of
// attributes that are known at plan. A list of simple values is one.
func (r *Resource) leaves(v tftypes.Value) map[string]tftypes.Value {
	r.t.Helper()
	all := map[string]tftypes.Value{}
	must(r.t, tftypes.Walk(v, func(path *tftypes.AttributePath, v tftypes.Value) (bool, error) {
		at := Path(path)
		switch {
		case !isSet(v) || slices.Contains(r.early, rootOf(at)):
			return false, nil
		case v.Type().Is(tftypes.Object{}), v.Type().Is(tftypes.List{}) && slices.ContainsFunc(elements(r.t, v), func(e tftypes.Value) bool { return e.Type().Is(tftypes.Object{}) }):
			return true, nil
		default:
			all[at] = v
			return false, nil
		}
	}))
	return all
}

// rootOf returns the attribute at the root that a path begins with.
func rootOf(at string) string {
	if end := strings.IndexAny(at, ".["); end >= 0 {
		return at[:end]
	}
	return at
}

// above returns everything that the values at some paths are in.
func above(at []string) []string {
	var all []string
	for _, a := range at {
		for end := strings.LastIndexAny(a, ".["); end >= 0; end = strings.LastIndexAny(a, ".[") {
			a = a[:end]
			all = append(all, a)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
