package g_availability

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_G_05_CS takes the whole Charging Station out of service. Its state Unavailable names no EVSE: the request has none
// (part 2, G04.FR.01).
var TC_G_05_CS = octt.Register(octt.Case{
	ID: "TC_G_05_CS",
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.UnavailableStation)
	},
	Post: states.EveryConnectorReported,
})

// TC_G_06_CS puts the whole Charging Station back into service. Each connector must report Available after step 2: that
// it has reported Unavailable in the preparation is no answer (part 2, G04.FR.05, G04.FR.08).
var TC_G_06_CS = octt.Register(octt.Case{
	ID:     "TC_G_06_CS",
	Before: octt.States(states.UnavailableStation),
	Main: func(s *octt.Scenario) {
		station := states.TheStation(s)
		change(s, station, operative, accepted, "G04.FR.02", "G04.FR.03")
		station.Reported(s, 3, states.AllAvailable)
	},
	Post: states.EveryConnectorReported,
})

// TC_G_12_CS asks for a Charging Station in service what it is. The post scenario validation can only mean reports of the
// boot (see EveryConnectorTold); the description, inoperative to operative, is that of TC_G_06_CS.
var TC_G_12_CS = octt.Register(octt.Case{
	ID: "TC_G_12_CS",
	Main: func(s *octt.Scenario) {
		changeNothing(s, states.TheStation(s), operative, "G04.FR.02", "G04.FR.03", "G04.FR.04")
	},
	Post: states.EveryConnectorToldAs(func(*octt.Scenario) states.Want { return states.AllAvailable }),
})

// TC_G_13_CS asks for a Charging Station out of service what it is. Here the table has step 3 all the same, unlike
// TC_G_10_CS and TC_G_16_CS: a station that leaves it out is right by part 2 (see ReportedAgain), which is a WARNING.
// Its NotifyEventRequest is to be about the ChargingStation, although the step is about connectors; it is read as
// TC_G_06_CS has it, "ChargingStation" / EVSE / Connector.
var TC_G_13_CS = octt.Register(octt.Case{
	ID:     "TC_G_13_CS",
	Before: octt.States(states.UnavailableStation),
	Main: func(s *octt.Scenario) {
		station := states.TheStation(s)
		change(s, station, inoperative, accepted, "G04.FR.02", "G04.FR.03", "G04.FR.04")
		station.ReportedAgain(s, 3, station.AreInoperative)
		station.NothingElseChanges(s, 0, station.AreInoperative)
	},
	Post: states.EveryConnectorReported,
})
