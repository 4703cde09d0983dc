package octt

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestWhoseFaultAnActIs(t *testing.T) {
	for name, c := range map[string]struct {
		tokens  rigs.Tokens
		want    evidence.Verdict
		part    string
		latched bool
	}{
		"done":        {rig{}, evidence.Pass, "", false},
		"not offered": {rig{rigs.ErrNotOffered}, evidence.Fail, "the display does not offer it", false},
		"no rig":      {nil, evidence.NotRun, "no rig is bound", false},
		"cannot":      {rig{rigs.ErrNoRig}, evidence.NotRun, "no rig is bound", false},
		"skipped":     {rig{fmt.Errorf("panel: %w", rigs.ErrSkipped)}, evidence.NotRun, "skipped", false},
		"no answer":   {rig{rigs.ErrNoAnswer}, evidence.Inconclusive, "nobody answered", false},
		"refused":     {rig{rigs.ErrRefused}, evidence.Error, "refused", false},
		"barred":      {rig{fmt.Errorf("panel: %w", rigs.ErrBarred)}, evidence.Fail, "Expected a connector that an EV can be connected to", false},
		"held":        {rig{fmt.Errorf("panel: %w", rigs.ErrHeld)}, evidence.Fail, "Expected a cable that comes out", false},
		"broken":      {rig{errors.New("relay 3 is stuck")}, evidence.Error, "relay 3 is stuck", true},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.bench.Rigs.Tokens = c.tokens }, func(l *lab) {
				l.before = Config(Is("ClockCtrlr.DateTime", "2026-01-01T00:00:00Z"))
				l.expect(c.want, c.part, func(s *Scenario) {
					s.Check(1, "Something is proved before the act.", 1, 1)
					s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
					s.Check(2, "Something is proved after the act.", 1, 1)
				})
				if got := l.player.Latched() != nil; got != c.latched {
					t.Errorf("expected latched %v, got %v", c.latched, l.player.Latched())
				}
			})
		})
	}
}

func TestAnActThatIsNotDoneInThePreparationsLeavesTheCaseNotRun(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.before = Prepare(Config(Is("ClockCtrlr.DateTime", "2026-01-01T00:00:00Z")),
			Do(func(s *Scenario) { s.Act(0, rigs.PowerCycle()) }))
		l.expect(evidence.NotRun, "no rig is bound", func(*Scenario) { t.Error("the scenario is not played") })
	})
}

func TestNotRunDoesNotHideAFailure(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Fail, "Two is one.", func(s *Scenario) {
			s.Check(1, "Two is one.", 2, 1)
			s.Act(0, rigs.PowerCycle())
		})
	})
}

func TestAStateWhoseActIsNotDoneIsNotRun(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.play(func(s *Scenario) {
			s.Reach(1, State{Name: "Tried", Family: "Tried", Enter: func(s *Scenario) {
				s.Check(1, "One is one.", 1, 1)
				s.Act(0, rigs.PowerCycle())
			}})
		})
		for _, r := range l.rec.all() {
			if r.State != nil && r.State.Left && r.State.Verdict != evidence.NotRun {
				t.Errorf("expected the state to be NOT RUN, got %s", r.State.Verdict)
			}
		}
	})
}

func TestAnOptionalActWithoutARigIsLeftOut(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			if s.TryAct(1, rigs.DriveIn(s.Configured.Place()), "The bay is optional") {
				l.Error("expected the act not to be done")
			}
			s.Check(2, "One is one.", 1, 1)
		})
		if !l.rec.hasRow("1 Drive EV into parking bay.: NOT APPLICABLE The bay is optional") {
			t.Errorf("expected the act to be recorded as left out, got %s", l.rec)
		}
	})
}

func TestALatchedBenchPlaysNothingAndKeepsTheFirstCause(t *testing.T) {
	inLab(t, func(l *lab) { l.bench.Rigs.Tokens = rig{errors.New("relay 3 is stuck")} }, func(l *lab) {
		present := func(s *Scenario) { s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place())) }
		l.expect(evidence.Error, "relay 3", present)
		l.player.Latch(errors.New("a second cause"))
		l.expect(evidence.NotRun, "The bench cannot play any more: a rig failed: PresentToken: relay 3 is stuck", func(*Scenario) {
			t.Error("a latched bench plays nothing")
		})
	})
}

// TestAnInterruptedRunIsInconclusiveAndTheBenchIsBroughtToRest: where the play has done something to the station, and at once
// where it has not.
func TestAnInterruptedRunIsInconclusiveAndTheBenchIsBroughtToRest(t *testing.T) {
	for name, main := range map[string]func(*Scenario, context.CancelFunc){
		"while waiting": func(s *Scenario, cancel context.CancelFunc) {
			cancel()
			Receive[ocpp201.AuthorizeRequest](s, 2)
		},
		"before a request": func(s *Scenario, cancel context.CancelFunc) {
			cancel()
			Send(s, 2, ocpp201.GetTransactionStatusRequest{}).Receive(3)
		},
		"before the last fence": func(_ *Scenario, cancel context.CancelFunc) { cancel() },
		"before an act": func(s *Scenario, cancel context.CancelFunc) {
			cancel()
			s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
		},
		"before silence": func(s *Scenario, cancel context.CancelFunc) {
			cancel()
			s.Nothing(1, 0, As[ocpp201.AuthorizeRequest]())
		},
	} {
		for _, touched := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, touched %t", name, touched), func(t *testing.T) {
				rested := false
				inLab(t, func(l *lab) {
					l.bench.Rigs.Tokens = obedient{}
					l.bench.Rest = func(s *Scenario) error { rested = s.Leaving(); return s.Pause(evidence.WaitRest, 0) }
				}, func(l *lab) {
					ctx, cancel := context.WithCancel(l.ctx)
					defer cancel()
					l.ctx = ctx
					l.expect(evidence.Inconclusive, "", func(s *Scenario) {
						s.Check(1, "One is one.", 1, 1)
						if touched {
							s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
						}
						main(s, cancel)
					})
					if rested != touched || l.player.Latched() != nil {
						t.Errorf("expected the bench to come to rest if it was touched (%v) and to go on, got rested %v, latched %v", touched, rested, l.player.Latched())
					}
				})
			})
		}
	}
}

// TestTheWayBackToRestSaysWhatItWaitsForAndCanBeSkipped: as long as nobody skips it, it is gone to its end although the run was
// interrupted.
func TestTheWayBackToRestSaysWhatItWaitsForAndCanBeSkipped(t *testing.T) {
	for _, skip := range []bool{false, true} {
		said := make(chan Cleaning, 1)
		inLab(t, func(l *lab) {
			l.bench.Rigs.Tokens = obedient{}
			l.bench.Rest = func(s *Scenario) error {
				return s.until(time.Minute, "the end of every transaction", func() bool { return false })
			}
		}, func(l *lab) {
			ctx, cancel := context.WithCancel(l.ctx)
			defer cancel()
			l.ctx = ctx
			began := time.Now()
			time.AfterFunc(20*time.Second, func() {
				now, _ := l.player.Cleaning()
				said <- now
				if skip {
					l.player.Hurry()
				}
			})
			l.expect(evidence.Inconclusive, "", func(s *Scenario) {
				s.Check(1, "One is one.", 1, 1)
				s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
				cancel()
				Receive[ocpp201.AuthorizeRequest](s, 2)
			})
			took := time.Since(began)
			if skip != (took < 21*time.Second) || skip != (l.player.Latched() == nil) {
				t.Errorf("skipped %t: it took %s, latched %v", skip, took, l.player.Latched())
			}
			if was := <-said; was.What != "the end of every transaction" || was.Left < 39*time.Second || was.Left > 42*time.Second {
				t.Errorf("expected what is waited for and for how long, got %+v", was)
			}
			if now, is := l.player.Cleaning(); is {
				t.Errorf("expected nothing to be waited for afterwards, got %+v", now)
			}
		})
	}
}

// obedient is a rig that gives up when it is told to.
type obedient struct{}

func (obedient) Present(ctx context.Context, _ rigs.Token, _ rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{}, ctx.Err()
}

// slowRig takes its time for each act.
type slowRig struct {
	rig
	takes time.Duration
}

func (r slowRig) Present(ctx context.Context, token rigs.Token, at rigs.Place) (rigs.ReadBack, error) {
	time.Sleep(r.takes)
	return r.rig.Present(ctx, token, at)
}

// An act has its times by the clock that the frames of its bench have theirs by, which nobody sets.
func TestAnActIsToldByTheClockOfTheFrames(t *testing.T) {
	inLab(t, func(l *lab) { l.bench.Rigs.Tokens = slowRig{takes: 7 * time.Second} }, func(l *lab) {
		l.play(func(s *Scenario) {
			Send(s, 1, ocpp201.GetVariablesRequest{GetVariableData: clockQuestion.GetVariableData}).Receive(2)
			s.Wait(3, 3*time.Second, "so")
			s.Act(4, rigs.PresentToken(s.Token, s.Configured.Place()))
		})
		var frame *evidence.Frame
		for _, r := range l.rec.all() {
			if r.Frame != nil {
				frame = r.Frame
			}
			if a := r.Act; a != nil {
				if a.Until-a.Since != 7*time.Second || frame == nil || a.Since-frame.Since != a.Began.Sub(frame.At) {
					t.Errorf("an act from %s to %s, told as from %s to %s; want the same by both clocks", a.Began, a.Ended, a.Since, a.Until)
				}
				return
			}
		}
		t.Error("no act is in the evidence")
	})
}
