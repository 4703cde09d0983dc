package states

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
)

// TransactionEventsInQueueEnded is the memory state of table 441: a driver comes, charges and goes while the station is
// offline. What the station tells of it afterwards is left to the case. OfflineAuthorization and BackingOff belong to the
// preparations.
//
// Between the two times that the idToken is presented <Configured Transaction Duration> passes, as in the state
// StopAuthorized: the table names no time, and no EV draws energy in the instant in which it is offered. Where the cable
// lock keeps the EV out until a driver is authorized (AQ-2) the idToken is presented first.
var TransactionEventsInQueueEnded = octt.State{Name: "TransactionEventsInQueueEnded", Family: "TransactionEventsInQueueEnded", Enter: func(s *octt.Scenario) {
	at := s.Configured.Place()
	since := GoOffline(s, 1)
	DriveInOffline(s, 0)
	if keptOut(s) {
		PresentOffline(s)
		connectOffline(s)
	} else {
		connectOffline(s)
		s.Mark(pluggedFirst)
		PresentOffline(s)
	}
	s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
	StopOffline(s, s.Token, "Present the same idToken as used to start the transaction.")
	s.Act(0, rigs.DisconnectEV(at))
	LeaveOffline(s, "The bay is only watched where the station has a sensor (table 426)")
	AcceptAgain(s, 2, since)
}}

// DriveInOffline has the EV drive into the bay as a row, 0 for none, which is optional unless nothing else starts a transaction
// (table 426). It reports whether the EV did.
func DriveInOffline(s *octt.Scenario, row int) bool {
	act := rigs.DriveIn(s.Configured.Place())
	if slices.Equal(s.List(startPoint), []string{"ParkingBayOccupancy"}) {
		s.Act(row, act)
	} else if !tryBayAs(s, row, act, "Driving in is optional (table 426)") {
		return false
	}
	s.Mark(bayOccupied)
	return true
}

func connectOffline(s *octt.Scenario) {
	s.Act(0, rigs.ConnectEV(s.Configured.Place()))
	s.Mark(owesPlace)
}

// StopOffline has the driver, or another of the group, stop the transaction while the station is offline.
func StopOffline(s *octt.Scenario, token rigs.Token, sentence string) {
	s.Act(0, rigs.PresentToken(token, s.Configured.Place()).Say(sentence))
	s.Unmark(authorized)
}

// LeaveOffline has the EV leave the bay while the station is offline.
func LeaveOffline(s *octt.Scenario, why string) {
	if driveOut(s, true, why) {
		leaveBay(s)
	}
}

// OfflineAuthorization lets the station authorize the idToken of the case while it is offline: as an unknown one where it
// can, from its Authorization Cache and its Local Authorization List where it has one.
//
// LocalAuthorizeOffline is not named by the tables; without it no station may use cache or list offline (part 2, C12, C13).
func OfflineAuthorization() []octt.Preparation {
	return octt.Prepare(
		octt.Config(
			octt.Is("AuthCtrlr.LocalAuthorizeOffline", "true"),
			octt.IsIfImplemented("AuthCtrlr.OfflineTxForUnknownIdEnabled", "true"),
			octt.IsIfImplemented("AuthCacheCtrlr.Enabled", "true"),
			octt.IsIfImplemented(octt.ListEnabled, "true")),
		BackingOff(),
		octt.Do(func(s *octt.Scenario) { Known(s, func(c *octt.Configured) rigs.Token { return c.ValidToken }) }),
	)
}
