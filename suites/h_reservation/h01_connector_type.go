package h_reservation

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_H_15_CS reserves a connector of <Configured connectorType>, and its driver charges. Step 3 is for a station with one EVSE that has
// one (its note; H01.FR.24); with more of them, as in TC_H_08_CS, none need be Reserved.
//
// By the note of step 3 connectors of another type at the same EVSE become Unavailable; by H01.FR.24, note, they are Reserved as well.
// Either is taken.
var TC_H_15_CS = octt.Register(octt.Case{
	ID:     "TC_H_15_CS",
	Modes:  octt.Both,
	Before: enabled(states.TypedHere()),
	Main: func(s *octt.Scenario) {
		r := valid(s)
		r.ConnectorType = states.ConnectorType(s)
		asksForType(s, r, ocpp201.ReserveNowStatusAccepted, "H01.FR.06")
		states.ReservedForType(s, 3, r.ConnectorType, "H01.FR.24")
		used(s, use{row: 5, by: s.Configured.ValidToken, ids: []string{"H01.FR.09", "H03.FR.02"}})
	},
})

// TC_H_16_CS reserves a connector of <Configured connectorType> where all EVSEs are reserved. That they should be, its table says
// under Configuration State.
var TC_H_16_CS = octt.Register(octt.Case{
	ID:     "TC_H_16_CS",
	Before: enabled(states.Typed(), states.ReservedEverywhere()),
	Main: func(s *octt.Scenario) {
		r := valid(s)
		r.ConnectorType = states.ConnectorType(s)
		asksForType(s, r, ocpp201.ReserveNowStatusOccupied, "H01.FR.11")
	},
})

// asksForType is asks for a reservation that names no EVSE but a type. Part 5 has its cases for R-1 alone (erratum 5.19), and H01.FR.06
// speaks only of a station that reserves unspecified EVSEs (H01.FR.18): another one that rejects it may do as H01.FR.19 says, and shows
// nothing of what the case is about.
func asksForType(s *octt.Scenario, r states.Reservation, answer ocpp201.ReserveNowStatus, ids ...string) {
	if s.PICS.Answer(pics.R_2) == pics.Yes {
		asks(s, r, answer, ids...)
		return
	}
	const rejected = ocpp201.ReserveNowStatusRejected
	got := octt.Send(s, 1, r.Reserve(s)).Receive(2, octt.Must("status", answer).Clause(ids...).Or(rejected,
		"Without R-2 part 2, H01.FR.19 asks for Rejected, and part 5 for the case."))
	switch got.Status {
	case rejected:
		s.Unproven(2, "The Charging Station reserves a type of connector.", "it is Rejected, and the PICS declares R-1 without R-2")
	case ocpp201.ReserveNowStatusAccepted:
		r.Promised(s)
	}
}
