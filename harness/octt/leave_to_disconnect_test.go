package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// atBoot has the station take another order of network connection profiles at its next boot.
func atBoot(l *lab) {
	l.csms.answers["SetVariables"] = func([]byte) *ocppj.Frame {
		return result(ocpp201.SetVariablesResponse{SetVariableResult: []ocpp201.SetVariableResult{{AttributeStatus: ocpp201.SetVariableStatusRebootRequired,
			Component: ocpp201.Component{Name: "OCPPCommCtrlr"}, Variable: ocpp201.Variable{Name: "NetworkConfigurationPriority"}}}})
	}
}

// A leave to disconnect that the station does not use ends with the play that gives it, but for that of a station with a reason that lasts.
func TestALeaveToDisconnectEndsWithThePlay(t *testing.T) {
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

// A row that comes after ConnectsByItself finds the station there. One that has stayed has no more leave, unless it may boot whenever it likes.
func TestAStationMayConnectByItselfBeforeTheNextRow(t *testing.T) {
	for name, c := range map[string]struct {
		station func(*lab)
		leaves  time.Duration // after it was given the value; 0 is never
		later   evidence.Verdict
	}{
		"it leaves with its answer": {nil, time.Nanosecond, evidence.Warning},
		"it leaves a second later":  {nil, time.Second, evidence.Warning},
		"it stays":                  {nil, 0, evidence.Warning},
		"it may boot":               {atBoot, 0, evidence.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.variables[NetworkPriority] = "1"
				if c.station != nil {
					c.station(l)
				}
				gives := func(s *Scenario) {
					s.ConnectsByItself("which it may", func() {
						setTo(s, NetworkPriority, "2,1")
						if c.leaves > 0 {
							time.AfterFunc(c.leaves, func() {
								l.csms.leaves()
								time.Sleep(5 * time.Second)
								l.csms.connect()
								l.csms.send("BootNotification", boot)
							})
						}
					})
					_, err := ask(s, clockQuestion)
					s.Check(5, "The station is there.", err == nil && s.Connected(), true)
				}
				l.expect(evidence.Pass, "", gives)
				part := map[evidence.Verdict]string{evidence.Warning: "connection lasts"}[c.later]
				l.expect(c.later, part, func(s *Scenario) { gives(s); time.Sleep(10 * time.Second); drops(l, s) })
			})
		})
	}
}
