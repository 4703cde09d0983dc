package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

func TestPlaysOfOneReasonAreToldOnce(t *testing.T) {
	plays := []reports.Titled{{ID: "TC_E_01_CS", Name: "One"}, {ID: "TC_E_02_CS", Name: "Two", Mode: "remote"}}
	text := alike(reports.Alike{Verdict: evidence.Inconclusive, Reason: "It asks nothing.", Plays: plays, Place: "before, Authorized, row 2"})
	want := "INCONCLUSIVE 2 plays, one reason\n             2 plays stopped at one place"
	if !strings.HasPrefix(text, want) || !strings.HasSuffix(text, "             It asks nothing.\n             TC_E_01_CS, TC_E_02_CS (remote)\n") {
		t.Errorf("expected the advice first, the reason once and both cases, got\n%s", text)
	}
	if got, want := alike(reports.Alike{Verdict: evidence.Warning, Reason: "It ended.", Plays: plays[:1]}), "WARNING      TC_E_01_CS  One\n             It ended.\n"; got != want {
		t.Errorf("expected %q, got %q", want, got)
	}
	f := reports.FoundView{Sentence: "It is valid.", Where: "after TC_B_51_CS; first in frame 625"}
	f.Verdict, f.Subject = evidence.Fail, "NotifyEventRequest"
	if got := found(f); !strings.Contains(got, "(after TC_B_51_CS; first in frame 625)") {
		t.Errorf("expected the case and the frame of a finding, got %q", got)
	}
}

func TestTheLastLineOfARunMovesNoCursor(t *testing.T) {
	dir := t.TempDir()
	recorder, err := evidence.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	recorder.Append(evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Inconclusive, Reason: "EVSE 1 is \x1b[2J, and must be Available"}})
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	c := &cobra.Command{}
	c.SetOut(&out)
	source, err := reports.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := tell(c, dir, source, asText); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Contains(got, "\x1b") || !strings.Contains(got, `EVSE 1 is \u001b[2J`) {
		t.Errorf("expected what the station sent as \\u001b[2J, got %q", got)
	}
}
