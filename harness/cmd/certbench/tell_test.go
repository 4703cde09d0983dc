package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

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
