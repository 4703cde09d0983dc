package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	stopOnLostEV   = "TxCtrlr.StopTxOnEVSideDisconnect"
	unlockOnLostEV = "OCPPCommCtrlr.UnlockOnEVSideDisconnect"
)

// EVEndsTransactions has an EV that is lost end the transaction, where the station can be told that, in the remote scenario
// of TC_E_31_CS.
func EVEndsTransactions() []octt.Preparation {
	lost := octt.Config(octt.IsIfWritable(stopOnLostEV, "true"))
	return octt.Do(func(s *octt.Scenario) {
		if s.Start() == octt.Remote {
			s.Prepare(lost)
		}
	})
}

// OfflineEnd is how a transaction was ended while the station was offline.
type OfflineEnd struct {
	byEV    bool
	cableIn bool // the station holds its end of a loose cable
}

// EndOffline does the manual actions with which TC_E_31_CS ends a transaction while the station is offline (erratum
// 6.2.53): with the idToken in the local scenario, from the EV in the remote one, because no CSMS can stop it then. Where
// no EV can end it either, the note on the prerequisites has the case played in the local scenario.
func EndOffline(s *octt.Scenario) OfflineEnd {
	at := s.Configured.Place()
	end := OfflineEnd{byEV: s.Start() == octt.Remote && evEnds(s)}
	if end.byEV {
		s.Act(0, rigs.SuspendByEV(at))
	} else {
		s.Act(0, rigs.PresentToken(s.Token, at))
	}
	end.cableIn = end.disconnect(s)
	s.Unmark(evConnected)
	if stops(s, "ParkingBayOccupancy") {
		if driveOut(s, true, "Only needed if TxStopPoint is ParkingBayOccupancy") {
			leaveBay(s)
		}
	}
	return end
}

// evEnds tells whether an EV that goes away ends the transaction.
func evEnds(s *octt.Scenario) bool {
	return stops(s, "EnergyTransfer", "PowerPathClosed", "EVConnected", "ParkingBayOccupancy") || s.Variable(stopOnLostEV) == "true"
}

// disconnect takes the cable out. The station holds its end of a loose one until the transaction is over or, with
// UnlockOnEVSideDisconnect, until the other end is out of the EV (part 2, E09.FR.02): that comes first. It reports whether the
// station's end stays in.
func (end OfflineEnd) disconnect(s *octt.Scenario) (stays bool) {
	at := s.Configured.Place()
	if !end.byEV || !detachable(s) || !s.TryAct(0, rigs.UnplugEnd(rigs.EVEnd, at), "Without a rig for its ends the cable is taken out at once") {
		s.Act(0, rigs.DisconnectEV(at))
		return false
	}
	return !s.If(0, octt.Given(s.Variable(unlockOnLostEV) == "true", "UnlockOnEVSideDisconnect is true"), func() {
		s.Act(0, rigs.UnplugEnd(rigs.StationEnd, at))
	})
}

// Told judges the messages that were queued, by the validations of the states that they stand for, as row.
func (end OfflineEnd) Told(s *octt.Scenario, row int) {
	if end.byEV {
		s.Reach(row, queuedSuspension)
	} else {
		s.Reach(row, queuedStop)
	}
	s.Reach(row, queuedDisconnection(end.cableIn))
	s.Reach(row, Departed)
}

// The states of TC_E_31_CS, step 3: the rows of their messages without the acts.
var (
	queuedStop       = octt.State{Name: "StopAuthorized (queued)", Family: "StopAuthorized", Ends: afterStop, Enter: stoppedLocally}
	queuedSuspension = octt.State{Name: "EnergyTransferSuspended (queued)", Family: "EnergyTransferSuspended", Enter: suspended}
	// Departed is ParkingBayUnoccupied without the act, which was done before.
	Departed = octt.State{Name: "ParkingBayUnoccupied (queued)", Family: "ParkingBayUnoccupied",
		Ends: []octt.Family{"ParkingBayOccupied"}, Enter: departed}
)

// queuedDisconnection is that of the EV. The station also reports the connector whose state has changed meanwhile, in any order
// (part 6, section 2.1; part 2, B04.FR.02), although the erratum asks for the TransactionEventRequests only. A connector that
// holds its end of the cable stays Occupied.
func queuedDisconnection(cableIn bool) octt.State {
	told := ToldConnector
	if cableIn {
		told = TryChangedConnector
	}
	return octt.State{Name: "EVDisconnected (queued)", Family: "EVDisconnected",
		Ends: []octt.Family{"EVConnectedPreSession", evConnected}, Enter: func(s *octt.Scenario) {
			told(s, 1, "The erratum asks for the TransactionEventRequests only.", ocpp201.ConnectorStatusAvailable)
			disconnected(s)
		}}
}
