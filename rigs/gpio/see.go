package gpio

import (
	"context"
	"strings"

	"github.com/certbench/certbench/rigs"
)

// See tells what the lines of a place read now, and what the pilot does where it is wired. Nothing moves.
func (r *Rig) See(ctx context.Context, at rigs.Place) (seen rigs.Seen, err error) {
	err = r.lock.Open(ctx, func() error {
		pilot, wired, err := r.lookAtPilot(ctx, at)
		if err != nil {
			return err
		}
		var words []string
		for _, look := range []func(context.Context, rigs.Place) ([]string, error){r.seeRelays, r.seeInputs} {
			some, err := look(ctx, at)
			if err != nil {
				return err
			}
			words = append(words, some...)
		}
		if wired {
			words = append(words, pilot.String())
			seen.Pilot = pilot.wave()
		}
		seen.Words = strings.Join(words, ", ")
		seen.Signals, err = r.signals(at)
		return err
	})
	return seen, err
}

// signals are the inputs of a place and of the station.
func (r *Rig) signals(at rigs.Place) (all []rigs.Signal, err error) {
	for _, s := range shows {
		input := r.shown(at, s.role)
		if input == nil {
			continue
		}
		active, since, err := input.read()
		if err != nil {
			return nil, err
		}
		all = append(all, rigs.Signal{Name: s.role, Active: active, Edges: input.counted(), Last: since})
	}
	return all, nil
}

// wave is what was seen, for whoever draws it.
func (p pilotSeen) wave() *rigs.Wave {
	w := &rigs.Wave{Duty: p.Duty}
	if p.Cycles == 0 {
		if p.Positive {
			w.Duty = 1
		}
		return w
	}
	w.Hertz = 1 / p.Period.Seconds()
	for _, e := range p.edges {
		w.Lasts = e.At.Sub(p.edges[0].At)
		w.Edges = append(w.Edges, rigs.PilotEdge{After: w.Lasts, Positive: e.Active})
	}
	return w
}
