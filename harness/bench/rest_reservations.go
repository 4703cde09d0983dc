package bench

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// endReservations cancels what the run has reserved (part 6, section 2.1: no active reservations), whatever the station has said of
// it. One that is over is Rejected (part 2, H02.FR.01). Where it is not, and a connector is still Reserved, there is nothing to do
// but to wait until it expires.
func (b *Bench) endReservations(s *octt.Scenario) error {
	for _, p := range s.Promises() {
		answer, err := octt.Ask(s, ocpp201.CancelReservationRequest{ReservationID: p.ID})
		if octt.IsGone(err) {
			return err
		}
		if err == nil && answer.Status == ocpp201.CancelReservationStatusAccepted {
			continue
		}
		states, err := b.connectors(s)
		if err != nil {
			return err
		}
		if slices.Contains(states, string(ocpp201.ConnectorStatusReserved)) {
			if err := s.AwaitExpiry(p); err != nil {
				return err
			}
		}
		s.Released(p.ID)
	}
	return nil
}
