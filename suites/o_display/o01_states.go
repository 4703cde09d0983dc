package o_display

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_O_36_CS sets a message for while the station charges.
var TC_O_36_CS = octt.Register(octt.Case{
	ID:     "TC_O_36_CS",
	Modes:  octt.Both,
	Before: without(),
	Main:   func(s *octt.Scenario) { whileOf(s, ocpp201.MessageStateCharging, s.DisplaysNot, s.Displays) },
})

// TC_O_37_CS sets one for while it does not: "idle (not charging)" is what part 2 has the state mean (MessageStateEnumType).
var TC_O_37_CS = octt.Register(octt.Case{
	ID:     "TC_O_37_CS",
	Modes:  octt.Both,
	Before: without(),
	Main:   func(s *octt.Scenario) { whileOf(s, ocpp201.MessageStateIdle, s.Displays, s.DisplaysNot) },
})

// whileOf plays a whole transaction with a message of a state. Before and after it the station does not charge.
func whileOf(s *octt.Scenario, state ocpp201.MessageState, idle, charging look) {
	m := message(s, during(state))
	states.SetDisplayMessage(s, 1, m)
	idle(0, sight(s))
	s.Reach(3, states.ParkingBayOccupied)
	s.Reach(4, states.Authorized)
	s.Reach(5, states.EVConnectedPreSession)
	s.Reach(6, states.EnergyTransferStarted)
	charging(0, sight(s))
	over(s, 7)
	idle(0, sight(s))
	tells(s, 11, byID(m.ID), proof{}, itself(m, "state")...)
}

// TC_O_38_CS sets a message for while the station is unavailable. The state Unavailable names no tier; the message is about the Charging
// Station, so that it is that which is taken out of service.
var TC_O_38_CS = octt.Register(octt.Case{
	ID:     "TC_O_38_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		m := message(s, during(ocpp201.MessageStateUnavailable))
		states.SetDisplayMessage(s, 1, m)
		s.DisplaysNot(0, sight(s))
		s.Reach(3, states.UnavailableStation)
		s.Displays(0, sight(s))
		station := states.TheStation(s)
		octt.Send(s, 4, station.Change(ocpp201.OperationalStatusOperative)).Receive(5, octt.Must("status", ocpp201.ChangeAvailabilityStatusAccepted))
		station.Reported(s, 6, states.AllAvailable)
		s.DisplaysNot(0, sight(s))
		tells(s, 8, byID(m.ID), proof{}, itself(m, "state")...)
	},
})
