package states

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ParkingBayOccupied is table 426. The state is optional even when TxStartPoint contains ParkingBayOccupancy: a bench
// without a rig for the bay goes on without it. Where nothing else would ever start a transaction, the case is NOT RUN
// then: its tables would leave out every TransactionEventRequest, and a PASS would prove none.
var ParkingBayOccupied = octt.State{Name: "ParkingBayOccupied", Family: "ParkingBayOccupied", Enter: func(s *octt.Scenario) {
	occupyBay(s, slices.Equal(s.List(startPoint), []string{"ParkingBayOccupancy"}))
}}

// DrivenIn is ParkingBayOccupied in the case that is about it, where it is not optional whatever else starts a transaction.
var DrivenIn = octt.State{Name: "ParkingBayOccupied", Family: "ParkingBayOccupied", Enter: func(s *octt.Scenario) { occupyBay(s, true) }}

func occupyBay(s *octt.Scenario, must bool) {
	if must {
		s.Act(0, rigs.DriveIn(s.Configured.Place()))
	} else if !tryBay(s, rigs.DriveIn(s.Configured.Place()), "The state is optional (table 426)") {
		return
	}
	s.Mark(bayOccupied)
	s.Unmark("ParkingBayUnoccupied")
	s.If(1, octt.Given(starts(s, "ParkingBayOccupancy"), "TxStartPoint contains ParkingBayOccupancy"), func() {
		TransactionEvent(s, 1, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVDetected})
	})
}

// ParkingBayUnoccupied is table 435.
var ParkingBayUnoccupied = octt.State{Name: "ParkingBayUnoccupied", Family: "ParkingBayUnoccupied",
	Ends: []octt.Family{"ParkingBayOccupied"}, Enter: func(s *octt.Scenario) {
		s.Need(EVDisconnected)
		if driveOut(s, s.Is(running), "The bay is only watched where the station has a sensor (table 426)") {
			leaveBay(s)
		}
		departed(s)
		forget(s)
	}}

// driveOut has the EV leave the bay, and reports whether it did. Where only that can end the transaction, the act is not
// optional: without a rig for it the case is NOT RUN.
func driveOut(s *octt.Scenario, open bool, why string) bool {
	if open && slices.Equal(s.List(stopPoint), []string{"ParkingBayOccupancy"}) {
		s.Act(0, rigs.DriveOut(s.Configured.Place()))
		return true
	}
	return tryBay(s, rigs.DriveOut(s.Configured.Place()), why)
}

// WatchesBay tells whether a product may start or end a transaction by its parking bay. One that does neither has no row that
// would show an act there, and nobody is asked for it: table 426 is optional "because there may not be a parking bay occupancy
// sensor".
func WatchesBay(d *pics.Declaration) bool {
	return d.Answer(pics.C_09_6) != pics.No || d.Answer(pics.C_10_5) != pics.No
}

// tryBay does an act at the bay of a product that watches it.
func tryBay(s *octt.Scenario, act rigs.Act, why string) bool { return tryBayAs(s, 0, act, why) }

// tryBayAs does it as a row.
func tryBayAs(s *octt.Scenario, row int, act rigs.Act, why string) bool {
	if !WatchesBay(s.PICS) {
		s.SkipAct(row, act, why+"; by the PICS (C-09.6, C-10.5) the product starts and ends no transaction by its parking bay")
		return false
	}
	return s.TryAct(row, act, why)
}

func leaveBay(s *octt.Scenario) {
	s.Unmark(bayOccupied)
	s.Mark(bayLeft)
}

// departed plays the rows of the message that tells of it.
func departed(s *octt.Scenario) {
	open := s.Is(bayLeft) && s.Is(running) && stops(s, "ParkingBayOccupancy")
	s.If(1, octt.Given(open, "the EV left the bay, TxStopPoint contains ParkingBayOccupancy and the transaction has not ended"), func() {
		clauses := []octt.Clause{octt.Must("eventType", ocpp201.TransactionEventEnumEnded)}
		switch {
		case s.Is(masterStopped):
			clauses = append(clauses, byMasterPass())
		case s.Is(stoppedBy):
			// The table says Local; omitted means the same (part 6, section 2.1; part 2, TransactionType).
			clauses = append(clauses, octt.OrOmitted("transactionInfo.stoppedReason", ocpp201.ReasonLocal))
		case s.Is(stopReported):
			clauses = append(clauses, octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonRemote))
		}
		// Neither is so in TC_E_31_CS when it is remote: then the EV has stopped, for which the table names no reason.
		TransactionEvent(s, 1, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVDeparted}, clauses...)
	})
}

// LastToLeave is table 435 for the driver with whose transaction the last one ends, where the station goes on with a firmware
// update at once. What is left to do then is done, and no row asks about it: by the notes of TC_L_14_CS (step 13) a station
// may go on "the moment this second transaction ends" or when the driver is done, and one that reboots meanwhile tells
// nothing of a cable.
var LastToLeave = octt.State{Name: ParkingBayUnoccupied.Name, Family: ParkingBayUnoccupied.Family, Ends: ParkingBayUnoccupied.Ends, Enter: func(s *octt.Scenario) {
	s.Need(StopAuthorized)
	if !s.Is(ended) {
		ParkingBayUnoccupied.Enter(s)
		return
	}
	s.Act(0, rigs.DisconnectEV(s.Configured.Place()))
	s.Unmark(evConnected)
	s.Unmark("EVConnectedPreSession")
	if m := s.TryEither(1, "A station that reboots meanwhile tells nothing of the cable", freed(s, heldForUpdate)...); m != nil {
		s.Respond(2, m)
	}
	if driveOut(s, false, "The bay is only watched where the station has a sensor (table 426)") {
		leaveBay(s)
	}
	forget(s)
}}
