package octt

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// takesAtBoot makes a fake station that takes what it is told at its next boot, and boots when it is reset.
func (f *fakeCSMS) takesAtBoot() {
	coming := map[string]string{}
	f.answers["SetVariables"] = func(payload []byte) *ocppj.Frame {
		var ask ocpp201.SetVariablesRequest
		_ = json.Unmarshal(payload, &ask)
		each := ask.SetVariableData[0]
		coming[each.Component.Name+"."+each.Variable.Name] = each.AttributeValue
		return result(ocpp201.SetVariablesResponse{SetVariableResult: []ocpp201.SetVariableResult{{
			AttributeStatus: ocpp201.SetVariableStatusRebootRequired, Component: each.Component, Variable: each.Variable}}})
	}
	f.answers["Reset"] = func([]byte) *ocppj.Frame {
		for name, value := range coming {
			f.variables[name] = value
		}
		f.later(time.Second, "BootNotification", boot)
		return result(ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted})
	}
}

// resetsAtRest is a bench that resets a station which could not be brought to rest, as harness/bench does.
func resetsAtRest(l *lab) {
	l.bench.Rest = func(s *Scenario) error {
		if s.Restore() == nil {
			return nil
		}
		if err := s.Reboot(); err != nil {
			return err
		}
		return s.Restore()
	}
}

func TestAStationThatMustBootForItsConfigurationIsResetOnceAndAgainToPutItBack(t *testing.T) {
	inLab(t, resetsAtRest, func(l *lab) {
		l.csms.variables[enabled], l.csms.variables[points] = "false", "Authorized"
		l.csms.takesAtBoot()
		l.before = Config(Is(enabled, "true"), Is(points, "EVConnected"))
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Check(1, "The values are there.", l.csms.variables[enabled]+" "+l.csms.variables[points], "true EVConnected")
			s.Check(1, "The values are known.", s.Variable(enabled)+" "+s.Variable(points), "true EVConnected")
		})
		if l.csms.variables[enabled] != "false" || l.csms.variables[points] != "Authorized" {
			t.Errorf("expected all to be put back, got %v", l.csms.variables)
		}
		resets := 0
		for _, action := range l.csms.calls {
			if action == "Reset" {
				resets++
			}
		}
		if resets != 2 {
			t.Errorf("expected one Reset before the case and one after it, got %d", resets)
		}
	})
}

func TestAConfigurationThatNeedsABootAndDoesNotGetItIsNoPreparation(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  func(*fakeCSMS)
		reason string
	}{
		"Reset is refused": {func(f *fakeCSMS) {
			f.answering("Reset", result(ocpp201.ResetResponse{Status: ocpp201.ResetStatusRejected}))
		}, "Reset was answered with Rejected"},
		"the station does not boot": {func(f *fakeCSMS) {
			f.answering("Reset", result(ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted}))
		}, "BootNotification"},
		"the value is lost": {func(f *fakeCSMS) {
			f.answers["Reset"] = func([]byte) *ocppj.Frame {
				f.later(time.Second, "BootNotification", boot)
				return result(ocpp201.ResetResponse{Status: ocpp201.ResetStatusAccepted})
			}
		}, "Expected true, got Accepted false"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.variables[enabled] = "false"
				l.csms.takesAtBoot()
				c.spoil(l.csms)
				l.before = Config(Is(enabled, "true"))
				l.expect(evidence.Inconclusive, c.reason, func(*Scenario) { t.Error("the scenario is not played") })
				if l.player.Latched() == nil {
					t.Error("expected a station that must boot to be no station at rest")
				}
			})
		})
	}
}

func TestAPasswordThatWaitsForABootCountsAsPutBackAfterIt(t *testing.T) {
	inLab(t, resetsAtRest, func(l *lab) {
		const password = "SecurityCtrlr.BasicAuthPassword"
		l.csms.takesAtBoot()
		l.csms.answering("GetVariables", result(ocpp201.GetVariablesResponse{GetVariableResult: []ocpp201.GetVariableResult{{
			AttributeStatus: ocpp201.GetVariableStatusRejected,
			Component:       ocpp201.Component{Name: "SecurityCtrlr"}, Variable: ocpp201.Variable{Name: "BasicAuthPassword"}}}}))
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Check(1, "One is one.", 1, 1)
			s.settings.changed = append(s.settings.changed, change{variable: password, old: "old"})
		})
		if l.player.Latched() != nil {
			t.Errorf("expected a bench at rest, got %v", l.player.Latched())
		}
	})
}
