package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
)

func TestDoubtsAreToldBeforeWhatChanged(t *testing.T) {
	run := sourceOf(t, richRun(t)).Run
	c := changed(run, run)
	c.Doubts = []string{"runs/a: The run was cut off."}
	var b bytes.Buffer
	if err := c.WriteText(&b); err != nil || !strings.HasPrefix(b.String(), "runs/a: The run was cut off.\n") {
		t.Errorf("expected the doubt first, got %v and:\n%s", err, b.String())
	}
}

// changed is Diff of two runs whose records are at hand.
func changed(a, b evidence.Run) Changes {
	of := func(r evidence.Run) *Source {
		meter := kpi.NewMeter()
		for _, rec := range r.Records {
			meter.Add(rec)
		}
		return &Source{Run: r, Outcomes: r.Outcomes(), Indicators: meter.Indicators(nil)}
	}
	return Diff(of(a), of(b))
}

func TestOnlyWhatChangedIsTold(t *testing.T) {
	run := sourceOf(t, richRun(t)).Run
	c := changed(run, run)
	if len(c.Identity)+len(c.Cases) != 0 || c.Regressions() {
		t.Errorf("a run differs from itself: %+v", c)
	}
}

// outcome makes a run in which each case came to a verdict, with the failing checks it names.
func outcome(cases map[string]evidence.Verdict, failures ...string) evidence.Run {
	records := []evidence.Record{{Run: &evidence.RunStarted{Certbench: "v1"}}}
	n := 0
	for id, v := range cases {
		if v == evidence.NotRun || v == evidence.NotApplicable {
			records = append(records, evidence.Record{Planned: &evidence.Planned{ID: id, Verdict: v}})
			continue
		}
		n++
		records = append(records, evidence.Record{Play: n, Begin: &evidence.CaseStarted{ID: id}})
		if v == evidence.Fail {
			for _, f := range failures {
				records = append(records, evidence.Record{Play: n, Check: &evidence.Check{Stage: evidence.Main, Row: "2", Requirement: f, Verdict: evidence.Fail}})
			}
		}
		records = append(records, evidence.Record{Play: n, End: &evidence.CaseEnded{ID: id, Verdict: v}})
	}
	return evidence.Fold(append(records, evidence.Record{Finished: &evidence.RunEnded{}}))
}

func TestTheMostAlarmingComesFirst(t *testing.T) {
	before := outcome(map[string]evidence.Verdict{"A": evidence.Fail, "B": evidence.Pass, "C": evidence.Pass, "D": evidence.NotRun, "E": evidence.Fail, "F": evidence.Pass}, "old")
	after := outcome(map[string]evidence.Verdict{"A": evidence.Pass, "B": evidence.Fail, "C": evidence.NotRun, "D": evidence.Pass, "E": evidence.Fail, "F": evidence.Warning}, "new")
	after.Started.Certbench = "v2"
	c := changed(before, after)
	var b bytes.Buffer
	if err := c.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	want := `run: FAIL, 5 of 6 applicable cases judged → FAIL, 5 of 6 applicable cases judged
certbench: v1 → v2
regressed B  PASS → FAIL
          + main, row 2: new
lost      C  PASS → NOT RUN
otherwise E  FAIL → FAIL
          + main, row 2: new
          - main, row 2: old
differs   F  PASS → WARNING
fixed     A  FAIL → PASS
          - main, row 2: old
gained    D  NOT RUN → PASS
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	if !c.Regressions() {
		t.Error("a case that fails anew is no regression")
	}
	if fixed := changed(outcome(map[string]evidence.Verdict{"A": evidence.Fail}), outcome(map[string]evidence.Verdict{"A": evidence.Pass})); fixed.Regressions() {
		t.Errorf("a fix counts as a regression: %+v", fixed)
	}
}

func TestWhatNeitherRunJudgedIsNotTheSame(t *testing.T) {
	half := outcome(map[string]evidence.Verdict{"A": evidence.Pass, "B": evidence.NotRun})
	var b strings.Builder
	if err := changed(half, half).WriteText(&b); err != nil {
		t.Fatal(err)
	}
	want := "run: INCOMPLETE, 1 of 2 applicable cases judged → INCOMPLETE, 1 of 2 applicable cases judged\n" +
		"Every case came out the same. Still to be judged: 1 applicable case.\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestAShiftOfAnIndicatorIsTold(t *testing.T) {
	run := sourceOf(t, richRun(t)).Run
	var b strings.Builder
	if err := changed(outcome(nil), run).WriteText(&b); err != nil {
		t.Fatal(err)
	}
	if want := "OCPP response time: not measurable → average 0.222 s, 95 % 0.325 s, max 0.830 s"; !strings.Contains(b.String(), want) {
		t.Errorf("got\n%s\nwithout %s", b.String(), want)
	}
}

func TestWhatOneRunDidNotSelectIsNotLost(t *testing.T) {
	before := outcome(map[string]evidence.Verdict{"A": evidence.Pass, "B": evidence.Pass})
	after := evidence.Fold([]evidence.Record{{Run: &evidence.RunStarted{Certbench: "v1"}},
		{Planned: &evidence.Planned{ID: "B", Verdict: evidence.NotRun, Reason: evidence.Unselected + "A"}},
		{Play: 1, Begin: &evidence.CaseStarted{ID: "A"}}, {Play: 1, End: &evidence.CaseEnded{ID: "A", Verdict: evidence.Pass}}, {Finished: &evidence.RunEnded{}}})
	for name, c := range map[string]Changes{"fewer": changed(before, after), "more": changed(after, before)} {
		var text strings.Builder
		if err := c.WriteText(&text); err != nil {
			t.Fatal(err)
		}
		if c.Regressions() || len(c.Cases) != 0 || c.Unselected != 1 || !strings.Contains(text.String(), "not compared: 1 case that --cases selected in one of the runs only") {
			t.Errorf("%s: expected one case that is not compared, got %+v and\n%s", name, c, text.String())
		}
	}
	lost := outcome(map[string]evidence.Verdict{"A": evidence.Pass, "B": evidence.NotRun})
	if c := changed(before, lost); !c.Regressions() {
		t.Errorf("expected a case that was not run for another reason to be lost, got %+v", c)
	}
}

func TestModesThatOnlyOneRunSelectedAreNotCompared(t *testing.T) {
	const id = "TC_N_36_CS"
	played := func(modes map[string]evidence.Verdict) evidence.Run {
		records := []evidence.Record{{Run: &evidence.RunStarted{Certbench: "v1"}}}
		for n, mode := range []string{"HTTP", "FTP"} {
			v := modes[mode]
			records = append(records, evidence.Record{Play: n + 1, Begin: &evidence.CaseStarted{ID: id, Mode: mode}})
			end := evidence.CaseEnded{ID: id, Mode: mode, Verdict: v}
			switch v {
			case evidence.Fail:
				records = append(records, evidence.Record{Play: n + 1, Check: &evidence.Check{Stage: evidence.Main, Row: "6", Requirement: "R.", Verdict: v}})
			case evidence.NotRun:
				end.Reason = evidence.Unselected + "HTTP"
			}
			records = append(records, evidence.Record{Play: n + 1, End: &end})
		}
		return evidence.Fold(append(records, evidence.Record{Finished: &evidence.RunEnded{}}))
	}
	all, some := map[string]evidence.Verdict{"HTTP": evidence.Pass, "FTP": evidence.Fail}, map[string]evidence.Verdict{"HTTP": evidence.Pass, "FTP": evidence.NotRun}
	if c := changed(played(all), played(some)); len(c.Cases) != 0 {
		t.Errorf("expected nothing of a mode that the second run was not asked for, got %+v", c.Cases)
	}
	some["HTTP"] = evidence.Fail
	if c := changed(played(all), played(some)); len(c.Cases) != 1 || c.Cases[0].Trend != Regressed || len(c.Cases[0].Gone) != 0 {
		t.Errorf("expected the mode of both runs to have regressed, got %+v", c.Cases)
	}
}
