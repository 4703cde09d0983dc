package gpio

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/certbench/certbench/rigs"
)

// How often Supervise asks for a line that the dying holder has not let go of yet, and for how long.
const (
	superviseRetry = 10 * time.Millisecond
	superviseLimit = 10 * time.Second
)

// Supervise waits until the process that holds the lines has ended, however it ended, then requests every line at its
// safe value, in the order given (Config.Outputs), and keeps them until ctx ends: nobody promises the level of a line
// that no one holds. It belongs into a process of its own, the parent of the holder, which closes ended once the holder
// has been waited for. When ctx ends before the holder does, Supervise touches nothing.
//
// A line that cannot be had is reported through secured, as is success (nil), as soon as all lines have been tried;
// the same error is returned at the end.
func Supervise(ctx context.Context, chip Chip, lines []Line, ended <-chan struct{}, secured func(error)) error {
	select {
	case <-ended:
	case <-ctx.Done():
		return ctx.Err()
	}
	held, err := secure(ctx, chip, lines)
	secured(err)
	<-ctx.Done()
	for _, h := range held {
		err = errors.Join(err, h.Close())
	}
	return err
}

// secure requests lines at their safe values, in rounds, so that a line which somebody else holds keeps no other
// waiting: the kernel lets go of the lines of a dead process a little after it.
func secure(ctx context.Context, chip Chip, lines []Line) ([]Outputs, error) {
	limited, cancel := context.WithTimeout(ctx, superviseLimit)
	defer cancel()
	var held []Outputs
	var failed []error
	for {
		var busy []Line
		var because []error
		for _, line := range lines {
			h, err := chip.Output([]Line{line}, line.Safe)
			if err == nil {
				held = append(held, h)
				continue
			}
			err = fmt.Errorf("line %q could not be brought to its safe value: %w", line.Name, err)
			if errors.Is(err, ErrBusy) {
				busy, because = append(busy, line), append(because, err)
			} else {
				failed = append(failed, err)
			}
		}
		if len(busy) == 0 {
			return held, errors.Join(failed...)
		}
		if rigs.Sleep(limited, superviseRetry) != nil {
			return held, errors.Join(append(failed, because...)...)
		}
		lines = busy
	}
}
