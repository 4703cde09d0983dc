package b_provisioning

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_21_CS has a station reset itself when its transaction is over. By erratum 6.2.14 the request carries no evseId.
//
// The notes of steps 4 to 6 say TxStartPoint and mean TxStopPoint: the steps go on exactly until the transaction is
// over, after which the station reboots (part 2, B12.FR.03), and step 9 asks for Occupied "if the transaction was
// stopped at step 3". Their EnergyTransferStarted is the value EnergyTransfer.
var TC_B_21_CS = octt.Register(octt.Case{
	ID:     "TC_B_21_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle}).Receive(2,
			octt.Must("status", ocpp201.ResetStatusScheduled).Clause("B12.FR.01"))
		states.ResetScheduled(s)
		s.Reach(3, states.StopAuthorized)
		stopped := stopsAt(s, byAuthorization...)
		goesOn := octt.Given(!stopped, "TxStopPoint contains none of EnergyTransfer, DataSigned, PowerPathClosed and Authorized")
		s.If(4, goesOn, func() { s.Reach(4, states.EVConnectedPostSession) })
		s.If(5, goesOn, func() { s.Reach(5, states.EVDisconnected) })
		s.If(6, octt.Given(!stopped && !stopsAt(s, "EVConnected"), "TxStopPoint contains none of EnergyTransfer, DataSigned, PowerPathClosed, Authorized and EVConnected"),
			func() { s.Reach(6, states.ParkingBayUnoccupied) })
		boot := states.Rebooted(s, 7, octt.Must("reason", ocpp201.BootReasonScheduledReset).Clause("B12.FR.03", "B01.FR.09"))
		want := states.AllAvailable
		if stopped {
			want = stillOccupied(s)
		}
		states.AllConnectors(s, 9, want)
		states.Startup(s, 11)
		states.StillConnected(s, boot)
	},
	Post: states.EveryConnectorReported,
})

// TC_B_22_CS has a station end its transaction and reboot at once. By erratum 6.2.15 the request carries no evseId.
var TC_B_22_CS = octt.Register(octt.Case{
	ID:     "TC_B_22_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumImmediate}).Receive(2,
			octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B12.FR.02"))
		states.TransactionEvent(s, 3, []ocpp201.TriggerReason{ocpp201.TriggerReasonResetCommand},
			octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("B12.FR.04"),
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected),
			octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonImmediateReset).Clause("B12.FR.04"),
			octt.Omitted("idToken"))
		boot := states.Rebooted(s, 5, octt.Must("reason", ocpp201.BootReasonRemoteReset).Clause("B01.FR.09"))
		states.AllConnectors(s, 7, stillOccupied(s))
		states.StillConnected(s, boot)
	},
	Post: states.EveryConnectorReported,
})

// byAuthorization are the stop points that the end of the authorization brings about.
var byAuthorization = []string{"EnergyTransfer", "DataSigned", "PowerPathClosed", "Authorized"}

func stopsAt(s *octt.Scenario, points ...string) bool {
	set := s.List("TxCtrlr.TxStopPoint")
	return slices.ContainsFunc(points, func(p string) bool { return slices.Contains(set, p) })
}

// stillOccupied is the state of every connector while the EV stays connected at the configured one.
func stillOccupied(s *octt.Scenario) func(rigs.Place) ocpp201.ConnectorStatus {
	return func(at rigs.Place) ocpp201.ConnectorStatus {
		if at == s.Configured.Place() {
			return ocpp201.ConnectorStatusOccupied
		}
		return ocpp201.ConnectorStatusAvailable
	}
}
