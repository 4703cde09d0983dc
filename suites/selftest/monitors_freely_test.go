package selftest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/strangers"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/monitoring"
)

// nth is the path of an element of a list.
func nth(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// each calls do with the path of every element of a list.
func each(m *strangers.Message, list string, do func(at string)) {
	for i := range m.Count(list) {
		do(nth(list, i))
	}
}

// withoutReplacedID leaves the id out of the result on a monitor that takes the place of another (part 2, SetMonitoringResultType: optional).
func withoutReplacedID(m *strangers.Message) {
	if m.Answers(strangers.Station, "SetVariableMonitoring") {
		for i := range m.Count("setMonitoringResult") {
			if m.Asked.Get(nth("setMonitoringData", i)+".id") != nil {
				m.Delete(nth("setMonitoringResult", i) + ".id")
			}
		}
	}
}

// shouts gives every reason in capital letters, and one where there was none (part 2, StatusInfoType: "case-insensitive").
func shouts(m *strangers.Message) {
	say := func(at, info, status string) {
		code := m.Text(at + info + ".reasonCode")
		if status := m.Text(at + status); code == "" && (status == "Accepted" || status == "RebootRequired") {
			code = "NoError"
		}
		if code != "" {
			m.Set(at+info+".reasonCode", strings.ToUpper(code))
		}
	}
	if m.Type != ocppj.CallResult || m.From != strangers.Station {
		return
	}
	say("", "statusInfo", "status")
	for _, list := range []string{"setMonitoringResult", "clearMonitoringResult"} {
		each(m, list, func(at string) { say(at+".", "statusInfo", "status") })
	}
	for _, list := range []string{"getVariableResult", "setVariableResult"} {
		each(m, list, func(at string) { say(at+".", "attributeStatusInfo", "attributeStatus") })
	}
}

// takesOne refuses requests for monitors that have more than one element, of which told says that it tells so (part 2, N04.FR.09, N06.FR.06).
func takesOne(told bool) strangers.Patch {
	lists := map[string]string{"SetVariableMonitoring": "setMonitoringData", "ClearVariableMonitoring": "id", "GetMonitoringReport": "componentVariable"}
	return func(m *strangers.Message) {
		if list, is := lists[m.Action]; is && m.Asks(strangers.CSMS, m.Action) && m.Count(list) > 1 {
			m.Refuse(ocppj.OccurrenceConstraintViolation, "one at a time")
		}
		if !told || !m.Answers(strangers.Station, "GetVariables") {
			return
		}
		each(m, "getVariableResult", func(at string) {
			of := m.Text(at + ".variable.instance")
			if m.Text(at+".variable.name") == "ItemsPerMessage" && (of == "GetReport" || lists[of] != "") {
				m.Set(at+".attributeValue", "1")
			}
		})
	}
}

// unwatched has no monitors on a variable of the first EVSE, which it answers with a status, and reports so where told.
func unwatched(variable, status string, told bool) strangers.Patch {
	is := func(m *strangers.Message, at string) bool {
		return m.Text(at+".component.name") == "EVSE" && m.Text(at+".variable.name") == variable && m.Number(at+".component.evse.id") == "1"
	}
	return func(m *strangers.Message) {
		switch {
		case m.Asks(strangers.Station, "NotifyReport") && told:
			each(m, "reportData", func(at string) {
				if is(m, at) {
					m.Set(at+".variableCharacteristics.supportsMonitoring", false)
				}
			})
		case m.Answers(strangers.Station, "SetVariableMonitoring"):
			each(m, "setMonitoringResult", func(at string) {
				if is(m, at) {
					m.Set(at+".status", status)
					m.Delete(at + ".id")
					m.Delete(at + ".statusInfo")
				}
			})
		}
	}
}

// renames gives the monitors other ids with every boot (part 2, N04.FR.19).
func renames() strangers.Patch {
	boots := 0
	add := func(m *strangers.Message, path string, by int) {
		if n, is := m.Get(path).(json.Number); is {
			if id, err := n.Int64(); err == nil {
				m.Set(path, int(id)+by)
			}
		}
	}
	return func(m *strangers.Message) {
		if m.Asks(strangers.Station, "BootNotification") {
			boots++
		}
		by := 1000 * (boots - 1)
		if m.From == strangers.CSMS {
			by = -by
		}
		switch m.Action {
		case "NotifyEvent":
			each(m, "eventData", func(at string) { add(m, at+".variableMonitoringId", by) })
		case "NotifyMonitoringReport":
			each(m, "monitor", func(at string) {
				each(m, at+".variableMonitoring", func(at string) { add(m, at+".id", by) })
			})
		case "SetVariableMonitoring":
			each(m, "setMonitoringResult", func(at string) { add(m, at+".id", by) })
			each(m, "setMonitoringData", func(at string) { add(m, at+".id", by) })
		case "ClearVariableMonitoring":
			each(m, "clearMonitoringResult", func(at string) { add(m, at+".id", by) })
			each(m, "id", func(at string) { add(m, at, by) })
		}
	}
}

// endsApart says in a part of its own that nothing more of a report follows (part 2, NotifyReportRequest: reportData is optional).
func endsApart(m *strangers.Message) {
	if action := m.Action; (m.Asks(strangers.Station, "NotifyReport") || m.Asks(strangers.Station, "NotifyMonitoringReport")) && m.Get("tbc") != true {
		seqNo, _ := m.Get("seqNo").(json.Number)
		n, _ := seqNo.Int64()
		last := map[string]any{"requestId": m.Get("requestId"), "generatedAt": m.Get("generatedAt"), "seqNo": n + 1}
		m.Set("tbc", true)
		m.Line.After(100*time.Millisecond, func() { m.Line.Call(strangers.Station, action, last, nil) })
	}
}

// countsNoEvents gives every event the same eventId.
func countsNoEvents(m *strangers.Message) {
	if m.Asks(strangers.Station, "NotifyEvent") {
		each(m, "eventData", func(at string) { m.Set(at+".eventId", 7) })
	}
}

// tellsLate tells of what monitors have seen after a time, and of everything else when it happens.
func tellsLate(by time.Duration) strangers.Patch {
	return func(m *strangers.Message) {
		if m.Asks(strangers.Station, "NotifyEvent") {
			m.Answer(map[string]any{})
			m.Line.After(by, func() { m.Line.Call(strangers.Station, "NotifyEvent", m.Payload, nil) })
		}
	}
}

// givesOtherID gives a monitor that takes the place of another an id of its own.
func givesOtherID(m *strangers.Message) {
	if m.Answers(strangers.Station, "SetVariableMonitoring") && m.Asked.Get("setMonitoringData[0].id") != nil {
		m.Set("setMonitoringResult[0].id", 4711)
	}
}

// watchedPeriodically is a station with a periodic monitor on its state, of a kind, beside the one of its maker.
func watchedPeriodically(t *testing.T, kind ocpp201.EventNotification) func(*bench.MemoryParts) {
	store := station.Memory()
	saves(t, store, monitoring.Record, watching{Base: ocpp201.MonitoringBaseAll, Level: 9, Next: 102, Monitors: []*monitoring.Monitor{{
		ID: 1, Kind: ocpp201.EventNotificationHardWiredMonitor, Component: ocpp201.Component{Name: "ChargingStation"}, Variable: ocpp201.Variable{Name: "Problem"},
		Type: ocpp201.MonitorDelta, Value: 1, Severity: 2,
	}, {
		ID: 101, Kind: kind, Component: ocpp201.Component{Name: "ChargingStation"}, Variable: ocpp201.Variable{Name: "AvailabilityState"},
		Type: ocpp201.MonitorPeriodic, Value: 3600, Severity: 9,
	}}})
	return remembering(store)
}

// all gives cases the same verdict.
func all(want evidence.Verdict, ids string) map[string]evidence.Verdict {
	out := map[string]evidence.Verdict{}
	for id := range strings.FieldsSeq(ids) {
		out["TC_"+id+"_CS"] = want
	}
	return out
}

// TestStationsMayMonitorOtherwise plays the cases of the profile on stations that use freedoms of part 2, or whose bench file does not fit
// them: nothing of it is a fault, and what the table cannot show on them it does not show. All other cases pass.
func TestStationsMayMonitorOtherwise(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*testing.T) func(*bench.MemoryParts)
		but    map[string]evidence.Verdict
	}{
		"a replaced monitor has no id":       {wired(withoutReplacedID), nil},
		"reasons are in capital letters":     {wired(shouts), nil},
		"one element is taken in a request":  {wired(takesOne(true)), all(evidence.Inconclusive, "N_02 N_03 N_09 N_10 N_11 N_15 N_18 N_43")},
		"power has no monitors":              {wired(unwatched("Power", "UnsupportedMonitorType", true)), all(evidence.Inconclusive, "N_01 N_12 N_13 N_20 N_24 N_39 N_43 N_45 N_51 N_52 N_53")},
		"it has none, and rejects them":      {wired(unwatched("Power", "Rejected", true)), all(evidence.Inconclusive, "N_01 N_12 N_13 N_20 N_24 N_39 N_43 N_45 N_51 N_52 N_53")},
		"the state of an EVSE has none":      {wired(unwatched("AvailabilityState", "UnsupportedMonitorType", true)), all(evidence.Inconclusive, "N_02 N_03 N_08 N_09 N_10 N_15 N_16 N_18 N_22 N_23 N_39 N_40 N_47 N_56")},
		"ids change with a boot":             {wiredAnew(renames), all(evidence.Warning, "N_53")},
		"the password needs one":             {rebootsForPassword(nil), nil},
		"it does, and ids change with it":    {rebootsForPassword(renames), all(evidence.Warning, "N_53")},
		"reports end in a part of their own": {wired(endsApart), map[string]evidence.Verdict{"TC_B_17_CS": evidence.Warning, "TC_B_18_CS": evidence.Warning, "TC_B_55_CS": evidence.Warning, "TC_N_06_CS": evidence.Fail}}, // "tbc is absent or tbc = false"
		"states are told by events":          {here(can(func(c *station.Capabilities) { c.StatusByNotifyEvent = true })), all(evidence.Warning, "N_23")},
		"events are not counted":             {wired(countsNoEvents), all(evidence.Warning, "N_20")},
		"HardWiredOnly leaves preconfigured ones": {wired(func(m *strangers.Message) {
			if m.Asks(strangers.CSMS, "SetMonitoringBase") && m.Text("monitoringBase") == "HardWiredOnly" {
				m.Set("monitoringBase", "FactoryDefault")
			}
		}), all(evidence.Warning, "N_05")},
		"transactions are shouted in events": {wired(func(m *strangers.Message) { // part 2, EventDataType: transactionId is an identifierString
			if m.Asks(strangers.Station, "NotifyEvent") {
				each(m, "eventData", func(at string) {
					if id := m.Text(at + ".transactionId"); id != "" {
						m.Set(at+".transactionId", strings.ToUpper(id))
					}
				})
			}
		}), nil},
		"a custom monitor is there": {func(t *testing.T) func(*bench.MemoryParts) {
			return watchedPeriodically(t, ocpp201.EventNotificationCustomMonitor)
		}, nil},
		"a hardwired one is": {func(t *testing.T) func(*bench.MemoryParts) {
			return watchedPeriodically(t, ocpp201.EventNotificationHardWiredMonitor)
		}, all(evidence.Inconclusive, "N_02 N_06 N_18")},
		"the preconfigured monitor is hardwired":      {here(func(p *bench.MemoryParts) { p.Configured.PreconfiguredMonitor = 1 }), map[string]evidence.Verdict{"TC_N_05_CS": evidence.Warning, "TC_N_41_CS": evidence.Inconclusive}},
		"power goes beyond what the bench file knows": {here(func(p *bench.MemoryParts) { p.Configured.UpperNonTrigger = 150 }), all(evidence.Inconclusive, "N_51")},
		"the limit is beyond what it knows":           {here(func(p *bench.MemoryParts) { p.Configured.BeyondLimit = 500 }), all(evidence.Inconclusive, "N_13")},
	} {
		t.Run(name, func(t *testing.T) {
			for _, of := range casesOf([]pics.Profile{pics.AdvancedDeviceManagement}) {
				want, differs := c.but[of.ID]
				if !differs {
					want = evidence.Pass
				}
				if p := play(t, of.ID, setup{product: "full", change: c.change(t)}); p.Verdict != want {
					place, sentence := firstWorst(p)
					t.Errorf("%s: expected %s, got %s at %s: %s", of.ID, want, p.Verdict, place, sentence)
				}
			}
		})
	}
}

func here(change func(*bench.MemoryParts)) func(*testing.T) func(*bench.MemoryParts) {
	return func(*testing.T) func(*bench.MemoryParts) { return change }
}

func wired(p strangers.Patch) func(*testing.T) func(*bench.MemoryParts) { return here(overWire(p)) }

// wiredAnew is wired for a patch that remembers.
func wiredAnew(p func() strangers.Patch) func(*testing.T) func(*bench.MemoryParts) {
	return func(*testing.T) func(*bench.MemoryParts) { return overWire(p()) }
}

func rebootsForPassword(beside func() strangers.Patch) func(*testing.T) func(*bench.MemoryParts) {
	return func(*testing.T) func(*bench.MemoryParts) {
		change := can(func(c *station.Capabilities) { c.RebootRequired = []string{"SecurityCtrlr.BasicAuthPassword"} })
		if beside == nil {
			return change
		}
		return both(change, overWire(beside()))
	}
}

// TestReasonsMayBeInCapitalLetters everywhere else where a table looks at them.
func TestReasonsMayBeInCapitalLetters(t *testing.T) {
	for _, id := range []string{"TC_B_06_CS", "TC_B_07_CS", "TC_B_09_CS", "TC_B_10_CS", "TC_B_12_CS", "TC_B_13_CS", "TC_B_39_CS"} {
		if p := play(t, id, setup{change: overWire(shouts)}); p.Verdict != evidence.Pass {
			place, sentence := firstWorst(p)
			t.Errorf("%s: %s at %s: %s", id, p.Verdict, place, sentence)
		}
	}
}

// TestMonitorsThatAreNotAsTheyAreSaidToBe are the faults beside those freedoms.
func TestMonitorsThatAreNotAsTheyAreSaidToBe(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*bench.MemoryParts)
		defects []defects.Defect
		ids     []string
	}{
		"another id than that of the replaced one":     {change: overWire(givesOtherID), ids: []string{"TC_N_40_CS", "TC_N_51_CS"}},
		"more than one refused, and taken by its word": {change: overWire(takesOne(false)), ids: []string{"TC_N_02_CS", "TC_N_09_CS", "TC_N_18_CS"}},
		"monitored by its word, and refused":           {change: overWire(unwatched("Power", "UnsupportedMonitorType", false)), ids: []string{"TC_N_12_CS", "TC_N_13_CS", "TC_N_24_CS", "TC_N_43_CS"}},
		"its state too":                                {change: overWire(unwatched("AvailabilityState", "UnsupportedMonitorType", false)), ids: []string{"TC_N_08_CS", "TC_N_09_CS", "TC_N_10_CS", "TC_N_15_CS"}},
		"an event of long ago":                         {defects: []defects.Defect{defects.EventAnHourBack}, ids: []string{"TC_N_20_CS"}},
		"no custom monitor with All":                   {defects: []defects.Defect{defects.BaseAllDeletesCustom}, ids: []string{"TC_N_05_CS"}},
		"a custom one with FactoryDefault":             {defects: []defects.Defect{defects.FactoryDefaultKeepsChange}, ids: []string{"TC_N_05_CS", "TC_N_41_CS"}},
		"an event above the level, late":               {change: overWire(tellsLate(20 * time.Second)), defects: []defects.Defect{defects.LevelIgnored}, ids: []string{"TC_N_16_CS"}},
		"one of a monitor that was cleared":            {change: overWire(tellsLate(20 * time.Second)), defects: []defects.Defect{defects.ClearedMonitorGoesOn}, ids: []string{"TC_N_52_CS"}},
		"one that it is no longer beyond its value":    {change: overWire(tellsLate(20 * time.Second)), defects: []defects.Defect{defects.ClearedThresholdTold}, ids: []string{"TC_N_52_CS"}},
		"all are custom ones only":                     {defects: []defects.Defect{defects.MonitoringAllIsCustom}, ids: []string{"TC_N_47_CS"}},
		"criteria of custom ones only":                 {defects: []defects.Defect{defects.MonitoringOnlyCustom}, ids: []string{"TC_N_01_CS"}},
	} {
		for _, id := range slices.Sorted(slices.Values(c.ids)) {
			if p := play(t, id, setup{product: "full", change: c.change, defects: c.defects}); p.Verdict != evidence.Fail {
				place, sentence := firstWorst(p)
				t.Errorf("%s: expected %s to FAIL, got %s at %s: %s", name, id, p.Verdict, place, sentence)
			}
		}
	}
}
