package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

func TestARunIsRepeatedWithAWholeChainAndItsOwnFrames(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "grown")
	r, err := evidence.Create(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range []evidence.Record{
		{Run: &evidence.RunStarted{ID: "r"}},
		{Planned: &evidence.Planned{ID: "TC_B_01_CS"}},
		{Play: 1, Case: "TC_B_01_CS", Begin: &evidence.CaseStarted{ID: "TC_B_01_CS"}},
		{Play: 1, Case: "TC_B_01_CS", Frame: &evidence.Frame{Direction: evidence.In, Type: "CALL", Raw: `[2,"1","Heartbeat",{}]`, Conn: 1}},
		{Play: 1, Case: "TC_B_01_CS", Row: &evidence.Row{Number: "1", Frames: []int64{4}}},
		{Play: 1, Case: "TC_B_01_CS", End: &evidence.CaseEnded{ID: "TC_B_01_CS", Verdict: evidence.Pass}},
		{Finished: &evidence.RunEnded{Verdict: evidence.Pass}},
	} {
		if _, err := r.Append(rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if err := run(&strings.Builder{}, []string{"grow", from, to, "20000"}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(to, evidence.FileName))
	if err != nil || info.Size() < 20000 || info.Size() > 30000 {
		t.Fatalf("expected hardly more than 20000 bytes, got %v, %v", info, err)
	}
	log, err := evidence.ReadDir(to)
	if err != nil || log.Verify() != nil {
		t.Fatalf("expected a whole chain, got %v, %v", err, log.Verify())
	}
	tree := evidence.Fold(log.Records)
	if len(tree.Plays) < 5 {
		t.Fatalf("expected the play many times, got %d", len(tree.Plays))
	}
	conns := map[int]bool{}
	for _, p := range tree.Plays {
		if len(p.Frames) != 1 || len(p.Items) != 1 || p.Items[0].Row.Frames[0] != p.Frames[0].Seq || p.Verdict != evidence.Pass {
			t.Errorf("play %d: expected a row that points to the frame of its own play, got %+v", p.Number, p)
		}
		conns[p.Frames[0].Frame.Conn] = true
	}
	if len(conns) != len(tree.Plays) {
		t.Errorf("expected a connection for each copy, got %d for %d", len(conns), len(tree.Plays))
	}
}
