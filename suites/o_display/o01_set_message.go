package o_display

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_O_01_CS sets a message, which is displayed and told as it was set.
var TC_O_01_CS = octt.Register(octt.Case{
	ID:     "TC_O_01_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		m := message(s)
		states.SetDisplayMessage(s, 1, m)
		s.Displays(0, sight(s), shownBy(m.Priority)...)
		staysInFront(s, m, sight(s))
		tells(s, 3, byID(m.ID), proof{}, itself(m, "id", "priority", "message.format", "message.content")...)
	},
})

// shownBy is the requirement by which a message of a priority is shown.
func shownBy(p ocpp201.MessagePriority) []string {
	return map[ocpp201.MessagePriority][]string{
		ocpp201.MessagePriorityNormalCycle: {"O01.FR.12"}, ocpp201.MessagePriorityInFront: {"O01.FR.13"}, ocpp201.MessagePriorityAlwaysFront: {"O01.FR.15"}}[p]
}

// TC_O_13_CS sets a message that begins later. That it is not shown before, O01.FR.06 says, which the case cites; the note of its table
// looks only afterwards.
var TC_O_13_CS = octt.Register(octt.Case{
	ID:     "TC_O_13_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		from := time.Now().Add(s.Configured.StartDateTimeOffset)
		m := message(s, func(m *ocpp201.MessageInfo) { m.StartDateTime = &ocpp201.DateTime{Time: from} })
		states.SetDisplayMessage(s, 1, m)
		tells(s, 3, byID(m.ID), proof{}, itself(m, "startDateTime")...)
		s.DisplaysNotBefore(0, from, sight(s), "O01.FR.06")
		untilPast(s, from, "<Configured Start Date Time Offset>")
		s.Displays(0, sight(s), "O01.FR.06")
	},
})

// TC_O_14_CS sets a message that ends, and is removed then.
var TC_O_14_CS = octt.Register(octt.Case{
	ID:     "TC_O_14_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		end := time.Now().Add(s.Configured.EndDateTimeOffset)
		m := message(s, func(m *ocpp201.MessageInfo) { m.EndDateTime = &ocpp201.DateTime{Time: end} })
		states.SetDisplayMessage(s, 1, m)
		tells(s, 3, byID(m.ID), proof{}, itself(m, "endDateTime")...)
		s.DisplaysBefore(0, end, sight(s), "O01.FR.07")
		untilPast(s, end.Add(s.Timeouts.Deviation), "<Configured End Date Time Offset>")
		s.DisplaysNot(0, sight(s), "O01.FR.07")
		hasNone(s, 7, byID(m.ID), "O01.FR.07")
	},
})

// TC_O_17_CS sets a message of a priority that the product does not have.
var TC_O_17_CS = octt.Register(octt.Case{
	ID:     "TC_O_17_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		refuses(s, 1, message(s, with(unsupportedPriority(s))), ocpp201.DisplayMessageStatusNotSupportedPriority, "O01.FR.01", "O02.FR.03")
	},
})

// TC_O_19_CS sets a message in a format that the product does not have.
var TC_O_19_CS = octt.Register(octt.Case{
	ID:     "TC_O_19_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		s.Configured.DisplayMessageFormat = unsupportedFormat(s)
		refuses(s, 1, message(s), ocpp201.DisplayMessageStatusNotSupportedMessageFormat, "O01.FR.03", "O02.FR.05")
	},
})

// TC_O_20_CS has the station keep a message over a reboot.
var TC_O_20_CS = octt.Register(octt.Case{
	ID:     "TC_O_20_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		m := message(s)
		states.SetDisplayMessage(s, 1, m)
		s.Reach(3, states.Booted)
		tells(s, 4, byID(m.ID), proof{accepted: []string{"O01.FR.10"}, told: []string{"O01.FR.10"}}, itself(m, "id", "priority", "message.format", "message.content")...)
	},
})
