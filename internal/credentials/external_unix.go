//go:build unix

package credentials

import (
	"os/exec"
	"syscall"
)

// inProcessGroup gives a command its own process group, so that its children are
// killed with it.
func inProcessGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}
