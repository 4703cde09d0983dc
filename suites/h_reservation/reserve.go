package h_reservation

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// enabled is the configuration state of the cases. Their prerequisite ReservationAvailable is that of the profile.
func enabled(more ...[]octt.Preparation) []octt.Preparation {
	return octt.Prepare(append([][]octt.Preparation{states.ReservationsEnabled()}, more...)...)
}

// reserved is the memory state of the configured EVSE with <Configured valid_idtoken>.
func reserved() []octt.Preparation { return enabled(octt.States(states.Reserved)) }

// valid and valid2 are reservations for the two idTokens of the bench.
func valid(s *octt.Scenario) states.Reservation {
	return states.Reservation{Token: s.Configured.ValidToken}
}
func valid2(s *octt.Scenario) states.Reservation {
	return states.Reservation{Token: s.Configured.ValidToken2}
}

// asks plays rows 1 and 2 of a reservation, and what is answered.
func asks(s *octt.Scenario, r states.Reservation, answer ocpp201.ReserveNowStatus, ids ...string) {
	octt.Send(s, 1, r.Reserve(s)).Receive(2, octt.Must("status", answer).Clause(ids...))
	if answer == ocpp201.ReserveNowStatusAccepted {
		r.Promised(s)
	}
}

// use is how a reservation is used: by the driver with an idToken, which a station may have to ask about.
type use struct {
	row  int // of Authorized; the next one is EnergyTransferStarted
	by   rigs.Token
	must bool     // the table has the report that the EVSE is Reserved no more
	asks []string // requirements for which the station asks about the idToken
	ids  []string // and by which the driver may charge
}

// used plays the last two rows of a case whose reservation is used. That the transaction tells the reservation no table has, and
// H01.FR.15, which the cases cite, asks for.
func used(s *octt.Scenario, u use) {
	s.Token = u.by
	s.Reach(u.row, states.AuthorizedAsking(u.asks...))
	states.UsedReported(s, u.row, u.must)
	s.Reach(u.row+1, states.EnergyTransferStarted)
	states.TellsReservation(s, u.row+1)
	charges(s, u.row+1, "The driver charges for whom it is reserved.", u.ids...)
}

// freed plays the last two rows of a case after whose reservation anybody may charge again.
func freed(s *octt.Scenario, row int, ids ...string) {
	s.Token = s.Configured.ValidToken2
	s.Reach(row, states.Authorized)
	s.Reach(row+1, states.EnergyTransferStarted)
	states.TellsNoReservation(s, row+1)
	charges(s, row+1, "A driver charges for whom it is not reserved.", ids...)
}

func charges(s *octt.Scenario, row int, requirement string, ids ...string) {
	s.Check(row, requirement, s.ChargingState, string(ocpp201.ChargingStateCharging), ids...)
}
