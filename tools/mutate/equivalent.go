package main

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed equivalent.txt
var equivalentText string

// equivalents holds the mutants that no test can notice, and why: file, function, change, reason, with " | " between.
type equivalents map[string]string

func readEquivalents() (equivalents, error) {
	known := equivalents{}
	for line := range strings.Lines(equivalentText) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, " | ")
		if len(parts) != 4 || parts[3] == "" {
			return nil, fmt.Errorf("equivalent.txt: not file | function | change | reason: %s", line)
		}
		known[strings.Join(parts[:3], " | ")] = parts[3]
	}
	return known, nil
}

func key(m *mutant) string { return m.file.name + " | " + m.function + " | " + m.change }

func (e equivalents) has(m *mutant) bool { return e[key(m)] != "" }

// check finds the entries of a package that are no mutant of it any more.
func (e equivalents) check(c *code) error {
	left := map[string]bool{}
	for k := range e {
		if folder := k[:max(0, strings.LastIndex(strings.SplitN(k, " | ", 2)[0], "/"))]; folder == c.name {
			left[k] = true
		}
	}
	for _, m := range c.mutants {
		delete(left, key(m))
	}
	for k := range left {
		return fmt.Errorf("equivalent.txt: there is no such mutant: %s", k)
	}
	return nil
}
