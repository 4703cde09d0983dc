package h_reservation

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_H_21_CS takes a reserved EVSE out of service and puts it back, after which anybody may charge there.
var TC_H_21_CS = octt.Register(octt.Case{
	ID:     "TC_H_21_CS",
	Modes:  octt.Both,
	Before: reserved(),
	Main: func(s *octt.Scenario) {
		evse := states.TheEVSE(s)
		change := func(row int, to ocpp201.OperationalStatus) {
			octt.Send(s, row, evse.Change(to)).Receive(row+1, octt.Must("status", ocpp201.ChangeAvailabilityStatusAccepted).Clause("G03.FR.01", "G03.FR.02"))
		}
		change(1, ocpp201.OperationalStatusInoperative)
		evse.Reported(s, 3, evse.AreInoperative)
		ends(s, 5, ocpp201.ReservationUpdateStatusRemoved, "H01.FR.17")
		evse = states.TheEVSE(s)
		change(7, ocpp201.OperationalStatusOperative)
		evse.Reported(s, 9, states.AllAvailable)
		freed(s, 11)
	},
})

// ends plays the rows of the ReservationStatusUpdateRequest of the reservation that the case has made last.
func ends(s *octt.Scenario, row int, how ocpp201.ReservationUpdateStatus, ids ...string) *octt.Message {
	_, call := octt.Receive[ocpp201.ReservationStatusUpdateRequest](s, row,
		octt.Must("reservationId", s.ReservationID).Named("<Generated reservationId>").Clause(ids...),
		octt.Must("reservationUpdateStatus", how).Clause(ids...))
	call.Accept(row + 1)
	states.Unreserved(s)
	return call.Message()
}
