package h_reservation

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// lasts is for how long the reservation of TC_H_07_CS holds (note of step 1).
const lasts = 60 * time.Second

// TC_H_07_CS has nobody come for a reservation, after whose end anybody may charge. That nothing of it is told before its time is over
// is what "after the expiry time" says, with the deviation of the laboratories.
var TC_H_07_CS = octt.Register(octt.Case{
	ID:    "TC_H_07_CS",
	Modes: octt.Both,
	Before: enabled(octt.States(states.ReservedBy(func(s *octt.Scenario) states.Reservation {
		r := valid(s)
		r.Lasts = lasts
		return r
	}))),
	Main: func(s *octt.Scenario) {
		expires := states.ReservationExpires(s)
		s.Wait(1, max(0, time.Until(expires)), "the expiry of the reservation")
		states.FreedReported(s, 1, "H04.FR.02", "H04.FR.03")
		told := ends(s, 3, ocpp201.ReservationUpdateStatusExpired, "H04.FR.01")
		before := func(m *octt.Message) bool { return m.At.Before(expires.Add(-s.Timeouts.Deviation)) }
		s.CheckMessage(3, told, "The reservation does not end before its expiryDateTime.", before(told), false, "H04.FR.01")
		for _, m := range states.FreedBy(s) {
			s.CheckMessage(1, m, "The EVSE is Reserved until the expiryDateTime.", before(m), false, "H04.FR.03")
		}
		freed(s, 5, "H04.FR.02")
	},
})
