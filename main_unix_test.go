//go:build unix

package main

import (
	"errors"
	"os/exec"
	"syscall"
	"testing"
)

// TestOutlive_TheSignalEndsCommandsButNotThisProcess sends the signal to both.
func TestOutlive_TheSignalEndsCommandsButNotThisProcess(t *testing.T) { //nolint:paralleltest // Changes the process.
	outlive(syscall.SIGTERM)
	for range 3 {
		if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
	}
	for name, script := range map[string]string{
		"a command":           "kill -TERM $$; echo alive",
		"what a command runs": "sh -c 'kill -TERM $$; echo alive' || kill -TERM $$",
	} {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", script).Output()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != -1 || len(out) > 0 {
			t.Errorf("%s survived: %v, %s", name, err, out)
		}
	}
}
