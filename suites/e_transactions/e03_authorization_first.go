package e_transactions

import (
	"slices"
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_04_CS has the driver identify before the cable is connected.
var TC_E_04_CS = octt.Register(octt.Case{
	ID:     "TC_E_04_CS",
	Before: octt.Prepare(states.Authorizing(), octt.States(states.ParkingBayOccupied)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Authorized.Local)
		s.Reach(2, states.EnergyTransferStarted)
	},
})

// TC_E_05_CS lets the time pass in which the driver would have to connect the cable, and starts again.
var TC_E_05_CS = octt.Register(octt.Case{
	ID: "TC_E_05_CS",
	Before: octt.Prepare(
		octt.Config(octt.Is("TxCtrlr.EVConnectionTimeOut", func(c *octt.Configured) string { return wholeSeconds(c.EVConnectionTimeOut) })),
		states.Authorizing(),
		octt.Config(
			octt.IsIfImplemented("AuthCacheCtrlr.Enabled", "false"),
			octt.Is("AuthCtrlr.LocalPreAuthorize", "false")),
		octt.States(states.Authorized.Local)),
	Main: func(s *octt.Scenario) {
		states.ConnectionTimeOut(s, 1, timedOut(s)...)
		s.Reach(3, states.Authorized.Local)
		states.ForgetStatus(s, ocpp201.ConnectorStatusAvailable, "the notification of the timeout is optional, and may come late")
		s.Reach(4, states.EnergyTransferStarted)
	},
})

// timedOut is what the message of the timeout must be by TxStopPoint. Without Authorized in it the table wants Updated;
// part 2, E03.FR.05 advises to end the transaction all the same. A station that follows part 2 is no failure, but a
// laboratory may see one.
func timedOut(s *octt.Scenario) []octt.Clause {
	if slices.Contains(s.List(stopPoint), authorized) {
		return endedByTimeout()
	}
	return []octt.Clause{octt.Must("eventType", ocpp201.TransactionEventEnumUpdated).Or(ocpp201.TransactionEventEnumEnded,
		"Part 2, E03.FR.05 advises Ended here, against the table: a laboratory may fail it.")}
}

func endedByTimeout() []octt.Clause {
	return []octt.Clause{
		octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E03.FR.05"),
		octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonTimeout).Clause("E03.FR.05"),
	}
}

// TC_E_38_CS connects an EV that is not ready for the energy transfer. That it may report other states on the way to
// SuspendedEV is read from part 2, E02.FR.16; the message that the plug itself triggers is the state's.
var TC_E_38_CS = octt.Register(octt.Case{
	ID:     "TC_E_38_CS",
	Modes:  octt.Both,
	Before: octt.States(states.Authorized),
	Main: func(s *octt.Scenario) {
		states.NotReady(s)
		s.Reach(1, states.EVConnectedPreSession)
		states.TransactionEvent(s, 2, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged},
			octt.Skipping("the charging state may change more often than the table shows",
				octt.Must("triggerReason", ocpp201.TriggerReasonChargingStateChanged),
				octt.Must("eventType", ocpp201.TransactionEventEnumUpdated),
				octt.Must("transactionInfo.chargingState", octt.OneOf(ocpp201.ChargingStateEVConnected, ocpp201.ChargingStateSuspendedEVSE))),
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateSuspendedEV).Clause("E03.FR.12"))
	},
})

func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }
