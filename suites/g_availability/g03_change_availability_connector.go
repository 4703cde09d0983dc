package g_availability

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_G_07_CS takes a connector out of service, and no other one: station, EVSEs and connectors have states of their own
// (part 2, note 1 to G03.FR.07).
var TC_G_07_CS = octt.Register(octt.Case{
	ID: "TC_G_07_CS",
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.UnavailableConnector)
	},
	Post: states.ConnectorReported,
})

// TC_G_08_CS puts a connector back into service. "The current state of the connectors" of step 3 is that of the
// configured one, which is all that its validations and the post scenario validation name.
var TC_G_08_CS = octt.Register(octt.Case{
	ID:     "TC_G_08_CS",
	Before: octt.States(states.UnavailableConnector),
	Main: func(s *octt.Scenario) {
		connector := states.TheConnector(s)
		change(s, connector, operative, accepted, "G03.FR.01", "G03.FR.02")
		connector.Reported(s, 3, states.AllAvailable)
	},
	Post: states.ConnectorReported,
})

// TC_G_15_CS asks for a connector in service what it is. Nothing in the case makes a station report its connectors, and
// the post scenario validation about all of them can only mean those of the boot (see EveryConnectorTold).
var TC_G_15_CS = octt.Register(octt.Case{
	ID: "TC_G_15_CS",
	Main: func(s *octt.Scenario) {
		changeNothing(s, states.TheConnector(s), operative, "G03.FR.01", "G03.FR.02", "G03.FR.03")
	},
	Post: states.EveryConnectorToldAs(func(*octt.Scenario) states.Want { return states.AllAvailable }),
})

// TC_G_16_CS asks for a connector out of service what it is. Its state Unavailable names nothing; it is read as that of
// the connector, because the title says inoperative to inoperative: a connector of a station that is Inoperative has a
// state of its own, which would be Operative (part 2, note 1 to G03.FR.07).
var TC_G_16_CS = octt.Register(octt.Case{
	ID:     "TC_G_16_CS",
	Before: octt.States(states.UnavailableConnector),
	Main: func(s *octt.Scenario) {
		changeNothing(s, states.TheConnector(s), inoperative, "G03.FR.01", "G03.FR.02", "G03.FR.03")
	},
	Post: states.EveryConnectorToldAs(func(s *octt.Scenario) states.Want { return states.TheConnector(s).AreInoperative }),
})
