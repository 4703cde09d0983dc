package evidence_test

import (
	"maps"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

func TestACallIsOfTheTableWhereARowOfTheCSMSSentIt(t *testing.T) {
	call := func(seq int64, play int, direction evidence.Direction, action string) evidence.Record {
		return evidence.Record{Seq: seq, Play: play, Frame: &evidence.Frame{Direction: direction, Type: "CALL", Action: action}}
	}
	run := evidence.Fold([]evidence.Record{
		call(1, 0, evidence.Out, "GetVariables"), // before the first case
		call(2, 1, evidence.Out, "GetVariables"), // for the case
		call(3, 1, evidence.Out, "GetVariables"), // by a row of the case
		{Seq: 4, Play: 1, Row: &evidence.Row{Actor: evidence.ActorCSMS, Frames: []int64{3}}},
		call(5, 1, evidence.In, "Heartbeat"),
		{Seq: 6, Play: 1, Row: &evidence.Row{Actor: evidence.ActorStation, Frames: []int64{5}}},
		{Seq: 7, Play: 1, Frame: &evidence.Frame{Direction: evidence.Out, Type: "CALLRESULT", Action: "Heartbeat"}},
		call(8, 2, evidence.Out, "SetVariables"),
		{Seq: 9, Play: 2, Row: &evidence.Row{Actor: evidence.ActorTool, Frames: []int64{8}}}, // what a preparation has sent
		{Seq: 10, Play: 3, End: &evidence.CaseEnded{ID: "TC_B_01_CS", Verdict: evidence.NotRun}},
	})
	got := run.Calls()
	if want := map[string]int{"GetVariables": 1}; !maps.Equal(got.Table, want) || got.OfTable() != 1 {
		t.Errorf("expected %v of the tables, got %v", want, got.Table)
	}
	if want := map[string]int{"GetVariables": 2, "SetVariables": 1}; !maps.Equal(got.Added, want) || got.OfBench() != 3 {
		t.Errorf("expected %v added, got %v", want, got.Added)
	}
	if got.Plays != 2 {
		t.Errorf("expected 2 plays, got %d", got.Plays)
	}
}
