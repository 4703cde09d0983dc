package c_authorization

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_C_45_CS presents a Master Pass where nothing goes on: it does not start a transaction.
//
// Step 1 validates <Configured valid_idtoken_idtoken>; the idToken is the one that the action presents, the Master Pass.
// The note that nothing is authorized has no row of its own; it is judged after step 2. Neither it nor step 4 names a
// time: it is that of the other cases that wait for a TransactionEventRequest which must not come, <Configured message
// timeout>.
var TC_C_45_CS = octt.Register(octt.Case{
	ID:     "TC_C_45_CS",
	Before: octt.Prepare(startingLate(), masterPass()),
	Main: func(s *octt.Scenario) {
		states.Presented(s, s.Configured.MasterPassToken, 1)
		s.Nothing(2, s.Configured.MessageTimeout, octt.As[ocpp201.TransactionEventRequest](octt.By("C16.FR.03")))
		s.Reach(3, states.EVConnectedPreSession)
		s.Nothing(4, s.Configured.MessageTimeout, transactionEvents("chargingState Charging and triggerReason ChargingStateChanged", func(e ocpp201.TransactionEventRequest) bool {
			state := e.TransactionInfo.ChargingState
			return state != nil && *state == ocpp201.ChargingStateCharging && e.TriggerReason == ocpp201.TriggerReasonChargingStateChanged
		}))
	},
})

// TC_C_47_CS has a Master Pass stop all transactions by way of the display, in the form of erratum 6.2.32: stoppedReason
// and eventType are those of the last TransactionEventRequest of each transaction, which TxStopPoint can delay until the
// EV is disconnected or has left. The idToken "once per stopped transaction" is read as validated in one message of each:
// the one that tells who stopped.
var TC_C_47_CS = octt.Register(octt.Case{
	ID:       "TC_C_47_CS",
	EachEVSE: true,
	Modes:    octt.Both,
	Before:   octt.Prepare(masterPass(), states.ChargingEverywhere()),
	Main: func(s *octt.Scenario) {
		states.Presented(s, s.Configured.MasterPassToken, 1)
		s.Act(0, rigs.StopAllTransactions())
		everyTransactionStops(s)
	},
})

// TC_C_48_CS has a Master Pass stop the transaction of one EVSE by way of the display.
//
// "EVSE 1" is read as the configured one: the states of steps 5 to 7 validate <Configured evseId>. The validations of step
// 3 are those that erratum 6.2.32 gives the same step of TC_C_47_CS.
var TC_C_48_CS = octt.Register(octt.Case{
	ID:       "TC_C_48_CS",
	EachEVSE: true,
	Modes:    octt.Both,
	Before:   octt.Prepare(masterPass(), states.ChargingEverywhere()),
	Main: func(s *octt.Scenario) {
		states.Presented(s, s.Configured.MasterPassToken, 1)
		s.Act(0, rigs.StopTransactionAt(s.Configured.Place()))
		states.StoppedByMasterPass(s, 3)
		s.Reach(5, states.EVConnectedPostSession)
		s.Reach(6, states.EVDisconnected)
		s.Reach(7, states.ParkingBayUnoccupied)
	},
	Post: func(s *octt.Scenario) {
		charging := 1
		for _, d := range states.Drivers(s)[1:] {
			s.At(d.At, d.Token, func() { states.StillCharging(s) })
			charging++
		}
		s.Check(0, "Every EVSE of the PICS is the stopped one, or still transfers energy.", charging, len(s.Places()))
	},
})

// TC_C_49_CS has a Master Pass stop everything at a station without a display. The validations of step 3 are those that
// erratum 6.2.32 gives the same step of TC_C_47_CS. EVSE 1 and 2 are all that the table knows; a station with more has a
// transaction on each, because C16.FR.02 stops all.
var TC_C_49_CS = octt.Register(octt.Case{
	ID:       "TC_C_49_CS",
	EachEVSE: true,
	Modes:    octt.Both,
	Before:   octt.Prepare(masterPass(), states.ChargingEverywhere()),
	Main: func(s *octt.Scenario) {
		states.Presented(s, s.Configured.MasterPassToken, 1)
		everyTransactionStops(s, "C16.FR.02")
	},
})

// masterPass is the configuration state: MasterPassGroupId, which the document also writes MastersPassGroupId. The CSMS
// says of the Master Pass that it is of that group, whose type SHOULD be Central (C09.FR.13, erratum 2.20).
func masterPass() []octt.Preparation {
	return octt.Prepare(
		octt.Config(octt.Is("AuthCtrlr.MasterPassGroupId", func(c *octt.Configured) string { return c.MasterPassGroupID })),
		octt.Do(func(s *octt.Scenario) {
			s.Belongs(s.Configured.MasterPassToken, rigs.Token{ID: s.Configured.MasterPassGroupID, Type: string(ocpp201.IDTokenEnumCentral)})
		}),
	)
}

// startingLate is TxStartPoint as TC_C_45_CS "should" have it: with Authorized or PowerPathClosed, and without
// ParkingBayOccupancy and EVConnected. The configured one stays where it is so; otherwise it becomes Authorized, at which
// a Master Pass that starts a transaction is seen soonest, or PowerPathClosed for a product without that. A station whose
// TxStartPoint is ReadOnly goes on with its own.
func startingLate() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		points := s.Configured.TxStartPoint
		late := slices.ContainsFunc(points, func(p string) bool { return p == "Authorized" || p == "PowerPathClosed" })
		early := slices.ContainsFunc(points, func(p string) bool { return p == "ParkingBayOccupancy" || p == "EVConnected" })
		if late && !early {
			return
		}
		point := "PowerPathClosed"
		if s.PICS.Answer(pics.C_09_2) == pics.Yes {
			point = "Authorized"
		}
		s.Prepare(octt.Config(octt.IsIfWritable("TxCtrlr.TxStartPoint", point)))
	})
}

// everyTransactionStops plays steps 3 to 7: each of them once for every EVSE. The messages of step 3 come in any order,
// each row takes those of its own transaction.
//
// ids are the requirements by which they all stop.
func everyTransactionStops(s *octt.Scenario, ids ...string) {
	everywhere := func(play func()) {
		for _, d := range states.Drivers(s) {
			s.At(d.At, d.Token, play)
		}
	}
	everywhere(func() { states.StoppedByMasterPass(s, 3, ids...) })
	everywhere(func() { s.Reach(5, states.EVConnectedPostSession) })
	everywhere(func() { s.Reach(6, states.EVDisconnected) })
	everywhere(func() { s.Reach(7, states.ParkingBayUnoccupied) })
}
