package octt

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

const (
	enabled = "AuthCtrlr.Enabled"
	ended   = "AlignedDataCtrlr.TxEndedMeasurands"
	points  = "TxCtrlr.TxStartPoint"
)

func TestTheConfigurationIsSetWhereItMayBe(t *testing.T) {
	for name, c := range map[string]struct {
		line     Setting
		have     string // "" means not implemented
		readOnly bool
		want     evidence.Verdict
		row      string
		value    string // afterwards, in the scenario
	}{
		"so already":                 {Is(enabled, "true"), "true", true, evidence.Pass, "PASS It is so already.", "true"},
		"so, written otherwise":      {Is(points, "EVConnected,Authorized"), "Authorized, EVConnected", true, evidence.Pass, "so already", "Authorized, EVConnected"},
		"changed":                    {Is(enabled, "true"), "false", false, evidence.Pass, "PASS It was false.", "true"},
		"by the bench's values":      {Is(points, func(c *Configured) string { return c.TxStartPoint[0] }), "Authorized", false, evidence.Pass, "It was Authorized.", "EVConnected"},
		"missing":                    {Is(enabled, "true"), "", false, evidence.Inconclusive, "INCONCLUSIVE", ""},
		"missing, may be":            {IsIfImplemented(enabled, "true"), "", false, evidence.Pass, "NOT APPLICABLE", ""},
		"rejected":                   {Is(enabled, "true"), "false", true, evidence.Inconclusive, "INCONCLUSIVE", "false"},
		"rejected if implemented":    {IsIfImplemented(enabled, "true"), "false", true, evidence.Inconclusive, "INCONCLUSIVE", "false"},
		"rejected if writable":       {IsIfWritable(enabled, "true"), "false", true, evidence.Pass, "taken as ReadOnly", "false"},
		"missing, which is the same": {IsOrAbsent(enabled, ""), "", false, evidence.Pass, "without the variable it is so", ""},
		"there, and may be missing":  {IsOrAbsent(enabled, "true"), "false", false, evidence.Pass, "PASS It was false.", "true"},
		"missing if writable":        {IsIfWritable(enabled, "true"), "", false, evidence.Pass, "NOT APPLICABLE", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				if c.have != "" {
					l.csms.variables[c.line.variable] = c.have
				}
				l.csms.readOnly[c.line.variable] = c.readOnly
				l.before = Config(c.line)
				l.expect(c.want, "", func(s *Scenario) {
					s.Check(1, "The value is known.", s.Variable(c.line.variable), c.value)
				})
				if !l.rec.hasRow(c.row) {
					t.Errorf("expected a row with %q, got %s", c.row, l.rec)
				}
				if now := l.csms.variables[c.line.variable]; now != c.have {
					t.Errorf("expected %q to be put back, got %q", c.have, now)
				}
			})
		})
	}
}

// TestWhatNeedNotBeThereNeedNotBeReadable has a variable that a table wants "if implemented" answered with everything but a
// value: the case goes on without it, and nothing is set that was never read.
func TestWhatNeedNotBeThereNeedNotBeReadable(t *testing.T) {
	refused := func(status ocpp201.GetVariableStatus) *ocppj.Frame {
		return result(ocpp201.GetVariablesResponse{GetVariableResult: []ocpp201.GetVariableResult{{AttributeStatus: status,
			Component: ocpp201.Component{Name: "AuthCtrlr"}, Variable: ocpp201.Variable{Name: "Enabled"}}}})
	}
	for name, c := range map[string]struct {
		answer *ocppj.Frame
		line   Setting
		want   evidence.Verdict
	}{
		"Rejected":                            {refused(ocpp201.GetVariableStatusRejected), IsIfImplemented(enabled, "true"), evidence.Pass},
		"no such attribute":                   {refused(ocpp201.GetVariableStatusNotSupportedAttributeType), IsIfWritable(enabled, "true"), evidence.Pass},
		"a CALLERROR":                         {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotImplemented}, IsIfImplemented(enabled, "true"), evidence.Pass},
		"nothing":                             {nil, IsIfImplemented(enabled, "true"), evidence.Pass},
		"one that must be":                    {refused(ocpp201.GetVariableStatusRejected), Is("TxCtrlr.StopTxOnInvalidId", "true"), evidence.Inconclusive},
		"a CALLERROR for what may be missing": {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotSupported}, IsOrAbsent(ended, ""), evidence.Pass},
		"nothing for what may be missing":     {nil, IsOrAbsent(ended, ""), evidence.Pass},
		"a CALLERROR for one that must be":    {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotSupported}, Is(ended, ""), evidence.Inconclusive},
		"one without a list":                  {refused(ocpp201.GetVariableStatusUnknownComponent), IsOrAbsent(enabled, ""), evidence.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("GetVariables", c.answer)
				l.before = Config(c.line)
				l.expect(c.want, "", func(s *Scenario) {
					l.csms.mu.Lock()
					delete(l.csms.answers, "GetVariables")
					l.csms.mu.Unlock()
					s.Check(1, "The case is played.", true, true)
				})
				if slices.Contains(l.csms.calls, "SetVariables") {
					t.Errorf("expected nothing to be set that was never read, got %v", l.csms.calls)
				}
			})
		})
	}
}

// TestWhatATellerOfEverythingDoesNotHaveIsNotSet has a station that tells a value of every variable, and knows some of them only: the case
// goes on without one that it need not have, and that it tells what it does not have is found outside of the case.
func TestWhatATellerOfEverythingDoesNotHaveIsNotSet(t *testing.T) {
	for name, c := range map[string]struct {
		line Setting
		want evidence.Verdict
	}{
		"if implemented": {IsIfImplemented(enabled, "true"), evidence.Pass},
		"if writable":    {IsIfWritable(enabled, "true"), evidence.Pass},
		"must be":        {Is(enabled, "true"), evidence.Inconclusive},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.variables[enabled] = ""
				component, variable := variables.Parse(enabled)
				l.csms.answering("SetVariables", result(ocpp201.SetVariablesResponse{SetVariableResult: []ocpp201.SetVariableResult{{
					AttributeStatus: ocpp201.SetVariableStatusUnknownVariable, Component: component, Variable: variable}}}))
				l.before = Config(c.line)
				l.expect(c.want, "", func(s *Scenario) {
					s.Check(1, "The variable is taken as not there.", s.Variable(enabled), "")
				})
				found := l.rec.findings()
				if c.want == evidence.Pass && (len(found) != 1 || found[0].Subject != enabled || found[0].Verdict != evidence.Fail) {
					t.Errorf("expected one finding of %s, got %+v", enabled, found)
				}
			})
		})
	}
}

// What may be missing and is not answered for is taken as missing. A failure of the case may come from that it is there: it
// proves nothing then, and does where the station says that it has no such variable.
func TestAFailureProvesNothingWhereWhatMayBeMissingIsNotAnsweredFor(t *testing.T) {
	for name, c := range map[string]struct {
		answer *ocppj.Frame
		want   evidence.Verdict
		part   string
		found  []string // subject and verdict
	}{
		"a CALLERROR": {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.InternalError}, evidence.Inconclusive, ended + " cannot be asked for",
			[]string{ended + " FAIL"}},
		"no such request": {&ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotSupported}, evidence.Inconclusive, ended + " cannot be asked for",
			[]string{"GetVariables FAIL", ended + " WARNING"}}, // one fault, and what it leads to
		"missing": {unknown(ended), evidence.Fail, "sends TransactionEventRequest", []string{ended + " FAIL"}},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("GetVariables", c.answer)
				l.before = Config(IsOrAbsent(ended, ""))
				l.expect(c.want, c.part, func(s *Scenario) {
					l.tells()
					Receive[ocpp201.TransactionEventRequest](s, 1)
				})
				var found []string
				for _, f := range l.rec.findings() {
					found = append(found, f.Subject+" "+string(f.Verdict))
				}
				if !slices.Equal(found, c.found) {
					t.Errorf("expected the findings %q, got %q", c.found, found)
				}
			})
		})
	}
}

// unknown is the answer to GetVariables of a station that does not have a variable.
func unknown(name string) *ocppj.Frame {
	component, variable := variables.Parse(name)
	return result(ocpp201.GetVariablesResponse{GetVariableResult: []ocpp201.GetVariableResult{{
		AttributeStatus: ocpp201.GetVariableStatusUnknownVariable, Component: component, Variable: variable}}})
}

func TestWhatWasChangedIsPutBackLastFirstAlsoAfterAFailure(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.variables[enabled], l.csms.variables[points] = "false", "Authorized"
		l.before = Prepare(PutBack("ClockCtrlr.DateTime"), Config(Is(enabled, "true"), Is(points, "EVConnected"), Is(enabled, "maybe")))
		l.expect(evidence.Fail, "Two is one.", func(s *Scenario) {
			want := []change{{variable: points, old: "Authorized", now: "EVConnected"}, {variable: enabled, old: "false", now: "maybe"},
				{variable: "ClockCtrlr.DateTime", old: "2026-01-01T00:00:00Z"}}
			if !slices.Equal(s.settings.changed, want) {
				l.Errorf("expected what it was before to be kept as %v, got %v", want, s.settings.changed)
			}
			s.Check(1, "Two is one.", 2, 1)
			s.Stop()
		})
		if l.csms.variables[enabled] != "false" || l.csms.variables[points] != "Authorized" {
			t.Errorf("expected all to be put back, got %v", l.csms.variables)
		}
	})
}

func TestWhatCannotBePutBackLatchesTheBenchAndIsTriedAgain(t *testing.T) {
	attempts := []string{}
	inLab(t, func(l *lab) {
		l.bench.Rest = func(s *Scenario) error {
			for range 2 {
				if err := s.Restore(enabled); err != nil {
					attempts = append(attempts, err.Error())
				}
			}
			return nil
		}
	}, func(l *lab) {
		l.csms.variables[enabled] = "false"
		l.before = Config(Is(enabled, "true"))
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Check(1, "One is one.", 1, 1)
			l.csms.readOnly[enabled] = true
		})
	})
	want := `what the case had changed could not be put back: AuthCtrlr.Enabled to "false": Rejected`
	if !slices.Equal(attempts, []string{want, want}) {
		t.Errorf("expected two attempts that failed with %q, got %q", want, attempts)
	}
}

func TestAValueThatTheStationNeverChangedIsPutBackAlthoughItRejectsIt(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.variables[enabled], l.csms.readOnly[enabled] = "false", true
		l.before = PutBack(enabled)
		for range 2 {
			l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
		}
		if l.player.Latched() != nil {
			t.Errorf("expected a bench at rest, got %v", l.player.Latched())
		}
	})
}

func TestARestThatFailsLatchesTheBench(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.variables[enabled] = "false"
		l.before = Config(Is(enabled, "true"))
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Check(1, "One is one.", 1, 1)
			l.csms.readOnly[enabled] = true
		})
		l.expect(evidence.NotRun, "could not be put back", func(*Scenario) { t.Error("a latched bench plays nothing") })
	})
}

func TestKnownVariablesCanBeAskedFor(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.variables[points] = "EVConnected, Authorized"
		l.before = Known(points, enabled)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Check(1, "A list is split.", s.List(points), []string{"EVConnected", "Authorized"})
			s.Check(1, "What is not implemented is empty.", s.Variable(enabled), "")
		})
	})
}
