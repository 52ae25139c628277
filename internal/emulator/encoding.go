package emulator

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// canonicalQuery sorts by key, not by key=value: "a" comes before "a-1", though
// "=" comes after "-".
func canonicalQuery(query url.Values) string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range slices.Sorted(slices.Values(query[name])) {
			pairs = append(pairs, percent(name)+"="+percent(value))
		}
	}
	return strings.Join(pairs, "&")
}

// percent is the encoding of RFC 3986. It differs from form encoding in the space.
func percent(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
