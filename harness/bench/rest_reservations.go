package bench

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// endReservations cancels what the run has reserved (part 6, section 2.1: no active reservations), whatever the station has said of
// it. One that is over is Rejected (part 2, H02.FR.01). Where a connector is Reserved all the same, there is nothing to do but to wait
// until the last of them expires.
func (b *Bench) endReservations(s *octt.Scenario) error {
	promises := s.Promises()
	if len(promises) == 0 {
		return nil
	}
	var last time.Time
	for _, p := range promises {
		if _, err := octt.Ask(s, ocpp201.CancelReservationRequest{ReservationID: p.ID}); octt.IsGone(err) {
			return err
		}
		s.Released(p.ID)
		if p.Expires.After(last) {
			last = p.Expires
		}
	}
	if err := s.AwaitReports(again, string(ocpp201.ConnectorStatusAvailable), s.Connectors()); err != nil && s.Context().Err() != nil {
		return err
	}
	if !slices.ContainsFunc(s.Connectors(), func(at rigs.Place) bool { return shownReserved(s, at) }) {
		return nil
	}
	states, err := b.connectors(s)
	if err != nil || !slices.Contains(states, string(ocpp201.ConnectorStatusReserved)) {
		return err
	}
	return s.AwaitExpiry(last)
}

func shownReserved(s *octt.Scenario, at rigs.Place) bool {
	shown, ok := s.State(at)
	return ok && shown.Value == string(ocpp201.ConnectorStatusReserved)
}
