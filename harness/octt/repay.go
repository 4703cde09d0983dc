package octt

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Repay puts back what plays have changed in the station and left for a later one to set. It is called when no play comes any
// more: also when ctx has ended, unless the run was hurried. What cannot be put back latches the bench, and stands in a note.
// It does nothing where nothing is owed. The firmware comes first: an update may change variables.
func (p *Player) Repay(ctx context.Context) {
	p.payFirmware(ctx)
	if err := p.repay(ctx); err != nil && !errors.Is(err, errSkipped) {
		p.Latch(OfStation(err))
	}
}

func (p *Player) repay(ctx context.Context) error {
	if len(p.owed) == 0 {
		return nil
	}
	limit := p.bench.Timeouts.Reconnect + p.bench.Timeouts.Settle + p.bench.Timeouts.Message
	ctx, done := p.afterwards(ctx, limit)
	defer done()
	s := p.scenario(ctx, "")
	s.settings.changed = p.owed
	err := s.work(func(s *Scenario) error {
		if err := s.AwaitConnection(p.bench.Timeouts.Reconnect); err != nil {
			return err
		}
		return s.restore()
	})
	p.owed = s.settings.changed
	if len(p.owed) > 0 {
		var words []string
		for _, c := range p.owed {
			words = append(words, fmt.Sprintf("%s to %q", c.variable, c.old))
		}
		s.Note("Left as cases have changed it, because it could not be put back (%v): %s.", err, strings.Join(words, "; "))
	}
	if err != nil && errors.Is(context.Cause(ctx), errSkipped) {
		return errSkipped
	}
	return err
}
