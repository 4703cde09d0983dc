//go:build !linux

package serial

import (
	"fmt"
	"runtime"
)

func open(path string, _ int, _ string) (Port, error) {
	return nil, fmt.Errorf("the serial line %s cannot be opened on %s; run the bench on Linux or bind another rig", path, runtime.GOOS)
}
