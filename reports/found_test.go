package reports

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// foundRun is a run of one case that passed, with what was found outside of it.
func foundRun(t *testing.T, found ...evidence.Finding) *Source {
	t.Helper()
	var out bytes.Buffer
	s := newTheatre(t, &out)
	s.add(evidence.Record{Run: &evidence.RunStarted{ID: "run-1", Bench: "bench-1"}})
	s.add(evidence.Record{Planned: &evidence.Planned{ID: "TC_B_01_CS", Name: "Cold boot", Block: "B", Profiles: []string{"Core"}}})
	s.begin("TC_B_01_CS", "Cold boot", "")
	s.check(evidence.Check{Stage: evidence.Main, Requirement: "It boots.", Verdict: evidence.Pass})
	for _, f := range found {
		s.add(evidence.Record{Finding: &f})
	}
	s.end(evidence.Pass, "")
	s.play = 0
	s.add(evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Pass}})
	log, err := evidence.Read(&out)
	if err != nil {
		t.Fatal(err)
	}
	return From(log, nil)
}

var (
	between = evidence.Finding{Kind: evidence.FoundBetween, Subject: "NotifyEventRequest", Requirement: "Every message satisfies its schema.",
		Clause: "part 4, section 4.1", Expected: "no violation", Actual: "eventData: is missing", Frame: 12, Verdict: evidence.Fail}
	untold = evidence.Finding{Kind: evidence.FoundUntold, Subject: "TxCtrlr.TxStartPoint", Requirement: "TxStartPoint is implemented.", Requirements: []string{"E01.FR.17"},
		Actual: "UnknownVariable", Instead: "EVConnected of the bench file", Verdict: evidence.Warning}
)

func TestWhatWasFoundBetweenTheCasesFailsTheRunAndNoCase(t *testing.T) {
	s := foundRun(t, between)
	st := s.Stands()
	if st.Headline != evidence.Fail || st.Counts[evidence.Pass] != 1 || !strings.Contains(st.Reason, "All of 1 applicable case passed. Outside of the cases: 1 failure.") {
		t.Errorf("expected a FAIL with a case that passed, got %s: %s", st.Headline, st.Reason)
	}
	if st := foundRun(t, untold).Stands(); st.Headline != evidence.Warning {
		t.Errorf("expected a WARNING for what the station cannot tell, got %s: %s", st.Headline, st.Reason)
	}
}

func TestFindingsStandInEveryDocument(t *testing.T) {
	s := foundRun(t, untold, between, between)
	for name, write := range map[string]string{"report.html": made(t, HTML, s), "abstract.html": made(t, Abstract, s)} {
		for _, want := range []string{"Between the cases", "What the station cannot tell", "eventData: is missing", "part 4, section 4.1",
			"E01.FR.17", "Taken instead: EVConnected of the bench file.", "after TC_B_01_CS; first in frame 12", `<td class="num">2</td>`} {
			if !strings.Contains(write, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
	}
	junit := made(t, JUnit, s)
	for _, want := range []string{`<testsuite name="certbench.run"`, `tests="1" failures="1"`, `<testcase name="Between the cases"`,
		`type="FAIL"`, "got eventData: is missing. (after TC_B_01_CS; first in frame 12)", "WARNING What the station cannot tell, TxCtrlr.TxStartPoint: TxStartPoint is implemented",
	} {
		if !strings.Contains(junit, want) {
			t.Errorf("junit.xml lacks %q\n%s", want, junit)
		}
	}
	if own, _, _ := strings.Cut(junit, "</testsuite>"); !strings.Contains(own, `failures="0"`) || !strings.Contains(own, "<system-out>FAIL Between the cases, NotifyEventRequest") || strings.Contains(own, "What the station cannot tell") {
		t.Errorf("junit.xml: expected the case to pass and to say what was found after it, and nothing else, got\n%s", own)
	}
	var sum Summary
	if err := json.Unmarshal([]byte(made(t, JSON, s)), &sum); err != nil {
		t.Fatal(err)
	}
	if len(sum.Findings) != 2 || sum.Findings[1].Count != 2 || sum.Findings[1].At.IsZero() || sum.Findings[0].Instead == "" || sum.Verdict != evidence.Fail {
		t.Errorf("run.json: expected both findings, got %+v", sum.Findings)
	}
}

func TestADifferenceBetweenTheCasesIsARegression(t *testing.T) {
	with, without := foundRun(t, between).Run, foundRun(t).Run
	worse, better, same := changed(without, with), changed(with, without), changed(with, with)
	if !worse.Regressions() || len(worse.Found) != 1 || worse.Found[0].Trend != Regressed {
		t.Errorf("expected a regression, got %+v", worse.Found)
	}
	if better.Regressions() || len(better.Found) != 1 || better.Found[0].Trend != Fixed {
		t.Errorf("expected something fixed, got %+v", better.Found)
	}
	if same.Regressions() || len(same.Found) != 0 {
		t.Errorf("expected no difference, got %+v", same.Found)
	}
	var text strings.Builder
	if err := worse.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if want := "regressed between the cases, NotifyEventRequest\n          + Every message satisfies its schema"; !strings.Contains(text.String(), want) {
		t.Errorf("expected %q, got\n%s", want, text.String())
	}
	if warned := changed(without, foundRun(t, untold).Run); warned.Regressions() || warned.Found[0].Trend != Differs {
		t.Errorf("expected a warning to be no regression, got %+v", warned.Found)
	}
}

func TestEveryKindOfFindingSaysWhatItIs(t *testing.T) {
	for _, kind := range evidence.FindingKinds() {
		for _, part := range FoundParts([]evidence.Found{{Finding: evidence.Finding{Kind: kind}}}) {
			if part.Title == "Found besides" || part.Intro == "" {
				t.Errorf("%s: expected a title and what it is, got %q and %q", kind, part.Title, part.Intro)
			}
		}
	}
}
