package suites

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas"
)

// lab is some benches in memory whose plays go into one evidence. It lives in a bubble.
type lab struct {
	t        *testing.T
	log      bytes.Buffer
	recorder *evidence.Recorder
	memory   []*bench.Memory
	benches  []Bench
}

func newLab(t *testing.T, n int) *lab {
	t.Helper()
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	l := &lab{t: t}
	l.recorder = evidence.New(&l.log, nil)
	var started evidence.RunStarted
	for i := range n {
		name := string(rune('a' + i))
		started.Benches = append(started.Benches, evidence.BenchUsed{Name: name})
		parts := bench.MemoryParts{PICS: declared, Schemas: set, Recorder: l.recorder.Side(name),
			Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts()}
		parts.Configured.ChargingStationID = "CB-" + name
		parts.Configured.BasicAuthPassword = "self-test-password-1"
		m, err := bench.NewMemory(t.Context(), parts)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		l.memory = append(l.memory, m)
		l.benches = append(l.benches, Bench{Name: name, Player: m.Player})
	}
	if _, err := l.recorder.Append(evidence.Record{Run: &started}); err != nil {
		t.Fatal(err)
	}
	return l
}

// butTheEnd leaves the end of the run to the test, which closes the benches before.
type butTheEnd struct{ *evidence.Recorder }

func (r butTheEnd) Append(rec evidence.Record) (int64, error) {
	if rec.Finished != nil {
		return 0, nil
	}
	return r.Recorder.Append(rec)
}

// plays plays the cases as Run does, without Ginkgo, and returns the end with the whole evidence.
func (l *lab) plays(ctx context.Context, change func(*Session), cases ...octt.Case) (evidence.RunEnded, evidence.Run) {
	l.t.Helper()
	s := Session{Benches: l.benches, Recorder: butTheEnd{l.recorder}}
	for _, c := range cases {
		entry, known := catalogue.Lookup(c.ID)
		if !known {
			l.t.Fatalf("the catalogue has no %s", c.ID)
		}
		s.Plan = append(s.Plan, Item{Entry: entry, Case: c})
	}
	if change != nil {
		change(&s)
	}
	r := begin(ctx, s)
	r.play()
	r.conclude()
	for _, m := range l.memory {
		if err := m.Close(); err != nil {
			l.t.Error(err)
		}
	}
	if _, err := l.recorder.Append(evidence.Record{Finished: &r.end}); err != nil {
		l.t.Error(err)
	}
	log, err := evidence.Read(&l.log)
	if err != nil || log.Verify() != nil || r.failed != nil {
		l.t.Errorf("expected evidence that is whole, got %v, %v, %v", err, log.Verify(), r.failed)
	}
	return r.end, evidence.Fold(log.Records)
}

// told says of every play on which bench it was and what it came to, in the order in which they began.
func told(run evidence.Run) string {
	var out []string
	for _, p := range run.Plays {
		out = append(out, fmt.Sprintf("%s %s %s", p.Bench, p.Begin.ID, p.Verdict))
	}
	return strings.Join(out, "\n")
}

// takes is a case that lasts so long and then finds that two numbers are equal.
func takes(id string, d time.Duration, one, other int, after ...string) octt.Case {
	return octt.Case{ID: id, After: after, Main: func(s *octt.Scenario) {
		_ = s.Pause(evidence.WaitRest, d) // an interruption shows in the verdict
		s.Check(1, "They are equal.", one, other)
	}}
}

func passes(id string, d time.Duration, after ...string) octt.Case {
	return takes(id, d, 1, 1, after...)
}
func fails(id string, d time.Duration, after ...string) octt.Case {
	return takes(id, d, 1, 2, after...)
}

func TestCasesGoToTheBenchThatIsFreeNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2)
		began := time.Now()
		end, run := l.plays(t.Context(), nil, passes("TC_B_01_CS", time.Hour), passes("TC_B_06_CS", 10*time.Minute),
			passes("TC_B_07_CS", 10*time.Minute), fails("TC_B_09_CS", 10*time.Minute))
		took := time.Since(began)
		on := map[string]string{}
		for i, p := range run.Plays {
			if p.Number != i+1 {
				t.Errorf("expected play %d, got %d", i+1, p.Number)
			}
			on[p.Bench] += fmt.Sprintf("%s %s ", p.Begin.ID, p.Verdict)
		}
		long, others := "TC_B_01_CS PASS ", "TC_B_06_CS PASS TC_B_07_CS PASS TC_B_09_CS FAIL "
		if on["a"] > on["b"] {
			on["a"], on["b"] = on["b"], on["a"] // which bench comes first is nobody's promise
		}
		if on["a"] != long || on["b"] != others {
			t.Errorf("expected %q on one bench and %q on the other, got %q", long, others, on)
		}
		if took < time.Hour || took > time.Hour+10*time.Minute {
			t.Errorf("expected the benches to play side by side in about an hour, got %s", took)
		}
		if end.Verdict != evidence.Fail || end.Counts[evidence.Pass] != 3 || end.Reason != "" {
			t.Errorf("expected FAIL with three passes and no broken bench, got %+v", end)
		}
	})
}

func TestACaseWaitsForItsPrerequisites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 3)
		end, run := l.plays(t.Context(), nil, passes("TC_B_06_CS", time.Hour), fails("TC_B_07_CS", time.Minute),
			passes("TC_B_02_CS", time.Minute, "TC_B_06_CS", "TC_B_30_CS"), passes("TC_B_03_CS", time.Minute, "TC_B_06_CS", "TC_B_07_CS"),
			passes("TC_B_09_CS", time.Minute))
		at := map[string]*evidence.Play{}
		for i := range run.Plays {
			at[run.Plays[i].Begin.ID] = &run.Plays[i]
		}
		if len(at) != 4 || at["TC_B_02_CS"].Began.Before(at["TC_B_06_CS"].Ended) {
			t.Errorf("expected TC_B_02_CS after the end of TC_B_06_CS, and TC_B_03_CS not at all, got:\n%s", told(run))
		}
		if at["TC_B_09_CS"].Began.After(at["TC_B_06_CS"].Ended) {
			t.Error("expected TC_B_09_CS to be played while others wait")
		}
		var unmet evidence.Outcome
		for _, o := range run.Outcomes() {
			if o.Planned.ID == "TC_B_03_CS" {
				unmet = o
			}
		}
		if want := "its prerequisite TC_B_07_CS ended FAIL (part 6)"; unmet.Verdict != evidence.NotRun || unmet.Reason != want {
			t.Errorf("TC_B_03_CS: expected NOT RUN, %s; got %s, %s", want, unmet.Verdict, unmet.Reason)
		}
		if end.Counts[evidence.NotRun] != 1 || end.Counts[evidence.Pass] != 3 {
			t.Errorf("expected one case not run and three passes, got %v", end.Counts)
		}
	})
}

func TestCasesThatWaitForEachOtherArePlayedAllTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, run := newLab(t, 2).plays(t.Context(), nil, passes("TC_B_06_CS", time.Minute, "TC_B_07_CS"),
			passes("TC_B_07_CS", time.Minute, "TC_B_06_CS"), passes("TC_B_09_CS", time.Hour, "TC_B_09_CS"))
		if len(run.Plays) != 3 {
			t.Errorf("expected three plays, got:\n%s", told(run))
		}
	})
}

func TestACaseThatRaisesTheSecurityProfileComesAfterWhatThePresentOneIsFor(t *testing.T) {
	raises := octt.Case{ID: "TC_A_19_CS", Security: []int{1, 2}, Raises: true, Main: func(s *octt.Scenario) {
		s.Check(1, "One is one.", 1, 1)
		s.StaysIn(2)
	}}
	inFirst := passes("TC_A_20_CS", time.Hour)
	inFirst.Security = []int{1}
	for benches, want := range map[int]string{1: "TC_A_20_CS TC_B_06_CS TC_A_19_CS", 2: "TC_A_19_CS TC_A_20_CS TC_B_06_CS"} {
		synctest.Test(t, func(t *testing.T) {
			end, run := newLab(t, benches).plays(t.Context(), nil, raises, inFirst, passes("TC_B_06_CS", 0))
			var ids []string
			for _, p := range run.Plays {
				ids = append(ids, p.Begin.ID)
			}
			if benches > 1 {
				slices.Sort(ids) // they begin at the same time
			}
			if got := strings.Join(ids, " "); got != want || end.Counts[evidence.Pass] != 3 {
				t.Errorf("%d benches: expected %s, all passed, got:\n%s", benches, want, told(run))
			}
		})
	}
}

// TestACaseForAStationWithoutACertificateGoesToOneThatTheRunHasGivenNone: where there is none such it is NOT RUN, and says who has given it one.
func TestACaseForAStationWithoutACertificateGoesToOneThatTheRunHasGivenNone(t *testing.T) {
	certifies := octt.Case{ID: "TC_A_23_CS", Main: func(s *octt.Scenario) {
		s.Check(1, "One is one.", 1, 1)
		s.TakesCertificate()
	}}
	without := passes("TC_A_21_CS", 0, "TC_A_23_CS")
	without.Uncertified = true
	for benches, want := range map[int]evidence.Verdict{1: evidence.NotRun, 2: evidence.Pass} {
		t.Run(fmt.Sprint(benches), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, run := newLab(t, benches).plays(t.Context(), nil, certifies, passes("TC_B_06_CS", time.Hour), without)
				on := map[string]*evidence.Play{}
				for i := range run.Plays {
					on[run.Plays[i].Begin.ID] = &run.Plays[i]
				}
				last := on["TC_A_21_CS"]
				if last.Verdict != want || benches > 1 && last.Bench == on["TC_A_23_CS"].Bench {
					t.Errorf("expected %s where TC_A_23_CS was not played, got:\n%s", want, told(run))
				}
				if want == evidence.NotRun && !strings.Contains(last.Reason, "TC_A_23_CS has given this one a certificate") {
					t.Errorf("expected to be told what has given it a certificate, got %q", last.Reason)
				}
			})
		})
	}
}

// breaks is a case during which its bench breaks.
func breaks(id string, l *lab, cause error) octt.Case {
	return octt.Case{ID: id, Main: func(s *octt.Scenario) {
		s.Check(1, "One is one.", 1, 1)
		for _, b := range l.benches {
			if strings.HasSuffix(s.Configured.ChargingStationID, b.Name) {
				b.Player.(*octt.Player).Latch(cause)
			}
		}
	}}
}

func TestWhatABrokenBenchLeavesFallsToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2)
		end, run := l.plays(t.Context(), nil, passes("TC_B_01_CS", time.Hour), breaks("TC_B_06_CS", l, errors.New("relay 3 is stuck")),
			passes("TC_B_07_CS", time.Minute), passes("TC_B_09_CS", time.Minute))
		on := map[string]string{}
		for _, p := range run.Plays {
			on[p.Begin.ID] = p.Bench
		}
		whole, broken := on["TC_B_01_CS"], on["TC_B_06_CS"]
		if whole == broken || on["TC_B_07_CS"] != whole || on["TC_B_09_CS"] != whole || len(run.Plays) != 4 {
			t.Errorf("expected the whole bench to play all but TC_B_06_CS, got:\n%s", told(run))
		}
		if want := "Bench " + broken + " broke: relay 3 is stuck."; end.Verdict != evidence.Error || end.Reason != want || end.Counts[evidence.Pass] != 4 {
			t.Errorf("expected ERROR, %q and four passes, got %+v", want, end)
		}
	})
}

func TestOnlyWhenAllBenchesAreBrokenIsTheRestNotRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 3)
		l.benches[1].Player.(*octt.Player).Latch(octt.OfStation(errors.New("the station is not there")))
		stuck := errors.New("relay 3 is stuck")
		end, run := l.plays(t.Context(), nil, breaks("TC_B_01_CS", l, stuck), breaks("TC_B_06_CS", l, stuck), passes("TC_B_07_CS", time.Minute))
		if end.Counts[evidence.Pass] != 2 || end.Counts[evidence.NotRun] != 1 || end.Verdict != evidence.Error {
			t.Errorf("expected two passes, one case not run and ERROR, got %+v:\n%s", end, told(run))
		}
		if want := "Benches a, c broke: relay 3 is stuck. Bench b broke: the station is not there."; end.Reason != want {
			t.Errorf("expected %q, got %q", want, end.Reason)
		}
		last := run.Plays[len(run.Plays)-1]
		if last.Begin.ID != "TC_B_07_CS" || !strings.Contains(last.Reason, "The bench cannot play any more: relay 3 is stuck") {
			t.Errorf("expected TC_B_07_CS with the cause, got %s: %s", last.Begin.ID, last.Reason)
		}
	})
}

func TestAnInterruptionReachesEveryBench(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancel(t.Context())
		defer interrupt()
		time.AfterFunc(30*time.Minute, interrupt)
		end, run := newLab(t, 3).plays(ctx, nil, passes("TC_B_01_CS", time.Hour), passes("TC_B_06_CS", time.Hour),
			passes("TC_B_07_CS", time.Minute), passes("TC_B_09_CS", time.Minute, "TC_B_01_CS"))
		if !end.Interrupted || end.Verdict != evidence.Inconclusive || end.Counts[evidence.NotRun] != 1 || len(run.Plays) != 3 {
			t.Errorf("expected an interrupted run with three plays and one case not run, got %+v:\n%s", end, told(run))
		}
		for _, o := range run.Outcomes() {
			if o.Planned.ID == "TC_B_09_CS" && o.Reason != "the run was interrupted" {
				t.Errorf("TC_B_09_CS: expected the interruption as reason, got %q", o.Reason)
			}
			if o.Verdict == evidence.Error {
				t.Errorf("%s is ERROR: an interruption is nobody's fault", o.Planned.ID)
			}
		}
	})
}

func TestTheSeedDecidesTheOrderAndPrerequisitesStillComeFirst(t *testing.T) {
	cases := []octt.Case{passes("TC_B_01_CS", 0), passes("TC_B_06_CS", 0), passes("TC_B_07_CS", 0, "TC_B_01_CS"), passes("TC_B_09_CS", 0), passes("TC_B_10_CS", 0, "TC_B_09_CS")}
	order := func(seed int64) []string {
		var ids []string
		synctest.Test(t, func(t *testing.T) {
			_, run := newLab(t, 1).plays(t.Context(), func(s *Session) { s.Seed, s.Shuffle = seed, true }, cases...)
			for _, p := range run.Plays {
				ids = append(ids, p.Begin.ID)
			}
		})
		return ids
	}
	orders := map[string]bool{}
	for seed := range int64(5) {
		got := order(seed)
		orders[strings.Join(got, " ")] = true
		if again := order(seed); !slices.Equal(got, again) {
			t.Errorf("seed %d: expected the same order twice, got %v and %v", seed, got, again)
		}
		if slices.Index(got, "TC_B_01_CS") > slices.Index(got, "TC_B_07_CS") || slices.Index(got, "TC_B_09_CS") > slices.Index(got, "TC_B_10_CS") || len(got) != 5 {
			t.Errorf("seed %d: expected every case after its prerequisite, got %v", seed, got)
		}
	}
	if len(orders) < 2 {
		t.Errorf("expected different orders of different seeds, got %v", orders)
	}
}
