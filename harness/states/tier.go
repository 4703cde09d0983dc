package states

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Tier is the part of a Charging Station that a ChangeAvailabilityRequest is about. It is made right before the request:
// what the station reported earlier is no answer to it.
type Tier struct {
	evse       *ocpp201.EVSE // of the request, nil for the whole Charging Station (part 2, G04.FR.01)
	connectors map[rigs.Place]bool
	components []string // of the events that the tables foresee as eventData[0]
	since      time.Time
	because    []string // requirements behind a report that follows from no ChangeAvailabilityRequest
	beside     bool     // the table has no rows of its own for the reports
	then       Want     // what a connector may be told to be right after that, without any act; nil for nothing else
	claimed    bool     // a driver has been authorized whose EV need not be there yet
}

// Want tells the state that a connector has now; "" leaves open what the document does.
type Want func(at rigs.Place) ocpp201.ConnectorStatus

// TheStation is the whole Charging Station.
func TheStation(s *octt.Scenario) Tier {
	return Tier{connectors: connectors(s), components: []string{"ChargingStation", "EVSE", "Connector"}, since: time.Now()}
}

// TheEVSE is <Configured evseId>. Table 425 has ChargingStation as well, TC_G_04_CS has not: an event about the Charging
// Station tells of another tier than the one that was asked for, and part 2, G01 lets it come beside the others.
func TheEVSE(s *octt.Scenario) Tier {
	return Tier{evse: &ocpp201.EVSE{ID: s.Configured.EVSEID}, connectors: own(s), components: []string{"ChargingStation", "EVSE", "Connector"}, since: time.Now()}
}

// TheConnector is <Configured connectorId> of <Configured evseId>.
func TheConnector(s *octt.Scenario) Tier {
	at := s.Configured.Place()
	of := &ocpp201.EVSE{ID: at.EVSE, ConnectorID: &at.Connector}
	return Tier{evse: of, connectors: map[rigs.Place]bool{at: true}, components: []string{"Connector"}, since: time.Now()}
}

// Change is the ChangeAvailabilityRequest for the tier.
func (t Tier) Change(to ocpp201.OperationalStatus) ocpp201.ChangeAvailabilityRequest {
	return ocpp201.ChangeAvailabilityRequest{OperationalStatus: to, EVSE: t.evse}
}

// AreInoperative is the state of every connector while the tier is Inoperative and everything else is at rest.
func (t Tier) AreInoperative(at rigs.Place) ocpp201.ConnectorStatus {
	if t.connectors[at] {
		return ocpp201.ConnectorStatusUnavailable
	}
	return ocpp201.ConnectorStatusAvailable
}

// Within is the part of the tier that belongs to the configured EVSE.
func (t Tier) Within(s *octt.Scenario) Tier {
	return t.keep(func(at rigs.Place) bool { return at.EVSE == s.Configured.EVSEID })
}

// Beside is the part of the tier that belongs to other EVSEs.
func (t Tier) Beside(s *octt.Scenario) Tier {
	return t.keep(func(at rigs.Place) bool { return at.EVSE != s.Configured.EVSEID })
}

func (t Tier) keep(belongs func(rigs.Place) bool) Tier {
	all := maps.Clone(t.connectors)
	maps.DeleteFunc(all, func(at rigs.Place, _ bool) bool { return !belongs(at) })
	t.connectors = all
	return t
}

// Empty tells whether no connector of the PICS belongs to the tier.
func (t Tier) Empty() bool { return len(t.connectors) == 0 }

// clauses are the requirements of part 2 behind the report of what a connector is after a change, "" where that is open.
func (t Tier) clauses(is ocpp201.ConnectorStatus) []string {
	if t.because != nil {
		return append([]string{"G01.FR.01"}, t.because...)
	}
	ids := []string{"G01.FR.01", "G01.FR.07"}
	out := is == ocpp201.ConnectorStatusUnavailable
	switch whole := t.evse != nil && t.evse.ConnectorID == nil; {
	case t.evse == nil && out:
		return append(ids, "G04.FR.01", "G04.FR.05", "G04.FR.07")
	case t.evse == nil:
		return append(ids, "G04.FR.01", "G04.FR.05", "G04.FR.08")
	case whole && out:
		return append(ids, "G03.FR.04", "G03.FR.06")
	case whole:
		return append(ids, "G03.FR.04", "G03.FR.07")
	}
	return append(ids, "G03.FR.04")
}

// Reported plays the rows in which the station reports the tier's connectors after a change, as often as there are
// connectors, in any order. want tells the state that each connector has now, those beside the tier included: they may
// be reported too (part 2, G01 forbids no report), but as what they are. What the station had told before this row and
// no row has claimed counts.
func (t Tier) Reported(s *octt.Scenario, row int, want Want) {
	missing := maps.Clone(t.connectors)
	maps.DeleteFunc(missing, func(at rigs.Place, _ bool) bool {
		return want(at) == ocpp201.ConnectorStatusUnavailable && s.Is(outOfService(at))
	})
	var first *octt.Message
	for len(missing) > 0 {
		alternatives := t.reports(want)
		for i := range alternatives {
			alternatives[i] = alternatives[i].Where(func(m *octt.Message) bool { return !t.goesOn(m, missing, want) })
		}
		if first != nil && !s.Comes(alternatives...) {
			break
		}
		m := t.takeReport(s, row, missing, want, alternatives)
		first = cmp.Or(first, m)
	}
	for _, c := range s.PICS.Connectors {
		at := rigs.Place{EVSE: c.EVSE, Connector: c.ID}
		if missing[at] && !s.Check(row, fmt.Sprintf("A message about the state of %s has come.", at), false, true, t.clauses(want(at))...) {
			s.Stop()
		}
	}
	t.NothingElseChanges(s, 0, t.afterwards(want))
	if first != nil {
		t.judgeApart(s, row, first, want)
	}
}

// afterwards is what the connectors may be once they have been reported.
func (t Tier) afterwards(want Want) Want {
	if t.then == nil {
		return want
	}
	return t.then
}

// goesOn tells a report of what connectors have become after one that a row has claimed: a later row is about it.
func (t Tier) goesOn(m *octt.Message, missing map[rigs.Place]bool, want Want) bool {
	return t.then != nil && differs(m, want) && !differs(m, t.then) && !slices.ContainsFunc(m.Availabilities(), func(a octt.Availability) bool {
		return missing[rigs.Place{EVSE: a.EVSE, Connector: a.Connector}]
	})
}

// takeReport plays one of the messages.
func (t Tier) takeReport(s *octt.Scenario, row int, missing map[rigs.Place]bool, want Want, alternatives []octt.Alternative) *octt.Message {
	m := s.ReceiveEither(row, alternatives...)
	if t.beside {
		s.Respond(0, m)
	} else {
		s.Respond(row+1, m)
	}
	all, known := true, connectors(s)
	for _, a := range m.Availabilities() {
		at := rigs.Place{EVSE: a.EVSE, Connector: a.Connector}
		if !known[at] {
			all = ofThePICS(s, row, m, known, at) && all
			continue
		}
		if is := want(at); is != "" {
			all = s.CheckReached(row, m, fmt.Sprintf("The state of %s is reported as it is.", at), a.Status, is, t.clauses(is)...) && all
		}
		delete(missing, at)
		if a.Status == string(ocpp201.ConnectorStatusUnavailable) {
			s.Mark(outOfService(at))
		} else {
			s.Unmark(outOfService(at))
		}
	}
	if !t.judgeAbove(s, row, m, want) || !all {
		s.Stop()
	}
	return m
}

// reports are the messages about connectors since the request. One that repeats what a connector was before it has become
// what want says is none: part 2 forbids no repetition, and the report of the change is still to come.
func (t Tier) reports(want Want, clauses ...octt.Clause) []octt.Alternative {
	all := reportsWith(firstEventOf(t.components...), clauses...)
	for i := range all {
		all[i] = all[i].Where(func(m *octt.Message) bool { return !m.At.Before(t.since) && !(m.Repeats() && differs(m, want)) })
	}
	return all
}

// differs tells a message that reports another state of a connector than want says.
func differs(m *octt.Message, want Want) bool {
	return slices.ContainsFunc(m.Availabilities(), func(a octt.Availability) bool {
		is := want(rigs.Place{EVSE: a.EVSE, Connector: a.Connector})
		return is != "" && a.Status != string(is)
	})
}

// ReportedAgain plays rows in which the table has the station report what has not changed. Part 2 asks only for what has
// (G03.FR.04, G04.FR.05, G01.FR.07), so that a station may leave the rows out: a laboratory that follows the table may
// fail it, which is a WARNING. What comes is judged.
func (t Tier) ReportedAgain(s *octt.Scenario, row int, want Want) {
	missing := maps.Clone(t.connectors)
	for len(missing) > 0 {
		alternatives := t.reports(want, octt.Optionally(s.Timeouts.Optional))
		if !s.Comes(alternatives...) {
			break
		}
		t.takeReport(s, row, missing, want, alternatives)
	}
	for _, c := range s.PICS.Connectors {
		at := rigs.Place{EVSE: c.EVSE, Connector: c.ID}
		if t.connectors[at] {
			s.Remark(row, fmt.Sprintf("A message about the state of %s has come, as the table has it. Part 2 asks only for what has changed.", at),
				!missing[at], true, t.clauses(want(at))...)
		}
	}
}

// NothingElseChanges proves that the station reports no connector as anything but what want says, since the request and
// for a time that the document names (0 when it names none). A report of that is no change, and free; so is one that
// repeats what was so before.
func (t Tier) NothingElseChanges(s *octt.Scenario, d time.Duration, want Want) {
	s.Nothing(0, d, t.changes(want)...)
}

// NothingElseChangesYet is NothingElseChanges where the document names no time and one moment would prove little.
func (t Tier) NothingElseChangesYet(s *octt.Scenario, want Want) {
	s.NothingYet(0, s.Timeouts.Optional, t.changes(want)...)
}

// changes are the reports of another state than what want says.
func (t Tier) changes(want Want) []octt.Alternative {
	const words = "another state than the connector has"
	changed := func(m *octt.Message) bool { return !m.At.Before(t.since) && !m.Repeats() && differs(m, want) }
	return []octt.Alternative{octt.As[ocpp201.StatusNotificationRequest]().With(words, changed),
		octt.As[ocpp201.NotifyEventRequest]().With(words, changed)}
}

// outOfService: the station has told that a connector is Unavailable since the CSMS has asked for it.
func outOfService(at rigs.Place) octt.Family {
	return octt.Family(at.String() + " is Unavailable")
}
