package selftest

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"
	"testing/synctest"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

var paceFile = flag.String("pace", "", "the `file` that TestPace writes")

// TestPace plays the certificate's plan on one station in virtual time, and writes a line for each play: its name, its verdict, the
// nanoseconds that it took, those of them that the bench says to be its own choice, and the CALLs of which no row of a table is.
// It is built into a commit's own package selftest by .ci/pace, and uses nothing that commit 6dd7b91 has not.
func TestPace(t *testing.T) {
	var kept keeper
	synctest.Test(t, func(t *testing.T) { playTheCertificatesPlan(t, &kept) })
	out, err := os.Create(*paceFile)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	added := map[int64]bool{} // CALLs of the play that no row of the CSMS has pointed to
	for _, rec := range kept.records {
		switch {
		case rec.Begin != nil:
			clear(added)
		case rec.Frame != nil && rec.Frame.Direction == evidence.Out && rec.Frame.Type == "CALL":
			added[rec.Seq] = true
		case rec.Row != nil && rec.Row.Actor == evidence.ActorCSMS:
			for _, seq := range rec.Row.Frames {
				delete(added, seq)
			}
		case rec.End != nil:
			end := rec.End
			fmt.Fprintf(out, "%s/%s\t%s\t%d\t%d\t%d\n", end.ID, end.Mode, end.Verdict, end.Took, own(t, end), len(added))
		}
	}
}

// own is the time that the bench has accounted to itself; a commit that does not account has none.
func own(t *testing.T, end *evidence.CaseEnded) (all int64) {
	text, err := json.Marshal(end)
	if err != nil {
		t.Fatal(err)
	}
	var accounted struct{ Own map[string]int64 }
	if err := json.Unmarshal(text, &accounted); err != nil {
		t.Fatal(err)
	}
	for _, d := range accounted.Own {
		all += d
	}
	return all
}

func playTheCertificatesPlan(t *testing.T, recorder octt.Recorder) {
	declared, err := products[0].declaration()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := suites.Plan(declared, "")
	if err != nil {
		t.Fatal(err)
	}
	parts := bench.MemoryParts{PICS: declared, Schemas: schemaSet(t), Recorder: recorder, Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts()}
	parts.Configured.BasicAuthPassword = "self-test-password-1"
	line(&parts)
	m, err := bench.NewMemory(context.Background(), parts)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, item := range plan {
		if item.Verdict != "" {
			continue
		}
		for _, mode := range item.Modes() {
			m.Player.Play(t.Context(), item.Case, suites.About(item.Entry.ID, mode), mode)
		}
	}
	if err := m.Close(); err != nil {
		t.Errorf("closing the bench: %v", err)
	}
}
