//go:build unix

package credentials

import (
	"os/exec"
	"syscall"
)

// inGroup gives a command a process group of its own, so that its children end
// with it.
func inGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}
