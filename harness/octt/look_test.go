package octt

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocppj"
)

const preAuthorize = "AuthCtrlr.LocalPreAuthorize"

// TestTheLastFenceIsTheProofOfRestUntilSomethingHappens counts the questions of a play without any of its own: the last fence, and
// the proof of rest.
func TestTheLastFenceIsTheProofOfRestUntilSomethingHappens(t *testing.T) {
	for name, c := range map[string]struct {
		still bool // the rigs hold nothing when the rows are over
		then  func(*lab, *Scenario)
		asked int
	}{
		"nothing happens":                {true, func(*lab, *Scenario) {}, 1},
		"the rigs have to move":          {false, func(*lab, *Scenario) {}, 2},
		"the rigs move":                  {true, func(_ *lab, s *Scenario) { s.Moves() }, 2},
		"the station tells something":    {true, func(l *lab, s *Scenario) { l.send("StatusNotification", available); s.Settles() }, 2},
		"it has time for something else": {true, func(_ *lab, s *Scenario) { s.AwaitMore(); s.AwaitMore(); s.AwaitMore() }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			change := func(l *lab) {
				l.model("20")
				l.csms.variables[preAuthorize], l.csms.variables["Connector.AvailabilityState"] = "false", "Available"
				l.bench.PICS = &pics.Declaration{Connectors: []pics.Connector{{EVSE: 1, ID: 1}}}
				l.bench.Proof = []string{preAuthorize}
				l.bench.Still = func(context.Context) bool { return c.still }
				l.bench.Timeouts.Act = time.Second
				l.bench.Rest = func(s *Scenario) error {
					c.then(l, s)
					seen, known, err := s.Look(s.Connectors(), preAuthorize)
					if err == nil && (seen[0].Value != "Available" || seen[0].Frame == 0 || known[0].Value != "false") {
						t.Errorf("expected what the station has answered, got %+v and %+v", seen, known)
					}
					return err
				}
			}
			inLab(t, change, func(l *lab) {
				proves := func(s *Scenario) { s.Check(1, "Something is proved.", 1, 1) }
				l.expect(evidence.Pass, "", proves) // in which the station tells how much it takes in a request
				before := l.questions()
				l.expect(evidence.Pass, "", proves)
				if got := l.questions() - before; got != c.asked {
					t.Errorf("expected %d questions, got %d\n%s", c.asked, got, l.rec)
				}
			})
		})
	}
}

// questions is how many GetVariablesRequests have gone out.
func (l *lab) questions() (n int) {
	for _, r := range l.rec.all() {
		if r.Frame != nil && r.Frame.Direction == evidence.Out && r.Frame.Type == "CALL" && r.Frame.Action == "GetVariables" {
			n++
		}
	}
	return n
}

// TestTheLimitsOfRequestsStandOverABoot of the same firmware, and over no other.
func TestTheLimitsOfRequestsStandOverABoot(t *testing.T) {
	for name, c := range map[string]struct {
		model string // that the station tells of itself at its next boot
		again bool   // the limits are asked for again
	}{
		"the same station": {"M", false},
		"another":          {"N", true},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.model("20") }, func(l *lab) {
				l.play(func(s *Scenario) {
					learns := func() int {
						before := l.questions()
						if _, err := s.inquire([]item{itemOf("TestCtrlr.Variable0"), itemOf("TestCtrlr.Variable1")}); err != nil {
							t.Error(err)
						}
						return l.questions() - before
					}
					boots := func(model string) {
						s.MayDisconnect()
						l.send("BootNotification", strings.Replace(boot, `"model":"M"`, `"model":"`+model+`"`, 1))
						s.Wait(1, time.Second, "a boot")
					}
					boots("M")
					if got := learns(); got != 2 {
						t.Errorf("expected the limits to be asked for first, got %d questions", got)
					}
					boots(c.model)
					if got := learns() == 2; got != c.again {
						t.Errorf("expected the limits to be asked for again: %t, got %t", c.again, got)
					}
				})
			})
		})
	}
}

// withProof has the proof of rest ask for the state of a connector and for variables, of a station at which nothing moves.
func withProof(l *lab) {
	l.model("20")
	l.csms.variables[preAuthorize], l.csms.variables["Connector.AvailabilityState"] = "false", "Available"
	l.bench.PICS = &pics.Declaration{Connectors: []pics.Connector{{EVSE: 1, ID: 1}}}
	l.bench.Proof = []string{preAuthorize}
	l.bench.Still = func(context.Context) bool { return true }
	l.bench.Timeouts.Act = time.Second
	l.bench.Rest = func(s *Scenario) error {
		_, _, err := s.Look(s.Connectors(), s.proof...)
		return err
	}
}

func TestTheLastFenceTakesResultsInAnyOrder(t *testing.T) {
	inLab(t, withProof, func(l *lab) {
		l.several(2, func(action string, _ []byte, right *ocppj.Frame) *ocppj.Frame {
			return results(t, action, right, func(all []any) []any { slices.Reverse(all); return all })
		})
		proves := func(s *Scenario) { s.Check(1, "Something is proved.", 1, 1) }
		l.expect(evidence.Pass, "", proves)
		before := l.questions()
		l.expect(evidence.Pass, "", proves)
		if got := l.questions() - before; got != 1 {
			t.Errorf("expected one question, got %d\n%s", got, l.rec)
		}
	})
}

// TestTheLastFenceTriesNothingNew has a station be silent at more variables than it was ever asked for: the case has no part in that.
func TestTheLastFenceTriesNothingNew(t *testing.T) {
	inLab(t, withProof, func(l *lab) {
		l.several(5, func(string, []byte, *ocppj.Frame) *ocppj.Frame { return nil })
		proves := func(s *Scenario) { s.Check(1, "Something is proved.", 1, 1) }
		l.expect(evidence.Pass, "", proves)
		l.player.bench.Proof = append(l.player.bench.Proof, "TestCtrlr.Variable0", "TestCtrlr.Variable1", "TestCtrlr.Variable2")
		l.expect(evidence.Pass, "", proves)
		if !l.wrongAtSeveral() {
			t.Errorf("expected what the station is silent at to be found, got %+v", l.rec.findings())
		}
	})
}
