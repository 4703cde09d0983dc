package o_display

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	inFront     = ocpp201.MessagePriorityInFront
	alwaysFront = ocpp201.MessagePriorityAlwaysFront
)

// TC_O_22_CS sets two messages that are shown in turns in front of the others.
var TC_O_22_CS = octt.Register(octt.Case{
	ID:     "TC_O_22_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		m1, m2 := message(s, with(inFront)), message(s, with(inFront), second(s))
		states.SetDisplayMessage(s, 1, m1)
		hasRoom(s, 3, 2)
		states.SetDisplayMessage(s, 3, m2)
		toldEach(s, 5, m1, m2)
		s.Displays(0, sight1(s), "O01.FR.14")
		s.Displays(0, sight2(s), "O01.FR.14")
	},
})

// toldEach asks for two messages, one after the other.
func toldEach(s *octt.Scenario, row int, m1, m2 ocpp201.MessageInfo, fields ...string) {
	for i, m := range []ocpp201.MessageInfo{m1, m2} {
		s.DisplayMessage = m
		tells(s, row+4*i, byID(m.ID), proof{}, itself(m, fields...)...)
	}
}

// TC_O_24_CS sets a second message that is always in front, which takes the place of the first. Erratum 6.2.111 numbers the rows of the
// second GetDisplayMessagesRequest as those of the first again; here they have the numbers of table 407.
var TC_O_24_CS = octt.Register(octt.Case{
	ID:     "TC_O_24_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		m1, m2 := message(s, with(alwaysFront)), message(s, with(alwaysFront), second(s))
		states.SetDisplayMessage(s, 1, m1)
		states.SetDisplayMessage(s, 3, m2)
		hasNone(s, 5, byID(m1.ID), "O01.FR.16")
		tells(s, 7, byID(m2.ID), proof{})
		s.DisplaysNot(0, sight1(s), "O01.FR.16")
		s.Displays(0, sight2(s), "O01.FR.16")
		staysInFront(s, m2, sight2(s))
	},
})

// staysInFront looks on where a message is always in front: nothing takes turns with it, be it another message or the station's own words. No
// table has anybody look for that.
func staysInFront(s *octt.Scenario, m ocpp201.MessageInfo, shown rigs.Sight) {
	if m.Priority != alwaysFront {
		return
	}
	by := "O01.FR.15"
	if m.TransactionID != nil {
		by = "O02.FR.17"
	}
	s.StaysDisplayed(0, shown, "part 2, "+by+" has a message that is always in front not take turns with others, and no note of the table has anybody look for that", by)
}
