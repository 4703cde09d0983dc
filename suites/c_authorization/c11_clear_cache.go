package c_authorization

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_C_37_CS clears the cache.
//
// The table leaves LocalPreAuthorize at false, the general precondition. Then every idToken is asked about whatever the
// cache holds (C10, TC_C_36_CS), and a cache that was not cleared would not be seen; so it is set to true here, which
// makes no difference to a station that has cleared its cache. Rows 5 to 8 are the state Authorized (erratum 6.2.22).
var TC_C_37_CS = octt.Register(octt.Case{
	ID:     "TC_C_37_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(cacheInUse(), octt.States(accepted)),
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.ClearCacheRequest{}).Receive(2,
			octt.Must("status", ocpp201.ClearCacheStatusAccepted).Clause("C11.FR.02", "C11.FR.03"))
		states.Uncached(s, s.Token)
		s.Reach(3, states.ParkingBayOccupied)
		s.Reach(4, states.EVConnectedPreSession)
		s.Reach(5, states.Judged(s, states.AuthorizedAsking("C11.FR.01")))
		s.Reach(9, states.EnergyTransferStarted)
	},
})

// TC_C_38_CS asks a station to clear its cache while that is switched off.
//
// A cache that is switched off takes nothing up, so that the memory state would leave it empty: the idToken is cached
// first and the cache switched off afterwards, which must not alter its content (part 2, note to AuthCacheEnabled). "If
// implemented" is taken back by the remark of part 5, that the case is for stations with AuthCacheEnabled: where the
// variable cannot be set to false, C11.FR.04 asks for nothing, and the case ends without a verdict on the station.
var TC_C_38_CS = octt.Register(octt.Case{
	ID:    "TC_C_38_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		octt.States(accepted),
		octt.Switched(octt.Is(cacheEnabled, "false"))),
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.ClearCacheRequest{}).Receive(2,
			octt.Must("status", ocpp201.ClearCacheStatusRejected).Clause("C11.FR.02", "C11.FR.04"))
	},
})
