//go:build unix

package acctest

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Process is a CLI command that runs, with its plugins, in a process group of
// its own, as a shell starts it.
type Process struct {
	t       *testing.T
	command *exec.Cmd
	printed printed
	ended   chan struct{}
}

// Start starts a CLI command. What is left of it when the test ends is killed.
func (w *Workspace) Start(args ...string) *Process {
	w.t.Helper()
	p := &Process{t: w.t, command: w.Command(args...), ended: make(chan struct{})}
	p.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	p.command.Stdout, p.command.Stderr = &p.printed, &p.printed
	// A plugin that outlives the CLI may hold its output open.
	p.command.WaitDelay = time.Second
	if err := p.command.Start(); err != nil {
		w.t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		_ = p.command.Wait() // Only the exit code counts, and Wait below reads it.
	}()
	w.t.Cleanup(func() {
		_ = syscall.Kill(-p.command.Process.Pid, syscall.SIGKILL)
		<-p.ended
	})
	return p
}

// Signal sends a signal to the CLI alone.
func (p *Process) Signal(s syscall.Signal) {
	p.t.Helper()
	p.kill(p.command.Process.Pid, s)
}

// SignalGroup sends a signal to the CLI and its plugins at once, as a terminal
// does with Ctrl-C.
func (p *Process) SignalGroup(s syscall.Signal) {
	p.t.Helper()
	p.kill(-p.command.Process.Pid, s)
}

func (p *Process) kill(pid int, s syscall.Signal) {
	p.t.Helper()
	if err := syscall.Kill(pid, s); err != nil {
		p.t.Fatalf("%s: %v\n%s", s, err, p.printed.String())
	}
}

// KillPlugins kills the plugins of the CLI and not the CLI.
func (p *Process) KillPlugins() {
	p.t.Helper()
	out, err := exec.CommandContext(p.t.Context(), "ps", "-A", "-o", "pid=,pgid=").Output()
	if err != nil {
		p.t.Fatal(err)
	}
	cli, found := strconv.Itoa(p.command.Process.Pid), false
	for line := range strings.Lines(string(out)) {
		ids := strings.Fields(line)
		if len(ids) != 2 || ids[1] != cli || ids[0] == cli {
			continue
		}
		pid, err := strconv.Atoi(ids[0])
		if err != nil {
			p.t.Fatal(err)
		}
		p.kill(pid, syscall.SIGKILL)
		found = true
	}
	if !found {
		p.t.Fatalf("%s has no plugins:\n%s", p.command, p.printed.String())
	}
}

// WaitForCLI waits for the end of the CLI, which its plugins may outlive; it fails
// the test if that takes longer.
func (p *Process) WaitForCLI(within time.Duration) {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(within):
		p.t.Fatalf("it has not ended within %s:\n%s", within, p.printed.String())
	}
}

// Prints waits until the command has printed a text; it fails the test if the
// command ends or the time is over before.
func (p *Process) Prints(text string, within time.Duration) {
	p.t.Helper()
	if !p.until(within, func() bool { return strings.Contains(p.printed.String(), text) }) {
		p.t.Fatalf("within %s it did not print %q:\n%s", within, text, p.printed.String())
	}
}

// Wait waits for the end of the command and of all its plugins; it fails the
// test if they take longer. It returns what was printed and the exit code.
func (p *Process) Wait(within time.Duration) (string, int) {
	p.t.Helper()
	p.WaitForCLI(within)
	if !p.until(max(within, 5*time.Second), func() bool { return errors.Is(syscall.Kill(-p.command.Process.Pid, 0), syscall.ESRCH) }) {
		p.t.Errorf("a process of %s still runs", p.command)
	}
	return p.printed.String(), p.command.ProcessState.ExitCode()
}

// until reports whether something has come true in time.
func (p *Process) until(within time.Duration, come func() bool) bool {
	ctx, cancel := context.WithTimeout(p.t.Context(), within)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !come() {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
	return true
}

// printed is a text that is read while it is written.
type printed struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write adds to the text.
func (p *printed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

// String is the text so far.
func (p *printed) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}
