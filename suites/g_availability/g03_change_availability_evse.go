package g_availability

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_G_03_CS takes an EVSE out of service.
var TC_G_03_CS = octt.Register(octt.Case{
	ID: "TC_G_03_CS",
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Unavailable)
	},
	Post: states.EVSEReported,
})
