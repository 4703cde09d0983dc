package selftest

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/suites"
)

// setup is what differs from one play to another.
type setup struct {
	product string // "" is the first to which the case applies
	mode    octt.Start
	defects []defects.Defect
	change  func(*bench.MemoryParts)
}

// play plays one case on a bench of its own, in a bubble of its own, and returns its evidence.
func play(t *testing.T, id string, s setup) *evidence.Play {
	t.Helper()
	c, ok := octt.Lookup(id)
	if !ok {
		t.Fatalf("%s is not registered", id)
	}
	var log bytes.Buffer
	synctest.Test(t, func(t *testing.T) { playIn(t, c, s, &log) })
	read, err := evidence.Read(&log)
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Verify(); err != nil {
		t.Fatalf("the evidence of the play does not verify: %v", err)
	}
	run := evidence.Fold(read.Records)
	if len(run.Plays) != 1 {
		t.Fatalf("%d plays were recorded, want 1", len(run.Plays))
	}
	return &run.Plays[0]
}

func playIn(t *testing.T, c octt.Case, s setup, log *bytes.Buffer) {
	recorder := evidence.New(log, nil)
	declared, err := productOf(t, s.product, c.ID).declaration()
	if err != nil {
		t.Fatal(err)
	}
	parts := bench.MemoryParts{
		PICS: declared, Schemas: schemaSet(t), Recorder: recorder,
		Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts(), Defects: defectSet(t, s.defects),
	}
	parts.Configured.BasicAuthPassword = "self-test-password-1"
	if s.change != nil {
		s.change(&parts)
	}
	m, err := bench.NewMemory(context.Background(), parts)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Ready(t.Context()); err != nil {
		t.Logf("the station is not ready: %v", err)
	}
	end := m.Player.Play(t.Context(), c, suites.About(c.ID, s.mode), s.mode)
	if err := m.Close(); err != nil {
		t.Errorf("closing the bench: %v", err)
	}
	if _, err := recorder.Append(evidence.Record{Finished: &evidence.RunEnded{Verdict: end.Verdict}}); err != nil {
		t.Error(err)
	}
	if err := recorder.Close(); err != nil {
		t.Errorf("closing the evidence: %v", err)
	}
}

func schemaSet(t *testing.T) *schemas.Set {
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func defectSet(t *testing.T, names []defects.Defect) defects.Set {
	words := make([]string, len(names))
	for i, name := range names {
		words[i] = string(name)
	}
	set, err := defects.Parse(strings.Join(words, ","))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// firstWorst is the place and the sentence of the first check or row that has the play's verdict.
func firstWorst(p *evidence.Play) (place, sentence string) {
	for _, rec := range p.Items {
		if c := rec.Check; c != nil && c.Verdict == p.Verdict {
			return placeOf(c.Stage, c.State, c.Row), fmt.Sprintf("%s expected %s, got %s", c.Requirement, c.Expected, c.Actual)
		}
		if r := rec.Row; r != nil && r.Verdict == p.Verdict {
			return placeOf(r.Stage, r.State, r.Number), r.Reason
		}
	}
	return "nowhere", p.Reason
}

// placeOf writes a place as the expectations do: "main/Authorized (local)/3", "main/2", "post/", "always/".
func placeOf(stage evidence.Stage, path []string, row string) string {
	words := append([]string{string(stage)}, path...)
	return strings.Join(append(words, row), "/")
}
