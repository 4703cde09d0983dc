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
