package b_provisioning

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_41_CS has a station reset itself when the last of two transactions is over. EVSE.id = 1 is the configured EVSE,
// EVSE.id = 2 another one, with a driver and an idToken of its own.
//
// "If the transaction was stopped at step 3" in the validations of step 13 is taken over from TC_B_21_CS. There the EV
// stays connected when the authorization ends the transaction; here that is so at the second EVSE, in steps 7 and 8. At
// the first one the EV is disconnected in step 5 whatever TxStopPoint is.
//
// While the reset is waited for, part 2 has the station set EVSEs that are Available to Unavailable (B12, scenario step 3a).
// One that does so with the first EVSE as well may tell that in place of the Available of step 5 (table 434, G01.FR.04): a WARNING.
var TC_B_41_CS = octt.Register(octt.Case{
	ID:    "TC_B_41_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.States(states.EnergyTransferStarted),
		octt.Do(func(s *octt.Scenario) { atSecond(s, func() { s.Need(states.EnergyTransferStarted) }) })),
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle}).Receive(2,
			octt.Must("status", ocpp201.ResetStatusScheduled).Clause("B12.FR.01"))
		states.ResetScheduled(s)
		atSecond(s, func() { states.ResetScheduled(s) })
		s.Reach(3, states.StopAuthorized)
		s.Reach(4, states.EVConnectedPostSession)
		s.Reach(5, states.EVDisconnected)
		s.Reach(6, states.ParkingBayUnoccupied)
		stopped := stopsAt(s, byAuthorization...)
		atSecond(s, func() { endSecond(s, stopped) })
		boot := states.Rebooted(s, 11, octt.Must("reason", ocpp201.BootReasonScheduledReset).Clause("B12.FR.03", "B01.FR.09"))
		states.AllConnectors(s, 13, func(at rigs.Place) ocpp201.ConnectorStatus {
			if stopped && at == s.Elsewhere() {
				return ocpp201.ConnectorStatusOccupied
			}
			return ocpp201.ConnectorStatusAvailable
		})
		states.StillConnected(s, boot)
	},
	Post: states.EveryConnectorReported,
})

// endSecond plays steps 7 to 10, which go on until the second transaction is over.
func endSecond(s *octt.Scenario, stopped bool) {
	s.Reach(7, states.StopAuthorized)
	s.Reach(8, states.EVConnectedPostSession)
	s.If(9, octt.Given(!stopped, "TxStopPoint contains none of Authorized, EnergyTransfer, PowerPathClosed and DataSigned"),
		func() { s.Reach(9, states.EVDisconnected) })
	s.If(10, octt.Given(!stopped && !stopsAt(s, "EVConnected"), "TxStopPoint contains none of Authorized, EnergyTransfer, PowerPathClosed, DataSigned and EVConnected"),
		func() { s.Reach(10, states.ParkingBayUnoccupied) })
}

// atSecond plays rows as the driver at the other EVSE.
func atSecond(s *octt.Scenario, play func()) { s.At(s.Elsewhere(), s.Configured.ValidToken2, play) }
