//go:build !unix

package credentials_test

import (
	"os"
	"testing"
)

// endless creates a folder; there are no named pipes here.
func endless(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

// childIsGone does nothing: the command is a shell script.
func childIsGone(*testing.T, *world) {}
