package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// EndOffline does the manual actions with which TC_E_31_CS ends a transaction while the station is offline (erratum
// 6.2.53): with the idToken in the local scenario, from the EV in the remote one, because no CSMS can stop it then.
func EndOffline(s *octt.Scenario) {
	at := s.Configured.Place()
	if s.Start() == octt.Remote {
		s.Act(0, rigs.SuspendByEV(at))
	} else {
		s.Act(0, rigs.PresentToken(s.Token, at))
	}
	s.Act(0, rigs.DisconnectEV(at))
	s.Unmark(evConnected)
	if stops(s, "ParkingBayOccupancy") {
		if driveOut(s, true, "Only needed if TxStopPoint is ParkingBayOccupancy") {
			leaveBay(s)
		}
	}
}

// EndedOffline judges the messages that were queued, by the validations of the states that they stand for, as row.
func EndedOffline(s *octt.Scenario, row int) {
	s.Reach(row, octt.Choice{Local: queuedStop, Remote: queuedSuspension})
	s.Reach(row, queuedDisconnection)
	s.Reach(row, queuedDeparture)
}

// The states of TC_E_31_CS, step 3: the rows of their messages without the acts.
var (
	queuedStop          = octt.State{Name: "StopAuthorized (queued)", Family: "StopAuthorized", Ends: afterStop, Enter: stoppedLocally}
	queuedSuspension    = octt.State{Name: "EnergyTransferSuspended (queued)", Family: "EnergyTransferSuspended", Enter: suspended}
	queuedDisconnection = octt.State{Name: "EVDisconnected (queued)", Family: "EVDisconnected",
		Ends: []octt.Family{"EVConnectedPreSession", evConnected}, Enter: func(s *octt.Scenario) {
			// The station also reports the connector whose state has changed meanwhile, in any order (part 6, section 2.1;
			// part 2, B04). The erratum asks for the TransactionEventRequests only.
			TryConnectorStatus(s, 1, "The erratum asks for the TransactionEventRequests only.", ocpp201.ConnectorStatusAvailable)
			disconnected(s)
		}}
	queuedDeparture = octt.State{Name: "ParkingBayUnoccupied (queued)", Family: "ParkingBayUnoccupied",
		Ends: []octt.Family{"ParkingBayOccupied"}, Enter: departed}
)
