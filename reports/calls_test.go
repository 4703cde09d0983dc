package reports

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

func TestTheRequestsOfTheBenchAreToldFromThoseOfTheTables(t *testing.T) {
	c := callsSummary(foldedRun([]evidence.Record{
		{Seq: 1, Play: 1, Frame: &evidence.Frame{Direction: evidence.Out, Type: "CALL", Action: "GetVariables"}},
		{Seq: 2, Play: 1, Frame: &evidence.Frame{Direction: evidence.Out, Type: "CALL", Action: "Reset"}},
		{Seq: 3, Play: 1, Row: &evidence.Row{Actor: evidence.ActorCSMS, Frames: []int64{2}}},
		{Seq: 4, Play: 2, Frame: &evidence.Frame{Direction: evidence.Out, Type: "CALL", Action: "GetVariables"}},
		{Seq: 5, Play: 2, Frame: &evidence.Frame{Direction: evidence.Out, Type: "CALL", Action: "SetVariables"}},
	}))
	if want := "4 requests to the station: 1 of the tables, 3 added by the bench (1.5 for each of 2 plays)"; c.Sentence() != want {
		t.Errorf("expected %q, got %q", want, c.Sentence())
	}
	if want := strings.Repeat("#", 10) + strings.Repeat("+", 30); c.Bar() != want {
		t.Errorf("expected %q, got %q", want, c.Bar())
	}
	if none := callsSummary(&evidence.Run{}); none.Bar() != "" {
		t.Errorf("expected no bar where nothing was sent, got %q", none.Bar())
	}
}

func foldedRun(records []evidence.Record) *evidence.Run {
	run := evidence.Fold(records)
	return &run
}
