package octt

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// watched is a station with monitors, which notes what is done to them. Preconfigured ones have ids below 100, and return with the base.
type watched struct {
	*lab
	monitors, factory []Watch
	next              int
	done              []string
	mute              bool // it does not tell its monitors
}

func monitorOf(id, severity int, variable string) Watch {
	return Watch{ocpp201.VariableMonitoring{ID: id, Type: ocpp201.MonitorDelta, Value: 1, Severity: severity}, ocpp201.Component{Name: "TxCtrlr"}, ocpp201.Variable{Name: variable}}
}

func (w *watched) read(payload []byte, into any) {
	w.Helper()
	if err := json.Unmarshal(payload, into); err != nil {
		w.Error(err)
	}
}

func (w *watched) answers(base, level string) {
	w.csms.variables["MonitoringCtrlr.Enabled"] = "true"
	if base != "" {
		w.csms.variables[activeBase], w.csms.variables[activeLevel] = base, level
	}
	w.csms.answers["GetMonitoringReport"] = w.tell
	w.csms.answers["SetMonitoringBase"] = func(payload []byte) *ocppj.Frame {
		var q ocpp201.SetMonitoringBaseRequest
		w.read(payload, &q)
		w.done = append(w.done, "base "+string(q.MonitoringBase))
		if q.MonitoringBase != ocpp201.MonitoringBaseAll {
			w.monitors = slices.DeleteFunc(w.monitors, func(m Watch) bool { return m.ID > 99 })
		}
		for _, m := range w.factory {
			if q.MonitoringBase != ocpp201.MonitoringBaseHardWiredOnly && !slices.ContainsFunc(w.monitors, func(o Watch) bool { return o.ID == m.ID }) {
				w.monitors = append(w.monitors, m)
			}
		}
		return result(map[string]string{"status": "Accepted"})
	}
	w.csms.answers["SetMonitoringLevel"] = func(payload []byte) *ocppj.Frame {
		var q ocpp201.SetMonitoringLevelRequest
		w.read(payload, &q)
		w.done = append(w.done, fmt.Sprint("level ", q.Severity))
		return result(map[string]string{"status": "Accepted"})
	}
	w.csms.answers["SetVariableMonitoring"] = w.set
	w.csms.answers["ClearVariableMonitoring"] = func(payload []byte) *ocppj.Frame {
		var q ocpp201.ClearVariableMonitoringRequest
		w.read(payload, &q)
		w.done = append(w.done, fmt.Sprint("clear ", q.ID[0]))
		w.monitors = slices.DeleteFunc(w.monitors, func(m Watch) bool { return m.ID == q.ID[0] })
		return result(ocpp201.ClearVariableMonitoringResponse{ClearMonitoringResult: []ocpp201.ClearMonitoringResult{{ID: q.ID[0], Status: ocpp201.ClearMonitoringStatusAccepted}}})
	}
}

func (w *watched) tell(payload []byte) *ocppj.Frame {
	var q ocpp201.GetMonitoringReportRequest
	w.read(payload, &q)
	if w.mute {
		return &ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.InternalError, Payload: []byte("{}")}
	}
	if len(w.monitors) == 0 {
		return result(map[string]string{"status": "EmptyResultSet"})
	}
	report := ocpp201.NotifyMonitoringReportRequest{RequestID: q.RequestID, GeneratedAt: ocpp201.DateTime{Time: time.Now()}}
	for _, m := range w.monitors {
		report.Monitor = append(report.Monitor, ocpp201.MonitoringData{Component: m.Component, Variable: m.Variable, VariableMonitoring: []ocpp201.VariableMonitoring{m.VariableMonitoring}})
	}
	part, err := json.Marshal(report)
	if err != nil {
		w.Error(err)
	}
	w.csms.later(time.Second, "NotifyMonitoringReport", string(part))
	return result(map[string]string{"status": "Accepted"})
}

func (w *watched) set(payload []byte) *ocppj.Frame {
	var q ocpp201.SetVariableMonitoringRequest
	w.read(payload, &q)
	d := q.SetMonitoringData[0]
	w.next++
	id := 100 + w.next
	if d.ID != nil {
		id = *d.ID
		w.monitors = slices.DeleteFunc(w.monitors, func(m Watch) bool { return m.ID == id })
	}
	m := monitorOf(id, d.Severity, d.Variable.Name)
	w.done = append(w.done, "set "+m.Variable.Name)
	w.monitors = append(w.monitors, m)
	return result(ocpp201.SetVariableMonitoringResponse{SetMonitoringResult: []ocpp201.SetMonitoringResult{{ID: &id, Status: ocpp201.SetMonitoringStatusAccepted, Type: d.Type, Severity: d.Severity, Component: d.Component, Variable: d.Variable}}})
}

// shown is what the station has of monitors, in the order of their variables; custom ones without their ids, which may change.
func (w *watched) shown() string {
	var all []string
	for _, m := range w.monitors {
		id := "custom"
		if m.ID < 100 {
			id = fmt.Sprint(m.ID)
		}
		all = append(all, fmt.Sprintf("%s %s %d", id, m.Variable.Name, m.Severity))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// The requests that the cases send.
func rebase(s *Scenario, base ocpp201.MonitoringBase) {
	Send(s, 1, ocpp201.SetMonitoringBaseRequest{MonitoringBase: base}).Receive(2, Must("status", "Accepted"))
}

func clearOne(s *Scenario, id int) {
	Send(s, 1, ocpp201.ClearVariableMonitoringRequest{ID: []int{id}}).Receive(2, Present("clearMonitoringResult"))
}

func setOne(s *Scenario, m Watch, id *int) {
	Send(s, 1, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: []ocpp201.SetMonitoringData{{
		ID: id, Value: m.Value, Type: m.Type, Severity: m.Severity, Component: m.Component, Variable: m.Variable,
	}}}).Receive(2, Present("setMonitoringResult"))
}

func TestAStationHasItsMonitorsAgainAfterACase(t *testing.T) {
	preconfigured, custom := monitorOf(2, 8, "EVConnectionTimeOut"), monitorOf(101, 5, "StopTxOnInvalidId")
	const all, factory, wired = ocpp201.MonitoringBaseAll, ocpp201.MonitoringBaseFactoryDefault, ocpp201.MonitoringBaseHardWiredOnly
	for name, c := range map[string]struct {
		base string
		main func(*Scenario)
		last string // what is done to it at last
	}{
		"nothing is changed":             {"All", func(s *Scenario) { s.Check(1, "Something is proved.", 1, 1) }, ""},
		"a monitor is set":               {"All", func(s *Scenario) { setOne(s, monitorOf(0, 7, "TxStartPoint"), nil) }, "clear 102"},
		"the custom one is cleared":      {"All", func(s *Scenario) { clearOne(s, 101) }, "set StopTxOnInvalidId"},
		"the preconfigured one is":       {"All", func(s *Scenario) { clearOne(s, 2) }, "base All"},
		"the preconfigured is overruled": {"All", func(s *Scenario) { setOne(s, monitorOf(2, 3, "EVConnectionTimeOut"), new(2)) }, "base All"},
		"all but the hardwired go":       {"All", func(s *Scenario) { rebase(s, wired) }, "set StopTxOnInvalidId"},
		"the custom ones go":             {"All", func(s *Scenario) { rebase(s, factory) }, "set StopTxOnInvalidId"},
		"the base deletes custom ones":   {"FactoryDefault", func(s *Scenario) { rebase(s, all) }, "set StopTxOnInvalidId"},
		"it tells no base":               {"", func(s *Scenario) { rebase(s, wired) }, "set StopTxOnInvalidId"},
		"the level is another": {"All", func(s *Scenario) {
			Send(s, 1, ocpp201.SetMonitoringLevelRequest{Severity: 3}).Receive(2, Must("status", "Accepted"))
		}, "level 7"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				w := &watched{lab: l, monitors: []Watch{preconfigured, custom}, factory: []Watch{preconfigured}, next: 1}
				w.answers(c.base, "7")
				l.before = Monitors()
				had := w.shown()
				l.expect(evidence.Pass, "", c.main)
				last := ""
				if len(w.done) > 0 {
					last = w.done[len(w.done)-1]
				}
				if got := w.shown(); got != had || last != c.last {
					t.Errorf("expected the monitors %s, and %q at last, got %s by %q", had, c.last, got, w.done)
				}
				if found := l.rec.findings(); len(found) > 0 {
					t.Errorf("expected no finding, got %+v", found)
				}
			})
		})
	}
}

// A preconfigured monitor that somebody has cleared before returns with the base, and goes again.
func TestAMonitorThatReturnsWithTheBaseAndWasNotThereIsCleared(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		w := &watched{lab: l, monitors: []Watch{monitorOf(101, 5, "StopTxOnInvalidId")}, factory: []Watch{monitorOf(2, 8, "EVConnectionTimeOut")}, next: 1}
		w.answers("All", "7")
		l.before = Monitors()
		l.expect(evidence.Pass, "", func(s *Scenario) { clearOne(s, 101) })
		if got := w.shown(); got != "custom StopTxOnInvalidId 5" || len(l.rec.findings()) > 0 {
			t.Errorf("expected the custom monitor alone, as before the case, got %q by %q, and %+v", got, w.done, l.rec.findings())
		}
	})
}

// Part 2 writes the base in two ways, and a station that is not finished writes it in a third.
func TestABaseIsGivenBackHoweverTheStationWritesIt(t *testing.T) {
	for told, want := range map[string]string{"HardwiredOnly": "base HardWiredOnly", "factorydefault": "base FactoryDefault", "Everything": "base All"} {
		t.Run(told, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				w := &watched{lab: l}
				w.answers(told, "7")
				l.before = Monitors()
				l.expect(evidence.Pass, "", func(s *Scenario) { rebase(s, ocpp201.MonitoringBaseAll) })
				if got := w.done[len(w.done)-1]; got != want || len(l.rec.findings()) > 0 {
					t.Errorf("expected %q at last and no finding, got %q and %+v", want, w.done, l.rec.findings())
				}
			})
		})
	}
}

// What no request may hold is not sent, whoever has told it: the station has, and what the CSMS sends is the bench's to answer for.
func TestAMonitorThatNoRequestMayHoldIsNotSetAgain(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		odd := monitorOf(101, 5, "StopTxOnInvalidId")
		odd.Type = "Sometimes"
		w := &watched{lab: l, monitors: []Watch{odd}, next: 1}
		w.answers("All", "7")
		l.before = Monitors()
		l.play(func(s *Scenario) { clearOne(s, 101) })
		found := l.rec.findings()
		if !slices.ContainsFunc(found, func(f evidence.Finding) bool { return strings.Contains(f.Actual, "no request may hold") }) {
			t.Errorf("expected a finding that it was not sent, got %+v", found)
		}
		if slices.Contains(w.done, "set StopTxOnInvalidId") || slices.ContainsFunc(found, func(f evidence.Finding) bool { return f.Verdict == evidence.Error }) {
			t.Errorf("expected that nothing wrong was sent, got %q, and %+v", w.done, found)
		}
	})
}

// Where the case has had them deleted, there is none left to spare.
func TestABaseIsGivenBackWhereTheCaseHasHadTheCustomMonitorsDeleted(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		w := &watched{lab: l, factory: []Watch{monitorOf(2, 8, "EVConnectionTimeOut")}, mute: true}
		w.answers("FactoryDefault", "7")
		l.before = Monitors()
		l.expect(evidence.Pass, "", func(s *Scenario) { rebase(s, ocpp201.MonitoringBaseHardWiredOnly) })
		if got := w.done[len(w.done)-1]; got != "base FactoryDefault" || w.shown() != "2 EVConnectionTimeOut 8" {
			t.Errorf("expected the base FactoryDefault again, and its monitor, got %q, and %q", w.done, w.shown())
		}
	})
}

// Each base but All has a station delete its custom monitors: those that were never told could not be set again.
func TestNoBaseThatDeletesMonitorsIsGivenBackWhereTheyWereNeverTold(t *testing.T) {
	for base, want := range map[string]string{"All": "base All", "FactoryDefault": "base All", "HardWiredOnly": "base All", "": "base All"} {
		t.Run(base, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				custom := monitorOf(101, 5, "StopTxOnInvalidId")
				w := &watched{lab: l, monitors: []Watch{custom}, mute: true}
				w.answers(base, "7")
				l.before = Monitors()
				l.expect(evidence.Pass, "", func(s *Scenario) { rebase(s, ocpp201.MonitoringBaseAll) })
				if w.shown() != "custom StopTxOnInvalidId 5" || w.done[len(w.done)-1] != want {
					t.Errorf("expected the custom monitor to be there still, and %q at last, got %q by %q", want, w.shown(), w.done)
				}
			})
		})
	}
}
