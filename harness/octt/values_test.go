package octt

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestTheValueOfAVariableIsOneOfItsDataType(t *testing.T) {
	limited := &ocpp201.VariableCharacteristics{DataType: ocpp201.DataInteger, MinLimit: new(1.0), MaxLimit: new(10.0)}
	listed := func(dataType ocpp201.Data) *ocpp201.VariableCharacteristics {
		return &ocpp201.VariableCharacteristics{DataType: dataType, ValuesList: new("Local,Remote, Both")}
	}
	of := func(dataType ocpp201.Data) *ocpp201.VariableCharacteristics {
		return &ocpp201.VariableCharacteristics{DataType: dataType}
	}
	for _, c := range []struct {
		value string
		of    *ocpp201.VariableCharacteristics
		fits  bool
	}{
		{"0", of(ocpp201.DataInteger), true}, {"-2147483648", of(ocpp201.DataInteger), true}, {"2147483648", of(ocpp201.DataInteger), false},
		{"01", of(ocpp201.DataInteger), false}, {"+1", of(ocpp201.DataInteger), false}, {"1.0", of(ocpp201.DataInteger), false},
		{"", of(ocpp201.DataInteger), false}, {" 1", of(ocpp201.DataInteger), false}, {"ten", of(ocpp201.DataInteger), false},
		{"1", limited, true}, {"10", limited, true}, {"0", limited, false}, {"11", limited, false},
		{"1.5", of(ocpp201.DataDecimal), true}, {"-1", of(ocpp201.DataDecimal), true}, {"1e3", of(ocpp201.DataDecimal), true},
		{"1,5", of(ocpp201.DataDecimal), false}, {"NaN", of(ocpp201.DataDecimal), false},
		{"2026-01-02T03:04:05Z", of(ocpp201.DataDateTime), true}, {"2026-01-02T03:04:05.678+01:00", of(ocpp201.DataDateTime), true},
		{"2026-01-02T03:04:05.6789Z", of(ocpp201.DataDateTime), false}, {"2026-01-02 03:04:05", of(ocpp201.DataDateTime), false}, {"", of(ocpp201.DataDateTime), false},
		{"true", of(ocpp201.DataBoolean), true}, {"false", of(ocpp201.DataBoolean), true}, {"True", of(ocpp201.DataBoolean), false}, {"1", of(ocpp201.DataBoolean), false},
		{"Local", listed(ocpp201.DataOptionList), true}, {"both", listed(ocpp201.DataOptionList), true}, {"None", listed(ocpp201.DataOptionList), false},
		{"", listed(ocpp201.DataOptionList), false}, {"anything", of(ocpp201.DataOptionList), true},
		{"", listed(ocpp201.DataMemberList), true}, {"Remote, Local", listed(ocpp201.DataMemberList), true}, {"Remote,None", listed(ocpp201.DataSequenceList), false},
		{"", of(ocpp201.DataString), true}, {"Größe", of(ocpp201.DataString), true},
		{"123", &ocpp201.VariableCharacteristics{DataType: ocpp201.DataString, MaxLimit: new(2.0)}, false},
		{"anything", nil, true},
	} {
		if what := misfit(c.value, c.of); (what == "") != c.fits {
			t.Errorf("%q of %+v: expected it to fit: %t, got %q", c.value, c.of, c.fits, what)
		} else if c.value != "" && len(c.value) > 4 && strings.Contains(what, c.value) {
			t.Errorf("expected a sentence that is the same for every value, got %q", what)
		}
	}
}

func TestStandardizedVariablesHaveADataType(t *testing.T) {
	for name, want := range map[string]standard{"clockctrlr.datetime": {"dateTime", true}, "txctrlr.txstartpoint": {"MemberList", true},
		"occpcommctrlr.nothing": {}, "ocppcommctrlr.offlinethreshold": {"integer", true}, "authctrlr.enabled": {"boolean", false},
		"clockctrlr.nexttimeoffsettransitiondatetime": {"dateTime", false}} {
		if got := standardTypes()[name]; got != want {
			t.Errorf("expected %s to be %v, got %v", name, want, got)
		}
	}
	if n := len(standardTypes()); n < 110 {
		t.Errorf("expected more than 110 standardized variables, got %d", n)
	}
}

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
				for _, r := range l.rec.records {
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
