//go:build !unix

package credentials_test

import (
	"os"
	"testing"
)

// endless makes what is no file; there are no pipes with a name here.
func endless(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

// childIsGone has nothing to look at: the command is a shell script.
func childIsGone(*testing.T, *world) {}
