package g_availability

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_G_03_CS takes an EVSE out of service. The post scenario validation is about every connector of the EVSE; the state
// asks for each of them already, because its step 3 is about all of them.
var TC_G_03_CS = octt.Register(octt.Case{
	ID: "TC_G_03_CS",
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Unavailable)
	},
	Post: states.EVSEReported,
})

// TC_G_04_CS puts an EVSE back into service. The reports of the memory state, which are about the same connectors, do not
// count for step 3: each must come again (part 2, G03.FR.04, G03.FR.07).
var TC_G_04_CS = octt.Register(octt.Case{
	ID:     "TC_G_04_CS",
	Before: octt.States(states.Unavailable),
	Main: func(s *octt.Scenario) {
		evse := states.TheEVSE(s)
		change(s, evse, operative, accepted, "G03.FR.01", "G03.FR.02")
		evse.Reported(s, 3, states.AllAvailable)
	},
	Post: states.EVSEReported,
})

// TC_G_09_CS asks for an EVSE in service what it is. The table shows no report; one of another state than Available
// would be of a change that nobody has asked for (see changeNothing).
var TC_G_09_CS = octt.Register(octt.Case{
	ID: "TC_G_09_CS",
	Main: func(s *octt.Scenario) {
		changeNothing(s, states.TheEVSE(s), operative, "G03.FR.01", "G03.FR.02", "G03.FR.03")
	},
})

// TC_G_10_CS asks for an EVSE out of service what it is. "All connectors" of the post scenario validation can only have
// reported what they are at the boot, those of other EVSEs at least (see EveryConnectorTold).
var TC_G_10_CS = octt.Register(octt.Case{
	ID:     "TC_G_10_CS",
	Before: octt.States(states.Unavailable),
	Main: func(s *octt.Scenario) {
		changeNothing(s, states.TheEVSE(s), inoperative, "G03.FR.01", "G03.FR.02", "G03.FR.03")
	},
	Post: states.EveryConnectorToldAs(func(s *octt.Scenario) states.Want { return states.TheEVSE(s).AreInoperative }),
})
