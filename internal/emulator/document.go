package emulator

import (
	"slices"
	"strings"
)

// overlay returns a copy of base with the fields of over merged into it. Lists
// replace those of base, or are appended to them.
func overlay(base, over map[string]any, appendLists bool) map[string]any {
	merged := clone(base)
	for name, value := range over {
		switch value := value.(type) {
		case map[string]any:
			below, _ := merged[name].(map[string]any)
			merged[name] = overlay(below, value, appendLists)
		case []any:
			below, ok := merged[name].([]any)
			if !ok || !appendLists {
				below = nil
			}
			merged[name] = slices.Concat([]any{}, below, cloneList(value))
		default:
			merged[name] = value
		}
	}
	return merged
}

func clone(m map[string]any) map[string]any {
	copied := make(map[string]any, len(m))
	for name, value := range m {
		copied[name] = cloneValue(value)
	}
	return copied
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return clone(v)
	case []any:
		return cloneList(v)
	default:
		return v
	}
}

func cloneList(list []any) []any {
	copied := make([]any, len(list))
	for i, item := range list {
		copied[i] = cloneValue(item)
	}
	return copied
}

// get returns the value at a path of object keys.
func get(m map[string]any, path string) (any, bool) {
	name, rest, deeper := strings.Cut(path, ".")
	value, ok := m[name]
	if !deeper {
		return value, ok
	}
	inner, _ := value.(map[string]any)
	return get(inner, rest)
}

// put sets the value at a path of object keys and creates missing objects.
func put(m map[string]any, path string, value any) {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		m[name] = value
		return
	}
	inner, ok := m[name].(map[string]any)
	if !ok {
		inner = map[string]any{}
		m[name] = inner
	}
	put(inner, rest, value)
}
