package e_transactions

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_39_CS lets the time pass in which the driver would have to connect the cable, and connects it then.
//
// The table wants Updated where TxStartPoint is ParkingBayOccupancy. By part 2 (E03.FR.05, E03.FR.15) that is so where
// TxStopPoint is, which contains Authorized here and ends the transaction (E06.FR.03), as the purpose of the case says: a
// station that ends it is no failure, but a laboratory may see one. Step 5 cannot be Ended, as it says, of a transaction
// that has ended in step 1: it is the first message of another, or of the one that goes on. Its note allows the message,
// and asks that charging does not start. Both ends of the cable are plugged in by one act (erratum 6.2.47 keeps two).
var TC_E_39_CS = octt.Register(octt.Case{
	ID:    "TC_E_39_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		stopsAt(authorized),
		octt.Config(octt.Is("TxCtrlr.EVConnectionTimeOut", func(c *octt.Configured) string { return wholeSeconds(c.EVConnectionTimeOut) })),
		states.Authorizing(),
		octt.States(states.Authorized)),
	Main: func(s *octt.Scenario) {
		states.ConnectionTimeOut(s, 1, deauthorizedByTimeout(s)...)
		if states.KeptOut(s) {
			s.Skip(3, "", "is left out, with the rows after it", "The cable lock keeps the EV out until a driver is authorized (AQ-2).")
			doesNotCharge(s, 5)
			return
		}
		connectedTooLate(s)
	},
})

func deauthorizedByTimeout(s *octt.Scenario) []octt.Clause {
	if !states.StartedInBay(s) {
		return endedByTimeout()
	}
	return []octt.Clause{
		octt.Must("eventType", ocpp201.TransactionEventEnumUpdated).Or(ocpp201.TransactionEventEnumEnded,
			"Part 2, E06.FR.03 asks for Ended here, against the table: a laboratory may fail it."),
		octt.OrOmitted("transactionInfo.stoppedReason", ocpp201.ReasonTimeout),
	}
}

// connectedTooLate plays steps 3 to 6.
func connectedTooLate(s *octt.Scenario) {
	kind := ocpp201.TransactionEventEnumStarted
	if states.Running(s) {
		kind = ocpp201.TransactionEventEnumUpdated
	}
	states.Connect(s)
	states.ConnectorStatus(s, 3, ocpp201.ConnectorStatusOccupied, s.Configured.Place())
	plugged := func(within ...octt.Clause) octt.Alternative {
		return octt.As[ocpp201.TransactionEventRequest](append(within,
			octt.Must("triggerReason", ocpp201.TriggerReasonCablePluggedIn).Clause("E01.FR.15"),
			octt.Must("eventType", kind),
			octt.OrOmitted("transactionInfo.chargingState", notCharging()),
			octt.Must("evse.id", s.Configured.EVSEID).Clause("E01.FR.16"),
			octt.Must("evse.connectorId", s.Configured.ConnectorID).Clause("E01.FR.16"))...)
	}
	late := !s.Comes(plugged(octt.Optionally(s.Timeouts.Optional)))
	if late { // it may take as long as any message
		staysUncharged(s, 5)
	}
	if m := s.TryEither(5, "The message is allowed, not asked for.", plugged()); m != nil {
		s.Respond(6, m)
	}
	if !late {
		staysUncharged(s, 5)
	}
	states.Settle(s)
}

// notCharging is a chargingState in which no energy flows.
func notCharging() any {
	return octt.OneOf(ocpp201.ChargingStateIdle, ocpp201.ChargingStateEVConnected, ocpp201.ChargingStateSuspendedEV, ocpp201.ChargingStateSuspendedEVSE)
}

// doesNotCharge proves that no message tells that a driver may charge. Neither table names a time for it: the <Configured
// message timeout> passes. Other messages about the plug belong to no row.
func doesNotCharge(s *octt.Scenario, row int, nor ...octt.Alternative) {
	staysUncharged(s, row, nor...)
	states.Settle(s)
}

// staysUncharged is doesNotCharge where what has come meanwhile is still to be judged.
func staysUncharged(s *octt.Scenario, row int, nor ...octt.Alternative) {
	s.Nothing(row, s.Configured.MessageTimeout, append(nor, tellsOfDriver())...)
}

// tellsOfDriver is a message that only comes when a driver may charge.
func tellsOfDriver() octt.Alternative {
	return octt.As[ocpp201.TransactionEventRequest](octt.Periodic()).With("an authorization or with chargingState Charging", func(m *octt.Message) bool {
		var e ocpp201.TransactionEventRequest
		if m.Payload.Decode(&e) != nil {
			return false
		}
		charging := e.TransactionInfo.ChargingState != nil && *e.TransactionInfo.ChargingState == ocpp201.ChargingStateCharging
		return charging || e.IDToken != nil || e.TriggerReason == ocpp201.TriggerReasonAuthorized
	})
}

// TC_E_52_CS presents an idToken that the station knows nothing of, and may not ask about. Steps 2 and 3 are those of
// erratum 6.2.48.
//
// The memory state is that of every case: the bench empties the Authorization Cache, and there is no Local Authorization
// List. "Authorization is refused" is no message: none may tell of an authorization, neither before the EV is connected nor
// afterwards, when charging would start.
var TC_E_52_CS = octt.Register(octt.Case{
	ID: "TC_E_52_CS",
	Before: octt.Prepare(
		octt.Config(
			octt.IsIfImplemented("AuthCtrlr.Enabled", "true"),
			octt.Is("AuthCtrlr.DisableRemoteAuthorization", "true")),
		octt.States(states.ParkingBayOccupied)),
	Main: func(s *octt.Scenario) {
		asked := octt.As[ocpp201.AuthorizeRequest]()
		states.Settle(s)
		s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
		doesNotCharge(s, 1, asked)
		s.Reach(2, states.EVConnectedPreSession)
		doesNotCharge(s, 3, asked)
	},
})
