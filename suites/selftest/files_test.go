package selftest

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/suites"
)

// ofTransfers are the cases that need the file server of the bench.
var ofTransfers = []string{"TC_F_16_CS", "TC_F_19_CS"}

func TestCasesAboutTransfersAreNotRunWithoutAFileServer(t *testing.T) {
	for _, id := range ofTransfers {
		p := play(t, id, setup{change: func(p *bench.MemoryParts) { p.NoFiles = true }})
		if p.Verdict != evidence.NotRun || !strings.Contains(p.Reason, "the bench has no file server") {
			t.Errorf("%s: expected NOT RUN for want of a file server, got %s: %s", id, p.Verdict, p.Reason)
		}
	}
}

func TestAStationThatDoesNotReachTheFileServerProvesNothing(t *testing.T) {
	for _, id := range ofTransfers {
		p := play(t, id, setup{change: both(can(func(c *station.Capabilities) { c.GivesUpTransfers = true }), unreachableFiles)})
		if place, sentence := firstWorst(p); p.Verdict != evidence.Inconclusive || place != "main/7" || !strings.Contains(sentence, "see whether the Charging Station reaches http://files/") {
			t.Errorf("%s: expected INCONCLUSIVE at main/7 for a file server out of reach, got %s at %s: %s", id, p.Verdict, place, sentence)
		}
	}
}

// unreachableFiles is a network in which the file server does not stand.
var unreachableFiles = onStation(func(c *station.Config) {
	dial := c.Dial
	c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "files:") {
			return nil, errors.New("no route to host")
		}
		return dial(ctx, network, address)
	}
})

func TestWhatWasMovedStandsInTheEvidence(t *testing.T) {
	for id, want := range map[string]evidence.Transfer{
		"TC_F_16_CS": {Kind: "upload", Protocol: "HTTP", Path: "/logs/CB-0001-DiagnosticsLog-"},
		"TC_F_19_CS": {Kind: "download", Protocol: "HTTP", Path: "/firmware/other/certbench-"},
	} {
		p := play(t, id, setup{written: true})
		if len(p.Transfers) != 1 {
			t.Errorf("%s: expected one transfer, got %d", id, len(p.Transfers))
			continue
		}
		got := p.Transfers[0].Transfer
		if got.Kind != want.Kind || got.Protocol != want.Protocol || !strings.HasPrefix(got.Path, want.Path) || got.Size == 0 || got.Fault != "" {
			t.Errorf("%s: expected a whole %s of %s…, got %+v", id, want.Kind, want.Path, got)
		}
	}
}

// TestAnUpdateThatHasFailedMayBeToldOnceMore asks for the state of the firmware after TC_F_19_CS, which leaves an update
// that has failed: part 2 can be read either way.
func TestAnUpdateThatHasFailedMayBeToldOnceMore(t *testing.T) {
	for tells, want := range map[bool]evidence.Verdict{false: evidence.Pass, true: evidence.Warning} {
		records := record(t, setup{}, func(r octt.Recorder) {
			synctest.Test(t, func(t *testing.T) {
				playSeveral(t, r, can(func(c *station.Capabilities) { c.TellsFailedUpdate = tells }), "TC_F_19_CS", "TC_F_17_CS", "TC_F_18_CS")
			})
		})
		plays := evidence.Fold(records).Plays
		if len(plays) != 3 || plays[0].Verdict != evidence.Pass || plays[1].Verdict != want || plays[2].Verdict != want {
			t.Errorf("tells %t: expected PASS and twice %s, got %d plays", tells, want, len(plays))
			for _, p := range plays {
				t.Logf("%s: %s %s", p.Begin.ID, p.Verdict, p.Reason)
			}
		}
	}
}

// playSeveral plays cases one after the other on one bench.
func playSeveral(t *testing.T, r octt.Recorder, change func(*bench.MemoryParts), ids ...string) {
	declared, err := productOf(t, "", ids[0]).declaration()
	if err != nil {
		t.Fatal(err)
	}
	parts := bench.MemoryParts{PICS: declared, Schemas: schemaSet(t), Recorder: r, Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts()}
	parts.Configured.BasicAuthPassword = "self-test-password-1"
	line(&parts)
	change(&parts)
	m, err := bench.NewMemory(context.Background(), parts)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Ready(t.Context()); err != nil {
		t.Errorf("the station is not ready: %v", err)
	}
	for _, id := range ids {
		c, _ := octt.Lookup(id)
		m.Player.Play(t.Context(), c, suites.About(id, ""), "")
	}
	m.Player.Repay(t.Context())
	if err := m.Close(); err != nil {
		t.Errorf("closing the bench: %v", err)
	}
}
