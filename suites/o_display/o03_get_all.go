package o_display

import "github.com/certbench/certbench/harness/octt"

// TC_O_02_CS reads all messages.
var TC_O_02_CS = octt.Register(octt.Case{
	ID:     "TC_O_02_CS",
	Before: without(remembers(plain)),
	Main: func(s *octt.Scenario) {
		tells(s, 1, all(), proof{accepted: []string{"O03.FR.01"}, told: []string{"O03.FR.02"}, ends: []string{"O03.FR.04"}, same: []string{"O03.FR.05"}})
	},
})

// TC_O_03_CS reads those of a station that has none.
var TC_O_03_CS = octt.Register(octt.Case{
	ID:     "TC_O_03_CS",
	Before: without(),
	Main: func(s *octt.Scenario) {
		if why, known := s.OtherMessages(); known {
			s.Unproven(0, "The Charging Station has no display messages, as the case begins with. "+why+".", "it may have some")
		}
		hasNone(s, 1, all(), "O03.FR.06")
	},
})
