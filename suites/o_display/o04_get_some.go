package o_display

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// found is what the cases show that ask for messages which there are.
var found = proof{accepted: []string{"O04.FR.01"}, told: []string{"O04.FR.03"}, ends: []string{"O04.FR.05"}, same: []string{"O04.FR.06"}}

// TC_O_07_CS asks for a message by its id.
var TC_O_07_CS = octt.Register(octt.Case{
	ID:     "TC_O_07_CS",
	Before: without(remembers(plain)),
	Main:   func(s *octt.Scenario) { tells(s, 1, byID(s.DisplayMessage.ID), found) },
})

// TC_O_08_CS asks for those of a priority, which the message has that is set. Only such are told (part 2, GetDisplayMessagesRequest), which the table
// leaves to O04.FR.03.
var TC_O_08_CS = octt.Register(octt.Case{
	ID:     "TC_O_08_CS",
	Before: without(remembers(plain)),
	Main: func(s *octt.Scenario) {
		q := all()
		q.Priority = &s.DisplayMessage.Priority
		tells(s, 1, q, found, octt.Must("priority", *q.Priority).Clause("O04.FR.03"))
	},
})

// TC_O_09_CS asks for those of a state, as TC_O_08_CS does for those of a priority.
var TC_O_09_CS = octt.Register(octt.Case{
	ID:     "TC_O_09_CS",
	Before: without(remembers(ofState)),
	Main: func(s *octt.Scenario) {
		q := all()
		q.State = &s.Configured.DisplayMessageState
		tells(s, 1, q, found, octt.Must("state", *q.State).Clause("O04.FR.03"))
	},
})

func ofState(s *octt.Scenario) ocpp201.MessageInfo {
	return message(s, during(s.Configured.DisplayMessageState))
}

// TC_O_11_CS asks for a message by an id that none has.
var TC_O_11_CS = octt.Register(octt.Case{
	ID:     "TC_O_11_CS",
	Before: without(remembers(plain)),
	Main:   func(s *octt.Scenario) { hasNone(s, 1, byID(s.DisplayMessage.ID^1), "O04.FR.02") },
})

// TC_O_33_CS asks a station for one that has none.
var TC_O_33_CS = octt.Register(octt.Case{
	ID:     "TC_O_33_CS",
	Before: without(),
	Main:   func(s *octt.Scenario) { hasNone(s, 1, byID(generatedID()), "O04.FR.07") },
})

// TC_O_34_CS asks for a message by its id and a state that it does not have.
var TC_O_34_CS = octt.Register(octt.Case{
	ID:     "TC_O_34_CS",
	Before: without(remembers(ofState)),
	Main: func(s *octt.Scenario) {
		q := byID(s.DisplayMessage.ID)
		q.State = &s.Configured.DisplayMessageState2
		hasNone(s, 1, q, "O04.FR.02")
	},
})

// TC_O_35_CS asks for one by its id and a priority that it does not have. That the table writes the second priority as a state is a slip.
var TC_O_35_CS = octt.Register(octt.Case{
	ID:     "TC_O_35_CS",
	Before: without(remembers(plain)),
	Main: func(s *octt.Scenario) {
		q := byID(s.DisplayMessage.ID)
		q.Priority = new(priority2(s))
		hasNone(s, 1, q, "O04.FR.02")
	},
})
