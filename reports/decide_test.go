package reports

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// decide tells what a run comes to whose records are these, planned cases, plays and findings.
func decide(t *testing.T, records ...evidence.Record) Decision {
	t.Helper()
	for i := range records {
		records[i].Seq = int64(i + 1)
	}
	return Decide(From(evidence.Log{Records: records}, nil))
}

func planned(id string, v evidence.Verdict) evidence.Record {
	return evidence.Record{Planned: &evidence.Planned{ID: id, Block: "B", Verdict: v}}
}

func endedAs(play int, id, mode string, v evidence.Verdict, reason string) []evidence.Record {
	return []evidence.Record{
		{Play: play, Case: id, Begin: &evidence.CaseStarted{ID: id, Mode: mode}},
		{Play: play, Case: id, End: &evidence.CaseEnded{ID: id, Mode: mode, Verdict: v, Reason: reason}},
	}
}

func finished(r evidence.RunEnded) evidence.Record { return evidence.Record{Finished: &r} }

func TestTheExitCodeIsThatOfTheFirstReason(t *testing.T) {
	join := func(parts ...[]evidence.Record) []evidence.Record { return slices.Concat(parts...) }
	one := func(r evidence.Record) []evidence.Record { return []evidence.Record{r} }
	end := one(finished(evidence.RunEnded{}))
	plan := []evidence.Record{planned("A", ""), planned("B", ""), planned("C", evidence.NotRun)}
	found := one(evidence.Record{Finding: &evidence.Finding{Subject: "StatusNotificationRequest", Verdict: evidence.Fail}})
	for name, c := range map[string]struct {
		records []evidence.Record
		want    []Reason
	}{
		"all passed":   {join(plan, endedAs(1, "A", "", evidence.Pass, ""), endedAs(2, "B", "", evidence.Warning, ""), end), []Reason{{0, "No failure in 2 of 3 applicable cases; 1 not run."}}},
		"one failed":   {join(plan, endedAs(1, "A", "", evidence.Pass, ""), endedAs(2, "B", "", evidence.Fail, ""), end), []Reason{{1, "1 case failed: B."}}},
		"a finding":    {join(plan, endedAs(1, "A", "", evidence.Pass, ""), endedAs(2, "B", "", evidence.Pass, ""), found, end), []Reason{{1, "Outside of the cases the station failed in StatusNotificationRequest."}}},
		"inconclusive": {join(plan, endedAs(1, "A", "", evidence.Inconclusive, ""), endedAs(2, "B", "", evidence.Pass, ""), end), []Reason{{3, "1 case ended inconclusive: A."}}},
		"a failure weighs more than trouble": {join(plan, endedAs(1, "A", "", evidence.Error, ""), endedAs(2, "B", "", evidence.Fail, ""), end),
			[]Reason{{1, "1 case failed: B."}, {3, "1 case could not be judged for trouble of the bench: A."}}},
		"called off":  {join(plan, endedAs(1, "A", "", evidence.Pass, ""), one(planned("B", evidence.NotRun)), end), []Reason{{3, "1 case could not be played in full: B."}}},
		"interrupted": {join(plan, endedAs(1, "A", "", evidence.Fail, ""), one(finished(evidence.RunEnded{Interrupted: true}))), []Reason{{3, "The run was interrupted."}, {1, "1 case failed: A."}, {3, "1 case could not be played in full: B."}}},
		"cut off":     {join(plan, endedAs(1, "A", "", evidence.Pass, ""), endedAs(2, "B", "", evidence.Pass, "")), []Reason{{3, "The run was cut off before its end."}}},
		"a bench broke, and another played its cases": {join(plan, endedAs(1, "A", "", evidence.Pass, ""), endedAs(2, "B", "", evidence.Pass, ""), one(finished(evidence.RunEnded{Verdict: evidence.Error, Reason: "bench 2 broke"}))),
			[]Reason{{3, "Bench 2 broke."}}},
		"a mode that nobody selected": {join(plan, endedAs(1, "A", "local", evidence.Pass, ""), endedAs(2, "A", "remote", evidence.NotRun, evidence.Unselected+"A/local"), endedAs(3, "B", "", evidence.Pass, ""), end),
			[]Reason{{0, "No failure in 1 of 3 applicable cases; 2 not run."}}},
		"a mode that could not be played": {join(plan, endedAs(1, "A", "local", evidence.Pass, ""), endedAs(2, "A", "remote", evidence.NotRun, "no rig"), endedAs(3, "B", "", evidence.Pass, ""), end),
			[]Reason{{3, "1 case could not be played in full: A."}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := decide(t, c.records...)
			if !slices.Equal(got.Reasons, c.want) || got.Exit != c.want[0].Exit {
				t.Errorf("expected exit code %d and %v, got %d and %v", c.want[0].Exit, c.want, got.Exit, got.Reasons)
			}
		})
	}
}

func TestARunThatWasToBeCompleteFailsWhereACaseIsLeft(t *testing.T) {
	started := func(complete bool) evidence.Record {
		return evidence.Record{Run: &evidence.RunStarted{RequireComplete: complete}}
	}
	passed := endedAs(1, "A", "", evidence.Pass, "")
	end := finished(evidence.RunEnded{})
	left := []evidence.Record{planned("A", ""), planned("B", evidence.NotRun), planned("C", evidence.NotRun), planned("D", evidence.NotApplicable)}
	for name, c := range map[string]struct {
		records []evidence.Record
		want    Reason
	}{
		"two of three are left": {slices.Concat([]evidence.Record{started(true)}, left, passed, []evidence.Record{end}),
			Reason{ExitFailed, "The run was to be complete, and 2 of 3 applicable cases were not played: B, C."}},
		"none is left":        {slices.Concat([]evidence.Record{started(true), planned("A", ""), planned("D", evidence.NotApplicable)}, passed, []evidence.Record{end}), Reason{ExitPassed, "All of 1 applicable case passed."}},
		"nobody asked for it": {slices.Concat([]evidence.Record{started(false)}, left, passed, []evidence.Record{end}), Reason{ExitPassed, "No failure in 1 of 3 applicable cases; 2 not run."}},
		"a mode of it is left": {slices.Concat([]evidence.Record{started(true), planned("A", "")}, endedAs(1, "A", "local", evidence.Pass, ""), endedAs(2, "A", "remote", evidence.NotRun, evidence.Unselected+"A/local"), []evidence.Record{end}),
			Reason{ExitFailed, "The run was to be complete, and 1 of 1 applicable case was not played: A."}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := decide(t, c.records...); got.Reasons[0] != c.want || got.Exit != c.want.Exit {
				t.Errorf("expected %v, got exit code %d and %v", c.want, got.Exit, got.Reasons)
			}
		})
	}
}
