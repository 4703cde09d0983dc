package h_reservation

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_H_03_CS reserves an EVSE that is reserved.
var TC_H_03_CS = octt.Register(octt.Case{
	ID:     "TC_H_03_CS",
	Before: reserved(),
	Main:   func(s *octt.Scenario) { asks(s, valid2(s), ocpp201.ReserveNowStatusOccupied, "H01.FR.11") },
})

// TC_H_04_CS reserves an EVSE that is occupied. The requirement that it cites, H01.FR.13, is not in part 2 any more: H01.FR.11 speaks
// of Occupied as well.
var TC_H_04_CS = octt.Register(octt.Case{
	ID:     "TC_H_04_CS",
	Modes:  octt.Both,
	Before: enabled(octt.States(states.EnergyTransferStarted)),
	Main:   func(s *octt.Scenario) { asks(s, valid2(s), ocpp201.ReserveNowStatusOccupied, "H01.FR.11") },
})

// TC_H_06_CS reserves an EVSE that is Unavailable.
var TC_H_06_CS = octt.Register(octt.Case{
	ID:     "TC_H_06_CS",
	Before: enabled(octt.States(states.Unavailable)),
	Main:   func(s *octt.Scenario) { asks(s, valid2(s), ocpp201.ReserveNowStatusUnavailable, "H01.FR.14") },
})

// TC_H_22_CS has the station not accept reservations. Its prerequisite asks for ReservationAvailable false, which is ReadOnly and
// would be a station without the profile; part 5 asks for a station that can switch reservations off (R-3, as erratum 5.4 names it),
// and its configuration state does so. The request names nothing: it is that of the other cases.
var TC_H_22_CS = octt.Register(octt.Case{
	ID:     "TC_H_22_CS",
	Before: octt.Switched(octt.IsIfImplemented("ReservationCtrlr.Enabled", "false")),
	Main:   func(s *octt.Scenario) { asks(s, valid(s), ocpp201.ReserveNowStatusRejected, "H01.FR.01") },
})

// TC_H_23_CS has one reservation take the place of another with the same id, and its driver charge.
//
// Its validations have, beside step 3, the report that the connector is Reserved, for which its table has no row: that of step 2 is
// meant. The EVSE is Reserved before and after. Part 2 asks for a report of an EVSE that was Available (H01.FR.23), so that a station
// may leave this one out: a WARNING.
var TC_H_23_CS = octt.Register(octt.Case{
	ID:     "TC_H_23_CS",
	Modes:  octt.Both,
	Before: enabled(octt.States(states.ReservedBy(ofConfiguredID(valid)))),
	Main: func(s *octt.Scenario) {
		asks(s, ofConfiguredID(valid2)(s), ocpp201.ReserveNowStatusAccepted, "H01.FR.02")
		states.ReservedAgain(s, 3)
		used(s, use{row: 3, by: s.Configured.ValidToken2, ids: []string{"H01.FR.02", "H03.FR.01"}})
	},
})

// ofConfiguredID is a reservation with <Configured reservationId>.
func ofConfiguredID(made func(*octt.Scenario) states.Reservation) func(*octt.Scenario) states.Reservation {
	return func(s *octt.Scenario) states.Reservation {
		r := made(s)
		r.ID = s.Configured.ReservationID
		return r
	}
}
