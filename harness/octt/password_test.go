package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// A station may take its time to connect with a password that it was given (part 2, A01, steps 3 and 4). The next play begins when it has.
func TestAPasswordIsPutBackWhenTheStationHasConnectedWithIt(t *testing.T) {
	for name, c := range map[string]struct {
		renews func(n int) bool // whether the station connects anew with the n-th password
		conns  int
		longer bool // than the timeout for it
	}{
		"it connects with each":                 {func(int) bool { return true }, 2, false},
		"it connects with none":                 {func(int) bool { return false }, 0, false},
		"it connects with the other one, alone": {func(n int) bool { return n == 1 }, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) {
				l.bench.Rest = func(s *Scenario) error { return s.Restore() }
			}, func(l *lab) {
				taken := 0
				l.csms.answers["SetVariables"] = func(payload []byte) *ocppj.Frame {
					taken++
					if c.renews(taken) {
						time.AfterFunc(3*time.Second, func() {
							l.csms.leaves()
							l.csms.shown = map[int]string{1: "other"}[taken]
							l.csms.connect()
							l.csms.send("StatusNotification", available)
						})
					}
					return result(ocpp201.SetVariablesResponse{SetVariableResult: []ocpp201.SetVariableResult{{
						AttributeStatus: ocpp201.SetVariableStatusAccepted,
						Component:       ocpp201.Component{Name: "SecurityCtrlr"}, Variable: ocpp201.Variable{Name: "BasicAuthPassword"}}}})
				}
				began := time.Now()
				l.before = PutBackPassword()
				l.expect(evidence.Pass, "", func(s *Scenario) {
					s.MayDisconnect()
					before := s.Handshake()
					_, err := Ask(s, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{AttributeValue: "other",
						Component: ocpp201.Component{Name: "SecurityCtrlr"}, Variable: ocpp201.Variable{Name: "BasicAuthPassword"}}}})
					s.Check(1, "The password is taken.", err == nil, true)
					s.ConnectsAgain(before, 10*time.Second)
				})
				if taken != 2 || l.csms.renewed != c.conns || !l.csms.Connected() {
					t.Errorf("expected a station that is there and has connected %d times, with 2 passwords set; got %d and %d", c.conns, l.csms.renewed, taken)
				}
				if spent := time.Since(began); (spent >= DefaultTimeouts().Reconnect) != c.longer {
					t.Errorf("expected to wait out the time to connect only for one who has shown that it does, got %s", spent)
				}
				l.before = nil
				l.expect(evidence.Warning, "connection lasts", func(s *Scenario) { drops(l, s); proved(s) }) // for which it has no reason any more
			})
		})
	}
}

// A station may connect anew for a password that it has already. One that has refused another, and has shown its own since, is not given
// that again: it would be away in the middle of the next play.
func TestAPasswordThatTheStationHasKeptIsNotPutBack(t *testing.T) {
	for name, c := range map[string]struct{ kept, want int }{"it is known to be kept": {1, 1}, "nobody has said so": {0, 2}} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) {
				l.bench.Rest = func(s *Scenario) error { return s.Restore() }
			}, func(l *lab) {
				asked := 0
				l.csms.answers["SetVariables"] = func([]byte) *ocppj.Frame {
					asked++
					status := map[int]ocpp201.SetVariableStatus{1: ocpp201.SetVariableStatusRejected, 2: ocpp201.SetVariableStatusAccepted}[asked]
					return result(ocpp201.SetVariablesResponse{SetVariableResult: []ocpp201.SetVariableResult{{
						AttributeStatus: status,
						Component:       ocpp201.Component{Name: "SecurityCtrlr"}, Variable: ocpp201.Variable{Name: "BasicAuthPassword"}}}})
				}
				l.before = PutBackPassword()
				l.expect(evidence.Pass, "", func(s *Scenario) {
					_, err := Ask(s, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{AttributeValue: "short",
						Component: ocpp201.Component{Name: "SecurityCtrlr"}, Variable: ocpp201.Variable{Name: "BasicAuthPassword"}}}})
					s.Check(1, "The station answers.", err == nil, true)
					for range c.kept {
						s.KeptPassword()
					}
				})
				if asked != c.want {
					t.Errorf("expected %d requests with a password, got %d", c.want, asked)
				}
			})
		})
	}
}
