// Package golden compares texts with files that a person has read. All packages
// share its flag -update; `make golden` sets it.
package golden

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew; read the difference before committing it")

// Compare compares a text with a file; with -update it writes the file.
func Compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(read(t, file), got); diff != "" {
		t.Errorf("%s (-want +got; make golden writes it anew):\n%s", file, diff)
	}
}

// ComparePart compares the part of a file between two texts, both left out, with
// what it must be; with -update it writes the part.
func ComparePart(t *testing.T, file, from, to, got string) {
	t.Helper()
	content := read(t, file)
	before, rest, found := strings.Cut(content, from)
	part, after, ends := strings.Cut(rest, to)
	if !found || !ends {
		t.Fatalf("%s has no part from %q to %q", file, from, to)
	}
	if part == got {
		return
	}
	if *update {
		if err := os.WriteFile(file, []byte(before+from+got+to+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s (-want +got; make golden writes it anew):\n%s", file, cmp.Diff(part, got))
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file) //nolint:gosec // A file of the project.
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
