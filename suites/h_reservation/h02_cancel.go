package h_reservation

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_H_17_CS cancels a reservation. Step 3 is about each connector of the EVSE (erratum 6.2.62). That no ReservationStatusUpdateRequest
// tells the CSMS what it has asked for is in part 2, H02, remark.
var TC_H_17_CS = octt.Register(octt.Case{
	ID:     "TC_H_17_CS",
	Before: reserved(),
	Main: func(s *octt.Scenario) {
		cancels(s, s.ReservationID, ocpp201.CancelReservationStatusAccepted, "H02.FR.02")
		states.FreedReported(s, 3, "H02.FR.02", "H02.FR.04")
		gone(s, 3)
	},
})

// unknown is the reservationId of TC_H_18_CS, which no case of the bench uses for a reservation.
const unknown = 1

// TC_H_18_CS cancels a reservation that there is not.
var TC_H_18_CS = octt.Register(octt.Case{
	ID:     "TC_H_18_CS",
	Before: enabled(),
	Main: func(s *octt.Scenario) {
		cancels(s, unknown, ocpp201.CancelReservationStatusRejected, "H02.FR.01")
	},
})

// cancels plays rows 1 and 2.
func cancels(s *octt.Scenario, id int, answer ocpp201.CancelReservationStatus, ids ...string) {
	octt.Send(s, 1, ocpp201.CancelReservationRequest{ReservationID: id}).Receive(2, octt.Must("status", answer).Clause(ids...))
}

// gone looks beside the table at whether a canceled reservation is over, and not only reported so: there is none of its id to cancel any more.
// Whether one that its driver has used is over is found out on the way back to rest.
func gone(s *octt.Scenario, row int) {
	answer, err := octt.Ask(s, ocpp201.CancelReservationRequest{ReservationID: s.ReservationID})
	if err != nil {
		s.Note("Whether the reservation is over cannot be asked for: %v.", err)
		return
	}
	s.Remark(row, "A reservation that is canceled cannot be canceled any more. The table looks at what is reported of it alone.", answer.Status,
		ocpp201.CancelReservationStatusRejected, "H02.FR.01", "H02.FR.02")
}
