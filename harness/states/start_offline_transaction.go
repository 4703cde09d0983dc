package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// StartOfflineTransaction is table 436: the driver drives in, presents the idToken and connects the EV while the station
// is offline. What the station tells of it afterwards is left to the case. BackingOff belongs to the preparations.
//
// The table lets the CSMS accept the station again right after the acts, and names no time in which the station starts
// to charge: that is the station's, whose first attempt to connect is refused by then.
var StartOfflineTransaction = octt.State{Name: "StartOfflineTransaction", Family: "StartOfflineTransaction", Enter: func(s *octt.Scenario) {
	at := s.Configured.Place()
	since := GoOffline(s, 1)
	if tryBay(s, rigs.DriveIn(at), "Driving in is optional (table 426)") {
		s.Mark(bayOccupied)
	}
	PresentOffline(s)
	s.Act(0, rigs.ConnectEV(at))
	AcceptAgain(s, 2, since)
	for _, f := range []octt.Family{evConnected, owesPlace, transferring, "ParkingBayOccupied", "Authorized", "EVConnectedPreSession", "EnergyTransferStarted"} {
		s.Mark(f)
	}
}}

// EndOnline does the manual actions with which TC_C_21_CS ends that transaction when the station is online again: the rows that
// follow take what it tells of all of it, whenever it has begun to.
//
// By B04.FR.02 a station tells the state that a connector has when it is online again, at once or after its queue: an EV that a rig
// takes away before that would leave nothing to tell. So the driver waits a moment for it.
func EndOnline(s *octt.Scenario) {
	at := s.Configured.Place()
	occupied := func(rigs.Place) ocpp201.ConnectorStatus { return ocpp201.ConnectorStatusOccupied }
	s.Comes(because(TheConnector(s), nil).reports(occupied, octt.Optionally(s.Timeouts.Optional))...)
	s.Aside(func() {
		s.Act(0, rigs.PresentToken(s.Token, at))
		s.Mark(stoppedBy)
		s.Unmark(authorized)
		s.Act(0, rigs.DisconnectEV(at).Say("Unplug cable."))
		s.Unmark(evConnected)
		LeaveOffline(s, "The bay is only watched where the station has a sensor (table 426)")
	})
}
