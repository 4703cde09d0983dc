package states

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// scheduled: the CSMS has asked for Inoperative, and the transaction goes on (part 2, G03.FR.05, G04.FR.06).
const scheduled octt.Family = "the connector becomes Unavailable when the transaction has ended"

// toReset: the station resets itself when its transactions have ended.
const toReset octt.Family = "the Charging Station resets itself when its transactions have ended"

// toUpdate: the station installs firmware when its transactions have ended.
const toUpdate octt.Family = "the Charging Station installs firmware when its transactions have ended"

// UpdatePending notes, for the driver whose rows are played, that the station will go on with a firmware update when its
// transactions have ended (part 2, L01.FR.06, L01.FR.33).
func UpdatePending(s *octt.Scenario) { s.Mark(toUpdate) }

// ResetScheduled notes, for the driver whose rows are played, that the station will reset itself when its transactions have
// ended (part 2, B12).
func ResetScheduled(s *octt.Scenario) { s.Mark(toReset) }

// Schedule notes that the configured connector becomes Unavailable when its transaction has ended.
func Schedule(s *octt.Scenario) { s.Mark(scheduled) }

// Open tells whether the transaction of the session has told no end yet.
func Open(s *octt.Scenario) bool { return slices.Contains(s.OpenTransactions(), s.TransactionID) }

// disconnectEV plays the row in which the station reports the connector after the EV was disconnected, which act does.
// Table 434 wants Available. A case wins over a state: in those that made the connector Inoperative it is not.
//
//   - What is Unavailable already stays so when the cable is unplugged (part 2, G01, table of transitions).
//   - While a station waits for its reset it sets EVSEs that are Available to Unavailable (part 2, B12, scenario step 3a), which
//     may be the one that has just become so. A station that reports that at once is a WARNING.
//   - While a firmware update waits for transactions to end, an EVSE that becomes available is set to Unavailable (L01.FR.07), and so it
//     may be when the update goes on. A station that reports that at once is a WARNING as well.
//   - What is scheduled to become Unavailable does so when the EV is disconnected (G01.FR.05), whether that ends the
//     transaction or not. A station that reports Available first, as table 434 has it, is a WARNING.
func disconnectEV(s *octt.Scenario, row int, act func()) {
	began, at := time.Now(), s.Configured.Place()
	act()
	switch {
	case s.Is(outOfService(at)):
		other := func(m *octt.Message) bool {
			return !m.At.Before(began) && slices.ContainsFunc(m.Availabilities(), func(a octt.Availability) bool {
				return a.EVSE == at.EVSE && a.Connector == at.Connector && a.Status != string(ocpp201.ConnectorStatusUnavailable)
			})
		}
		const words = "another state than Unavailable"
		s.NothingYet(row, s.Timeouts.Optional, octt.As[ocpp201.StatusNotificationRequest]().With(words, other),
			octt.As[ocpp201.NotifyEventRequest]().With(words, other))
	case s.Is(scheduled):
		m := s.ReceiveEither(row, statusAtOr(s, ocpp201.ConnectorStatusUnavailable, at, func(must octt.Requirement) octt.Requirement {
			return must.Clause("G01.FR.05").Or(ocpp201.ConnectorStatusAvailable, "Table 434 has Available; part 2, G01.FR.05 asks for Unavailable at once.")
		})...)
		s.Respond(row+1, m)
		if slices.Contains(m.Availabilities(), octt.Availability{EVSE: at.EVSE, Connector: at.Connector, Status: string(ocpp201.ConnectorStatusUnavailable)}) {
			s.Mark(outOfService(at))
		}
	case s.Is(toReset):
		availableOrHeld(s, row, "Part 2, B12, scenario step 3a has a station that waits for its reset set such an EVSE to Unavailable; table 434 has Available: a laboratory may fail it.")
	case s.Is(toUpdate):
		availableOrHeld(s, row, heldForUpdate)
	default:
		ConnectorStatus(s, row, ocpp201.ConnectorStatusAvailable, at)
	}
}

const heldForUpdate = "Part 2, L01.FR.07 has a station set such an EVSE to Unavailable until the firmware is installed; table 434 has Available: a laboratory may fail it."

// availableOrHeld plays the row of a connector that becomes Available, which may be told to be Unavailable at once; why says by which
// rule.
func availableOrHeld(s *octt.Scenario, row int, why string) {
	s.Respond(row+1, s.ReceiveEither(row, freed(s, why)...))
}

// freed is the report of a connector that becomes Available, or is held.
func freed(s *octt.Scenario, why string) []octt.Alternative {
	return statusAtOr(s, ocpp201.ConnectorStatusAvailable, s.Configured.Place(), func(must octt.Requirement) octt.Requirement {
		return must.Or(ocpp201.ConnectorStatusUnavailable, why)
	})
}
