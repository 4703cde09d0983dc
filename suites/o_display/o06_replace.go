package o_display

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_O_12_CS sets another message in the place of one, by its id. The note of the table is looked at: the old one is gone.
var TC_O_12_CS = octt.Register(octt.Case{
	ID:     "TC_O_12_CS",
	Before: without(remembers(plain)),
	Main: func(s *octt.Scenario) {
		m := message(s, second(s))
		m.ID = s.DisplayMessage.ID
		states.SetDisplayMessage(s, 1, m, "O06.FR.01")
		s.Displays(0, sight2(s), "O06.FR.01")
		s.DisplaysNot(0, sight1(s), "O06.FR.01")
	},
})
