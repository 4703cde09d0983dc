package octt

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Promise is a reservation that the CSMS has made and has not canceled. A station that says how it has ended may be wrong.
type Promise struct {
	ID      int
	Expires time.Time
}

// Promises lists them, in the order in which they were made.
func (s *Scenario) Promises() []Promise {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return slices.Clone(s.w.reserved)
}

// Released notes that a reservation is over, whatever the station says of it.
func (s *Scenario) Released(id int) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.releases(id)
}

// AwaitExpiry lets the time pass until reservations are over that the station does not give up, with the laboratory's deviation, or
// until no connector is reported Reserved any more.
func (s *Scenario) AwaitExpiry(last time.Time) error {
	left := time.Until(last.Add(s.Timeouts.Deviation))
	if left <= 0 || s.Leaving() {
		return nil
	}
	s.Note("An EVSE stays Reserved although its reservation was canceled; the bench waits %s until it expires.", left.Round(time.Second))
	return s.linger(left, "a reservation to expire that cannot be canceled", func() bool {
		for _, status := range s.w.book.Connectors.Status {
			if status == string(ocpp201.ConnectorStatusReserved) {
				return false
			}
		}
		return true
	})
}

// promises notes what the answer to a request makes of reservations. One that is accepted takes the place of another with its id
// (part 2, H01.FR.02). The caller holds mu.
func (w *wire) promises(call *ledger.Request) {
	switch {
	case call.Action == "ReserveNow" && call.Field("status") == string(ocpp201.ReserveNowStatusAccepted):
		if q, err := schemas.Message[ocpp201.ReserveNowRequest](call.Payload); err == nil {
			w.releases(q.ID)
			w.reserved = append(w.reserved, Promise{q.ID, q.ExpiryDateTime.Time})
		}
	case call.Action == "CancelReservation" && call.Field("status") == string(ocpp201.CancelReservationStatusAccepted):
		if q, err := schemas.Message[ocpp201.CancelReservationRequest](call.Payload); err == nil {
			w.releases(q.ReservationID)
		}
	}
}

// releases takes a reservation out. The caller holds mu.
func (w *wire) releases(id int) {
	w.reserved = slices.DeleteFunc(w.reserved, func(p Promise) bool { return p.ID == id })
}

// lastPromise is for how long the last of the reservations lasts.
func (w *wire) lastPromise() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	var longest time.Duration
	for _, p := range w.reserved {
		longest = max(longest, time.Until(p.Expires))
	}
	return longest
}
