package bench

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// endReservations cancels what the run has reserved (part 6, section 2.1: no active reservations), whatever the station has said of
// it. One that is over is Rejected (part 2, H02.FR.01). Where a connector is Reserved all the same, others that end soon take their place;
// where that helps as little, there is nothing to do but to wait until the last of them expires.
func (b *Bench) endReservations(s *octt.Scenario) error {
	promises, before := s.Promises(), s.Canceled()
	b.canceled = nil
	if len(promises) == 0 && len(before) == 0 {
		return nil
	}
	for _, p := range promises {
		canceled, err := s.Cancel(p)
		if octt.IsGone(err) {
			return err
		}
		if canceled {
			b.canceled = append(b.canceled, p)
		}
	}
	if err := s.AwaitReports(again, string(ocpp201.ConnectorStatusAvailable), s.Connectors()); err != nil && s.Context().Err() != nil {
		return err
	}
	if !slices.ContainsFunc(s.Connectors(), func(at rigs.Place) bool { return shownReserved(s, at) }) {
		return nil
	}
	for _, until := range []func(octt.Promise) time.Time{s.Shorten, func(p octt.Promise) time.Time { return p.Expires }} {
		states, err := b.connectors(s)
		if err != nil || !slices.Contains(states, string(ocpp201.ConnectorStatusReserved)) {
			return err
		}
		if err := s.AwaitExpiry(latest(append(promises, before...), until)); err != nil {
			return err
		}
	}
	return nil
}

// latest is when the last of some reservations is over.
func latest(promises []octt.Promise, until func(octt.Promise) time.Time) (last time.Time) {
	for _, p := range promises {
		if over := until(p); over.After(last) {
			last = over
		}
	}
	return last
}

func shownReserved(s *octt.Scenario, at rigs.Place) bool {
	shown, ok := s.State(at)
	return ok && shown.Value == string(ocpp201.ConnectorStatusReserved)
}
