package o_display

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// charging prepares a station that charges and has no messages of a CSMS.
func charging() []octt.Preparation {
	return without(octt.States(states.EnergyTransferStarted))
}

// TC_O_06_CS sets a message for the transaction under way, which goes with it.
var TC_O_06_CS = octt.Register(octt.Case{
	ID:     "TC_O_06_CS",
	Modes:  octt.Both,
	Before: charging(),
	Main: func(s *octt.Scenario) {
		m := message(s, of(s))
		states.SetDisplayMessage(s, 1, m)
		s.Displays(0, sight(s), shownMeanwhileBy(m.Priority)...)
		staysInFront(s, m, sight(s))
		over(s, 3)
		s.DisplaysNot(0, sight(s), "O02.FR.02")
		hasNone(s, 7, byID(m.ID), "O02.FR.02")
	},
})

// shownMeanwhileBy is shownBy for a message of a transaction.
func shownMeanwhileBy(p ocpp201.MessagePriority) []string {
	return map[ocpp201.MessagePriority][]string{
		ocpp201.MessagePriorityNormalCycle: {"O02.FR.14"}, ocpp201.MessagePriorityInFront: {"O02.FR.15"}, ocpp201.MessagePriorityAlwaysFront: {"O02.FR.17"}}[p]
}

// TC_O_10_CS sets one for a transaction that the station does not know.
var TC_O_10_CS = octt.Register(octt.Case{
	ID:     "TC_O_10_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		unknown := octt.GeneratedID()
		refuses(s, 1, message(s, func(m *ocpp201.MessageInfo) { m.TransactionID = &unknown }), ocpp201.DisplayMessageStatusUnknownTransaction, "O02.FR.01")
	},
})

// TC_O_27_CS sets one that begins during the transaction. Table 408 leaves the transactionId out, which its name, its use case and row 8,
// Unknown after the transaction, ask for; erratum 6.2.113 adds it to the twin of this case, TC_O_28_CS. It is sent.
var TC_O_27_CS = octt.Register(octt.Case{
	ID:     "TC_O_27_CS",
	Modes:  octt.Both,
	Before: charging(),
	Main: func(s *octt.Scenario) {
		from := time.Now().Add(s.Configured.StartDateTimeOffset)
		m := message(s, of(s), func(m *ocpp201.MessageInfo) { m.StartDateTime = &ocpp201.DateTime{Time: from} })
		states.SetDisplayMessage(s, 1, m)
		s.DisplaysNotBefore(0, from, sight(s), "O02.FR.06")
		untilPast(s, from, "<Configured Start Date Time Offset>")
		s.Displays(0, sight(s), "O02.FR.06")
		over(s, 3)
		s.DisplaysNot(0, sight(s))
		hasNone(s, 7, byID(m.ID))
	},
})

// TC_O_28_CS sets one that ends during the transaction.
var TC_O_28_CS = octt.Register(octt.Case{
	ID:     "TC_O_28_CS",
	Modes:  octt.Both,
	Before: charging(),
	Main: func(s *octt.Scenario) {
		end := time.Now().Add(s.Configured.EndDateTimeOffset)
		m := message(s, of(s), func(m *ocpp201.MessageInfo) { m.EndDateTime = &ocpp201.DateTime{Time: end} })
		states.SetDisplayMessage(s, 1, m)
		s.DisplaysBefore(0, end, sight(s), "O02.FR.07")
		untilPast(s, end.Add(s.Timeouts.Deviation), "<Configured End Date Time Offset>")
		s.DisplaysNot(0, sight(s), "O02.FR.07")
		hasNone(s, 3, byID(m.ID), "O02.FR.07")
	},
})

// TC_O_30_CS sets two for the transaction that are shown in turns in front of the others.
var TC_O_30_CS = octt.Register(octt.Case{
	ID:     "TC_O_30_CS",
	Modes:  octt.Both,
	Before: charging(),
	Main: func(s *octt.Scenario) {
		m1, m2 := message(s, of(s), with(inFront)), message(s, of(s), with(inFront), second(s))
		states.SetDisplayMessage(s, 1, m1)
		hasRoom(s, 3, 2)
		states.SetDisplayMessage(s, 3, m2)
		s.Displays(0, sight1(s), "O02.FR.16")
		s.Displays(0, sight2(s), "O02.FR.16")
		toldEach(s, 5, m1, m2, "transactionId", "priority", "message.content")
		over(s, 13)
		s.DisplaysNot(0, sight(s))
		hasNone(s, 17, byID(m1.ID))
		hasNone(s, 19, byID(m2.ID))
	},
})

// TC_O_32_CS sets a second one for the transaction that is always in front, which takes the place of the first. Erratum 6.2.114 writes
// the id of the first message in rows 7 and 15, where it cannot be Accepted; table 411 has the second there.
var TC_O_32_CS = octt.Register(octt.Case{
	ID:     "TC_O_32_CS",
	Modes:  octt.Both,
	Before: charging(),
	Main: func(s *octt.Scenario) {
		m1, m2 := message(s, of(s), with(alwaysFront)), message(s, of(s), with(alwaysFront), second(s))
		states.SetDisplayMessage(s, 1, m1)
		s.Displays(0, sight1(s))
		states.SetDisplayMessage(s, 3, m2)
		s.DisplaysNot(0, sight1(s), "O02.FR.18")
		s.Displays(0, sight2(s), "O02.FR.18")
		staysInFront(s, m2, sight2(s))
		hasNone(s, 5, byID(m1.ID), "O02.FR.18")
		tells(s, 7, byID(m2.ID), proof{}, itself(m2, "transactionId", "priority", "message.content")...)
		over(s, 11)
		s.DisplaysNot(0, sight2(s))
		hasNone(s, 15, byID(m2.ID))
	},
})
