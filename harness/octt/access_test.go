package octt

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

func TestAccessIsFoundOutAndWhatCanBeSetIsPutBack(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.variables[enabled], l.csms.variables[points] = "false", "Authorized"
		l.csms.readOnly[points] = true
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Check(1, "One can be set.", s.Access(enabled), Settable)
			s.Check(1, "One can only be read.", s.Access(points), Readable)
			s.Check(1, "One is missing.", s.Access("AuthCtrlr.Nothing"), Missing)
			if _, err := s.write(enabled, "true"); err != nil {
				l.Error(err)
			}
		})
		if got := l.csms.variables[enabled]; got != "false" {
			t.Errorf("expected the value to be put back, got %q", got)
		}
		l.csms.answering("GetVariables", &ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.InternalError})
		l.csms.calls = nil
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Check(1, "One that is not told can only be read.", s.Access(ended), Readable)
			if slices.Contains(l.csms.calls, "SetVariables") {
				l.Errorf("expected nothing to be set that was never read, got %v", l.csms.calls)
			}
		})
	})
}

// A variable that takes the value that it has is no ReadOnly one, and what the table asks for "if readwrite" is due.
func TestARejectedValueOfAWritableVariableIsNoExcuse(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.variables[points] = "Authorized"
		l.csms.answers["SetVariables"] = func(payload []byte) *ocppj.Frame {
			var q ocpp201.SetVariablesRequest
			if err := json.Unmarshal(payload, &q); err != nil {
				l.Error(err)
			}
			d := q.SetVariableData[0]
			r := ocpp201.SetVariableResult{Component: d.Component, Variable: d.Variable, AttributeStatus: ocpp201.SetVariableStatusRejected}
			if d.AttributeValue == "Authorized" {
				r.AttributeStatus = ocpp201.SetVariableStatusAccepted
			}
			return result(ocpp201.SetVariablesResponse{SetVariableResult: []ocpp201.SetVariableResult{r}})
		}
		l.before = Config(IsIfWritable(points, "EVConnected"))
		l.expect(evidence.Inconclusive, "TxCtrlr.TxStartPoint can be set", func(s *Scenario) { s.Check(1, "Never.", 1, 1) })
	})
}

func TestARemarkIsAWarningAtWorst(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Remark(1, "One is one.", 1, 1) })
		l.expect(evidence.Warning, "One is two. Expected 2, got 1.", func(s *Scenario) { s.Remark(1, "One is two.", 1, 2) })
	})
}
