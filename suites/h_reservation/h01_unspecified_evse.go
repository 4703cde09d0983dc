package h_reservation

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// unspecified is a reservation of an unspecified EVSE.
func unspecified(r states.Reservation) states.Reservation {
	r.Unspecified = true
	return r
}

// TC_H_08_CS reserves an unspecified EVSE, and its driver charges. By erratum 6.2.60 that is <Configured valid_idtoken>, in step 5.
//
// Step 3 is for a station with one EVSE (its note); with more of them one can be spared, and none is Reserved (H01.FR.20). Erratum
// 6.2.60 makes it optional altogether, which is followed where there are several: a station may pick one. With one EVSE H01.FR.20
// asks for it.
var TC_H_08_CS = octt.Register(octt.Case{
	ID:     "TC_H_08_CS",
	Modes:  octt.Both,
	Before: enabled(),
	Main: func(s *octt.Scenario) {
		asks(s, unspecified(valid(s)), ocpp201.ReserveNowStatusAccepted, "H01.FR.04", "H01.FR.18")
		states.ReservedWhereNeeded(s, 3, len(s.Places()) == 1, "H01.FR.20")
		used(s, use{row: 5, by: s.Configured.ValidToken, ids: []string{"H01.FR.07", "H03.FR.03"}})
	},
})

// TC_H_09_CS reserves an unspecified EVSE where all are reserved.
var TC_H_09_CS = octt.Register(octt.Case{
	ID:     "TC_H_09_CS",
	Before: enabled(states.ReservedEverywhere()),
	Main:   func(s *octt.Scenario) { asks(s, unspecified(valid(s)), ocpp201.ReserveNowStatusOccupied, "H01.FR.11") },
})

// TC_H_10_CS reserves an unspecified EVSE where all are occupied. H01.FR.13, which it cites, is H01.FR.11 by now.
var TC_H_10_CS = octt.Register(octt.Case{
	ID:       "TC_H_10_CS",
	EachEVSE: true,
	Modes:    octt.Both,
	Before:   enabled(states.ChargingEverywhere()),
	Main:     func(s *octt.Scenario) { asks(s, unspecified(valid(s)), ocpp201.ReserveNowStatusOccupied, "H01.FR.11") },
})

// TC_H_12_CS reserves an unspecified EVSE of a station that is Unavailable as a whole.
var TC_H_12_CS = octt.Register(octt.Case{
	ID:     "TC_H_12_CS",
	Before: enabled(octt.States(states.UnavailableStation)),
	Main: func(s *octt.Scenario) {
		asks(s, unspecified(valid(s)), ocpp201.ReserveNowStatusUnavailable, "H01.FR.14")
	},
})

// TC_H_13_CS reserves an unspecified EVSE of a station that does not reserve any.
var TC_H_13_CS = octt.Register(octt.Case{
	ID:     "TC_H_13_CS",
	Before: enabled(),
	Main:   func(s *octt.Scenario) { asks(s, unspecified(valid(s)), ocpp201.ReserveNowStatusRejected, "H01.FR.19") },
})

// TC_H_14_CS reserves as many unspecified EVSEs as there are, each for another idToken, after which all of them are Reserved. What a
// station tells before the last request, because it picks an EVSE for each, counts for step 3; it has a moment for it before the next.
var TC_H_14_CS = octt.Register(octt.Case{
	ID:     "TC_H_14_CS",
	Before: enabled(),
	Main: func(s *octt.Scenario) {
		first := true
		for _, d := range states.Drivers(s) {
			one := unspecified(states.Reservation{Token: d.Token})
			ask := func() { asks(s, one, ocpp201.ReserveNowStatusAccepted, "H01.FR.04", "H01.FR.18") }
			if first {
				ask()
			} else {
				s.Settles()
				s.Aside(ask)
			}
			first = false
		}
		states.AllReserved(s, 3, "H01.FR.20")
	},
})
