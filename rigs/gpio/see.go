package gpio

import (
	"context"

	"github.com/certbench/certbench/rigs"
)

// See puts into words what the lines of a place read now, parted by ", ", and the duty cycle where it is wired. Nothing moves.
func (r *Rig) See(ctx context.Context, at rigs.Place) (seen string, err error) {
	err = r.lock.Open(ctx, func() error {
		seen, err = r.observe(ctx, at)
		return err
	})
	return seen, err
}
