//go:build !linux

package gpio

import (
	"fmt"
	"runtime"
)

// Kernel returns a chip without lines: only Linux has the character device.
func Kernel() Chip { return nowhere{} }

type nowhere struct{}

func (nowhere) Output(lines []Line, _ ...bool) (Outputs, error) { return nil, missing(lines...) }
func (nowhere) Input(line Line, _ func(Edge)) (Input, error)    { return nil, missing(line) }

func (nowhere) Precisely(func(Pace) error) error { return missing() }

func missing(lines ...Line) error {
	return fmt.Errorf("GPIO %s: %s has no GPIO lines; run the bench on Linux or bind another rig", names(lines), runtime.GOOS)
}
