package h_reservation

import (
	"math/rand/v2"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_H_01_CS has the driver charge for whom the EVSE is reserved. Of the report in step 2 each connector of the EVSE is asked for, as
// each was Reserved.
var TC_H_01_CS = octt.Register(octt.Case{
	ID:     "TC_H_01_CS",
	Modes:  octt.Both,
	Before: enabled(),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Reserved)
		used(s, use{row: 2, by: s.Configured.ValidToken, must: true, ids: []string{"H03.FR.01"}})
	},
})

// TC_H_02_CS has another driver come to a reserved EVSE, whose EV is connected already, and not charge. Its table has no step numbers
// where he comes with his card. "Execute reusable state Authorized" is what the act before it does: whether the station asks about
// the idToken is its own choice, and nothing else of that state can come.
//
// That the connector stays Reserved, where the state EVConnectedPreSession has it reported Occupied, is G01.FR.09 (erratum 2.28).
var TC_H_02_CS = octt.Register(octt.Case{
	ID:     "TC_H_02_CS",
	Modes:  octt.Both,
	Before: enabled(octt.States(states.Reserved, states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Token = s.Configured.ValidToken2
		if s.Start() == octt.Remote {
			octt.Send(s, 1, ocpp201.RequestStartTransactionRequest{
				EVSEID: new(s.Configured.EVSEID), RemoteStartID: int(rand.Int32N(1 << 30)), IDToken: octt.IDToken(s.Token),
			}).Receive(2, octt.Must("status", ocpp201.RequestStartStopStatusRejected).Clause("F01.FR.21", "F01.FR.22"))
			return
		}
		states.Settle(s)
		s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
		states.TryAuthorize(s, 0, "A station that knows that the EVSE is reserved for another idToken need not ask about this one.")
		states.NeverCharges(s, 0, s.Configured.MessageTimeout, "H03.FR.01")
		states.StaysReserved(s, 0)
	},
})

// TC_H_19_CS has a driver charge for whose group the EVSE is reserved. Steps 5 and 6 are those that its table numbers 3 and 4 once
// more.
var TC_H_19_CS = octt.Register(octt.Case{
	ID:     "TC_H_19_CS",
	Modes:  octt.Both,
	Before: enabled(ofGroup()),
	Main: func(s *octt.Scenario) {
		asks(s, forGroup(s), ocpp201.ReserveNowStatusAccepted, "H01.FR.03", "H01.FR.23")
		states.ReservedReported(s, 3, "H01.FR.23")
		used(s, use{row: 5, by: s.Configured.ValidToken2, asks: []string{"H03.FR.08"}, ids: []string{"H03.FR.04"}})
	},
})

// TC_H_24_CS has a driver charge for whose group an unspecified EVSE is reserved. The note of step 3 has the EVSE Reserved, as if there
// were one only; TC_H_08_CS and H01.FR.20 say when it is, and are followed.
var TC_H_24_CS = octt.Register(octt.Case{
	ID:     "TC_H_24_CS",
	Modes:  octt.Both,
	Before: enabled(ofGroup()),
	Main: func(s *octt.Scenario) {
		asks(s, unspecified(forGroup(s)), ocpp201.ReserveNowStatusAccepted, "H01.FR.04", "H01.FR.18")
		states.ReservedWhereNeeded(s, 3, len(s.Places()) == 1, "H01.FR.20")
		used(s, use{row: 5, by: s.Configured.ValidToken2, asks: []string{"H03.FR.08"}, ids: []string{"H03.FR.06"}})
	},
})

// forGroup is a reservation for <Configured valid_idtoken> and <Configured groupIdToken>.
func forGroup(s *octt.Scenario) states.Reservation {
	return states.Reservation{Token: s.Configured.ValidToken, Group: &s.Configured.GroupIDToken}
}

// ofGroup has the CSMS say of the driver's idToken that it is of the group ("<Configured valid idtoken fields2> AND <Configured
// groupIdToken fields>"), and of that of the reservation, about which a station may ask (purpose of TC_H_19_CS: the same GroupIdToken).
func ofGroup() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		s.Belongs(s.Configured.ValidToken, s.Configured.GroupIDToken)
		s.Belongs(s.Configured.ValidToken2, s.Configured.GroupIDToken)
	})
}
