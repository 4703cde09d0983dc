package octt

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What happens in the clean-up, between cases, or before the first changes the verdict of no case, whatever that is.
func TestWhatHappensOutsideACaseIsAFindingAndChangesNoVerdict(t *testing.T) {
	for name, main := range map[evidence.Verdict]func(*Scenario){
		evidence.Pass: proved,
		evidence.Inconclusive: func(s *Scenario) {
			s.Unproven(1, "It can be shown.", "it cannot")
		},
		evidence.Warning: func(s *Scenario) { s.Remark(1, "One is two.", 1, 2) },
	} {
		t.Run(string(name), func(t *testing.T) {
			for when, c := range map[string]struct{ before, after time.Duration }{
				"in the clean-up":  {0, 2 * time.Second},
				"before the first": {2 * time.Second, 0},
			} {
				t.Run(when, func(t *testing.T) {
					inLab(t, func(l *lab) {
						l.bench.Rest = func(s *Scenario) error {
							if c.after > 0 {
								l.send("Heartbeat", `{"x":1}`)
								l.send("Heartbeat", `{"x":1}`)
							}
							return s.Pause(evidence.WaitRest, c.after)
						}
					}, func(l *lab) {
						if c.before > 0 {
							l.send("Heartbeat", `{"x":1}`)
							l.send("Heartbeat", `{"x":1}`)
							time.Sleep(c.before)
						}
						end := l.play(main)
						if end.Verdict != name {
							t.Errorf("expected %s, got %s: %s", name, end.Verdict, end.Reason)
						}
						found := l.rec.findings()
						if len(found) != 1 || found[0].Subject != "HeartbeatRequest" || found[0].Kind != evidence.FoundBetween || found[0].Count != 2 ||
							!strings.HasPrefix(found[0].Clause, "part 4") {
							t.Errorf("expected one finding about a HeartbeatRequest, 2 times, got %+v", found)
						}
					})
				})
			}
		})
	}
}

func TestAFaultWhileACaseIsPlayedIsTheCases(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Fail, "satisfies its schema", func(s *Scenario) {
			l.send("Heartbeat", `{"x":1}`)
			s.Wait(1, time.Second, "a while")
			proved(s)
		})
		if found := l.rec.findings(); len(found) > 0 {
			t.Errorf("expected no finding, got %+v", found)
		}
	})
}

// The end of a transaction that a case has begun comes when the bench ends it. A frame that breaks its schema is the run's then, and
// the case's where a row takes it.
func TestABrokenEndOfACasesTransactionIsTheCasesOnlyWhileItIsPlayed(t *testing.T) {
	started, broken := event("Started", "CablePluggedIn", 0), strings.Replace(event("Ended", "RemoteStop", 1), `"seqNo":1`, `"seqNo":1,"x":1`, 1)
	for when, c := range map[string]struct {
		late  bool
		want  evidence.Verdict
		part  string
		found int
	}{
		"in front of a row":       {false, evidence.Fail, "x", 0},
		"on the way back to rest": {true, evidence.Pass, "", 1},
	} {
		t.Run(when, func(t *testing.T) {
			inLab(t, func(l *lab) {
				l.bench.Rest = func(s *Scenario) error {
					if c.late {
						l.send("TransactionEvent", broken)
					}
					return s.Pause(evidence.WaitRest, time.Second)
				}
			}, func(l *lab) {
				l.expect(c.want, c.part, func(s *Scenario) {
					l.send("TransactionEvent", started)
					Receive[ocpp201.TransactionEventRequest](s, 1)
					if !c.late {
						l.send("TransactionEvent", broken)
						Receive[ocpp201.TransactionEventRequest](s, 2)
					}
				})
				found := l.rec.findings()
				if len(found) != c.found || c.found > 0 && (found[0].Subject != "TransactionEventRequest" || found[0].Frame == 0) {
					t.Errorf("expected %d findings about a TransactionEventRequest, got %+v", c.found, found)
				}
			})
		})
	}
}

func TestAConnectionThatEndsInTheCleanUpIsAFinding(t *testing.T) {
	inLab(t, func(l *lab) {
		l.bench.Rest = func(s *Scenario) error {
			l.drop()
			return s.Pause(evidence.WaitRest, time.Second)
		}
	}, func(l *lab) {
		l.expect(evidence.Pass, "", proved)
		found := l.rec.findings()
		if len(found) != 1 || found[0].Subject != "the connection" || found[0].Verdict != evidence.Warning {
			t.Errorf("expected a WARNING about the connection, got %+v", found)
		}
	})
}

// What ends a run may end the station as well, so that an interrupted case proves no failure.
func TestAnInterruptedCaseNeverFails(t *testing.T) {
	interrupt := func(l *lab) (play func(func(*Scenario)) evidence.CaseEnded, stop func()) {
		ctx, cancel := context.WithCancelCause(l.ctx)
		l.ctx = ctx
		return l.play, func() { cancel(errors.New("Ctrl-C")) }
	}
	t.Run("in the preparations", func(t *testing.T) {
		inLab(t, nil, func(l *lab) {
			play, stop := interrupt(l)
			l.before = Do(func(s *Scenario) {
				stop()
				s.Wait(0, time.Second, "a while")
			})
			l.judged(play(func(*Scenario) { t.Error("the scenario is not played") }), evidence.NotRun, "Ctrl-C")
		})
	})
	t.Run("after a check that failed", func(t *testing.T) {
		inLab(t, nil, func(l *lab) {
			play, stop := interrupt(l)
			end := play(func(s *Scenario) {
				s.Check(1, "Two is one.", 2, 1)
				stop()
				s.Wait(2, time.Second, "a while")
			})
			l.judged(end, evidence.Inconclusive, "Ctrl-C. Until then: Row 1: Two is one.")
		})
	})
	t.Run("with the connection gone before the signal was seen", func(t *testing.T) {
		inLab(t, nil, func(l *lab) {
			play, stop := interrupt(l)
			end := play(func(s *Scenario) {
				l.drop()
				s.Check(1, "It is connected.", false, true)
				stop()
				s.Stop()
			})
			l.judged(end, evidence.Inconclusive, "Ctrl-C")
		})
	})
	t.Run("in the clean-up", func(t *testing.T) {
		inLab(t, nil, func(l *lab) {
			play, stop := interrupt(l)
			l.player.bench.Rest = func(*Scenario) error { stop(); return nil }
			l.judged(play(func(s *Scenario) { s.Check(1, "Two is one.", 2, 1) }), evidence.Fail, "Two is one")
		})
	})
}

// drop has the station's connection end by itself.
func (l *lab) drop() {
	if err := l.csms.Disconnect(); err != nil {
		l.Error(err)
	}
}
