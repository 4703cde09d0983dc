package n_diagnostics

import (
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The criteria by which a report is asked for.
const (
	thresholds = ocpp201.MonitoringCriterionThresholdMonitoring
	deltas     = ocpp201.MonitoringCriterionDeltaMonitoring
	periodic   = ocpp201.MonitoringCriterionPeriodicMonitoring
)

// TC_N_01_CS has monitors of all types reported by criteria (erratum 6.2.86). The severity is not in the table; <Configured severity> is
// taken.
var TC_N_01_CS = octt.Register(octt.Case{
	ID: "TC_N_01_CS",
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		severity, seconds := s.Configured.Severity, s.Configured.AlignedInterval.Seconds()
		installed(s,
			threshold(s, ocpp201.MonitorLowerThreshold, s.Configured.LowerTrigger, severity),
			threshold(s, ocpp201.MonitorUpperThreshold, s.Configured.UpperTrigger, severity),
			threshold(s, ocpp201.MonitorPeriodic, seconds, severity),
			numeric(s, ocpp201.MonitorDelta, s.Configured.NumericDelta, severity),
			numeric(s, ocpp201.MonitorPeriodicClockAligned, seconds, severity))
	})),
	Main: func(s *octt.Scenario) {
		upper, lower := ocpp201.MonitorUpperThreshold, ocpp201.MonitorLowerThreshold
		byCriteria(s, 1, []ocpp201.MonitoringCriterion{thresholds}, upper, lower)
		byCriteria(s, 5, []ocpp201.MonitoringCriterion{thresholds, deltas}, upper, lower, ocpp201.MonitorDelta)
		byCriteria(s, 9, []ocpp201.MonitoringCriterion{deltas, periodic}, ocpp201.MonitorDelta, ocpp201.MonitorPeriodic, ocpp201.MonitorPeriodicClockAligned)
	},
})

// reportedBy are the requirements for which a report holds monitors of a type.
var reportedBy = map[ocpp201.Monitor]string{
	ocpp201.MonitorUpperThreshold: "N02.FR.12", ocpp201.MonitorLowerThreshold: "N02.FR.12", ocpp201.MonitorDelta: "N02.FR.13",
	ocpp201.MonitorPeriodic: "N02.FR.14", ocpp201.MonitorPeriodicClockAligned: "N02.FR.14",
}

// byCriteria plays the rows of a report by criteria. The table looks at what must not stand in it; that all monitors of the types do, those of
// the preparations and those that the station has told before, is what N02.FR.12 to FR.14 ask for.
func byCriteria(s *octt.Scenario, row int, criteria []ocpp201.MonitoringCriterion, types ...ocpp201.Monitor) {
	all := reportsMonitors(s, row, asksMonitors(nil, criteria...), noError)
	s.Check(row+2, "Every reported monitor has a type of the criteria.",
		words(all, func(w octt.Watch) bool { return !slices.Contains(types, w.Type) }), none, "N02.FR.05", "N02.FR.06")
	for _, t := range types {
		c, v := s.Configured.Watched(s.Configured.ThresholdVariable)
		if t == ocpp201.MonitorDelta || t == ocpp201.MonitorPeriodicClockAligned {
			c, v = s.Configured.Watched(s.Configured.NumericDeltaVariable)
		}
		s.Check(row+2, fmt.Sprintf("The monitor of type %s is reported.", t), holds(all, t, c, v), true, reportedBy[t])
		s.Check(row+2, fmt.Sprintf("Every other monitor of type %s that the Charging Station has is reported.", t), words(s.KnownMonitors(), func(w octt.Watch) bool {
			return w.Type == t && !ofConfigured(s, w) && withID(all, w.ID).ID != w.ID
		}), none, reportedBy[t])
	}
}

// ofConfigured tells a monitor of one of the variables from which the preparations have cleared what was there.
func ofConfigured(s *octt.Scenario, w octt.Watch) bool {
	return w.On(s.Configured.Watched(s.Configured.ThresholdVariable)) || w.On(s.Configured.Watched(s.Configured.NumericDeltaVariable))
}

// haveStates is the memory state of Delta monitors on AvailabilityState of the station and of the configured EVSE: hardwired,
// preconfigured, or set here.
func haveStates() []octt.Preparation {
	return octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		have(s, s.KnownMonitors(), station)
		have(s, s.KnownMonitors(), evse(s))
	}))
}

// haveDeltas is haveStates without monitors of another type on these variables, which a station that has them reports with the others.
func haveDeltas() []octt.Preparation {
	return octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		known := s.KnownMonitors()
		if slices.ContainsFunc(known, isOtherOnState) {
			leaves(s, bothStates(s), isOtherOnState)
			known = s.HardwiredMonitors()
		}
		have(s, known, station)
		have(s, known, evse(s))
	}))
}

func isOtherOnState(w octt.Watch) bool { return isState(w) && w.Type != ocpp201.MonitorDelta }

func have(s *octt.Scenario, known []octt.Watch, c ocpp201.Component) {
	if holds(known, ocpp201.MonitorDelta, c, state) {
		s.Skip(0, "", "is left out", fmt.Sprintf("The Charging Station has a Delta monitor on AvailabilityState of %s already.", c.Name))
		return
	}
	takes(s, 0, delta(s.Configured.Severity, c, state))
}

// haveBoth are the validations that both monitors are reported.
func haveBoth(s *octt.Scenario, row int, all []octt.Watch, ids ...string) {
	s.Check(row, "A Delta monitor on AvailabilityState of the Charging Station is reported.", holds(all, ocpp201.MonitorDelta, station, state), true, ids...)
	s.Check(row, "A Delta monitor on AvailabilityState of the configured EVSE is reported.", holds(all, ocpp201.MonitorDelta, evse(s), state), true, ids...)
}

// TC_N_02_CS has monitors reported by component and variable. Row 3 leaves other variables of the EVSE alone, of which the lines for "tbc is
// true" know none: they may be reported as well (note of step 3).
var TC_N_02_CS = octt.Register(octt.Case{
	ID:     "TC_N_02_CS",
	Before: haveDeltas(),
	Main: func(s *octt.Scenario) {
		all := reportsMonitors(s, 1, asksMonitors([]ocpp201.ComponentVariable{
			{Component: station, Variable: &state}, {Component: evse(s)},
		}), noError)
		s.Check(3, "Every monitor of an AvailabilityState is a Delta monitor.",
			words(all, func(w octt.Watch) bool { return isState(w) && w.Type != ocpp201.MonitorDelta }), none, "N02.FR.08")
		s.Check(3, "Every reported monitor is one of AvailabilityState of the Charging Station, or of the configured EVSE.",
			words(all, func(w octt.Watch) bool {
				return !w.On(station, state) && !meant(w.Component, w.Variable, delta(0, evse(s), w.Variable)) // its connectors are meant too (N02.FR.18)
			}), none, "N02.FR.05", "N02.FR.08")
		haveBoth(s, 3, all, "N02.FR.08")
	},
})

func isState(w octt.Watch) bool { return w.On(w.Component, state) }

// TC_N_03_CS has them reported by both. The preparations name a Periodic monitor on ChargingStation.Power, which no station has to have
// and no row looks at; the post scenario validation looks for the Delta monitor of the Charging Station, which is prepared instead.
var TC_N_03_CS = octt.Register(octt.Case{
	ID:     "TC_N_03_CS",
	Before: haveStates(),
	Main: func(s *octt.Scenario) {
		began := time.Now()
		both := []ocpp201.ComponentVariable{{Component: station, Variable: &state}, {Component: evse(s), Variable: &state}}
		q := asksMonitors(both, thresholds)
		reportsNone(s, 1, q, notFound, "N02.FR.10")
		all := reportsMonitors(s, 3, asksMonitors(both, deltas), noError)
		s.Check(5, "Every reported monitor is a Delta monitor on one of the variables.",
			words(all, func(w octt.Watch) bool {
				return w.Type != ocpp201.MonitorDelta || !w.On(station, state) && !w.On(evse(s), state)
			}), none, "N02.FR.05", "N02.FR.13")
		haveBoth(s, 5, all, "N02.FR.13")
		s.Check(0, "Nothing is reported for the first request.", reportedFor(s, q.RequestID, began), 0, "N02.FR.10")
	},
})

// reportedFor counts the messages of a report.
func reportedFor(s *octt.Scenario, requestID int, since time.Time) (n int) {
	for _, m := range octt.ToldMessages[ocpp201.NotifyMonitoringReportRequest](s) {
		var part ocpp201.NotifyMonitoringReportRequest
		if m.Payload.Decode(&part) == nil && part.RequestID == requestID && !m.At.Before(since) {
			n++
		}
	}
	return n
}

// TC_N_47_CS has all of them reported. Other monitors than the two may be there: the lines for "tbc is true" know none, and the request
// asks for all (N02.FR.11): those too that the station tells of when it is asked by every criterion.
var TC_N_47_CS = octt.Register(octt.Case{
	ID:     "TC_N_47_CS",
	Before: haveStates(),
	Main: func(s *octt.Scenario) {
		all := reportsMonitors(s, 1, asksMonitors(nil), "")
		haveBoth(s, 3, all, "N02.FR.11")
		if others, err := s.AskMonitors(thresholds, deltas, periodic); err == nil {
			s.Check(3, "Every monitor is reported that is when it is asked for by the criteria.",
				words(others, func(w octt.Watch) bool { return withID(all, w.ID).ID != w.ID }), none, "N02.FR.11")
		}
	},
})
