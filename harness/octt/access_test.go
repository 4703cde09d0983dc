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

// TestAReadOnlyVariableIsFoundOutOnce counts the SetVariablesRequests of three plays, of which the first finds out that a variable is
// ReadOnly: the second has no reason to ask for that again, and the third has where the station may be another since.
func TestAReadOnlyVariableIsFoundOutOnce(t *testing.T) {
	for name, c := range map[string]struct {
		between func(*lab, *Scenario)
		want    int // of the third play
	}{
		"nothing has happened":        {func(*lab, *Scenario) {}, 0},
		"a vendor's request":          {func(l *lab, s *Scenario) { sends(l, s, ocpp201.DataTransferRequest{VendorID: "com.example"}) }, 2},
		"a connection that has ended": {func(l *lab, s *Scenario) { drops(l, s) }, 2},
		"it takes a value": {func(l *lab, s *Scenario) {
			l.csms.readOnly[enabled] = false
			if result, err := s.write(enabled, "false"); err != nil || result != "Accepted" {
				l.Errorf("expected the station to take a value, got %s, %v", result, err)
			}
		}, 2}, // to the value, and back
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.variables[enabled], l.csms.readOnly[enabled] = "false", true
				l.before = Config(IsIfWritable(enabled, "true"))
				play := func() (set int) {
					before := len(l.csms.calls)
					l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
					for _, action := range l.csms.calls[before:] {
						if action == "SetVariables" {
							set++
						}
					}
					return set
				}
				if first, second := play(), play(); first != 2 || second != 0 {
					t.Errorf("expected a value and the one that it has in the first play, and none in the second, got %d and %d", first, second)
				}
				if !l.rec.hasRow("has rejected the value that it has") {
					t.Errorf("expected a row that says why nothing is set, got %s", l.rec)
				}
				if err := l.player.Do(l.ctx, func(s *Scenario) error { c.between(l, s); return nil }); err != nil {
					t.Fatal(err)
				}
				if third := play(); third != c.want {
					t.Errorf("expected %d requests in the third play, got %d", c.want, third)
				}
			})
		})
	}
}

func TestARemarkIsAWarningAtWorst(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Remark(1, "One is one.", 1, 1) })
		l.expect(evidence.Warning, "One is two. Expected 2, got 1.", func(s *Scenario) { s.Remark(1, "One is two.", 1, 2) })
	})
}
