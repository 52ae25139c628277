//go:build unix

package credentials_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// endless makes a file that would be read without end.
func endless(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
}

// childIsGone demands that what the command has started is killed with it.
func childIsGone(t *testing.T, w *world) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(w.home, "child"))
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Sscan(string(text), &pid); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Second); syscall.Kill(pid, 0) == nil && !zombie(pid); {
		if time.Now().After(deadline) {
			t.Fatalf("the command's child %d still runs", pid)
		}
		<-time.After(10 * time.Millisecond)
	}
}

// zombie says that a process has ended and nobody has taken note of it yet.
func zombie(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(text), ") Z ")
}
