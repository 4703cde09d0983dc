package e_transactions

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	stopOnLostEV   = "TxCtrlr.StopTxOnEVSideDisconnect"
	unlockOnLostEV = "OCPPCommCtrlr.UnlockOnEVSideDisconnect"
)

// TC_E_17_CS takes the cable out of the EV where the end of the authorization ends the transaction.
//
// By erratum 6.2.46 TxStopPoint must not contain PowerPathClosed, and by the later 6.2.45, which extends it, it contains
// PowerPathClosed and/or Authorized. The prerequisite wins: with PowerPathClosed the lost EV ends the transaction whether
// or not it was deauthorized. Of a product whose cables are all fixed UnlockOnEVSideDisconnect means nothing, so that it
// need not be settable.
var TC_E_17_CS = octt.Register(octt.Case{
	ID:    "TC_E_17_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		stopsAt(authorized, evConnected, powerPathClosed, energyTransfer),
		octt.Config(octt.Is(stopOnLostEV, "true"), octt.IsIfWritable(unlockOnLostEV, "false")),
		states.Authorizing(),
		octt.States(states.EnergyTransferSuspended)),
	Main: func(s *octt.Scenario) {
		states.LoseEV(s)
		lostEV(s,
			octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonEVDisconnected).Clause("E06.FR.08"),
			octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E06.FR.04"))
		takeCableOut(s, true)
	},
})

// TC_E_24_CS takes the cable out of the EV where the station is to let go of its end then. Where TxStopPoint contains
// EnergyTransfer, the transaction has ended when the EV suspended it (part 2, E06.FR.07): then step 1 has no message. What
// the cable shows is the same.
var TC_E_24_CS = octt.Register(octt.Case{
	ID:    "TC_E_24_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		withCable("Detachable Cable"),
		octt.Config(octt.Is(stopOnLostEV, "true"), octt.Is(unlockOnLostEV, "true")),
		octt.States(states.EnergyTransferSuspended)),
	Main: func(s *octt.Scenario) { deauthorizedByLostEV(s, false) },
})

// TC_E_25_CS takes the cable out of the EV where the station is to hold its end until the driver comes back. As in
// TC_E_24_CS step 1 has no message where the transaction has ended before; then nothing is held, and the idToken would
// start anew. Where the cable is held, the idToken only frees it: a station that takes it for a new start (E01.FR.03, with
// TxStartPoint Authorized) fails, because E09, scenario step 5 has the driver unplug next. That the cable stays locked until
// then no row shows: nobody pulls at it.
var TC_E_25_CS = octt.Register(octt.Case{
	ID:    "TC_E_25_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(octt.Is(stopOnLostEV, "true"), octt.Is(unlockOnLostEV, "false")),
		octt.States(states.EnergyTransferSuspended)),
	Main: func(s *octt.Scenario) { deauthorizedByLostEV(s, true) },
})

// deauthorizedByLostEV is the main part of both. That the transaction is deauthorized is their purpose, and no row asks for
// it: part 2 ends it then (E09, scenario step 3; E06.FR.02, E06.FR.06), be it in a message after that of step 1.
func deauthorizedByLostEV(s *octt.Scenario, held bool) {
	open := !states.Ended(s)
	states.LoseEV(s)
	s.If(1, octt.Given(open, "the transaction has not ended with the energy transfer"), func() { lostEV(s) })
	takeCableOut(s, held && open)
	if ends := []string{authorized, evConnected, powerPathClosed}; slices.ContainsFunc(s.List(stopPoint), func(p string) bool { return slices.Contains(ends, p) }) {
		states.Settle(s)
		s.Remark(1, "The transaction has ended, because it is deauthorized.", states.HasEnded(s), true, "E09.FR.01")
	}
}

// lostEV plays the rows of the message that tells that the EV is gone.
func lostEV(s *octt.Scenario, clauses ...octt.Clause) {
	states.TransactionEvent(s, 1, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVCommunicationLost},
		append(clauses, octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateIdle))...)
}

// takeCableOut plays the acts at the station's end of the cable, and step 3. held tells that the station holds the cable
// for the idToken where UnlockOnEVSideDisconnect is false; without a lock there is nothing to let go of (AQ-18).
//
// "After authorization by the EV Driver" (part 2, E09.FR.03) may mean that the station asks the CSMS about the idToken, for
// which the tables have no row: an AuthorizeRequest is passed over.
func takeCableOut(s *octt.Scenario, held bool) {
	at := s.Configured.Place()
	detachable := cable(s, at) == "Detachable Cable"
	held = held && detachable && s.Variable(unlockOnLostEV) == "false" && s.PICS.Answer(pics.AQ_18) != pics.No
	s.If(0, octt.Given(held, "the Charging Station holds a detachable cable for the idToken"), func() {
		s.Act(0, rigs.PresentToken(s.Token, at).Say("Present the IdToken that was used to start the transaction."))
	})
	s.If(0, octt.Given(detachable, "the cable is detachable on Charging Station side"), func() {
		s.Act(0, rigs.UnplugEnd(rigs.StationEnd, at).Say("Disconnect the EV and EVSE on Charging Station side."))
	})
	states.EarlyStatus(s, 3, ocpp201.ConnectorStatusAvailable, at, "the EV is disconnected when the cable has been taken out of it (part 2, G01.FR.04)")
	if held {
		s.PassOver(nil, "the station may have the CSMS judge the idToken for which it lets go of the cable (part 2, E09.FR.03)",
			func(m *octt.Message) bool { return m.Action == "Authorize" })
	}
}

// cable is what the PICS says of the cable at a place, such as "Fixed Cable".
func cable(s *octt.Scenario, at rigs.Place) string {
	for _, c := range s.PICS.Connectors {
		if c.EVSE == at.EVSE && c.ID == at.Connector {
			return c.CableType
		}
	}
	return ""
}

// withCable has the case played at a connector with the cable that its condition asks for: the configured one where that
// has it, otherwise the first that does.
func withCable(kind string) []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		if !s.Choose(func(c pics.Connector) bool { return c.CableType == kind }) {
			s.Unproven(0, "The PICS has a connector with a "+kind+".", "none, although the condition of the case asks for it")
		}
	})
}
