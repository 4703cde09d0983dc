package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocppj"
)

// TestTheOrderOfNetworkProfilesIsPutBackBeforeTheNextCase has a station change its connection when it has the old order again: that is no
// case's, neither the one that has changed the order nor the next, which a station that stays is not kept from for long.
func TestTheOrderOfNetworkProfilesIsPutBackBeforeTheNextCase(t *testing.T) {
	for name, reconnects := range map[string]bool{"it changes its connection": true, "it stays": false} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.bench.Rest = func(s *Scenario) error { return s.Restore() } }, func(l *lab) {
				l.csms.variables[NetworkPriority] = "1,2"
				l.before = PutBack(NetworkPriority)
				l.expect(evidence.Pass, "", func(s *Scenario) {
					setTo(s, NetworkPriority, "2,1")
					l.csms.answers["SetVariables"] = func(payload []byte) *ocppj.Frame {
						delete(l.csms.answers, "SetVariables") // the caller holds mu
						if reconnects {
							time.AfterFunc(300*time.Millisecond, func() {
								l.csms.leaves()
								time.Sleep(5 * time.Second)
								l.csms.connect()
								l.csms.send("StatusNotification", available)
							})
						}
						return l.csms.answer("SetVariables", payload)
					}
					proved(s)
				})
				if got := l.csms.variables[NetworkPriority]; got != "1,2" {
					t.Errorf("expected the old order, got %q", got)
				}
				l.before = nil
				began := time.Now()
				l.expect(evidence.Pass, "", func(s *Scenario) { time.Sleep(2 * time.Second); proved(s) })
				if time.Since(began) > 5*time.Second || len(l.rec.findings()) > 0 {
					t.Errorf("expected the next case to find the station there, after %s, and no finding, got %+v", time.Since(began), l.rec.findings())
				}
				l.expect(evidence.Warning, "connection lasts", func(s *Scenario) { drops(l, s); proved(s) }) // for which it has no reason any more
			})
		})
	}
}

// setTo sets a variable as a row does.
func setTo(s *Scenario, name, value string) {
	i := itemOf(name)
	i.value = value
	_, _ = ask(s, setRequest([]item{i}))
}
