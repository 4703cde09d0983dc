package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ParkingBayOccupied is table 426. The state is optional even when TxStartPoint contains ParkingBayOccupancy: a bench
// without a rig for the bay goes on without it.
var ParkingBayOccupied = octt.State{Name: "ParkingBayOccupied", Family: "ParkingBayOccupied", Enter: func(s *octt.Scenario) {
	if !s.TryAct(0, rigs.DriveIn(s.Configured.Place()), "The state is optional (table 426)") {
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
		if s.TryAct(0, rigs.DriveOut(s.Configured.Place()), "The bay is only watched where the station has a sensor (table 426)") {
			s.Unmark(bayOccupied)
		}
		open := s.Is(running) && stops(s, "ParkingBayOccupancy")
		s.If(1, octt.Given(open, "TxStopPoint contains ParkingBayOccupancy and the transaction has not ended"), func() {
			reason := ocpp201.ReasonRemote
			if s.Is(stoppedBy) {
				reason = ocpp201.ReasonLocal
			}
			TransactionEvent(s, 1, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVDeparted},
				octt.Must("eventType", ocpp201.TransactionEventEnumEnded),
				octt.Must("transactionInfo.stoppedReason", reason))
		})
		forget(s)
	}}
