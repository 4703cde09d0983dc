package states

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ConnectorStatus plays the rows in which the station notifies the CSMS of a connector's state: by a
// StatusNotificationRequest, or by a NotifyEventRequest on Connector.AvailabilityState. It returns the message. ids are
// requirements of the case that it shows beside those on every report.
func ConnectorStatus(s *octt.Scenario, row int, want ocpp201.ConnectorStatus, at rigs.Place, ids ...string) *octt.Message {
	m := s.ReceiveEither(row, statusAt(s, want, at, ids...)...)
	s.Respond(row+1, m)
	return m
}

// PluggedIn is ConnectorStatus for the report of the configured connector that the plug makes Occupied. That of an
// authorized driver may have been Occupied before: from the authorization on it is not available for a new driver (part 2,
// ConnectorStatusEnumType).
func PluggedIn(s *octt.Scenario, row int) *octt.Message {
	const want = ocpp201.ConnectorStatusOccupied
	if !s.Is(authorized) {
		if s.Is(keptFree) {
			staysReserved(s, row)
			return nil
		}
		return ConnectorStatus(s, row, want, s.Configured.Place())
	}
	return EarlyStatus(s, row, want, s.Configured.Place(),
		"a connector is Occupied when it is not available for a new driver, which it may be from the authorization on (part 2, ConnectorStatusEnumType)")
}

// EarlyStatus is ConnectorStatus where the state may be told before the last act already; why says by which rule.
func EarlyStatus(s *octt.Scenario, row int, want ocpp201.ConnectorStatus, at rigs.Place, why string) *octt.Message {
	all := statusAt(s, want, at)
	for i := range all {
		all[i] = all[i].Early(why)
	}
	m := s.ReceiveEither(row, all...)
	s.Respond(row+1, m)
	return m
}

// TryConnectorStatus is ConnectorStatus at the configured connector where the document makes the message optional.
func TryConnectorStatus(s *octt.Scenario, row int, why string, want ocpp201.ConnectorStatus) {
	if m := s.TryEither(row, why, statusAt(s, want, s.Configured.Place())...); m != nil {
		s.Respond(row+1, m)
	}
}

// ToldConnector is ConnectorStatus at the configured connector when the station is online again. It reports what has changed
// while it was offline (part 6, section 2.1; part 2, B04.FR.01, B04.FR.02), whether or not the table shows it; what is as it
// had been told before is optional, and judged like any other report. why says so.
func ToldConnector(s *octt.Scenario, row int, why string, want ocpp201.ConnectorStatus) {
	if was := s.ToldBeforeOffline(s.Configured.Place()); was != "" && was != string(want) {
		m := s.ReceiveEither(row, reportsAt(s, want, s.Configured.Place(), asItIs, "B04.FR.01", "B04.FR.02")...)
		s.Respond(row+1, m)
		return
	}
	TryChangedConnector(s, row, why, want)
}

// TryChangedConnector is TryConnectorStatus where a repetition of what the station had told before is judged like any other
// report.
func TryChangedConnector(s *octt.Scenario, row int, why string, want ocpp201.ConnectorStatus) {
	if m := s.TryEither(row, why, reportsAt(s, want, s.Configured.Place(), asItIs)...); m != nil {
		s.Respond(row+1, m)
	}
}

// ForgetStatus takes reports of a state of the configured connector out of the scenario that no row has claimed.
func ForgetStatus(s *octt.Scenario, status ocpp201.ConnectorStatus, why string) {
	s.PassOver(nil, why, func(m *octt.Message) bool {
		return slices.Contains(m.Availabilities(), octt.Availability{EVSE: s.Configured.EVSEID, Connector: s.Configured.ConnectorID, Status: string(status)})
	})
}

// statusAt leaves the reports about nothing but other connectors of the PICS alone: those of the same EVSE a station
// should not send (part 2, G01.FR.08), they end as a warning; those of another EVSE are no answer to what is done here. So
// is one that repeats another state than the row is about, which comes before the change: part 2 forbids no repetition.
// ids are requirements that ask for the report beside those that ask for it at every change.
func statusAt(s *octt.Scenario, want ocpp201.ConnectorStatus, at rigs.Place, ids ...string) []octt.Alternative {
	return statusAtOr(s, want, at, asItIs, ids...)
}

func asItIs(must octt.Requirement) octt.Requirement { return must }

// statusAtOr is statusAt where the requirement on the state takes another one too; or adds that.
func statusAtOr(s *octt.Scenario, want ocpp201.ConnectorStatus, at rigs.Place, or func(octt.Requirement) octt.Requirement, ids ...string) []octt.Alternative {
	all := reportsAt(s, want, at, or, ids...)
	is := octt.Availability{EVSE: at.EVSE, Connector: at.Connector, Status: string(want)}
	for i := range all {
		all[i] = all[i].Where(func(m *octt.Message) bool { return !m.Repeats() || slices.Contains(m.Availabilities(), is) })
	}
	return all
}

// reportsAt are all reports about the connector, those included that repeat another state.
func reportsAt(s *octt.Scenario, want ocpp201.ConnectorStatus, at rigs.Place, or func(octt.Requirement) octt.Requirement, ids ...string) []octt.Alternative {
	known := connectors(s)
	ids = append(ids, atChange(want)...)
	own := func(m *octt.Message) bool {
		return slices.ContainsFunc(m.Availabilities(), func(a octt.Availability) bool {
			place := rigs.Place{EVSE: a.EVSE, Connector: a.Connector}
			return place == at || !known[place]
		})
	}
	return []octt.Alternative{
		octt.As[ocpp201.StatusNotificationRequest](append(passingReports(s, "connectorStatus", want),
			or(octt.Must("connectorStatus", want).Clause(ids...)),
			octt.Must("evseId", at.EVSE),
			octt.Must("connectorId", at.Connector))...).Where(own),
		octt.As[ocpp201.NotifyEventRequest](append(passingReports(s, "eventData[0].actualValue", want), firstEvent(),
			octt.Element("eventData", []octt.Requirement{
				octt.Must("component.name", octt.Identifier("Connector")),
				octt.Must("variable.name", octt.Identifier("AvailabilityState")),
				octt.Must("component.evse.id", at.EVSE),
				octt.Must("component.evse.connectorId", at.Connector),
			},
				octt.Must("trigger", ocpp201.EventTriggerDelta).Clause("N07.FR.19"),
				or(octt.Must("actualValue", want).Clause(append(ids, "N07.FR.19")...))))...).Where(octt.ReportsConnector).Where(own),
	}
}

// atChange are the requirements on the report of a connector, which an EV makes Occupied or Available.
func atChange(to ocpp201.ConnectorStatus) []string {
	switch to {
	case ocpp201.ConnectorStatusOccupied:
		return []string{"G01.FR.01", "G01.FR.03", "E02.FR.05"}
	case ocpp201.ConnectorStatusAvailable:
		return []string{"G01.FR.01", "G01.FR.04"}
	}
	return []string{"G01.FR.01"}
}

// firstEvent: the tables judge eventData[0]. A station may put the events of several components into one message (part 2,
// NotifyEventRequest), in whatever order.
func firstEvent() octt.Requirement { return firstEventOf("Connector") }

// firstEventOf is firstEvent where the table foresees events of other components as well.
func firstEventOf(components ...string) octt.Requirement {
	return octt.Must("eventData[0].component.name", octt.Identifier(components...)).Or(octt.Satisfying("another component", func(any) bool { return true }),
		"The connector's event is not the first of the message: a laboratory may only look at eventData[0].")
}

// AllConnectors plays the rows in which the station reports the state of all connectors after it was accepted: as
// often as there are connectors: each must come, in time. want tells the state that each must have, because of B01.FR.05 and
// of the further requirements ids. Evse and connector 0 are not connectors, nor is what the PICS has not. What was told before
// the boot says nothing about the station that has booted.
func AllConnectors(s *octt.Scenario, row int, want func(at rigs.Place) ocpp201.ConnectorStatus, ids ...string) {
	missing := connectors(s)
	boots := octt.ClaimedMessages[ocpp201.BootNotificationRequest](s)
	since := func(m *octt.Message) bool { return len(boots) == 0 || m.Seq > boots[len(boots)-1].Seq }
	reportAll(s, row, missing, want, since, append([]string{"B01.FR.05"}, ids...)...)
	all := true
	for _, at := range s.Connectors() {
		if missing[at] {
			all = s.Check(row, fmt.Sprintf("A message about the state of %s has come within %s of the one before it.", at, s.StatusWait()), false, true, "B01.FR.05") && all
		}
	}
	if !all {
		s.Stop()
	}
}

// StaysUnavailable proves for a moment that the configured connector, once it has been reported Unavailable, is not
// reported otherwise: what is told while a station starts may be what was kept, and what it goes on with not.
func StaysUnavailable(s *octt.Scenario) {
	otherwise := func(m *octt.Message) bool {
		return slices.ContainsFunc(m.Availabilities(), func(a octt.Availability) bool {
			return rigs.Place{EVSE: a.EVSE, Connector: a.Connector} == s.Configured.Place() && a.Status != string(ocpp201.ConnectorStatusUnavailable)
		})
	}
	s.NothingYet(0, s.Timeouts.Optional, octt.As[ocpp201.StatusNotificationRequest]().Where(otherwise), octt.As[ocpp201.NotifyEventRequest]().Where(otherwise))
}

// reportAll plays the rows of the messages about the missing connectors, of those for which since holds, until each has come,
// in any order; "" of want leaves open what a connector is. When one stays away the rows end without it, and the caller says what is
// missing.
func reportAll(s *octt.Scenario, row int, missing map[rigs.Place]bool, want func(at rigs.Place) ocpp201.ConnectorStatus, since func(*octt.Message) bool, clauses ...string) {
	known := connectors(s)
	for n := 0; len(missing) > 0; n++ {
		alternatives := anyStatus()
		for i := range alternatives {
			alternatives[i] = alternatives[i].Where(since)
		}
		if n > 0 && !s.Comes(alternatives...) {
			return
		}
		m := s.ReceiveEither(row, alternatives...)
		s.Respond(row+1, m)
		for _, a := range m.Availabilities() {
			at := rigs.Place{EVSE: a.EVSE, Connector: a.Connector}
			ofThePICS(s, row, m, known, at)
			if !missing[at] {
				continue
			}
			delete(missing, at)
			if want(at) == "" {
				continue
			}
			s.CheckReached(row, m, fmt.Sprintf("The state of %s is reported as it is.", at), a.Status, want(at), clauses...)
		}
	}
}

// ofThePICS judges that a message is about a connector that there is, by the PICS. One about another shows the state of none.
func ofThePICS(s *octt.Scenario, row int, m *octt.Message, known map[rigs.Place]bool, at rigs.Place) bool {
	return known[at] || s.CheckReached(row, m, "The message is about a connector of the PICS.", at.String(), "a connector of the PICS")
}

func anyStatus() []octt.Alternative { return reportsWith(firstEvent()) }

// reportsWith is a message about the state of any connector; first is what its first event must be.
func reportsWith(first octt.Requirement, clauses ...octt.Clause) []octt.Alternative {
	positive := octt.Satisfying("not 0", func(actual any) bool { n, ok := actual.(float64); return ok && n != 0 })
	return []octt.Alternative{
		octt.As[ocpp201.StatusNotificationRequest](append(clauses[:len(clauses):len(clauses)],
			octt.Must("evseId", positive), octt.Must("connectorId", positive))...),
		octt.As[ocpp201.NotifyEventRequest](append(clauses[:len(clauses):len(clauses)], first,
			octt.Must("eventData", octt.Satisfying("events on Connector.AvailabilityState with trigger Delta", deltas)))...).Where(octt.ReportsConnector),
	}
}

// deltas tells whether every event on Connector.AvailabilityState has the trigger Delta.
func deltas(list any) bool {
	text, err := json.Marshal(list)
	var events []ocpp201.EventData
	if err != nil || ocpp201.Decode(text, &events) != nil {
		return false
	}
	return !slices.ContainsFunc(events, func(e ocpp201.EventData) bool {
		return e.Component.Named("Connector") && e.Variable.Named("AvailabilityState") && e.Trigger != ocpp201.EventTriggerDelta
	})
}

// AllAvailable is the state that every connector has at rest.
func AllAvailable(rigs.Place) ocpp201.ConnectorStatus { return ocpp201.ConnectorStatusAvailable }

// AnyState leaves open what every connector is.
func AnyState(rigs.Place) ocpp201.ConnectorStatus { return "" }

// EveryConnectorReported is the post scenario validation that a message about the state of every connector has come
// since the station booted.
func EveryConnectorReported(s *octt.Scenario) { everyReported(s, connectors(s)) }

// EVSEReported is the same for the connectors of the configured EVSE.
func EVSEReported(s *octt.Scenario) {
	everyReported(s, own(s))
}

// ConnectorReported is the same for the configured connector.
func ConnectorReported(s *octt.Scenario) {
	everyReported(s, map[rigs.Place]bool{s.Configured.Place(): true})
}

// EveryConnectorTold is the same post scenario validation in cases in which nothing makes a station report every
// connector: part 2 asks only for what has changed (G03.FR.04, G04.FR.05). Read so that the messages from before the case
// count, which every station has sent when it booted (B01.FR.05). Of a station that was running before the bench came,
// they are unknown: a WARNING.
func EveryConnectorTold(s *octt.Scenario) {
	for _, at := range s.Connectors() {
		everTold(s, at)
	}
}

// EveryConnectorToldAs is EveryConnectorTold where nothing is left open of what each connector is now: what was told last is that.
func EveryConnectorToldAs(want func(*octt.Scenario) Want) func(*octt.Scenario) {
	return func(s *octt.Scenario) {
		is := want(s)
		for _, at := range s.Connectors() {
			if told := everTold(s, at); told != "" {
				s.Check(0, fmt.Sprintf("The last message about %s tells what it is.", at), told, is(at))
			}
		}
	}
}

// everTold judges that a message about the state of a connector has come since the station booted, and returns the state.
func everTold(s *octt.Scenario, at rigs.Place) string {
	status, owed := s.Told(at)
	const requirement = "A message about the state of %s has come, in this case or since the Charging Station booted."
	if owed {
		s.Check(0, fmt.Sprintf(requirement, at), status != "", true, "B01.FR.05")
	} else {
		s.Remark(0, fmt.Sprintf(requirement, at), status != "", true, "B01.FR.05")
	}
	return status
}

// own is the connectors of the configured EVSE.
func own(s *octt.Scenario) map[rigs.Place]bool {
	out := connectors(s)
	for at := range out {
		if at.EVSE != s.Configured.EVSEID {
			delete(out, at)
		}
	}
	return out
}

func everyReported(s *octt.Scenario, wanted map[rigs.Place]bool) {
	reported := map[rigs.Place]bool{}
	for _, a := range s.Availabilities("BootNotification") {
		reported[rigs.Place{EVSE: a.EVSE, Connector: a.Connector}] = true
	}
	for _, at := range s.Connectors() {
		if wanted[at] {
			s.Check(0, fmt.Sprintf("A message about the state of %s has come.", at), reported[at], true)
		}
	}
}

// connectors is the connector table of the PICS.
func connectors(s *octt.Scenario) map[rigs.Place]bool {
	out := map[rigs.Place]bool{}
	for _, at := range s.Connectors() {
		out[at] = true
	}
	return out
}
