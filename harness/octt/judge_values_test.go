package octt

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TestAnEmptyClockIsFoundOnceWhereNoCaseAsksForIt has a station answer with "" for its time (ClockCtrlr.DateTime): where a row
// asks for it, it is the case's; where the bench asks between the rows, as at the end of each case, it is the run's.
func TestAnEmptyClockIsFoundOnceWhereNoCaseAsksForIt(t *testing.T) {
	ask := ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{{
		Component: ocpp201.Component{Name: "ClockCtrlr"}, Variable: ocpp201.Variable{Name: "DateTime"}}}}
	for name, c := range map[string]struct {
		value string
		rows  bool
		want  evidence.Verdict
		found evidence.Verdict
	}{
		"asked by the bench": {"", false, evidence.Pass, evidence.Fail},
		"asked by a row":     {"", true, evidence.Fail, evidence.Fail},
		"a time":             {"2026-01-01T00:00:00Z", true, evidence.Pass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.variables["ClockCtrlr.DateTime"] = c.value
				for range 2 {
					end := l.play(func(s *Scenario) {
						s.Check(1, "The case is played.", true, true)
						if c.rows {
							Send(s, 1, ask).Receive(2)
						}
					})
					if end.Verdict != c.want {
						t.Errorf("expected %s, got %s: %s", c.want, end.Verdict, end.Reason)
					}
				}
				if got := l.player.Found(); got != c.found {
					t.Errorf("expected the run to find %q, got %q", c.found, got)
				}
				n := 0
				for _, r := range l.rec.all() {
					if r.Finding != nil {
						n++
					}
				}
				if c.found != "" && n != 1 {
					t.Errorf("expected one finding, got %d", n)
				}
			})
		})
	}
}

// TestValuesThatAStationTellsAreJudgedByItsOwnReport has a station report a variable of its own, and tell values of it.
func TestValuesThatAStationTellsAreJudgedByItsOwnReport(t *testing.T) {
	const where = `"component":{"name":"Fan"},"variable":{"name":"Speed"}`
	readOnly := func(mutability, value string) string {
		return fmt.Sprintf(`{"requestId":1,"generatedAt":"2026-01-01T00:00:00Z","seqNo":0,"reportData":[{%s,"variableAttribute":[{"mutability":%q,"value":%q}],`+
			`"variableCharacteristics":{"dataType":"integer","maxLimit":9,"supportsMonitoring":false}}]}`, where, mutability, value)
	}
	report := func(value string) string { return readOnly("ReadWrite", value) }
	event := func(value string) string {
		return fmt.Sprintf(`{"generatedAt":"2026-01-01T00:00:00Z","seqNo":0,"eventData":[{%s,"eventId":1,"timestamp":"2026-01-01T00:00:00Z",`+
			`"trigger":"Delta","actualValue":%q,"eventNotificationType":"HardWiredNotification"}]}`, where, value)
	}
	for name, c := range map[string]struct {
		report, event string
		want          evidence.Verdict
	}{
		"both fit":                  {report("1"), event("9"), evidence.Pass},
		"the report does not":       {report("fast"), event("9"), evidence.Fail},
		"the event does not":        {report("1"), event("10"), evidence.Fail},
		"nothing set in the report": {report(""), event("9"), evidence.Pass},
		"its own, and empty":        {readOnly("ReadOnly", ""), event("9"), evidence.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				if end := l.play(func(s *Scenario) {
					l.csms.later(time.Second, "NotifyReport", c.report)
					Receive[ocpp201.NotifyReportRequest](s, 1)
					l.csms.later(time.Second, "NotifyEvent", c.event)
					Receive[ocpp201.NotifyEventRequest](s, 3)
				}); end.Verdict != c.want {
					t.Errorf("expected %s, got %s: %s", c.want, end.Verdict, end.Reason)
				}
			})
		})
	}
}
