package g_availability

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	operative   = ocpp201.OperationalStatusOperative
	inoperative = ocpp201.OperationalStatusInoperative

	accepted = ocpp201.ChangeAvailabilityStatusAccepted
	later    = ocpp201.ChangeAvailabilityStatusScheduled
)

// change plays steps 1 and 2 of every table: the request for the tier, and its answer.
func change(s *octt.Scenario, t states.Tier, to ocpp201.OperationalStatus, answer ocpp201.ChangeAvailabilityStatus, ids ...string) {
	octt.Send(s, 1, t.Change(to)).Receive(2, octt.Must("status", answer).Clause(ids...))
}

// changeNothing plays a request for the state that the tier is in already. The tables show no report of it, and part 2
// asks for none (G03.FR.04, G04.FR.05: what has changed). A report of what is so is free; one of another state says that
// the station has changed what it was to leave alone, and fails.
func changeNothing(s *octt.Scenario, t states.Tier, to ocpp201.OperationalStatus, ids ...string) {
	change(s, t, to, accepted, ids...)
	want := t.AreInoperative
	if to == operative {
		want = states.AllAvailable
	}
	t.NothingElseChanges(s, 0, want)
}
