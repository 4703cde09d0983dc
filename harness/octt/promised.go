package octt

import (
	"slices"
	"strings"
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

// unvalidated is a ReserveNowRequest whose idToken the station has not asked about yet.
type unvalidated struct {
	token string
	since int64 // its record
}

// reserves notes that the CSMS asks for a reservation. The caller holds mu.
func (w *wire) reserves(call *ledger.Request) {
	if q, err := schemas.Message[ocpp201.ReserveNowRequest](call.Payload); err == nil {
		w.unvalidated = append(w.unvalidated, unvalidated{q.IDToken.IDToken, call.Seq})
		w.book.Reserved[q.ID] = true
	}
}

// validates tells an AuthorizeRequest that is about a reservation, and about no driver: part 2 recommends to validate the idToken after
// the ReserveNowRequest and before the start of the transaction (H01, remark). A station does so once, and whatever its answer will
// be. Once a driver with the idToken has come, it is him that the station asks about. The caller holds mu.
func (w *wire) validates(m *Message) bool {
	token := tokenOf(&m.Call)
	if m.Action != "Authorize" || token == "" {
		return false
	}
	i := slices.IndexFunc(w.unvalidated, func(u unvalidated) bool { return strings.EqualFold(u.token, token) && !w.comes(u) })
	if i < 0 {
		return false
	}
	w.unvalidated = slices.Delete(w.unvalidated, i, i+1)
	return true
}

// validatesLate tells one that no row has claimed, although the driver had come by then: the station may have had the reservation in mind.
func (s *Scenario) validatesLate(m *Message) bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	token := tokenOf(&m.Call)
	i := slices.IndexFunc(s.w.unvalidated, func(u unvalidated) bool { return strings.EqualFold(u.token, token) && u.since < m.Seq })
	if m.Action != "Authorize" || i < 0 {
		return false
	}
	s.w.unvalidated = slices.Delete(s.w.unvalidated, i, i+1)
	return true
}

// comes tells whether the driver of a reservation has come since: with a card, or by a remote start. The caller holds mu.
func (w *wire) comes(u unvalidated) bool {
	return slices.ContainsFunc(w.book.Stimuli, func(st ledger.Stimulus) bool {
		return st.Seq >= u.since && (st.Presents() || st.Remote != nil) && strings.EqualFold(st.Token.ID, u.token)
	})
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
