package c_authorization

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The cases of this file start a transaction offline with an idToken that is cached as Accepted, and have the CSMS call it
// Invalid when it hears of that. They differ in what TxCtrlr.StopTxOnInvalidId and TxCtrlr.MaxEnergyOnInvalidId ask for.
//
// What holds for all four: the idToken is put into the cache only. The "Local auth list (if implemented)" of the memory state is
// left out: the manual action speaks of the cache, and what a list has goes before it (part 2, C13.FR.01). The messages of step 3
// are judged as a set, when all have come. "A message with (optional)" need not come; one with its triggerReason must be as it says.

// TC_C_15_CS lets the EV go on charging, because MaxEnergyOnInvalidId has not been used up.
//
// "MaxEnergyOnInvalidId is 10.000" means ten thousand Wh: 10 Wh would be used up before the CSMS hears of anything, and
// step 3 forbids the message that would follow. That message, SuspendedEVSE, is forbidden as the reaction of the station:
// on the way to Charging it may have come before, offline (table 430, step 7).
var TC_C_15_CS = octt.Register(octt.Case{
	ID:    "TC_C_15_CS",
	Modes: octt.Both,
	Before: offlineWithCache(
		octt.Is(localAuthorizeOffline, "true"),
		octt.IsIfImplemented(offlineTxForUnknownID, "true"),
		octt.Is(stopTxOnInvalidID, "false"),
		octt.Is(maxEnergyOnInvalidID, "10000"),
		octt.Is("OCPPCommCtrlr.OfflineThreshold", aMinuteMoreThanBackOff),
		octt.Is("OCPPCommCtrlr.RetryBackOffWaitMinimum", backOff),
		octt.Is("OCPPCommCtrlr.RetryBackOffRandomRange", "0")),
	Main: func(s *octt.Scenario) {
		queue := startedOffline(s, s.Configured.TransactionDuration, "the configured transaction duration")
		queue.Until(func(states.Delivered) bool { return false })
		judgeAuthorized(s, queue)
		judgeCharging(queue)
		queue.None("triggerReason Deauthorized", deauthorized, "E05.FR.03")
		queue.None("triggerReason ChargingStateChanged and chargingState SuspendedEVSE", func(m states.Delivered) bool {
			return suspends(m) && m.TriggerReason == ocpp201.TriggerReasonChargingStateChanged && (!m.Offline() || queue.FinalState() == ocpp201.ChargingStateSuspendedEVSE)
		}, "E05.FR.03")
	},
	Post: onlyMaxEnergy,
})

// TC_C_16_CS has the transaction deauthorized. MaxEnergyOnInvalidId need not be implemented (C-03).
//
// Step 5 has no validation but its triggerReason, which stands under step 3; it is judged as the state Deauthorized has
// it (erratum 6.2.118: "it already existed on the background").
var TC_C_16_CS = octt.Register(octt.Case{
	ID:    "TC_C_16_CS",
	Modes: octt.Both,
	Before: offlineWithCache(
		octt.Is(localAuthorizeOffline, "true"),
		octt.Is(stopTxOnInvalidID, "true"),
		octt.IsIfImplemented(maxEnergyOnInvalidID, "0")),
	Main: func(s *octt.Scenario) {
		queue := startedOffline(s, shortlyOffline, shortly)
		reaction(queue, deauthorized, chargingOffline,
			func() { states.Deauthorization(s, 5) },
			func() { judgeAuthorized(s, queue); judgeCharging(queue) })
	},
	Post: energyStopped,
})

// TC_C_17_CS has the energy transfer suspended. MaxEnergyOnInvalidId need not be implemented (C-03).
//
// The table writes "triggerReason SuspendedEVSE" in step 5, where triggerReason ChargingStateChanged with chargingState
// SuspendedEVSE is meant (part 2, E05.FR.02; the table asks for a message with that state), and once more under "No
// message with", where its neighbour TC_C_15_CS has Deauthorized: no triggerReason has that name, so that the schema sees
// to it. The validations of "Step 2" are those of step 3. LocalAuthorizeOffline is not set; without it no station may
// use its cache offline, so it is set as in the neighbours. The message with triggerReason Authorized is not optional
// here; it is asked for where the authorization starts the transaction or finds it started (table 428), because in all
// other cases the more specific trigger may tell of it (part 2, E02.FR.17).
var TC_C_17_CS = octt.Register(octt.Case{
	ID:    "TC_C_17_CS",
	Modes: octt.Both,
	Before: offlineWithCache(
		octt.Is(localAuthorizeOffline, "true"),
		octt.IsIfImplemented(offlineTxForUnknownID, "true"),
		octt.Is(stopTxOnInvalidID, "false"),
		octt.IsIfImplemented(maxEnergyOnInvalidID, "0")),
	Main: func(s *octt.Scenario) {
		told := states.Running(s) || slices.Contains(s.List("TxCtrlr.TxStartPoint"), "Authorized")
		queue := startedOffline(s, shortlyOffline, shortly)
		reaction(queue, func(m states.Delivered) bool { return reacts(s, queue, m) }, carriesToken,
			func() { suspension(s, 5) },
			func() {
				judgeAuthorized(s, queue)
				began := queue.Has(func(m states.Delivered) bool { return m.Offline() && m.State() == ocpp201.ChargingStateCharging })
				s.Remark(3, "One of the messages tells that the energy transfer was begun offline: part 2 asks for it, and the table does not look at it.", began, true, "C12.FR.04")
				s.If(3, octt.Given(told, "TxStartPoint contains Authorized, or the transaction had already started"), func() {
					queue.One("triggerReason Authorized", authorizes, "E02.FR.01")
				})
				queue.None("triggerReason Deauthorized", deauthorized, "E05.FR.02")
			})
	},
	Post: energyStopped,
})

// TC_C_18_CS has the transaction deauthorized at once, although MaxEnergyOnInvalidId would allow the EV more energy.
//
// "offline False" is also so of a message that leaves it out, because that is its default.
var TC_C_18_CS = octt.Register(octt.Case{
	ID:    "TC_C_18_CS",
	Modes: octt.Both,
	Before: offlineWithCache(
		octt.Is(localAuthorizeOffline, "true"),
		octt.IsIfImplemented(offlineTxForUnknownID, "true"),
		octt.Is(stopTxOnInvalidID, "true"),
		octt.Is(maxEnergyOnInvalidID, "500"),
		octt.Is("OCPPCommCtrlr.OfflineThreshold", aMinuteMoreThanBackOff),
		octt.Is("OCPPCommCtrlr.RetryBackOffWaitMinimum", backOff),
		octt.Is("OCPPCommCtrlr.RetryBackOffRandomRange", "0")),
	Main: func(s *octt.Scenario) {
		queue := startedOffline(s, s.Configured.TransactionDuration, "the configured transaction duration")
		reaction(queue, deauthorized, chargingOffline,
			func() { states.Deauthorization(s, 5, octt.OrOmitted("offline", false)) },
			func() { judgeAuthorized(s, queue); judgeCharging(queue) })
	},
	Post: energyStopped,
})
