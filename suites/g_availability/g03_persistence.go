package g_availability

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
)

// TC_G_18_CS power cycles a station of which an EVSE is Inoperative. Its state Unavailable names nothing: it is read as
// that of the EVSE, because step 3 wants the others Available. The request of step 1 then changes nothing, and a station
// may leave step 3 out, with a WARNING (see ReportedAgain).
var TC_G_18_CS = octt.Register(octt.Case{
	ID:     "TC_G_18_CS",
	Before: octt.States(states.Unavailable),
	Main: func(s *octt.Scenario) {
		evse := states.TheEVSE(s)
		change(s, evse, inoperative, accepted, "G03.FR.01", "G03.FR.03")
		evse.ReportedAgain(s, 3, evse.AreInoperative)
		evse.NothingElseChanges(s, 0, evse.AreInoperative)
		s.Reach(5, states.BootedInoperative(evse, "G03.FR.08"))
		evse.NothingElseChangesYet(s, evse.AreInoperative)
	},
	Post: states.EveryConnectorReported,
})

// TC_G_19_CS power cycles a station of which a connector is Inoperative. Its state Unavailable names nothing; it is read
// as that of the connector, which the validations of step 4 want Unavailable alone (see persists on the rest).
var TC_G_19_CS = octt.Register(octt.Case{
	ID:     "TC_G_19_CS",
	Before: octt.States(states.UnavailableConnector),
	Main:   func(s *octt.Scenario) { persists(s, states.TheConnector(s), "G03.FR.08") },
	Post:   states.EveryConnectorReported,
})

// TC_G_21_CS power cycles a station that is Inoperative as a whole (see persists on the reboot).
var TC_G_21_CS = octt.Register(octt.Case{
	ID:     "TC_G_21_CS",
	Before: octt.States(states.UnavailableStation),
	Main:   func(s *octt.Scenario) { persists(s, states.TheStation(s), "G04.FR.09") },
	Post:   states.EveryConnectorReported,
})

// persists plays the rows of TC_G_19_CS and TC_G_21_CS. There is no state Booting; step 1 is read as the manual action of
// the state Booted, the power cycle that TC_G_18_CS names, because the purpose speaks of a power loss and the table shows
// no ResetRequest. "Available for evseId not <Configured evseId> and for connectorId <Configured connectorId>" is read as
// every other connector: part 2 gives each a state of its own (note 1 to G03.FR.07). What is told at the boot may be what
// was kept, and what the station goes on with not: nothing else is reported after it.
//
// ids are the requirements by which the state outlasts the power cycle.
func persists(s *octt.Scenario, t states.Tier, ids ...string) {
	s.Act(1, rigs.PowerCycle())
	states.Rebooted(s, 2, states.PoweredUp())
	states.AllConnectors(s, 4, t.AreInoperative, ids...)
	states.Startup(s, 6)
	t.NothingElseChangesYet(s, t.AreInoperative)
}
