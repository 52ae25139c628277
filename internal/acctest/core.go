package acctest

import (
	"fmt"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// This file repeats what Terraform's core, in its package objchange, makes of
// values before and after a provider plans.

// proposedNew returns core's proposal for the attributes of an object: what is
// configured, else the prior value of what is computed.
func proposedNew(t *testing.T, of []*tfprotov6.SchemaAttribute, prior, config map[string]tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	all := maps.Clone(config)
	for _, a := range of {
		before, ok := prior[a.Name]
		if !ok {
			before = tftypes.NewValue(config[a.Name].Type(), nil)
		}
		switch v := config[a.Name]; {
		case a.Computed && v.IsNull():
			if !wasConfigured(t, a, before) {
				all[a.Name] = before
			}
		case a.NestedType != nil:
			all[a.Name] = proposedNested(t, a.NestedType, before, v)
		}
	}
	return all
}

// proposedNested is proposedNew for a nested attribute: the elements of a list
// have their prior values by position. No schema has sets or maps of objects.
func proposedNested(t *testing.T, of *tfprotov6.SchemaObject, prior, config tftypes.Value) tftypes.Value {
	t.Helper()
	if config.IsNull() || !config.IsKnown() {
		return config
	}
	switch of.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		return tftypes.NewValue(config.Type(), proposedNew(t, of.Attributes, attributes(t, prior), attributes(t, config)))
	case tfprotov6.SchemaObjectNestingModeList:
		before, all := elements(t, prior), elements(t, config)
		for n, e := range all {
			var old map[string]tftypes.Value
			if n < len(before) {
				old = attributes(t, before[n])
			}
			if e.IsKnown() && !e.IsNull() {
				all[n] = tftypes.NewValue(e.Type(), proposedNew(t, of.Attributes, old, attributes(t, e)))
			}
		}
		return tftypes.NewValue(config.Type(), all)
	case tfprotov6.SchemaObjectNestingModeInvalid, tfprotov6.SchemaObjectNestingModeSet, tfprotov6.SchemaObjectNestingModeMap:
	}
	t.Fatalf("nesting %s is not proposed here yet", of.Nesting)
	return config
}

// wasConfigured reports whether the prior value of a nested attribute has a part
// that only a configuration can have set: core then proposes null, because the
// configuration has removed it.
func wasConfigured(t *testing.T, a *tfprotov6.SchemaAttribute, prior tftypes.Value) bool {
	t.Helper()
	if !a.Optional || a.NestedType == nil {
		return false
	}
	objects := elements(t, prior)
	if a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle {
		objects = []tftypes.Value{prior}
	}
	for _, o := range objects {
		values := attributes(t, o)
		for _, child := range a.NestedType.Attributes {
			if v, ok := values[child.Name]; ok && !v.IsNull() && (!child.Computed || wasConfigured(t, child, v)) {
				return true
			}
		}
	}
	return false
}

// invalid returns the first place where a plan is neither what is configured nor
// the prior value nor computed, "" if there is none.
func invalid(t *testing.T, of []*tfprotov6.SchemaAttribute, prior, config, planned map[string]tftypes.Value, at string) string {
	t.Helper()
	for _, a := range of {
		here, c, p := at+"."+a.Name, config[a.Name], planned[a.Name]
		before, existed := prior[a.Name]
		switch {
		case p.Equal(c), existed && p.Equal(before), a.Computed && c.IsNull(), a.WriteOnly && p.IsNull():
		case a.NestedType != nil && a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle && isSet(c) && isSet(p):
			if found := invalid(t, a.NestedType.Attributes, attributes(t, before), attributes(t, c), attributes(t, p), here); found != "" {
				return found
			}
		case a.NestedType != nil && a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeList && len(elements(t, c)) == len(elements(t, p)) && c.IsKnown():
			// An element is compared with its configuration alone: this provider keeps
			// no single one.
			for n, e := range elements(t, c) {
				if found := invalid(t, a.NestedType.Attributes, nil, attributes(t, e), attributes(t, elements(t, p)[n]), fmt.Sprintf("%s[%d]", here, n)); found != "" {
					return found
				}
			}
		default:
			return fmt.Sprintf("%s (configured %s, planned %s)", here, c, p)
		}
	}
	return ""
}

// isSet reports whether a value is known and not null.
func isSet(v tftypes.Value) bool { return v.IsKnown() && !v.IsNull() }

// inconsistent returns the first place where a known planned value has not come
// true, "" if there is none.
func inconsistent(t *testing.T, planned, actual tftypes.Value, at string) string {
	t.Helper()
	if !planned.IsKnown() || planned.Equal(actual) {
		return ""
	}
	if before, after := parts(t, planned), parts(t, actual); len(before) > 0 && len(before) == len(after) {
		for name, p := range before {
			if found := inconsistent(t, p, after[name], at+name); found != "" {
				return found
			}
		}
		return ""
	}
	return at + " (planned " + planned.String() + ", is " + actual.String() + ")"
}

// parts returns the attributes of an object or the elements of a list, by the last
// part of their path.
func parts(t *testing.T, v tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	all := map[string]tftypes.Value{}
	if v.Type().Is(tftypes.Object{}) {
		for name, a := range attributes(t, v) {
			all["."+name] = a
		}
	}
	for n, e := range elements(t, v) {
		all[fmt.Sprintf("[%d]", n)] = e
	}
	return all
}

// changes reports whether the value at a path differs between two values. Core
// drops a reason to replace whose value does not change.
func changes(prior, planned tftypes.Value, at *tftypes.AttributePath) bool {
	before, _, errBefore := tftypes.WalkAttributePath(prior, at)
	after, _, errAfter := tftypes.WalkAttributePath(planned, at)
	if errBefore != nil || errAfter != nil {
		return true // There is nothing on one side.
	}
	old, _ := before.(tftypes.Value)
	now, _ := after.(tftypes.Value)
	return !now.IsFullyKnown() || !old.Equal(now)
}
