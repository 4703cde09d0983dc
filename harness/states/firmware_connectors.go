package states

import (
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// OutAndBack are the reports by which connectors go out of service for a firmware update, and come back: a message that tells
// nothing but Unavailable and Available, of which something is new. clauses say how long it is waited for.
//
// They come before the rows of the installation, among them and after them, as it pleases the station.
func OutAndBack(clauses ...octt.Clause) []octt.Alternative {
	all := reportsWith(firstEvent(), clauses...)
	for i := range all {
		all[i] = all[i].Where((*octt.Message).OutOrBack)
	}
	return all
}

// IsBack tells a report that a connector is Available again from one that it is Unavailable.
func IsBack(m *octt.Message) bool {
	return slices.ContainsFunc(m.Availabilities(), func(a octt.Availability) bool { return a.Status == string(ocpp201.ConnectorStatusAvailable) })
}

// TakeOutAndBack plays the rows of the next of these reports: out where it tells Unavailable, back where it tells Available.
func TakeOutAndBack(s *octt.Scenario, out, back int) {
	row := out
	if m := s.Ahead(OutAndBack()...); IsBack(m) {
		row = back
	}
	m := s.ReceiveEither(row, OutAndBack()...)
	s.Respond(row+1, m)
	known, want := connectors(s), octt.OneOf(ocpp201.ConnectorStatusUnavailable)
	if row == back { // of one of several, where one message tells of them
		want = octt.OneOf(ocpp201.ConnectorStatusAvailable, ocpp201.ConnectorStatusUnavailable)
	}
	for _, a := range m.Availabilities() {
		at := rigs.Place{EVSE: a.EVSE, Connector: a.Connector}
		if ofThePICS(s, row, m, known, at) {
			s.CheckReached(row, m, fmt.Sprintf("The state of %s is reported as it is.", at), a.Status, want, "G01.FR.01")
		}
	}
}

// OutOfService are the connectors that the station has told last to be Unavailable.
func OutOfService(s *octt.Scenario) []rigs.Place {
	return slices.DeleteFunc(s.Connectors(), func(at rigs.Place) bool {
		status, _ := s.Told(at)
		return status != string(ocpp201.ConnectorStatusUnavailable)
	})
}

// HeldForUpdate plays the rows in which the station sets the connectors at EVSEs that are not in use to Unavailable, while it
// waits for transactions to end (part 2, L01.FR.07): each must come, since the update was asked for. Others of the EVSE in use are
// left open: part 2 speaks of EVSEs, and the tables of connectors with AvailabilityState Available.
func HeldForUpdate(s *octt.Scenario, row int, idle []rigs.Place, asked time.Time) {
	missing := map[rigs.Place]bool{}
	for _, at := range idle {
		missing[at] = true
	}
	want := func(at rigs.Place) ocpp201.ConnectorStatus {
		if slices.Contains(idle, at) {
			return ocpp201.ConnectorStatusUnavailable
		}
		return ""
	}
	reportAll(s, row, missing, want, func(m *octt.Message) bool { return !m.Repeats() && !m.At.Before(asked) }, "L01.FR.07")
	all := true
	for _, at := range idle {
		if missing[at] {
			all = s.Check(row, fmt.Sprintf("A message that %s is Unavailable has come.", at), false, true, "L01.FR.07") && all
		}
	}
	if !all {
		s.Stop()
	}
}
