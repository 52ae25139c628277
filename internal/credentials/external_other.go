//go:build !unix

package credentials

import "os/exec"

// inProcessGroup does nothing: there are no process groups here. What the command
// started keeps running, without its output.
func inProcessGroup(*exec.Cmd) {}
