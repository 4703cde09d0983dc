package main

import (
	"strings"
	"testing"
	"unicode"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
)

func TestNoTextOfAStationMovesTheCursor(t *testing.T) {
	const trickery = "\x1b[2J\u202eSSAP"
	var out strings.Builder
	p := watch(&out, false, []*bench.File{{}})
	p.say("the station says %s", trickery)
	p.record(evidence.Record{Play: 1, Begin: &evidence.CaseStarted{ID: "TC_B_01_CS", Name: "Cold boot"}})
	p.record(evidence.Record{Play: 1, Check: &evidence.Check{Stage: evidence.Main, Requirement: "It is quiet.", Actual: trickery, Verdict: evidence.Fail}})
	p.record(evidence.Record{Play: 1, End: &evidence.CaseEnded{ID: "TC_B_01_CS", Verdict: evidence.Fail, Reason: trickery}})
	p.close()
	if err := columns(&out, [][]string{{"ERROR", trickery}}); err != nil {
		t.Fatal(err)
	}
	for _, r := range out.String() {
		if r != '\n' && unicode.In(r, unicode.C) {
			t.Fatalf("expected no %U on the terminal, got %q", r, out.String())
		}
	}
	if n := strings.Count(out.String(), `\u001b[2J\u202eSSAP`); n != 4 {
		t.Errorf("expected what the station sent in four places, got %d:\n%s", n, out.String())
	}
}

// TestAFindingFollowsTheCaseThatItCameWith, and says in which frame it is.
func TestAFindingFollowsTheCaseThatItCameWith(t *testing.T) {
	var out strings.Builder
	p := watch(&out, false, []*bench.File{{}})
	finding := evidence.Finding{Kind: evidence.FoundBetween, Subject: "NotifyEventRequest", Requirement: "It is valid.", Actual: "it is not", Frame: 625, Verdict: evidence.Fail}
	p.record(evidence.Record{Play: 1, Case: "TC_B_51_CS", Begin: &evidence.CaseStarted{ID: "TC_B_51_CS", Name: "Reset"}})
	p.record(evidence.Record{Play: 1, Case: "TC_B_51_CS", Finding: &finding})
	p.record(evidence.Record{Play: 1, Case: "TC_B_51_CS", End: &evidence.CaseEnded{ID: "TC_B_51_CS", Verdict: evidence.Pass}})
	other := finding
	other.Subject = "Heartbeat"
	p.record(evidence.Record{Play: 2, Case: "TC_B_52_CS", Begin: &evidence.CaseStarted{ID: "TC_B_52_CS", Name: "Reset"}})
	p.record(evidence.Record{Play: 2, Case: "TC_B_52_CS", Finding: &other})
	p.close()
	want := []string{"[1/0] PASS         TC_B_51_CS", "Between the cases FAIL: NotifyEventRequest (after TC_B_51_CS; first in frame 625)", "Between the cases FAIL: Heartbeat (after TC_B_52_CS"}
	from := 0
	for _, words := range want {
		at := strings.Index(out.String()[from:], words)
		if at < 0 {
			t.Fatalf("expected %q in this order, got\n%s", want, out.String())
		}
		from += at
	}
}

func TestLinesNameTheBenchWhereThereAreSeveral(t *testing.T) {
	var out strings.Builder
	p := watch(&out, false, []*bench.File{{Name: "a"}, {Name: "rack-2"}})
	p.record(evidence.Record{Planned: &evidence.Planned{ID: "TC_B_01_CS"}})
	p.record(evidence.Record{Planned: &evidence.Planned{ID: "TC_B_02_CS"}})
	p.record(evidence.Record{Bench: "a", Play: 1, Begin: &evidence.CaseStarted{ID: "TC_B_01_CS", Name: "Long"}})
	p.record(evidence.Record{Bench: "rack-2", Play: 2, Begin: &evidence.CaseStarted{ID: "TC_B_02_CS", Name: "Short"}})
	p.record(evidence.Record{Bench: "a", Play: 1, Check: &evidence.Check{Stage: evidence.Main, Requirement: "It is not so.", Verdict: evidence.Fail}})
	p.record(evidence.Record{Bench: "rack-2", Play: 2, End: &evidence.CaseEnded{ID: "TC_B_02_CS", Verdict: evidence.Pass}})
	p.record(evidence.Record{Bench: "a", Play: 1, End: &evidence.CaseEnded{ID: "TC_B_01_CS", Verdict: evidence.Fail}})
	p.close()
	want := "[1/2] PASS         TC_B_02_CS             0.0 s  rack-2  Short\n[2/2] FAIL         TC_B_01_CS             0.0 s  a       Long\n\nTC_B_01_CS  Long\n"
	if !strings.HasPrefix(out.String(), want) || strings.Count(out.String(), "It is not so.") != 1 {
		t.Errorf("expected\n%s…\ngot\n%s", want, out.String())
	}
}
