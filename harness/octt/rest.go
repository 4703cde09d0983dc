package octt

import (
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// OpenTransactions lists the transactions that have told no end yet, as far as messages of this run tell.
func (s *Scenario) OpenTransactions() []string {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.book.Transactions.Open()
}

// CloseTransaction notes that the station says a transaction is over although no message of this run told its end.
func (s *Scenario) CloseTransaction(id string) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if tx := s.w.book.Transactions[id]; tx != nil {
		tx.Closed = true
	}
}

// EndedUntold is CloseTransaction for one of which the station has just answered that it is not going on and that no message of it
// waits: its end is found not to have been told, unless it came while that was asked.
func (s *Scenario) EndedUntold(id string) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	tx := s.w.book.Transactions[id]
	if tx == nil || tx.Over() {
		return
	}
	s.w.find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "TransactionEventRequest", Requirement: rules.BeginsAndEnds, Clause: rules.EventTypes,
		Expected: "Ended", Actual: "none, and the transaction is not going on any more", Frame: s.answered})
	tx.Closed = true
}

// Charges tells whether energy flows in a transaction, by the chargingState that it has told last.
func (s *Scenario) Charges(id string) bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	tx := s.w.book.Transactions[id]
	return tx != nil && tx.Charges()
}

// AwaitNoTransaction waits until no transaction is open any more.
func (s *Scenario) AwaitNoTransaction(limit time.Duration) error {
	return s.until(limit, "the end of every transaction", func() bool { return len(s.w.book.Transactions.Open()) == 0 })
}

// AwaitStops waits until transactions that the station was asked to stop are over, or, where ends is false because its TxStopPoint
// does not end them then, until they have told that they were asked to (part 2, F03.FR.02, F03.FR.03).
func (s *Scenario) AwaitStops(limit time.Duration, ids []string, ends bool) error {
	return s.until(limit, "what the transactions that were asked to stop tell of it", func() bool {
		return !slices.ContainsFunc(ids, func(id string) bool {
			tx := s.w.book.Transactions[id]
			return tx != nil && !tx.Over() && (ends || !tx.Told(ocpp201.TriggerReasonRemoteStop))
		})
	})
}

// AwaitReports waits until the station has told the status of all the places, as far as it owes that: a connector whose
// last report was another, and every connector once the station has booted (part 2, B01.FR.05, G01.FR.01), since then where that was in
// this play. What is still to come would look like a message that the next case does not know.
func (s *Scenario) AwaitReports(limit time.Duration, status string, places []rigs.Place) error {
	return s.until(limit, "every connector to report "+status, func() bool {
		told := s.w.book.Connectors.Status
		if s.w.registration.boots.sent > s.bootsAtFirst {
			told = s.w.book.Connectors.SinceBoot
		}
		return !slices.ContainsFunc(places, func(at rigs.Place) bool {
			last := told[rigs.Place{EVSE: at.EVSE, Connector: at.Connector}]
			return last != status && (last != "" || s.w.registration.booted)
		})
	})
}

// AwaitConnection waits until the station is connected; messages that come meanwhile are answered.
func (s *Scenario) AwaitConnection(limit time.Duration) error {
	s.w.csms.Accept()
	return s.until(limit, "the station to connect", func() bool { return s.w.link.up && s.w.csms.Connected() })
}

// rejected tells that the CSMS has rejected the station, and may therefore ask it nothing (part 2, B03.FR.03).
func (s *Scenario) rejected() bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.registration.admission == string(ocpp201.RegistrationStatusRejected)
}

// AwaitMessage waits until the station has sent a message of the action in this scenario.
func (s *Scenario) AwaitMessage(limit time.Duration, action string) error {
	return s.until(limit, action, func() bool {
		return slices.ContainsFunc(s.w.from(s.first), func(m *Message) bool { return m.Action == action })
	})
}

// AwaitReport waits for the last message of a report (part 2, B07, B08), and returns all that the report has told, also where its
// end does not come.
func (s *Scenario) AwaitReport(limit time.Duration, requestID int) ([]ocpp201.ReportData, error) {
	var data []ocpp201.ReportData
	err := s.until(limit, "the last NotifyReport", func() bool {
		data = nil
		for _, m := range s.w.from(s.first) {
			var part ocpp201.NotifyReportRequest
			if m.Action != part.Action() || m.Payload.Decode(&part) != nil || part.RequestID != requestID {
				continue
			}
			data = append(data, part.ReportData...)
			if part.TBC == nil || !*part.TBC {
				return true
			}
		}
		return false
	})
	return data, err
}

// until waits for a change outside any row, and says what may have prevented it. holds is called with the wire locked.
func (s *Scenario) until(limit time.Duration, what string, holds func() bool) error {
	began := time.Now()
	again := s.awaits(what, limit)
	ok, err := s.w.await(s.ctx, limit, nil, holds)
	again()
	if ok || err != nil {
		return err
	}
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	trouble := &StationTrouble{Cause: fmt.Errorf("waited %s in vain for %s", limit, what)}
	if m := s.w.explains(began); m != nil {
		trouble.Cause = fmt.Errorf("%w; %s", trouble.Cause, m.what)
		trouble.Credentials = m.credentials
	}
	return trouble
}

// Pause lets time pass that no event ends, such as between two attempts. It is the bench's choice; on names it.
func (s *Scenario) Pause(on evidence.Wait, d time.Duration) error {
	defer s.chooses(on)()
	return s.w.pass(s.ctx, d, nil)
}

// AwaitMore lets Timeouts.Optional pass for messages that may come beside those of the rows.
func (s *Scenario) AwaitMore() {
	s.interrupted(s.Pause(evidence.WaitOptional, s.Timeouts.Optional))
}

// Choosing has what do waits for belong to a choice of the bench, where it is not named by itself.
func (s *Scenario) Choosing(on evidence.Wait, do func() error) error {
	defer s.chooses(on)()
	return do()
}

// Read asks the station for a variable's actual value, outside any row.
func (s *Scenario) Read(variable string) (value, status string, err error) { return s.read(variable) }
