package emulator

import (
	"fmt"
	"strings"
)

// unknownName is the error for a name that does not exist. It shows the one that is
// meant, or all.
func unknownName(what, name string, known []string) error {
	best, least := "", (len(name)+1)/3
	for _, candidate := range known {
		d := distance(strings.ToLower(name), strings.ToLower(candidate))
		if len(name) > 2 && strings.HasPrefix(candidate, name) {
			d = 0
		}
		if d <= least {
			best, least = candidate, d-1
		}
	}
	if best != "" {
		return fmt.Errorf("there is no %s %q, did you mean %q?", what, name, best)
	}
	return fmt.Errorf("there is no %s %q; there are %s", what, name, strings.Join(known, ", "))
}

// distance is the number of bytes to insert, remove or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
