package octt

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// A leave to disconnect that the station does not use ends with the play that gives it, but for that of a station with a reason that lasts.
func TestALeaveToDisconnectEndsWithThePlay(t *testing.T) {
	atBoot := func(l *lab) {
		l.csms.answers["SetVariables"] = func([]byte) *ocppj.Frame {
			return result(ocpp201.SetVariablesResponse{SetVariableResult: []ocpp201.SetVariableResult{{AttributeStatus: ocpp201.SetVariableStatusRebootRequired,
				Component: ocpp201.Component{Name: "OCPPCommCtrlr"}, Variable: ocpp201.Variable{Name: "NetworkConfigurationPriority"}}}})
		}
	}
	for name, c := range map[string]struct {
		station func(*lab)
		main    func(*lab, *Scenario)
		want    evidence.Verdict
	}{
		"it had leave":               {nil, func(_ *lab, s *Scenario) { s.MayDisconnect(); proved(s) }, evidence.Warning},
		"it was reset and refuses":   {func(l *lab) { resets(l, "Rejected", 0) }, func(_ *lab, s *Scenario) { reset(ocpp201.ResetStatusRejected)(s) }, evidence.Warning},
		"it was cut off and stayed":  {nil, func(_ *lab, s *Scenario) { s.MayDisconnect(); s.cutsOff(); proved(s) }, evidence.Warning},
		"it owes a boot":             {func(l *lab) { resets(l, "Accepted", 0) }, func(_ *lab, s *Scenario) { reset(ocpp201.ResetStatusAccepted)(s) }, evidence.Pass},
		"it owes one for later":      {func(l *lab) { resets(l, "Scheduled", 0) }, func(_ *lab, s *Scenario) { reset(ocpp201.ResetStatusScheduled)(s) }, evidence.Pass},
		"it takes a value at a boot": {atBoot, func(_ *lab, s *Scenario) { setTo(s, NetworkPriority, "2,1"); proved(s) }, evidence.Pass},
		"it has used its leave":      {nil, func(l *lab, s *Scenario) { s.MayDisconnect(); drops(l, s); proved(s) }, evidence.Warning},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				if c.station != nil {
					c.station(l)
				}
				l.expect(evidence.Pass, "", func(s *Scenario) { c.main(l, s) })
				part := ""
				if c.want == evidence.Warning {
					part = "connection lasts"
				}
				l.expect(c.want, part, func(s *Scenario) { drops(l, s); proved(s) })
				l.expect(evidence.Warning, "connection lasts", func(s *Scenario) { drops(l, s); proved(s) }) // what it had a reason for has come
			})
		})
	}
}
