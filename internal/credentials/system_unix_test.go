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

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

// endless creates a pipe; reading it would block forever.
func endless(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
}

// childIsGone requires that the command's child was killed with it.
func childIsGone(t *testing.T, w *world) {
	t.Helper()
	pid := 0
	for deadline := time.Now().Add(time.Minute); pid == 0 || syscall.Kill(pid, 0) == nil && !zombie(pid); {
		if time.Now().After(deadline) {
			t.Fatalf("the command's child %d still runs, or was never started", pid)
		}
		pid = child(w)
		<-time.After(10 * time.Millisecond)
	}
}

// child returns the process ID of the command's child, 0 before it is known.
func child(w *world) int {
	pid := 0
	text, _ := os.ReadFile(filepath.Join(w.home, "child"))
	_, _ = fmt.Sscan(string(text), &pid)
	return pid
}

// zombie reports whether a process has ended and was not reaped yet.
func zombie(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(text), ") Z ")
}

// TestCommand_ThatPrintsTooMuchEnds: it would fill the memory otherwise.
func TestCommand_ThatPrintsTooMuchEnds(t *testing.T) {
	t.Parallel()
	for name, behaviour := range map[string]string{
		"64 MiB": "head -c 67108864 /dev/zero", "without end": "cat /dev/zero", "JSON and more": `echo '{"mode":"AK"}'; yes canary`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.config.Timeout = time.Minute
			w.command()
			w.write("behaviour", behaviour)
			_, err := w.chain().Credentials(w.ctx)
			if err == nil || !strings.Contains(err.Error(), "the command printed too much") {
				t.Errorf("got %v", err)
			}
			secretFree(t, fmt.Sprint(err))
		})
	}
}

// TestCommand_AChildThatKeepsTheOutputOpenBlocksNobody: commands leave agents behind.
func TestCommand_AChildThatKeepsTheOutputOpenBlocksNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.config.Timeout = 20 * time.Second
	w.command()
	w.write("behaviour", "sleep 600 & echo $! >child; cat output-1")
	t.Cleanup(func() {
		if pid := child(w); pid > 0 {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	})
	w.returns(w.chain().Credentials, 1)
	if pid := child(w); pid == 0 || syscall.Kill(pid, 0) != nil {
		t.Errorf("the child %d has ended", pid)
	}
}

// TestCommand_ThatHangsIsNotRunAgain: it may wait for the user.
func TestCommand_ThatHangsIsNotRunAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.command()
	w.service.Break(identity.Hang)
	_, err := w.chain().Credentials(w.ctx)
	if want := "timed out: the command did not end within 2s"; !strings.Contains(fmt.Sprint(err), want) || w.asked() > 1 {
		t.Errorf("after %d runs: %v", w.asked(), err)
	}
}
