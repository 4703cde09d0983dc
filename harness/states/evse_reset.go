package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// mayReset: an EVSE that is reset may report itself Unavailable meanwhile (part 2, B11.FR.08), and what it is again
// afterwards.
const mayReset octt.Family = "the EVSE is reset when its transaction has ended"

// EVSEResetScheduled notes that the configured EVSE will be reset when its transaction has ended: from then on it may
// report itself Unavailable, and Occupied while the EV stays connected, between any rows.
func EVSEResetScheduled(s *octt.Scenario) { s.Mark(mayReset) }

// passingReports are the reports of an EVSE that is reset which a row that waits for another state passes over. An EVSE
// that has to start again first may take as long for its own as a station does. So are those of one that is picked late for a reservation.
func passingReports(s *octt.Scenario, path string, want ocpp201.ConnectorStatus) []octt.Clause {
	if !s.Is(mayReset) {
		return pickedLate(s, path, want)
	}
	out := []octt.Clause{octt.Within(s.Timeouts.Boot)}
	for _, status := range []ocpp201.ConnectorStatus{ocpp201.ConnectorStatusUnavailable, ocpp201.ConnectorStatusOccupied} {
		if status != want {
			out = append(out, octt.Skipping("the EVSE may report itself Unavailable while it is reset (part 2, B11.FR.08), and what it is again", octt.Must(path, status)))
		}
	}
	return out
}

// OnlyTheEVSEResets proves the note that <Configured evseId> reboots, and not the station: no BootNotificationRequest
// comes for as long as the station may take to do what it was asked for, because firmware seldom reboots in the moment in
// which it answers. A connection that is only made anew is a WARNING, as in every case. What the EVSE reports of its reset
// belongs to no row: its connectors, and the transaction that it may begin with the EV that is still connected (part 2,
// E01.FR.02).
func OnlyTheEVSEResets(s *octt.Scenario) {
	s.NothingYet(0, s.Timeouts.Message, octt.As[ocpp201.BootNotificationRequest]())
	s.PassOver(nil, "an EVSE may report its connectors when it is reset (part 2, B11.FR.08)", func(m *octt.Message) bool {
		for _, a := range m.Availabilities() {
			if a.EVSE != s.Configured.EVSEID {
				return false
			}
		}
		return len(m.Availabilities()) > 0
	})
	s.PassOver(nil, "an EVSE may begin a transaction with the EV that is still connected when it starts again (part 2, E01.FR.02)",
		func(m *octt.Message) bool {
			e, ok := transactionEvent(m)
			return ok && e.TransactionInfo.TransactionID != s.TransactionID
		})
}

// NothingResets proves for a moment that a reset which was Rejected is not carried out (part 2, ResetStatusEnumType): the
// station does not boot, and ends no transaction.
func NothingResets(s *octt.Scenario) {
	s.NothingYet(0, s.Timeouts.Optional, octt.As[ocpp201.BootNotificationRequest](),
		octt.As[ocpp201.TransactionEventRequest]().With("eventType Ended", func(m *octt.Message) bool {
			e, ok := transactionEvent(m)
			return ok && e.EventType == ocpp201.TransactionEventEnumEnded
		}))
}
