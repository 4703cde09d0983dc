package states

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ParkingBayOccupied is table 426. The state is optional even when TxStartPoint contains ParkingBayOccupancy: a bench
// without a rig for the bay goes on without it. Where nothing else would ever start a transaction, the case is NOT RUN
// then: its tables would leave out every TransactionEventRequest, and a PASS would prove none.
var ParkingBayOccupied = octt.State{Name: "ParkingBayOccupied", Family: "ParkingBayOccupied", Enter: func(s *octt.Scenario) {
	if slices.Equal(s.List(startPoint), []string{"ParkingBayOccupancy"}) {
		s.Act(0, rigs.DriveIn(s.Configured.Place()))
	} else if !s.TryAct(0, rigs.DriveIn(s.Configured.Place()), "The state is optional (table 426)") {
		return
	}
	s.Mark(bayOccupied)
	s.If(1, octt.Given(starts(s, "ParkingBayOccupancy"), "TxStartPoint contains ParkingBayOccupancy"), func() {
		TransactionEvent(s, 1, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVDetected})
	})
}}

// ParkingBayUnoccupied is table 435.
var ParkingBayUnoccupied = octt.State{Name: "ParkingBayUnoccupied", Family: "ParkingBayUnoccupied",
	Ends: []octt.Family{"ParkingBayOccupied"}, Enter: func(s *octt.Scenario) {
		s.Need(EVDisconnected)
		left := s.TryAct(0, rigs.DriveOut(s.Configured.Place()), "The bay is only watched where the station has a sensor (table 426)")
		if left {
			s.Unmark(bayOccupied)
		}
		open := left && s.Is(running) && stops(s, "ParkingBayOccupancy")
		s.If(1, octt.Given(open, "the EV left the bay, TxStopPoint contains ParkingBayOccupancy and the transaction has not ended"), func() {
			reason := octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonRemote)
			if s.Is(stoppedBy) {
				// The table says Local; omitted means the same (part 6, section 2.1; part 2, TransactionType).
				reason = octt.OrOmitted("transactionInfo.stoppedReason", ocpp201.ReasonLocal)
			}
			TransactionEvent(s, 1, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVDeparted},
				octt.Must("eventType", ocpp201.TransactionEventEnumEnded), reason)
		})
		forget(s)
	}}
