//go:build !linux

package gpio

import (
	"fmt"
	"runtime"
)

// Kernel returns a chip without lines: only Linux has the character device.
func Kernel() Chip { return nowhere{} }

type nowhere struct{}

func (nowhere) Output(line Line, _ bool) (Held, error) { return nil, missing(line) }
func (nowhere) Input(line Line) (Held, error)          { return nil, missing(line) }

func missing(line Line) error {
	return fmt.Errorf("GPIO line %q: %s has no GPIO lines; run the bench on Linux or bind another rig", line.Name, runtime.GOOS)
}
