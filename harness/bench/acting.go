package bench

import (
	"context"
	"errors"
	"fmt"

	"github.com/certbench/certbench/rigs"
)

// Acting is the rigs of a bench alone, without its mock CSMS and without a station: for a technician, and for another tool
// that has its manual actions done. Close brings them to their safe state and lets go of them.
type Acting struct {
	Acts rigs.Set
	Each []rigs.Rig // every rig once

	latch *rigs.Latch
	file  *File
	setup Setup
}

// OpenRigs makes the rigs of a bench file and brings them to their safe state.
func OpenRigs(ctx context.Context, f *File, s Setup) (*Acting, error) {
	if err := f.standing(); err != nil {
		return nil, err
	}
	b, err := f.bind("", s)
	if err != nil {
		return nil, fmt.Errorf("bench %s: %w", f.Name, err)
	}
	latch := rigs.NewLatch(b.set, b.rigs...)
	a := &Acting{Acts: latch.Set(), Each: b.rigs, latch: latch, file: f, setup: s}
	if err := latch.Rest(ctx); err != nil {
		return nil, alsoClosing(fmt.Errorf("bench %s cannot start: %w%s", f.Name, err, unreached(err)), latch.Close())
	}
	return a, nil
}

// standing refuses a bench whose rigs are not there without a run.
func (f *File) standing() error {
	if len(f.used()) == 0 {
		return fmt.Errorf("bench %s has no rig that does an act; add rigs: and acts:, as harness/examples/bench.yaml explains", f.Name)
	}
	for _, name := range f.used() {
		if f.Rigs[name].Type == TypePanel {
			return fmt.Errorf("rig %s of bench %s is the panel of a station that only a run starts; start certbench station with --panel, and write type: sutapi with its address", name, f.Name)
		}
	}
	return nil
}

// Lend brings the rigs to their safe state and lets go of them as long as use has somebody else open them, and then opens them again. Where that
// fails, or ctx has ended, they stay closed, and every act is refused. Nobody may use them meanwhile.
func (a *Acting) Lend(ctx context.Context, use func() error) error {
	if err := a.Close(); err != nil {
		return err
	}
	used := use()
	if ctx.Err() != nil {
		return errors.Join(used, context.Cause(ctx))
	}
	again, err := OpenRigs(ctx, a.file, a.setup)
	if err == nil {
		*a = *again
	}
	return errors.Join(used, err)
}

// Rest brings every rig to its safe state, also those of a broken bench.
func (a *Acting) Rest(ctx context.Context) error { return a.latch.Rest(ctx) }

// Broken is the first failure of a rig, after which every act is refused; nil as long as there was none.
func (a *Acting) Broken() error { return a.latch.Cause() }

// Close brings the rigs to their safe state and closes them.
func (a *Acting) Close() error { return a.latch.Close() }
