//go:build !unix

package calls

import "os/exec"

// asOne leaves a command as it is where there are no process groups.
func asOne(*exec.Cmd) {}
