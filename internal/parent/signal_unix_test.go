//go:build unix

package parent

import (
	"errors"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
)

// TestOutlive_TheSignalEndsCommandsButNotThisProcess sends each signal to both.
func TestOutlive_TheSignalEndsCommandsButNotThisProcess(t *testing.T) { //nolint:paralleltest // Changes the process.
	for name, s := range map[string]syscall.Signal{"TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "PIPE": syscall.SIGPIPE} {
		Outlive(s)
		for range 3 {
			if err := syscall.Kill(syscall.Getpid(), s); err != nil {
				t.Fatal(err)
			}
		}
		for what, script := range map[string]string{
			"a command":           "kill -" + name + " $$; echo alive",
			"what a command runs": "sh -c 'kill -" + name + " $$; echo alive' || kill -" + name + " $$",
		} {
			out, err := exec.CommandContext(t.Context(), "sh", "-c", script).Output()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != -1 || len(out) > 0 {
				t.Errorf("%s survived %s: %v, %s", what, name, err, out)
			}
		}
	}
}

// TestOutlive_AnIgnoredSignalStaysIgnored is about nohup: what it starts must not be
// ended by a signal that it had no reason to expect.
func TestOutlive_AnIgnoredSignalStaysIgnored(t *testing.T) { //nolint:paralleltest // Changes the process.
	signal.Ignore(syscall.SIGUSR1)
	t.Cleanup(func() { signal.Reset(syscall.SIGUSR1) })
	Outlive(syscall.SIGUSR1)
	out, err := exec.CommandContext(t.Context(), "sh", "-c", "kill -USR1 $$; echo alive").Output()
	if err != nil || string(out) != "alive\n" {
		t.Errorf("the command is ended: %v, %s", err, out)
	}
}
