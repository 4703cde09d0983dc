package octt

import (
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Promise is a reservation that the CSMS has made. A station that says how it has ended may be wrong.
type Promise struct {
	ID      int
	Expires time.Time
	Used    bool // a transaction has told that it ends it (part 2, H01.FR.15)

	asked    ocpp201.ReserveNowRequest
	canceled bool // the station has said so
}

// Promises lists those that the CSMS has not canceled, in the order in which they were made.
func (s *Scenario) Promises() []Promise { return s.promised(false) }

// Canceled lists those of which the station has said that they are, and of which the time is not over: an EVSE that is Reserved all the
// same is so by one of them.
func (s *Scenario) Canceled() []Promise {
	return slices.DeleteFunc(s.promised(true), func(p Promise) bool { return time.Now().After(p.Expires) })
}

func (s *Scenario) promised(canceled bool) []Promise {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.w.reserved), func(p Promise) bool { return p.canceled != canceled })
}

// Released notes that a reservation is over, whatever the station says of it.
func (s *Scenario) Released(id int) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.releases(id)
}

// Cancel has the station give a reservation up on the way back to rest, and tells whether it has said so. One that a transaction has ended is there no more: a station that
// cancels it all the same has kept it, and keeps its EVSE from everybody else once the driver has left.
func (s *Scenario) Cancel(p Promise) (canceled bool, err error) {
	answer, err := ask(s, ocpp201.CancelReservationRequest{ReservationID: p.ID})
	s.Released(p.ID) // whatever the answer is: it is canceled once
	canceled = err == nil && answer.Status == ocpp201.CancelReservationStatusAccepted
	if canceled && p.Used {
		s.Find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "CancelReservationResponse", Requirements: []string{"H03.FR.09", "H02.FR.01"},
			Requirement: "A reservation that its driver has used is over.", Expected: string(ocpp201.CancelReservationStatusRejected), Actual: string(answer.Status), Frame: s.answered})
	}
	return canceled, err
}

// Unreported finds out about the EVSEs of reservations that were canceled on the way back to rest, and of which the station says when it is
// asked that they are Available, and has reported nothing. Whatever it tells of them later belongs to that, and to no case. A report of a
// connector that the product does not have is one that went astray, and found out as that.
func (s *Scenario) Unreported(canceled []Promise) {
	if s.reportedAstray() {
		return
	}
	for _, at := range s.Connectors() {
		id := "H02.FR.06" // of an EVSE that was reserved for no reservation in particular
		for _, p := range canceled {
			if p.asked.EVSEID != nil && *p.asked.EVSEID == at.EVSE {
				id = "H02.FR.04"
			}
		}
		last, _ := s.Told(at)
		if last != string(ocpp201.ConnectorStatusReserved) || len(canceled) == 0 {
			continue
		}
		s.Find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "the state of " + at.String(), Requirements: []string{id},
			Requirement: "Every connector of an EVSE is reported as Available when its reservation is canceled.",
			Expected:    string(ocpp201.ConnectorStatusAvailable), Actual: last + ", which it was reported to be before", Frame: s.answered})
		s.w.takesForTold(at, string(ocpp201.ConnectorStatusAvailable))
	}
}

// reportedAstray tells whether the station has reported in this play that a connector is Available which the product does not have.
func (s *Scenario) reportedAstray() bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return slices.ContainsFunc(s.w.from(s.first), func(m *Message) bool {
		return slices.ContainsFunc(m.Availabilities(), func(a ledger.Availability) bool {
			return a.Status == string(ocpp201.ConnectorStatusAvailable) && !slices.Contains(s.Connectors(), rigs.Place{EVSE: a.EVSE, Connector: a.Connector})
		})
	})
}

// takesForTold has a state of a connector count as reported, of which it was found out that it was not.
func (w *wire) takesForTold(at rigs.Place, status string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.shown, stateOf(at))
	w.book.Connectors.Status[at] = status
	if w.book.Connectors.SinceBoot != nil {
		w.book.Connectors.SinceBoot[at] = status
	}
}

// Shorten has another reservation take the place of one that the station does not give up (part 2, H01.FR.02), which ends as soon as clocks
// that differ allow. It returns when that is; where the station takes none, it is over when it was to be at first.
func (s *Scenario) Shorten(p Promise) time.Time {
	q := p.asked
	q.ExpiryDateTime = ocpp201.DateTime{Time: time.Now().Add(2 * s.Timeouts.Deviation)}
	if q.ExpiryDateTime.After(p.Expires) {
		return p.Expires
	}
	answer, err := ask(s, q)
	s.Released(p.ID)
	if err != nil || answer.Status != ocpp201.ReserveNowStatusAccepted {
		return p.Expires
	}
	return q.ExpiryDateTime.Time
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
			w.reserved = append(w.reserved, Promise{ID: q.ID, Expires: q.ExpiryDateTime.Time, asked: *q})
		}
	case call.Action == "CancelReservation" && call.Field("status") == string(ocpp201.CancelReservationStatusAccepted):
		if q, err := schemas.Message[ocpp201.CancelReservationRequest](call.Payload); err == nil {
			for i := range w.reserved {
				w.reserved[i].canceled = w.reserved[i].canceled || w.reserved[i].ID == q.ReservationID
			}
		}
	}
}

// unvalidated is a ReserveNowRequest whose idToken the station has not asked about yet.
type unvalidated struct {
	token string
	since int64 // its record
}

// mostReserved is how many reservations a transaction may name that it has used.
const mostReserved = 1 << 10

// reserves notes that the CSMS asks for a reservation. The caller holds mu.
func (w *wire) reserves(call *ledger.Request) {
	if q, err := schemas.Message[ocpp201.ReserveNowRequest](call.Payload); err == nil {
		w.unvalidated = append(w.unvalidated, unvalidated{q.IDToken.IDToken, call.Seq})
		w.book.Reserved[q.ID] = call.Seq
		keepNewest(w.book.Reserved, mostReserved, func(seq int64) int64 { return seq })
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

// uses notes that a message of a transaction ends a reservation. The caller holds mu.
func (w *wire) uses(m *Message) {
	id, told := m.Field("reservationId").(float64)
	if !told || m.Action != (ocpp201.TransactionEventRequest{}).Action() {
		return
	}
	for i := range w.reserved {
		w.reserved[i].Used = w.reserved[i].Used || float64(w.reserved[i].ID) == id
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
		if !p.canceled {
			longest = max(longest, time.Until(p.Expires))
		}
	}
	return longest
}
