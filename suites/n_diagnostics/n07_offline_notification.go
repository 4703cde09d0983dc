package n_diagnostics

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// queuingSeverity is OfflineMonitoringEventQueuingSeverity (DM-3).
const queuingSeverity = "MonitoringCtrlr.OfflineQueuingSeverity"

// queuesUpTo has the station queue events up to <Configured severity>. It reports what it queues, whatever level it had. The monitors may be
// "custom or predefined": a hardwired one like them, beside which no other can be set, is taken for it.
func queuesUpTo(monitors func(*octt.Scenario) []ocpp201.SetMonitoringData) []octt.Preparation {
	return octt.Prepare(
		octt.Monitors(),
		octt.Config(octt.Is(queuingSeverity, func(c *octt.Configured) string { return strconv.Itoa(c.Severity) })),
		states.BackingOff(),
		octt.Do(func(s *octt.Scenario) {
			all := monitors(s)
			s.FreeOfMonitors(watched(all...)...)
			for _, m := range all {
				s.MonitorIDs = append(s.MonitorIDs, hardwiredOrPlaced(s, m))
			}
			octt.Send(s, 0, ocpp201.SetMonitoringLevelRequest{Severity: 9}).Receive(0, octt.Must("status", ocpp201.GenericStatusAccepted))
		}))
}

// hardwiredOrPlaced is the id of the hardwired monitor that is like one, or of the one that the station takes.
func hardwiredOrPlaced(s *octt.Scenario, m ocpp201.SetMonitoringData) int {
	there := s.HardwiredMonitors()
	if i := slices.IndexFunc(there, like(m)); i >= 0 {
		s.Skip(0, "", "is left out", fmt.Sprintf("The Charging Station has such a monitor already: %s.", words(there[i:i+1], anyMonitor)))
		return there[i].ID
	}
	return placed(s, m)[0]
}

func evseAlert(s *octt.Scenario, severity int) ocpp201.SetMonitoringData {
	return delta(severity, evse(s), state)
}

func connectorAlert(s *octt.Scenario, severity int) ocpp201.SetMonitoringData {
	id := s.Configured.ConnectorID
	return delta(severity, ocpp201.Component{Name: "Connector", EVSE: &ocpp201.EVSE{ID: s.Configured.EVSEID, ConnectorID: &id}}, state)
}

// TC_N_22_CS has an event wait for the connection. It is offline because the CSMS takes the connection away, as in the other blocks; the
// driver has to be let in before where the cable lock keeps him out. What else is told of the plug is none of the table.
var TC_N_22_CS = octt.Register(octt.Case{
	ID: "TC_N_22_CS",
	Before: queuesUpTo(func(s *octt.Scenario) []ocpp201.SetMonitoringData {
		return []ocpp201.SetMonitoringData{evseAlert(s, s.Configured.Severity)}
	}),
	Main: func(s *octt.Scenario) {
		states.LetIn(s)
		since := states.GoOffline(s, 0)
		s.Act(1, rigs.ConnectEV(s.Configured.Place()))
		s.Wait(2, s.Configured.TransactionDuration, "the configured transaction duration")
		states.AcceptAgain(s, 0, since)
		alerted(s, 3, evseAlert(s, s.Configured.Severity), s.MonitorIDs[0],
			octt.Must("trigger", ocpp201.EventTriggerDelta).Clause("N07.FR.04"),
			octt.Must("actualValue", ocpp201.ConnectorStatusOccupied).Clause("N07.FR.04"))
		pluggedOffline(s)
	},
})

// pluggedOffline takes what a station tells of the plug out of the scenario.
func pluggedOffline(s *octt.Scenario) {
	s.Settles()
	s.PassOver(nil, "it tells of the plug beside the events that the table looks at (part 2, B04, E01)", func(m *octt.Message) bool {
		return m.Action == ocpp201.TransactionEventRequest{}.Action() || len(m.Availabilities()) > 0
	})
}

// offlineAlerts are monitors whose events do not wait.
func offlineAlerts(s *octt.Scenario) []ocpp201.SetMonitoringData {
	return []ocpp201.SetMonitoringData{connectorAlert(s, s.Configured.Severity+1), evseAlert(s, s.Configured.Severity+1)}
}

// tellingOf counts the messages since a moment that tell of the variables of monitors, whatever has triggered them.
func tellingOf(s *octt.Scenario, monitors []ocpp201.SetMonitoringData, since time.Time) (n int) {
	for _, msg := range octt.ToldMessages[ocpp201.NotifyEventRequest](s) {
		var q ocpp201.NotifyEventRequest
		if msg.At.After(since) && msg.Payload.Decode(&q) == nil && slices.ContainsFunc(q.EventData, func(e ocpp201.EventData) bool {
			return slices.ContainsFunc(monitors, func(m ocpp201.SetMonitoringData) bool { return same(e.Component, e.Variable, m.Component, m.Variable) })
		}) {
			n++
		}
	}
	return n
}

// TC_N_23_CS has no event wait for the connection (erratum 6.2.90). Where a parking bay starts transactions and the plug does not, the EV has
// to be in it for the rows of TransactionEventRequest; it stays there, so that one which the plug has ended while offline is followed by none.
var TC_N_23_CS = octt.Register(octt.Case{
	ID: "TC_N_23_CS",
	Before: queuesUpTo(func(s *octt.Scenario) []ocpp201.SetMonitoringData {
		return offlineAlerts(s)
	}),
	Main: func(s *octt.Scenario) {
		plugStarts := slices.Contains(s.Configured.TxStartPoint, "EVConnected")
		starts := plugStarts
		if !plugStarts && slices.Contains(s.Configured.TxStartPoint, "ParkingBayOccupancy") {
			s.Reach(0, states.ParkingBayOccupied)
			starts = s.TransactionID != "" // the bay is optional where something else starts transactions too
		}
		held := states.KeptOut(s) && states.Detachable(s)
		states.LetIn(s)
		states.Connect(s)
		occupied := octt.Must("actualValue", ocpp201.ConnectorStatusOccupied).Clause("N07.FR.19")
		changed := octt.Must("trigger", ocpp201.EventTriggerDelta).Clause("N07.FR.19")
		of, judged := offlineAlerts(s), []octt.Requirement{changed, occupied}
		alertedOfBoth(s, 1, alert{of: of[0], id: s.MonitorIDs[0], event: judged}, alert{of: of[1], id: s.MonitorIDs[1], event: judged})
		if m := s.TryEither(1, "A station may tell it by events alone.", octt.As[ocpp201.StatusNotificationRequest](
			octt.Must("evseId", s.Configured.EVSEID), octt.Must("connectorId", s.Configured.ConnectorID), octt.Must("connectorStatus", ocpp201.ConnectorStatusOccupied))); m != nil {
			s.Respond(2, m)
		}
		contains := "TxStartPoint contains EVConnected or ParkingBayOccupancy"
		s.If(3, octt.Given(starts, contains), func() {
			states.TransactionEvent(s, 3, []ocpp201.TriggerReason{ocpp201.TriggerReasonCablePluggedIn},
				octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected))
		})
		since := states.GoOffline(s, 0)
		if held { // nobody gets the cable out of the station before the driver has stopped
			states.LoseEV(s)
			states.ReturnEV(s)
		} else {
			states.Disconnect(s)
			states.Connect(s)
		}
		s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
		states.AcceptAgain(s, 0, since)
		s.If(5, octt.Given(starts, contains), func() {
			lost := s.ReceiveEither(5, octt.As[ocpp201.TransactionEventRequest](octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateIdle)).
				With("triggerReason EVCommunicationLost", func(m *octt.Message) bool {
					return m.Field("triggerReason") == string(ocpp201.TriggerReasonEVCommunicationLost)
				})) // in whichever order the queue comes
			s.Respond(6, lost)
			goesOn := plugStarts || lost.Field("eventType") != string(ocpp201.TransactionEventEnumEnded)
			s.If(7, octt.Given(goesOn, "TxStartPoint contains EVConnected, or the transaction of step 5 has not ended"), func() {
				states.TransactionEvent(s, 7, []ocpp201.TriggerReason{ocpp201.TriggerReasonCablePluggedIn},
					octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected))
			})
		})
		silentAbout(s, 7, since, "N07.FR.04", alert{of: of[0], id: s.MonitorIDs[0]}, alert{of: of[1], id: s.MonitorIDs[1]})
		s.Remark(7, "No other event tells of AvailabilityState of the EVSE or the connector, as the note has it. A station may tell a connector's state by one in the place of a StatusNotificationRequest (part 2, G01): a laboratory may fail it.",
			tellingOf(s, of, since), 0)
		pluggedOffline(s)
	},
})
