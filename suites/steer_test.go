package suites

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

func TestAPausedSessionBeginsNothingUntilItGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		steer := &Steer{}
		began := time.Now()
		time.AfterFunc(30*time.Second, steer.Pause)
		time.AfterFunc(time.Hour, steer.GoOn)
		end, run := newLab(t, 1).plays(t.Context(), func(s *Session) { s.Steer = steer },
			passes("TC_B_06_CS", time.Minute), passes("TC_B_07_CS", time.Minute))
		if end.Verdict != evidence.Pass || len(run.Plays) != 2 {
			t.Fatalf("got %s with\n%s", end.Verdict, told(run))
		}
		if first := run.Plays[0].Ended.Sub(began); first > 10*time.Minute {
			t.Errorf("the case that was played when the pause came ended after %s, expected it to go on", first)
		}
		if second := run.Plays[1].Began.Sub(began); second < time.Hour {
			t.Errorf("the next began after %s, expected it to wait for an hour", second)
		}
	})
}

func TestAPauseAfterTheLastCaseHoldsTheRunOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		steer := &Steer{}
		time.AfterFunc(30*time.Second, steer.Pause)
		time.AfterFunc(time.Hour, func() {
			if err := steer.Again("TC_B_06_CS", "Anna"); err != nil {
				t.Error(err)
			}
			steer.GoOn()
		})
		_, run := newLab(t, 1).plays(t.Context(), func(s *Session) { s.Steer = steer }, passes("TC_B_06_CS", time.Minute))
		if len(run.Plays) != 2 || run.Plays[1].Begin.Again != "Anna" {
			t.Errorf("got\n%s\nexpected a second play that Anna had", told(run))
		}
	})
}

func TestTheWorstOfARepeatedCaseCountsUnlessTheFirstProvedNothing(t *testing.T) {
	for name, c := range map[string]struct {
		results []evidence.Verdict
		want    evidence.Verdict
	}{
		"a failure that does not come again": {[]evidence.Verdict{evidence.Fail, evidence.Pass}, evidence.Fail},
		"a pass that does not come again":    {[]evidence.Verdict{evidence.Pass, evidence.Fail}, evidence.Fail},
		"a bench that was at fault":          {[]evidence.Verdict{evidence.Error, evidence.Pass}, evidence.Pass},
		"that twice, and then a failure":     {[]evidence.Verdict{evidence.Error, evidence.Error, evidence.Fail}, evidence.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				steer, n := &Steer{}, 0
				first := octt.Case{ID: "TC_B_06_CS", Main: func(s *octt.Scenario) {
					v := c.results[n]
					n++
					_ = s.Pause(evidence.WaitRest, time.Minute)
					switch v {
					case evidence.Error:
						panic("the case is at fault")
					default:
						s.Check(1, "They are equal.", 1, map[evidence.Verdict]int{evidence.Pass: 1, evidence.Fail: 2}[v])
					}
				}}
				go func() { // holds the run open between the plays
					time.Sleep(30 * time.Second)
					steer.Pause()
					for range c.results[1:] {
						for steer.Again("TC_B_06_CS", "Anna") != nil {
							time.Sleep(time.Second)
						}
						steer.GoOn()
						time.Sleep(30 * time.Second)
						steer.Pause()
					}
					steer.GoOn()
				}()
				end, run := newLab(t, 1).plays(t.Context(), func(s *Session) { s.Steer = steer }, first)
				if n != len(c.results) {
					t.Fatalf("it was played %d times, expected %d\n%s", n, len(c.results), told(run))
				}
				if o := run.Outcomes()[0]; o.Verdict != c.want || len(o.Plays) != n {
					t.Errorf("the case counts as %s of %d plays, expected %s", o.Verdict, len(o.Plays), c.want)
				}
				if end.Verdict != c.want || end.Counts[c.want] == 0 || end.Counts[evidence.Pass]+end.Counts[evidence.Fail]+end.Counts[evidence.Error] != 1 {
					t.Errorf("the run ends %s with %v, expected %s and one case", end.Verdict, end.Counts, c.want)
				}
			})
		})
	}
}

func TestWhatCannotBePlayedAgainIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		steer := &Steer{}
		if err := steer.Again("TC_B_06_CS", "Anna"); err == nil {
			t.Error("a case was to be played again before the run began")
		}
		refused := map[string]string{}
		time.AfterFunc(30*time.Second, func() {
			for _, id := range []string{"TC_B_06_CS", "TC_B_07_CS", "TC_X_99_CS"} {
				if err := steer.Again(id, "Anna"); err != nil {
					refused[id] = err.Error()
				}
			}
		})
		newLab(t, 1).plays(t.Context(), func(s *Session) { s.Steer = steer }, passes("TC_B_06_CS", time.Minute), passes("TC_B_07_CS", time.Minute))
		for id, want := range map[string]string{"TC_B_06_CS": "is played, or is to come", "TC_B_07_CS": "is played, or is to come", "TC_X_99_CS": "is no case that this run plays"} {
			if !strings.Contains(refused[id], want) {
				t.Errorf("%s: got %q, expected %q", id, refused[id], want)
			}
		}
		if err := steer.Again("TC_B_06_CS", "Anna"); err == nil || !strings.Contains(err.Error(), "nothing is played any more") {
			t.Errorf("after the run: got %v", err)
		}
	})
}
