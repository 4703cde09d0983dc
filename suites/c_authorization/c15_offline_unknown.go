package c_authorization

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_C_26_CS starts a transaction offline with an idToken that the station does not know, and has the CSMS refuse it
// afterwards.
//
// The rows are those of erratum 6.2.34: the states StopAuthorized, EVConnectedPostSession and EVDisconnected in place of
// the acts and of step 3. What it shows as its step 1 comes beside the step 1 of the table, in any order. The idToken is
// the valid one, as the manual action names it; it is unknown because no cache or list of the station holds it.
var TC_C_26_CS = octt.Register(octt.Case{
	ID:    "TC_C_26_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.Config(
			octt.IsIfImplemented(octt.ListEnabled, "true"),
			octt.IsIfImplemented("AuthCtrlr.LocalPreAuthorize", "true"),
			octt.Is("AuthCtrlr.OfflineTxForUnknownIdEnabled", "true"),
			octt.Is("AuthCtrlr.LocalAuthorizeOffline", "true"),
			octt.IsIfImplemented(maxEnergyOnInvalidID, "0"),
			octt.Is(stopTxOnInvalidID, "false")),
		states.BackingOff(),
		csmsRefuses(),
		octt.States(states.StartOfflineTransaction)),
	Main: func(s *octt.Scenario) {
		refusedAfterwards(s, time.Now())
		// Table 432 has the CSMS accept the idToken by which the driver stops.
		s.Deem(s.Token, ocpp201.AuthorizationStatusAccepted)
		goesOn := octt.Given(!states.Ended(s), "the transaction has not ended with the energy transfer")
		s.If(3, goesOn, func() { s.Reach(3, states.StopAuthorized) })
		if !s.If(4, goesOn, func() { s.Reach(4, states.EVConnectedPostSession) }) {
			s.Mark("EVConnectedPostSession")
		}
		s.Reach(5, states.EVDisconnected)
	},
})

const (
	stopTxOnInvalidID    = "TxCtrlr.StopTxOnInvalidId"
	maxEnergyOnInvalidID = "TxCtrlr.MaxEnergyOnInvalidId"
)

// csmsRefuses has the CSMS call the idToken of the case Invalid, wherever a message carries it from now on.
func csmsRefuses() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) { s.Deem(s.Token, ocpp201.AuthorizationStatusInvalid) })
}

// refusedAfterwards plays step 1 of TC_C_26_CS; since is when the station was back.
//
// "All messages: offline must be true" cannot hold for the message with SuspendedEVSE that step 1 asks for as well: it is
// the reaction to the answer (part 2, C15.FR.06), and the station is online by then. Nor does it hold for an EV that
// begins to charge only now. Both tell of a change of the charging state after since; all other messages are judged.
//
// E06.FR.04 would end the transaction with TxStopPoint Authorized whatever StopTxOnInvalidId says. C15.FR.06 is the more
// specific one, and the table asks for the message with SuspendedEVSE.
func refusedAfterwards(s *octt.Scenario, since time.Time) {
	queue := states.Delivers(s, 1)
	over := func() bool {
		return queue.Has(carriesToken) && (queue.FinalState() == ocpp201.ChargingStateSuspendedEVSE || states.Ended(s))
	}
	queue.Rest(over)
	queue.Each("offline is true.", func(m states.Delivered) bool {
		return !tellsState(m) || m.Timestamp.Before(since.Add(-s.Timeouts.Deviation))
	}, func(m states.Delivered) any { return m.Offline() }, true, "E04.FR.03")
	queue.One("the idToken that the station does not know", carriesToken, "C13.FR.04", "C15.FR.02", "C15.FR.08")
	queue.Firsts()
	if !judgeSuspension(s, queue) {
		s.Stop() // the acts that follow are those of a driver whose transaction goes on
	}
	states.PluggedIn(s, 1)
}

// judgeSuspension judges the message that tells that the energy delivery has stopped.
func judgeSuspension(s *octt.Scenario, queue *states.Delivery) bool {
	if endsWithEnergy(s) {
		s.Skip(1, "", "is not asked for chargingState SuspendedEVSE", "TxStopPoint contains EnergyTransfer: the end of the energy transfer ends the transaction (part 2, C15.FR.06).")
		return s.Check(1, "The transaction ends with the energy transfer.", states.Ended(s), true, "E06.FR.07")
	}
	suspended := s.Check(1, "The last of the messages has chargingState SuspendedEVSE.", queue.FinalState(), ocpp201.ChargingStateSuspendedEVSE, "C15.FR.06")
	ongoing := s.Check(1, "The transaction goes on.", states.Ended(s), false, "C15.FR.06")
	queue.Each("triggerReason is ChargingStateChanged where chargingState is SuspendedEVSE.", suspends,
		func(m states.Delivered) any { return m.TriggerReason }, ocpp201.TriggerReasonChargingStateChanged, "C15.FR.06")
	return suspended && ongoing
}

// tellsState tells a message of a change of the charging state.
func tellsState(m states.Delivered) bool {
	return m.TriggerReason == ocpp201.TriggerReasonChargingStateChanged || suspends(m)
}
