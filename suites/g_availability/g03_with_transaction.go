package g_availability

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_G_11_CS takes an EVSE out of service while a transaction goes on. No connector of another EVSE has anything to
// report, so that the post scenario validation counts what came before the case (see EveryConnectorTold).
var TC_G_11_CS = octt.Register(octt.Case{
	ID:     "TC_G_11_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		evse := states.TheEVSE(s)
		change(s, evse, inoperative, later, "G03.FR.01", "G03.FR.02", "G03.FR.05")
		whileCharging(s, evse)
		endTransaction(s, evse, evse.AreInoperative, 3)
	},
	Post: states.EveryConnectorTold,
})

// TC_G_14_CS takes the whole Charging Station out of service while a transaction goes on. The connectors of other EVSEs
// become Unavailable at once (step 3), those of the configured one together with the end of the transaction: the other
// connector of an EVSE in use may come with either, because step 3 leaves it out and nothing forbids it. The validations
// of "step 7" are those of steps 3, 6, 9, 12 and 15; step 7 is the answer of the CSMS.
var TC_G_14_CS = octt.Register(octt.Case{
	ID:     "TC_G_14_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		station := states.TheStation(s)
		change(s, station, inoperative, later, "G04.FR.02", "G04.FR.03", "G04.FR.06")
		idle := station.Beside(s)
		s.If(3, octt.Given(!idle.Empty(), "the Charging Station has EVSEs without a transaction"), func() {
			idle.Reported(s, 3, charging(s, station))
		})
		whileCharging(s, station)
		endTransaction(s, station.Within(s), station.AreInoperative, 5)
	},
	Post: states.EveryConnectorReported,
})

// TC_G_17_CS takes a connector out of service while a transaction goes on at it. The validations name that connector
// only, so that the rows are about it, whatever "connectors of the configured evse" says; those of "step 7" are those of
// steps 4, 7, 10 and 13.
var TC_G_17_CS = octt.Register(octt.Case{
	ID:     "TC_G_17_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		connector := states.TheConnector(s)
		change(s, connector, inoperative, later, "G03.FR.01", "G03.FR.02", "G03.FR.05")
		whileCharging(s, connector)
		endTransaction(s, connector, connector.AreInoperative, 3)
	},
	Post: states.EveryConnectorTold,
})

// whileCharging waits for <Configured Transaction Duration>, as the note says, and proves that the connector in use stays
// in service meanwhile: the change is to come when the transaction has finished (part 2, G03.FR.05, G04.FR.06), which no
// validation of the table says in words.
func whileCharging(s *octt.Scenario, t states.Tier) {
	states.Schedule(s)
	t.NothingElseChanges(s, s.Configured.TransactionDuration, charging(s, t))
}

// charging is what every connector is while the transaction goes on and the change is scheduled. The other connectors of
// the EVSE in use are left open.
func charging(s *octt.Scenario, t states.Tier) states.Want {
	return func(at rigs.Place) ocpp201.ConnectorStatus {
		switch {
		case at == s.Configured.Place():
			return ocpp201.ConnectorStatusOccupied
		case at.EVSE == s.Configured.EVSEID:
			return ""
		}
		return t.AreInoperative(at)
	}
}

// endTransaction plays the rows from StopAuthorized on; row is its number. Every state is followed by the reports of
// the connectors of the tier, if it has ended the transaction; want tells what all connectors are then.
func endTransaction(s *octt.Scenario, t states.Tier, want states.Want, row int) {
	for _, state := range []octt.Reachable{states.StopAuthorized, states.EVConnectedPostSession, states.EVDisconnected, states.ParkingBayUnoccupied} {
		open := states.Open(s)
		s.Reach(row, state)
		s.If(row+1, octt.Given(open && !states.Open(s), "the previous step ended the transaction"), func() {
			t.Reported(s, row+1, want)
		})
		row += 3
	}
}
