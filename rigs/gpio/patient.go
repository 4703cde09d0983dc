package gpio

import (
	"context"
	"errors"
	"time"

	"github.com/certbench/certbench/rigs"
)

// Patient is a chip that asks for a busy line again until limit has passed: the kernel lets go of the lines of a dead process
// a little after it, and so does a supervisor that watched over them.
func Patient(chip Chip, limit time.Duration) Chip { return patient{chip, limit} }

type patient struct {
	chip  Chip
	limit time.Duration
}

// Output implements Chip.
func (p patient) Output(lines []Line, active ...bool) (Outputs, error) {
	return again(p.limit, func() (Outputs, error) { return p.chip.Output(lines, active...) })
}

// Input implements Chip.
func (p patient) Input(line Line, watch func(Edge)) (Input, error) {
	return again(p.limit, func() (Input, error) { return p.chip.Input(line, watch) })
}

// Precisely implements Chip.
func (p patient) Precisely(do func(Pace) error) error { return p.chip.Precisely(do) }

func again[T any](limit time.Duration, request func() (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	for {
		held, err := request()
		if !errors.Is(err, ErrBusy) || rigs.Sleep(ctx, superviseRetry) != nil {
			return held, err
		}
	}
}
