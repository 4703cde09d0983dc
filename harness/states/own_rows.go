package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What a reusable state does, for cases that have the same rows in their own table.

// StopLocally plays a stop with the idToken that started: the manual action, and row for the messages that follow. By
// erratum 6.2.117 and the alternative scenario of part 2, use case E07 they may be two, of which the last has the
// validations of the end; reason is its stoppedReason.
func StopLocally(s *octt.Scenario, row int, reason octt.Requirement) {
	since := presented(s)
	s.Mark(stoppedBy)
	stopping(s, stop{tells: row, stops: row, by: ocpp201.TriggerReasonStopAuthorized, reason: reason, must: true})
	unasked(s, since)
	stopAuthorized(s)
}

// StopRemotely plays a RequestStopTransactionRequest as row with its answer, and row+2 for the messages that follow: one
// or two (erratum 6.2.49).
func StopRemotely(s *octt.Scenario, row int) {
	Settle(s)
	octt.Send(s, row, ocpp201.RequestStopTransactionRequest{TransactionID: s.TransactionID}).Receive(row+1,
		octt.Must("status", ocpp201.RequestStartStopStatusAccepted).Clause("F03.FR.07"))
	stopping(s, stop{tells: row + 2, stops: row + 2, by: ocpp201.TriggerReasonRemoteStop, must: true,
		reason: octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonRemote).Clause("F03.FR.03")})
	stopAuthorized(s)
}

// AuthorizeLocally plays the rows of table 428, main A, which cases of block I have in their own tables.
func AuthorizeLocally(s *octt.Scenario) {
	authorizeLocally(s, shown{})
	s.Mark(Authorized.Local.Family)
}

// Connect does the manual action that connects EV and EVSE.
func Connect(s *octt.Scenario) { connect(s) }

// KeptOut tells whether the cable lock keeps the EV out, because no driver is authorized.
func KeptOut(s *octt.Scenario) bool { return keptOut(s) }

// Disconnect does the manual action that disconnects EV and EVSE.
func Disconnect(s *octt.Scenario) { disconnect(s, rigs.DisconnectEV(s.Configured.Place())) }

// DisconnectAtEV takes the cable out of the EV. One that can be taken out of the station too stays in there, and with it
// the connector Occupied: the state is only told where the cable is fixed, in any order (part 6, section 2.1).
func DisconnectAtEV(s *octt.Scenario, row int) {
	LoseEV(s)
	TryConnectorStatus(s, row, "The table asks for the TransactionEventRequest only.", ocpp201.ConnectorStatusAvailable)
}

// LoseEV does the manual action that takes the cable out of the EV.
func LoseEV(s *octt.Scenario) {
	disconnect(s, rigs.UnplugEnd(rigs.EVEnd, s.Configured.Place()).
		Say("Disconnect the EV and EVSE on EV side (EVSE loses connection with EV)."))
}

// ReturnEV does the manual action that puts the cable into the EV again.
func ReturnEV(s *octt.Scenario) {
	Settle(s)
	s.Act(0, rigs.PlugEnd(rigs.EVEnd, s.Configured.Place()).Say("Reconnect the EV and EVSE on EV side."))
	s.Mark(evConnected)
	s.Mark(owesPlace)
}

func disconnect(s *octt.Scenario, act rigs.Act) {
	Settle(s)
	s.Act(0, act)
	s.Unmark(evConnected)
}

// Suspend has the EV stop asking for energy.
func Suspend(s *octt.Scenario) {
	Settle(s)
	s.Act(0, rigs.SuspendByEV(s.Configured.Place()))
	s.Unmark(transferring)
}

// DriveOut has the EV leave the parking bay.
func DriveOut(s *octt.Scenario) {
	Settle(s)
	s.Act(0, rigs.DriveOut(s.Configured.Place()))
	leaveBay(s)
}

// StartedInBay tells whether the transaction has started when the EV drove in.
func StartedInBay(s *octt.Scenario) bool {
	return starts(s, "ParkingBayOccupancy") && s.Is(bayOccupied)
}

// AfterPlug tells, of the messages that come from now on and in their order, the TransactionEventRequests of a connected EV,
// without the one that connecting triggers where TxStartPoint has it trigger one. It is asked before the EV is connected.
func AfterPlug(s *octt.Scenario) func(*octt.Message) bool {
	due := begun(s.List(startPoint), func(f octt.Family) bool { return f == evConnected || s.Is(f) })
	return func(m *octt.Message) bool {
		e, ok := transactionEvent(m)
		if !ok || e.TransactionInfo.ChargingState == nil || *e.TransactionInfo.ChargingState == ocpp201.ChargingStateIdle {
			return false
		}
		ofPlug := due
		due = false
		return !ofPlug
	}
}

// SignedDataReceived plays the rows of the message by which a signed meter value starts the transaction. After a
// RequestStartTransactionRequest it may have the triggerReason of either; that of the table wins over the rule of every
// case (part 6, section 2.1), which still has it carry remoteStartId.
func SignedDataReceived(s *octt.Scenario, row int, clauses ...octt.Clause) ocpp201.TransactionEventRequest {
	triggers := []ocpp201.TriggerReason{ocpp201.TriggerReasonSignedDataReceived}
	if s.Is(owesRemoteStart) {
		s.Unmark(owesRemoteStart)
		triggers = append(triggers, ocpp201.TriggerReasonRemoteStart)
		clauses = append(clauses, octt.Must("transactionInfo.remoteStartId", s.RemoteStartID).Named("<Generated remoteStartId>").Clause("F01.FR.25"))
	}
	return TransactionEvent(s, row, triggers, clauses...)
}
